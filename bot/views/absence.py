"""Days off: when somebody is away, who stands in, and how both are chosen."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Absent, AbsentMonth, BackAgain, Idle, Staff
from bot.screen import Button, Look, Screen, rows
from bot.texts import Texts
from bot.usecases.absences import Leave, Standing, Wrong
from bot.views.layout import LABEL, button, flow, my_day
from bot.views.lines import SHORT, capital, clip, sentence, stack
from storage.absences import Absence

NOBODY = 1
"""Chosen instead of a substitute: the work waits."""
_EMPTY = "·"
_DAY = timedelta(days=1)
_MONTHS = 18


def standing(found: Leave, t: Texts, now: datetime, *, header: str | None = None) -> Screen:
    """What is known of somebody's absences, and the way to a new one."""
    person = found.person
    today = t.today(now)
    lines: list[Text | str] = []
    buttons = []
    for one in found.standing:
        lines.append(Text("○ ", Bold(span(one.absence, t, today)), *_by(one, t)))
        now_away = one.absence.first <= today
        label = t.gettext("I am back") if found.own and now_away else t.gettext("Call off {days}")
        days = span(one.absence, t, today)
        buttons.append(button(clip(label.format(days=days), LABEL), BackAgain(one.absence.id)))
    title = t.gettext("Days off") if found.own else clip(person.name)
    return Screen(
        stack(
            Bold(title),
            header,
            "",
            *(lines or [t.gettext("No days off are planned.")]),
            "",
            t.gettext("On these days nothing is sent, and a colleague does the work."),
        ),
        (
            *((one,) for one in buttons),
            (Button(t.gettext("+ Days off"), Absent(person.id, 0, 0, 0, 0), look=Look.MAIN),),
            (my_day(t),) if found.own else (Button(t.gettext("‹ Back"), Staff(person.id, "card")), my_day(t)),
        ),
    )


def first_day(person: int, t: Texts, now: datetime, *, problem: str | None = None) -> Screen:
    """From when on; words may say all of it at once."""
    today = t.today(now)
    monday = today + _DAY * (7 - today.weekday())
    chips = {today: t.gettext("Today"), today + _DAY: t.gettext("Tomorrow")}
    chips.setdefault(monday, t.gettext("On Monday"))
    return Screen(
        stack(
            problem,
            "",
            Bold(t.gettext("From which day on?")),
            t.gettext("Or write all of it: “1–14 December”, “tomorrow”, “2 weeks from Monday”."),
        ),
        (
            *flow(Button(title, Absent(person, day.toordinal(), 0, 0, 0)) for day, title in chips.items()),
            (_calendar(person, 0, today, t),),
            _cancel(person, t),
        ),
    )


def last_day(person: int, first: date, t: Texts, now: datetime, *, problem: str | None = None) -> Screen:
    """Until when, this day included."""
    today = t.today(now)
    friday = first + _DAY * ((4 - first.weekday()) % 7)
    chips = {first: t.gettext("One day")}
    chips.setdefault(friday, t.gettext("Until Friday"))
    chips.setdefault(first + 6 * _DAY, t.gettext("A week"))
    chips.setdefault(first + 13 * _DAY, t.gettext("Two weeks"))
    number = first.toordinal()
    return Screen(
        stack(
            problem,
            "",
            sentence(t.gettext("Away from {day}"), day=Bold(t.day(first, today))),
            Bold(t.gettext("Until which day, this day included?")),
        ),
        (
            *flow(
                Button(title, Absent(person, number, day.toordinal(), 0, 0)) for day, title in chips.items()
            ),
            (_calendar(person, number, first, t),),
            (Button(t.gettext("‹ Back"), Absent(person, 0, 0, 0, 0)), *_cancel(person, t)),
        ),
    )


def month(person: int, first: int, number: int, t: Texts, now: datetime) -> Screen:
    """A month to choose the first day from, or (`first` is known) the last one."""
    today = t.today(now)
    earliest = date.fromordinal(first) if first else today
    low = earliest.year * 12 + earliest.month - 1
    number = min(max(number, low), low + _MONTHS)
    year, index = divmod(number, 12)
    weeks = calendar.Calendar().monthdatescalendar(year, index + 1)
    ahead = [week for week in weeks if week[-1] >= earliest]  # whole weeks that have passed are not shown
    days = [_cell(person, first, day, index + 1, earliest) for week in ahead for day in week]
    question = t.gettext("Until which day, this day included?") if first else t.gettext("From which day on?")
    return Screen(
        Text(Bold(question)),
        (
            (
                Button("‹", AbsentMonth(person, first, number - 1))
                if number > low
                else Button(_EMPTY, Idle()),
                Button(t.month(year, index + 1), Idle()),
                Button("›", AbsentMonth(person, first, number + 1))
                if number < low + _MONTHS
                else Button(_EMPTY, Idle()),
            ),
            tuple(Button(capital(t.weekday(date(2024, 1, day))), Idle()) for day in range(1, 8)),
            *rows(days, 7),
            (Button(t.gettext("‹ Back"), Absent(person, first, 0, 0, 0)), my_day(t)),
        ),
    )


