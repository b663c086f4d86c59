"""Deals: the card, its moves, its history."""

from dataclasses import replace

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import reading
from bot.usecases.access import ForbiddenError, Role, has
from bot.views import deal as deal_view
from bot.views import history as history_view


async def card(desk: Desk, callback: callbacks.OpenDeal) -> Screen:
    if callback.part == "history":
        found = await reading.timeline(desk.work, callback.run, callback.page)
        title = found.card.client or ""
        return history_view.history(
            callback.run,
            title,
            found.entries,
            found.total,
            callback.page,
            found.process,
            desk.t,
            desk.now,
            notes=found.notes,
            names=found.names,
            undo=found.undo,
            processes=desk.work.company.processes,
            called=found.called,
        )
    return await shown(desk, callback.run)


async def shown(desk: Desk, run: int, toast: str | None = None) -> Screen:
    """The card of a deal as it stands."""
    found = await reading.deal(desk.work, run)
    person = desk.work.person
    screen = deal_view.deal(
        found.card,
        found.open,
        found.moves,
        found.process,
        desk.t,
        desk.now,
        reader=person.id,
        leads=has(person, Role.HEAD, Role.DIRECTOR),
        notes=found.notes,
        people=found.people,
        stands=found.standing,
        processes=desk.work.company.processes,
        names=found.names,
    )
    return replace(screen, toast=toast or screen.toast)


def owner_of(scope: str, own: int) -> int | None:
    """Whose deals a list shows: one's own, a person's, or (None) a whole team's; ForbiddenError for nonsense."""
    if scope == "mine":
        return own
    if scope == "team":
        return None
    number = callbacks.number_of(scope[1:])
    if scope[:1] != "p" or number is None:
        raise ForbiddenError
    return number
