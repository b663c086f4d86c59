"""The company's own days: which are off, worked or shortened against the calendar, and asking for more of them in words."""

from datetime import date, datetime, timedelta

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Firm
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.company import Overview
from bot.views.layout import button, flow, my_day
from bot.views.lines import stack
from storage.settings import Own

SHOWN = 30


def listed(found: Overview, t: Texts, now: datetime) -> Screen:
    """Those ahead; a tap on one gives it back to the calendar."""
    today, _ = t.today(now), t.gettext
    shown = list(found.days.items())[:SHOWN]
    return Screen(
        stack(
            Bold(_("Own days")),
            _("What the company has beside the public holidays."),
            "",
            *(Text("○ ", t.day(day, today), " — ", kind(own, t)) for day, own in shown),
            None if shown else _("There are none."),
            *_by_law(found, today, t),
        ),
        (
            *flow(
                button(f"✕ {t.day(day, today)}", Firm("days", f"drop.{day.toordinal()}", 0))
                for day, _ in shown
            ),
            (
                Button(_("+ Day off"), Firm("days", Own.OFF.value, 0), look=Look.MAIN),
                Button(_("+ Working day"), Firm("days", Own.ON.value, 0)),
            ),
            (Button(_("+ Shortened day"), Firm("days", Own.SHORT.value, 0)),),
            (Button(_("‹ Company"), Firm("", "", 0)), my_day(t)),
        ),
    )


def asked(own: Own, less: timedelta, t: Texts, *, problem: str | None = None) -> Screen:
    """Which days are so; shortened ones are shorter by `less`."""
    _ = t.gettext
    question = {
        Own.OFF: _("Which days are days off?"),
        Own.ON: _("On which days does the company work?"),
        Own.SHORT: _("Which days are shortened?"),
    }[own]
    return Screen(
        stack(
            problem,
            "",
            Bold(question),
            _("Please write it: “31 December”, “3–8 January”, “on Friday”."),
            _shorter(less, t) if own is Own.SHORT else None,
        ),
        ((Button(_("‹ Back"), Firm("days", "", 0)), my_day(t)),),
    )


def kind(own: Own, t: Texts) -> str:
    """«сокращённый день»."""
    _ = t.gettext
    return {Own.OFF: _("day off"), Own.ON: _("working day"), Own.SHORT: _("shortened day")}[own]


def _shorter(less: timedelta, t: Texts) -> str:
    if not less:
        return t.gettext("Now they are as long as any other. That is set in “Shortened days”.")
    said = t.gettext("They end {number} min earlier. That is set in “Shortened days”.")
    return said.format(number=t.number(less // timedelta(minutes=1)))


def _by_law(found: Overview, today: date, t: Texts) -> tuple[str, ...]:
    if not found.eves or not found.settings.shortened:
        return ()
    days = ", ".join(t.day(day, today) for day in found.eves)
    return "", t.gettext("Shortened before public holidays: {days}").format(days=days)
