"""The list of people at the client of a deal."""

from dataclasses import replace

from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import calling
from bot.views import contacts as view


async def listed(desk: Desk, run: int, toast: str | None = None) -> Screen:
    """Everybody with all numbers, and what may be done about them."""
    found = await calling.people(desk.work, run)
    return replace(view.contacts(found.deal, found.people, found.settable, desk.t), toast=toast)
