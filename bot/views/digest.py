"""The digest of a head: what is wrong, by rule and by whose it is; each line is a number that opens its card."""

from collections.abc import Mapping
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Strikethrough, Text

from bot.callbacks import Digest, DigestRow, Uncovered
from bot.screen import Button, Keyboard, Screen, rows
from bot.texts import Texts
from bot.usecases.pressing import REASONS
from bot.views import words
from bot.views.layout import button, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Rule, Via
from notifications.digests import Sheet, order
from notifications.reach import Way
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line
from storage.digests import NUDGE

PAGE = 8
WIDTH = 4

Rules = Mapping[str, Rule]
"""By key, in the order in which they are told."""


def digest(
    sheet: Sheet, processes: Processes, rules: Rules, t: Texts, now: datetime, *, toast: str | None = None
) -> Screen:
    """A page of it."""
    page, found = sheet.page, sheet.page.digest
    numbers = [Button(_number(one), DigestRow(found.id, one.number, "")) for one in page.lines]
    something = any(found.counts.values())
    return Screen(
        stack(
            Bold(t.gettext("Digest: {day}").format(day=t.long_day(found.day))),
            *_counts(sheet, rules, t),
            None if something else t.gettext("Everything is in order: nothing is overdue or forgotten."),
            *_lines(sheet, processes, rules, t, now),
            "",
            Italic(_footer(sheet, t, now)) if something else None,
        ),
        (
            *rows(numbers, WIDTH),
            *pager(page.number, pages_of(page.total, PAGE), lambda to: Digest(found.id, to, ""), t),
            *_lists(sheet, rules, t),
            *_everybody(sheet, t, now),
            (Button(t.gettext("Why do I see this?"), Digest(found.id, page.number, "why")),),
            (my_day(t),),
        ),
        toast=toast,
    )


def _lists(sheet: Sheet, rules: Rules, t: Texts) -> Keyboard:
    """What is only counted has a list of its own."""
    counts = sheet.page.digest.counts
    found = [key for key, rule in rules.items() if rule.breach.via is Via.COUNT and counts.get(key)]
    return tuple(
        (button(f"{title(key, rules, t)}: {t.number(counts[key])}", Uncovered(key, 0, 0)),) for key in found
    )


def _footer(sheet: Sheet, t: Texts, now: datetime) -> str:
    at = t.moment(sheet.page.digest.at, now)
    if sheet.page.lines:
        return t.gettext("As of {time}. Press a number to act.").format(time=at)
    return t.gettext("As of {time}.").format(time=at)


def _everybody(sheet: Sheet, t: Texts, now: datetime) -> Keyboard:
    """Only today's: what was wrong on another day is in the digest of today, if it still is."""
    found = sheet.page.digest
    if sheet.page.waiting < 2 or found.day != t.today(now):
        return ()
    return ((Button(t.gettext("Nudge everybody"), Digest(found.id, 0, "all")),),)


def _number(line: Line) -> str:
    return f"✓ {line.number}" if line.over else str(line.number)


def title(kind: str, rules: Rules, t: Texts) -> str:
    """What lines of a kind are called, where several are counted; rules that are no more are told as such."""
    if kind == DECIDE:
        return t.gettext("Wait for your decision")
    if kind == UNREACHABLE:
        return t.gettext("Cannot be reached")
    return t.label(rules[kind].title) if kind in rules else t.gettext("A rule that is no more")


def _counts(sheet: Sheet, rules: Rules, t: Texts) -> list[Text | None]:
    counts, was = sheet.page.digest.counts, sheet.page.was or {}
    known = order(rules)
    kinds = [*known, *sorted(kind for kind in {*counts, *was} if kind not in known)]
    return [_counted(kind, sheet, rules, t) for kind in kinds]


def _counted(kind: str, sheet: Sheet, rules: Rules, t: Texts) -> Text | None:
    """«Первый ответ: 12, было 15»; a rule that was broken before and is not now is worth a line, too."""
    page = sheet.page
    here, was = page.digest.counts.get(kind, 0), (page.was or {}).get(kind, 0)
    if not here and not was:
        return None
    before = t.gettext("it was {number}").format(number=t.number(was)) if page.was is not None else None
    return joined((f"{title(kind, rules, t)}: {t.number(here)}", before), separator=", ")


