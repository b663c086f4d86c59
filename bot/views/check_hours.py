"""When everybody's deals and clients are checked, and how many clients a card names at least; chosen in /company."""

from aiogram.utils.formatting import Bold

from bot.callbacks import Firm
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views.layout import button, flow, my_day
from bot.views.lines import stack
from storage.settings import Settings

PART = "audit"
HOURS = (390, 420, 450, 480, 510, 540, 600)
"""Minutes after midnight."""
CLIENTS = (5, 10, 15, 20, 30)


def said(known: Settings, t: Texts) -> str:
    """«в 07:30, клиентов в день от 10»."""
    return t.gettext("at {time}, at least {number} clients a day").format(
        time=clock(known.audit), number=t.number(known.audited)
    )


def choice(known: Settings, t: Texts) -> Screen:
    """Both, the present ones marked."""
    hours = [_chip("at", one, clock(one), now=one == known.audit) for one in HOURS]
    numbers = [_chip("n", one, t.number(one), now=one == known.audited) for one in CLIENTS]
    return Screen(
        stack(
            Bold(t.gettext("When are everybody's deals and clients checked?")),
            t.gettext("On working days, by everybody's own clock; what is found is told in working hours."),
            "",
            Bold(t.gettext("How many clients without an activity are named a day, at least?")),
            t.gettext("Each of them is named within five working days in any case."),
        ),
        (*flow(hours), *flow(numbers), (Button(t.gettext("‹ Company"), Firm("", "", 0)), my_day(t))),
    )


def values() -> dict[str, dict[str, str | int]]:
    """The settings that a button means."""
    hours: dict[str, dict[str, str | int]] = {f"at.{one}": {"audit": one} for one in HOURS}
    return hours | {f"n.{one}": {"audited": one} for one in CLIENTS}


def clock(minute: int) -> str:
    """«07:30»."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _chip(kind: str, value: int, label: str, *, now: bool) -> Button:
    return button(("● " if now else "") + label, Firm(PART, f"{kind}.{value}", 0))
