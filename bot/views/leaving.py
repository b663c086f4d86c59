"""Somebody leaves: asked once more, and what came of it."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold

from bot.callbacks import (
    People,
    Staff,
    StaffAct,
    Team,
)
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.handover import SPREAD, Given
from bot.usecases.staff import Profile
from bot.views import handover as handing
from bot.views.layout import button, flow, my_day
from bot.views.lines import SHORT, clip, stack
from storage.people import Person


def sure(found: Profile, takers: Sequence[Person], t: Texts) -> Screen:
    """Once more, before access ends: to whom the work goes."""
    person = found.person
    head = stack(
        Bold(t.gettext("{name} no longer works here?").format(name=clip(person.name))),
        "",
        t.gettext("Access ends at once, old cards lose their phones, open links are closed."),
        t.gettext("The history of every deal stays, and the person may come back by an invitation."),
    )
    if found.estate.empty:
        gone = Button(t.gettext("Yes, has left"), StaffAct(person.id, "leave", SPREAD), look=Look.BAD)
        return Screen(head, ((gone,), (_back(person.id, t), my_day(t))))
    return Screen(
        stack(head, "", handing.estate(found.estate, t), Bold(t.gettext("Who takes over the work?"))),
        (
            *flow(button(clip(one.name, SHORT), StaffAct(person.id, "leave", one.id)) for one in takers[:20]),
            *(
                ((button(t.gettext("Spread over the team"), StaffAct(person.id, "leave", SPREAD)),),)
                if len(takers) > 1
                else ()
            ),
            (_back(person.id, t), my_day(t)),
        ),
    )


def left(found: Given, name: str, t: Texts, *, admin: bool) -> Screen:
    """Access has ended; what went to whom."""
    return Screen(
        stack(
            Bold(t.gettext("{name}: access is closed.").format(name=clip(name))),
            *handing.shares(found, t),
            t.gettext("The rest follows by itself within a minute.") if found.more else None,
        ),
        (
            (
                Button(t.gettext("People"), People("", 0)) if admin else Button(t.gettext("Team"), Team(0)),
                my_day(t),
            ),
        ),
        toast=t.gettext("Access is closed"),
    )


def _back(person: int, t: Texts) -> Button:
    return Button(t.gettext("‹ Back"), Staff(person, "card"))
