"""The digest of a head: what is wrong, by rule and by whose it is; each line is a number that opens its card."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Strikethrough, Text

from bot.callbacks import Digest, DigestRow, Give, OpenDeal, OpenTask
from bot.screen import Button, Keyboard, Screen, rows
from bot.texts import Texts
from bot.views import words
from bot.views.layout import my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Subject
from storage.digests import KINDS, UNREACHABLE, Line, Page

PAGE = 8
WIDTH = 4


def digest(page: Page, processes: Processes, t: Texts, now: datetime, *, days: int) -> Screen:
    """A page of it. `days` without a touch make a deal a line of it."""
    found = page.digest
    total = sum(found.counts.values())
    numbers = [Button(_number(one), DigestRow(found.id, one.number, "")) for one in page.lines]
    return Screen(
        stack(
            Bold(t.gettext("Digest: {day}").format(day=t.long_day(found.day))),
            *(_counted(kind, page, t, days) for kind in KINDS),
            None if total else t.gettext("Everything is in order: nothing is overdue or forgotten."),
            *_lines(page, processes, t, now),
            "",
            Italic(t.gettext("As of {time}. Press a number to act.").format(time=t.moment(found.at, now)))
            if total
            else None,
        ),
        (
            *rows(numbers, WIDTH),
            *pager(page.number, pages_of(total, PAGE), lambda to: Digest(found.id, to, ""), t),
            *(
                ((Button(t.gettext("Why do I see this?"), Digest(found.id, page.number, "why")),),)
                if total
                else ()
            ),
            (my_day(t),),
        ),
    )


def _number(line: Line) -> str:
    return f"✓ {line.number}" if _over(line) else str(line.number)


def _over(line: Line) -> bool:
    return line.settled or line.acted_at is not None or line.to is not None


def _title(kind: str, t: Texts, days: int) -> str:
    match kind:
        case "overdue":
            return t.gettext("Overdue")
        case "untouched":
            said = t.ngettext("Not touched for {number} day", "Not touched for {number} days", days)
            return said.format(number=t.number(days))
        case _:
            return t.gettext("Cannot be reached")


def _counted(kind: str, page: Page, t: Texts, days: int) -> Text | None:
    """«Просрочено: 12, было 15»; a rule that was broken before and is not now is worth a line, too."""
    here, was = page.digest.counts.get(kind, 0), (page.was or {}).get(kind, 0)
    if not here and not was:
        return None
    before = t.gettext("it was {number}").format(number=t.number(was)) if page.was is not None else None
    return joined((f"{_title(kind, t, days)}: {t.number(here)}", before), separator=", ")


def _lines(page: Page, processes: Processes, t: Texts, now: datetime) -> list[Text | str | None]:
    """Under the name of whose they are; the name is said anew where another rule begins."""
    told: list[Text | str | None] = []
    group: tuple[str, int] | None = None
    for line in page.lines:
        if (line.kind, line.owner_id) != group:
            group = (line.kind, line.owner_id)
            count = "" if line.kind == UNREACHABLE else f" {t.number(page.owners.get(group, 0))}"
            told += ["", Text(Bold(clip(line.owner, 32)), " · ", _short(line.kind, t), count)]
        said = _line(line, processes, t, now)
        told.append(Text(f"{line.number}. ", Strikethrough(said) if _over(line) else said))
        if (after := _afterwards(line, t, now)) is not None:
            told.append(Text("   ", Italic(after)))
    return told


def _short(kind: str, t: Texts) -> str:
    match kind:
        case "overdue":
            return t.gettext("overdue")
        case "untouched":
            return t.gettext("not touched")
        case _:
            return t.gettext("has blocked the bot")


def _line(line: Line, processes: Processes, t: Texts, now: datetime) -> Text:
    since = t.day(t.local(line.since).date(), t.today(now)) if line.since else None
    if line.kind == UNREACHABLE:
        return Text(t.gettext("does not get messages since: {day}").format(day=since or "—"))
    return joined((about(line, SHORT, t), _what(line, processes, t), since)) or Text()


def about(line: Line, limit: int, t: Texts) -> str:
    """The client, else the product."""
    known = line.client or line.product
    return clip(known, limit) if known else t.gettext("client not known")


def _what(line: Line, processes: Processes, t: Texts) -> str | None:
    if line.title:
        return clip(line.title, SHORT)
    process = processes.get((line.process or "", line.version or 0))
    return words.activity(process, line.key, t) if line.key else None


def _afterwards(line: Line, t: Texts, now: datetime) -> str | None:
    """Who did what about it; nothing while it stands."""
    if line.to is not None:
        return t.gettext("✓ handed over: {name}").format(name=clip(line.to, SHORT))
    if line.settled:
        return t.gettext("✓ put right since")
    if line.act == "nudge" and line.acted_at is not None:
        who = clip(line.actor or "—", SHORT)
        return t.gettext("✓ nudged: {name}, {time}").format(name=who, time=t.moment(line.acted_at, now))
    return None


def row(
    line: Line,
    page: int,
    processes: Processes,
    t: Texts,
    now: datetime,
    *,
    days: int,
    toast: str | None = None,
) -> Screen:
    """The card of one line, with what can be done about it; back to the page that it stands on."""
    return Screen(
        stack(
            Bold(_title(line.kind, t, days)),
            "",
            Bold(about(line, 40, t) if line.kind != UNREACHABLE else clip(line.owner)),
            _what(line, processes, t),
            t.gettext("Responsible: {name}").format(name=clip(line.owner))
            if line.kind != UNREACHABLE
            else None,
            t.gettext("Since: {time}").format(time=t.moment(line.since, now)) if line.since else None,
            _afterwards(line, t, now),
            t.gettext("Pressing Start in the chat with me mends it; or hand the deals over.")
            if line.kind == UNREACHABLE and not line.settled
            else None,
        ),
        (
            *_acts(line, processes, t),
            (
                Button(t.gettext("Why?"), DigestRow(line.digest_id, line.number, "why")),
                Button(t.gettext("‹ Digest"), Digest(line.digest_id, page, "")),
            ),
            (my_day(t),),
        ),
        toast=toast,
    )


def _acts(line: Line, processes: Processes, t: Texts) -> Keyboard:
    hand = t.gettext("Hand over")
    if line.kind == UNREACHABLE:
        return () if line.settled else ((Button(hand, Give("all", line.owner_id, 0)),),)
    assert line.run_id is not None
    opening = OpenTask(line.activity_id) if line.activity_id else OpenDeal(line.run_id, "card", 0)
    first = [Button(t.gettext("Open"), opening)]
    if not _over(line):
        first.append(Button(t.gettext("Nudge"), DigestRow(line.digest_id, line.number, "nudge")))
    process = processes.get((line.process or "", line.version or 0))
    asked = (
        process is not None and process.subject is Subject.REQUEST
    )  # what was asked of somebody, beside a deal
    give = Give("task", line.activity_id or 0, 0) if asked else Give("deal", line.run_id, 0)
    return (tuple(first), *(() if line.settled else ((Button(hand, give),),)))


def why(line: Line, t: Texts, now: datetime, *, days: int, worked: int) -> Screen:
    """The rule, the clock, the arithmetic; `worked` working days lie between its beginning and now."""
    elapsed = t.ngettext(
        "Since then {number} working day has passed.", "Since then {number} working days have passed.", worked
    ).format(number=t.number(worked))
    since = t.moment(line.since, now) if line.since else "—"
    match line.kind:
        case "overdue":
            rule = t.gettext("A task that is still open the day after it was due.")
            clock = t.gettext("It was due: {time}.").format(time=since)
        case "untouched":
            said = t.ngettext(
                "An open deal that nobody has touched for {number} day.",
                "An open deal that nobody has touched for {number} days.",
                days,
            )
            rule = said.format(number=t.number(days))
            clock = t.gettext("The last touch: {time}.").format(time=since)
        case _:
            rule = t.gettext("Somebody of the team has blocked me, so nothing arrives there.")
            clock = t.gettext("It is so since: {time}.").format(time=since)
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            rule,
            clock,
            elapsed,
            "",
            t.gettext(
                "Left alone, it will be in the next digest, too. {name} sees it in the plan of the day."
            ).format(name=clip(line.owner, SHORT))
            if line.kind != UNREACHABLE
            else t.gettext("Left alone, it will be in the next digest, too."),
        ),
        ((Button(t.gettext("‹ Back"), DigestRow(line.digest_id, line.number, "")), my_day(t)),),
    )


def rules(page: Page, at: str | None, t: Texts, *, days: int) -> Screen:
    """What gets into the digest, and when it comes; `at` None: only when it is asked for."""
    said = t.ngettext(
        "Open deals that nobody has touched for {number} day; those that wait for a day are not among them.",
        "Open deals that nobody has touched for {number} days; those that wait for a day are not among them.",
        days,
    )
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            t.gettext("You answer for a team, and this is what needs you:"),
            Text("· ", t.gettext("Tasks that are still open the day after they were due.")),
            Text("· ", said.format(number=t.number(days))),
            Text("· ", t.gettext("People whom my messages do not reach.")),
            "",
            t.gettext("It comes on working days at {time}, only when there is something in it.").format(
                time=at
            )
            if at
            else t.gettext("It does not come by itself; /digest shows it."),
            t.gettext("You are not told of each of them when it happens."),
        ),
        ((Button(t.gettext("‹ Digest"), Digest(page.digest.id, page.number, "")), my_day(t)),),
    )


def nudged(line: Line, t: Texts, *, told: bool) -> str:
    """Said when «Nudge» is pressed."""
    name = clip(line.owner, SHORT)
    if told:
        return t.gettext("Asked: {name}").format(name=name)
    if line.settled or line.to is not None:
        return t.gettext("That has been put right already")
    return t.gettext("{name} was asked today already, or is away").format(name=name)