def substitutes(found: Leave, first: date, last: date, t: Texts, now: datetime) -> Screen:
    """Who stands in; whoever is away himself is marked."""
    today = t.today(now)
    low, high = first.toordinal(), last.toordinal()
    person = found.person.id
    return Screen(
        stack(
            sentence(t.gettext("Away: {days}"), days=Bold(days(first, last, t, today))),
            "",
            Bold(t.gettext("Who does the work then?")),
            t.gettext("The colleague sees these tasks and deals and is reminded of them."),
        ),
        (
            *flow(
                Button(
                    _candidate(one.name, t, away=one.id in found.away),
                    Absent(person, low, high, one.id + 1, 0),
                )
                for one in found.candidates[:30]
            ),
            (Button(t.gettext("Nobody, the work waits"), Absent(person, low, high, NOBODY, 0)),),
            (Button(t.gettext("‹ Back"), Absent(person, low, 0, 0, 0)), *_cancel(person, t)),
        ),
    )


def sure(asked: Absent, who: str, substitute: str | None, t: Texts, now: datetime) -> Screen:
    """All of it once more, before it is saved."""
    today = t.today(now)
    first, last = date.fromordinal(asked.first), date.fromordinal(asked.last)
    return Screen(
        stack(
            Bold(clip(who)),
            sentence(t.gettext("Away: {days}"), days=Bold(days(first, last, t, today))),
            sentence(t.gettext("The work is done by: {name}"), name=Bold(clip(substitute)))
            if substitute
            else t.gettext("The work waits until then."),
        ),
        (
            (
                Button(
                    t.gettext("Save"),
                    Absent(asked.person, asked.first, asked.last, asked.substitute, 1),
                    look=Look.MAIN,
                ),
            ),
            (
                Button(t.gettext("‹ Back"), Absent(asked.person, asked.first, asked.last, 0, 0)),
                *_cancel(asked.person, t),
            ),
        ),
    )


def told(found: Absence, name: str, by: str | None, t: Texts, *, own: bool, over: bool) -> Screen:
    """To who stands in, and to the person where somebody else has said so."""
    who = clip(name)
    span_ = (
        f"{t.date(found.first)} – {t.date(found.last)}" if found.first < found.last else t.date(found.first)
    )
    if own:
        words = (
            t.gettext("Your days off are called off: {days}.")
            if over
            else t.gettext("Your days off: {days}.")
        )
    elif over:
        words = t.gettext("{name} works again, you need not stand in any more.")
    else:
        words = t.gettext("You stand in for {name}: {days}.")
    why = (
        None
        if over or own
        else t.gettext("These tasks come into “My day” with the name beside them, and I remind you of them.")
    )
    said = t.gettext("Set by {name}.").format(name=clip(by)) if by and own else None
    return Screen(stack(Text("⇄ ", words.format(name=who, days=span_)), why, said), ((my_day(t),),))


def wrong(key: Wrong, t: Texts) -> str:
    """Why these days cannot be."""
    return {
        Wrong.PAST: t.gettext("These days have passed already."),
        Wrong.ORDER: t.gettext("The last day is before the first one."),
        Wrong.TOO_LONG: t.gettext("That is too long: at most a year, and not further than two years ahead."),
    }[key]


def span(one: Absence, t: Texts, today: date) -> str:
    """«1 дек – 14 дек»."""
    return days(one.first, one.last, t, today)


def days(first: date, last: date, t: Texts, today: date) -> str:
    """One day, or the first and the last."""
    return t.day(first, today) if first == last else f"{t.day(first, today)} – {t.day(last, today)}"


def _by(one: Standing, t: Texts) -> Sequence[str]:
    if one.substitute is None:
        return (" · ", t.gettext("the work waits"))
    return (" · ", t.gettext("stands in: {name}").format(name=clip(one.substitute, SHORT)))


def _candidate(name: str, t: Texts, *, away: bool) -> str:
    return t.gettext("{name} (away)").format(name=clip(name, SHORT)) if away else clip(name, SHORT)


def _cell(person: int, first: int, day: date, month: int, earliest: date) -> Button:
    if day.month != month or day < earliest:
        return Button(_EMPTY, Idle())
    number = day.toordinal()
    chosen = Absent(person, first, number, 0, 0) if first else Absent(person, number, 0, 0, 0)
    return Button(str(day.day), chosen)


def _calendar(person: int, first: int, day: date, t: Texts) -> Button:
    return Button(t.gettext("Calendar"), AbsentMonth(person, first, day.year * 12 + day.month - 1))


def _cancel(person: int, t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("Cancel"), Staff(person, "away")), my_day(t))
