"""Handing work over: to whom, whether one is sure, and what came of it."""

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Deals, Give, GiveTo, OpenDeal, OpenTask, Staff, Team, Undo
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.handover import SPREAD, Choice, Given
from bot.views.layout import button, flow, my_day, pager, pages_of
from bot.views.lines import NAME, SHORT, clip, joined, sentence, stack
from storage.handover import Estate
from storage.people import Person

PAGE = 20


def takers(found: Choice, asked: Give, t: Texts) -> Screen:
    """Who may have it, the giver's own team first."""
    shown = found.takers[asked.page * PAGE : (asked.page + 1) * PAGE]
    whole = asked.what == "all"
    return Screen(
        stack(
            Bold(_title(asked.what, t)),
            joined((clip(found.client) if found.client else None, _owner(found.owner, t))),
            _estate(found.estate, t) if found.estate else None,
            "",
            t.gettext("To whom?") if found.takers else t.gettext("There is nobody to whom it could go."),
        ),
        (
            *flow(
                button(clip(one.name, SHORT), GiveTo(asked.what, asked.subject, one.id, 0)) for one in shown
            ),
            *pager(
                asked.page,
                pages_of(len(found.takers), PAGE),
                lambda to: Give(asked.what, asked.subject, to),
                t,
            ),
            *(
                ((button(t.gettext("Spread over the team"), GiveTo("all", asked.subject, SPREAD, 0)),),)
                if whole and len(found.takers) > 1
                else ()
            ),
            (back(asked.what, asked.subject, t), my_day(t)),
        ),
    )


def sure(found: Choice, asked: GiveTo, t: Texts) -> Screen:
    """All of somebody's work goes with one more tap, because it is not taken back with one."""
    taker = next((one for one in found.takers if one.id == asked.to), None)
    whom = clip(taker.name) if taker else t.gettext("all of the team, in equal parts")
    return Screen(
        stack(
            Bold(_title("all", t)),
            _owner(found.owner, t),
            _estate(found.estate, t) if found.estate else None,
            "",
            sentence(t.gettext("New owner: {name}"), name=Bold(whom)),
            t.gettext("The history of every deal stays."),
        ),
        (
            (
                Button(
                    t.gettext("Hand over"),
                    GiveTo(asked.what, asked.subject, asked.to, 1),
                    look=Look.MAIN,
                ),
            ),
            (Button(t.gettext("‹ Back"), Give("all", asked.subject, 0)), my_day(t)),
        ),
    )


def shares(found: Given, t: Texts) -> list[Text]:
    """How many deals have gone to whom."""
    names = {one.id: one.name for one in found.to}
    return [
        sentence(
            t.ngettext("{name}: {number} deal", "{name}: {number} deals", count),
            name=Bold(clip(names.get(person, ""))),
            number=t.number(count),
        )
        for person, count in found.deals.items()
    ]


def given(found: Given, t: Texts) -> Screen:
    """What has gone to whom; a single deal or task can be taken back."""
    lines = shares(found, t) or [Text(Bold(clip(one.name, NAME))) for one in found.to]
    undo = (
        ((Button(t.gettext("↩ Undo"), Undo(found.run, found.cause)),),)
        if found.run is not None and found.cause is not None
        else ()
    )
    way = (
        Button(t.gettext("Deal"), OpenDeal(found.run, "card", 0))
        if found.run is not None
        else Button(t.gettext("Team"), Team(0))
    )
    return Screen(
        stack(
            t.gettext("⇄ Handed over"),
            *lines,
            t.gettext("The rest follows by itself within a minute.") if found.more else None,
            t.gettext("The new owner has been told."),
        ),
        (*undo, (way, my_day(t))),
        toast=t.gettext("Handed over"),
    )


def back(what: str, subject: int, t: Texts) -> Button:
    """To where the hand-over began."""
    match what:
        case "deal":
            return Button(t.gettext("‹ Back"), OpenDeal(subject, "card", 0))
        case "task":
            return Button(t.gettext("‹ Back"), OpenTask(subject))
        case "all":
            return Button(t.gettext("‹ Back"), Staff(subject, "card"))
        case _:
            return Button(t.gettext("‹ Back"), Deals("team", "", 0))


def estate(found: Estate, t: Texts) -> Text | None:
    """«12 сделок · 3 задачи · 5 клиентов»."""
    parts = (
        t.ngettext("{number} deal", "{number} deals", found.deals).format(number=t.number(found.deals))
        if found.deals
        else None,
        t.ngettext("{number} task", "{number} tasks", found.tasks).format(number=t.number(found.tasks))
        if found.tasks
        else None,
        t.ngettext("{number} client", "{number} clients", found.clients).format(
            number=t.number(found.clients)
        )
        if found.clients
        else None,
    )
    return joined(parts)


def _estate(found: Estate, t: Texts) -> Text | str:
    return estate(found, t) or t.gettext("There is nothing to hand over.")


def _title(what: str, t: Texts) -> str:
    match what:
        case "deal":
            return t.gettext("Hand over the deal")
        case "task":
            return t.gettext("Hand over the task")
        case _:
            return t.gettext("Hand over all work")


def _owner(owner: Person, t: Texts) -> Text:
    return sentence(t.gettext("Now with: {name}"), name=clip(owner.name))