def _lines(
    sheet: Sheet, processes: Processes, rules: Rules, t: Texts, now: datetime
) -> list[Text | str | None]:
    """Under the rule and the name of whose they are; both are said anew where another one begins."""
    told: list[Text | str | None] = []
    group: tuple[str, int] | None = None
    for line in sheet.page.lines:
        if (line.kind, line.owner_id) != group:
            group = (line.kind, line.owner_id)
            count = t.number(sheet.page.owners.get(group, 0))
            many = None if line.kind == UNREACHABLE else count
            told += ["", joined((Bold(_heading(line.kind, rules, t)), clip(line.owner, SHORT), many))]
        said = _line(line, processes, t, now)
        told.append(Text(f"{line.number}. ", Strikethrough(said) if line.over else said))
        way = sheet.ways.get(line.number)
        after = afterwards(line, t, now) or (passed(way, t) if way is not None else None)
        told.append(Text("   ", Italic(after)) if after is not None else None)
    return told


def _heading(kind: str, rules: Rules, t: Texts) -> str:
    return t.gettext("has blocked the bot") if kind == UNREACHABLE else title(kind, rules, t)


def _line(line: Line, processes: Processes, t: Texts, now: datetime) -> Text:
    since = t.day(t.local(line.since).date(), t.today(now)) if line.since else None
    if line.kind == UNREACHABLE:
        return Text(t.gettext("does not get messages since: {day}").format(day=since or "—"))
    return joined((about(line, SHORT, t), what(line, processes, t), since)) or Text()


def about(line: Line, limit: int, t: Texts) -> str:
    """The client, else the product."""
    known = line.client or line.product
    return clip(known, limit) if known else t.gettext("client not known")


def what(line: Line, processes: Processes, t: Texts) -> str | None:
    """The step that it is about; None where it is the whole deal, or a client."""
    if line.title:
        return clip(line.title, SHORT)
    process = processes.get((line.process or "", line.version or 0))
    return words.activity(process, line.key, t) if line.key else None


def afterwards(line: Line, t: Texts, now: datetime) -> str | None:
    """Who did what about it; nothing while it stands."""
    if line.to is not None:
        return t.gettext("✓ handed over: {name}").format(name=clip(line.to, SHORT))
    if line.settled:
        return t.gettext("✓ decided") if line.kind == DECIDE else t.gettext("✓ put right since")
    if line.accepted_at is not None:
        who, why = clip(line.acceptor or "—", SHORT), reason(line.accepted_reason, t)
        return t.gettext("✓ accepted: {name}, “{reason}”").format(name=who, reason=why)
    if line.act == NUDGE and line.acted_at is not None:
        who = clip(line.actor or "—", SHORT)
        return t.gettext("✓ nudged: {name}, {time}").format(name=who, time=t.moment(line.acted_at, now))
    return None


def passed(way: Way, t: Texts) -> str | None:
    """«↑ передано выше: Ольга, 3 рабочих дня без решения»; None for a line that was the reader's from the first."""
    if way.by is None:
        return None
    said = t.ngettext(
        "↑ passed on: {name}, {number} working day without a decision",
        "↑ passed on: {name}, {number} working days without a decision",
        way.days,
    )
    return said.format(name=clip(way.by, SHORT), number=t.number(way.days))


def reason(kept: str | None, t: Texts) -> str:
    """Why a head has let a line pass: a listed reason in the reader's language, or words of his own."""
    listed = dict(zip(REASONS, reasons(t), strict=True))
    return listed.get(kept or "") or clip(kept or "", SHORT * 2)


def reasons(t: Texts) -> tuple[str, str, str]:
    """The listed ones, in the order of REASONS."""
    _ = t.gettext
    return (
        _("The client has asked to wait"),
        _("Agreed with whoever is responsible"),
        _("The data are wrong"),
    )
