"""Why a line is in the digest, and what gets into it: the rule, its clock, the arithmetic, and what comes next."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Digest, DigestRow
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.digests import Opened
from bot.views import weekdays
from bot.views.digest import Rules, passed
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, stack
from bot.views.rule_words import limit
from fsm.definition import Limit, Rule
from notifications.digests import Sheet
from notifications.reach import Way
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line
from storage.people import Person


def why(found: Opened, rules: Rules, t: Texts, now: datetime) -> Screen:
    """The rule, the clock, the arithmetic, and what comes next."""
    line, rule = found.line, rules.get(found.line.kind)
    elapsed = t.ngettext(
        "Since then {number} working day has passed.",
        "Since then {number} working days have passed.",
        found.worked,
    ).format(number=t.number(found.worked))
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            *_cause(found, rule, t, now),
            elapsed if line.since is not None else None,
            passed(found.way, t),
            "",
            *_told(rule, t),
            *_next(line, found.way, t, now),
        ),
        ((Button(t.gettext("‹ Back"), DigestRow(line.digest_id, line.number, "")), my_day(t)),),
    )


def _cause(found: Opened, rule: Rule | None, t: Texts, now: datetime) -> list[Text | str | None]:
    line = found.line
    since = t.moment(line.since, now) if line.since else "—"
    if line.kind == DECIDE:
        cause = t.gettext("A request waits for your decision.")
        return [cause, t.gettext("It was asked for: {time}.").format(time=since)]
    so = t.gettext("It is so since: {time}.").format(time=since)
    if line.kind == UNREACHABLE:
        return [t.gettext("Somebody of the team has blocked me, so nothing arrives there."), so]
    if rule is None:
        return [t.gettext("The rule that found it is no more."), so]
    kept = found.kept
    if kept is None or kept.terms is None:
        allowed = rule.limit.of(rule.norms.get(f"{line.process}.{line.stage}", rule.limit.number))
        return [Text(t.label(rule.means), "."), _allowed(allowed, t), so]
    begun = t.gettext("It counts from {time}.").format(time=t.moment(kept.obligation.started_at, now))
    return [
        Text(t.label(rule.means), "."),
        _sentences(_allowed(kept.terms.limit, t), begun),
        t.gettext("It was due: {time}.").format(time=since),
    ]


def _sentences(*sentences: str | None) -> str:
    return " ".join(one for one in sentences if one is not None)


def _allowed(found: Limit, t: Texts) -> str | None:
    """How much is; nothing where it is nothing."""
    return t.gettext("What is allowed: {span}.").format(span=limit(found, t)) if found.number else None


def _told(rule: Rule | None, t: Texts) -> list[Text | str | None]:
    """What whoever has to put it right is told by the rule."""
    if rule is None:
        return []
    said = t.gettext("Whoever is responsible is told: “{demands}. {ignored}”")
    return [said.format(demands=t.label(rule.demands), ignored=t.label(rule.ignored)), ""]


def _next(line: Line, way: Way, t: Texts, now: datetime) -> list[str | None]:
    if not line.open:
        return []
    if line.kind == DECIDE:
        return [t.gettext("Nothing is approved by itself: in time it is passed on to whoever is above.")]
    return [t.gettext("Left alone, it will be in the next digest, too."), _above(way, t, now)]


def _above(way: Way, t: Texts, now: datetime) -> str | None:
    if way.to is None or way.on is None:
        return None
    name, today = clip(way.to, SHORT), t.today(now)
    if way.on <= today:
        return t.gettext("{name} is told of it by now, too.").format(name=name)
    return t.gettext("If nothing happens, {name} is told of it on {day}.").format(
        name=name, day=t.day(way.on, today)
    )


def about_rules(sheet: Sheet, reader: Person, rules: Rules, t: Texts) -> Screen:
    """What gets into the digest, and when it comes."""
    page = sheet.page
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            t.gettext("You answer for a team, and this is what needs you:"),
            Text("· ", t.gettext("Requests that wait for your decision")),
            *(Text("· ", t.label(rule.means)) for rule in rules.values() if rule.on),
            Text("· ", t.gettext("People whom my messages do not reach")),
            "",
            _comes(reader, t),
            t.gettext("What stands for too long without a decision is passed on to whoever is above."),
            t.gettext("You are not told of each of them when it happens."),
        ),
        ((Button(t.gettext("‹ Digest"), Digest(page.digest.id, page.number, "")), my_day(t)),),
    )


def _comes(reader: Person, t: Texts) -> str:
    if reader.digest is None:
        return t.gettext("It does not come by itself; /digest shows it.")
    at = f"{reader.digest // 60:02}:{reader.digest % 60:02}"
    if weekdays.is_every(reader.digest_days):
        comes = t.gettext("It comes on working days at {time}.").format(time=at)
    else:
        days = weekdays.named(reader.digest_days, t)
        comes = t.gettext("It comes at {time}, {days}.").format(time=at, days=days)
    empty = (
        t.gettext("It comes as well when everything is in order.")
        if reader.digest_empty
        else t.gettext("When everything is in order, it does not come.")
    )
    return f"{comes} {empty}"
