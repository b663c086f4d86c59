"""«Отменить»: what one has just done is taken back, and the card stands as it stood."""

from dataclasses import replace

from bot import callbacks
from bot.desk import Desk
from bot.handlers import deals, tasks
from bot.screen import Screen, Toast
from bot.usecases import undoing
from bot.usecases.access import ForbiddenError
from bot.usecases.undoing import TooLate
from bot.views import history


async def undo(desk: Desk, callback: callbacks.Undo) -> Screen | Toast:
    """The card with its buttons again; where somebody was quicker, only a word about who and what."""
    found = await undoing.take_back(desk.work, callback.run, callback.cause, message=desk.pressed)
    if isinstance(found, TooLate):
        return Toast(history.too_late(found.since, found.process, desk.t, desk.now))
    toast = desk.t.gettext("Taken back, as if it had never been.")
    if found.many:
        return replace(await tasks.today(desk), toast=toast)
    if found.activity is not None:
        return await tasks.shown(desk, found.activity, toast=toast)
    try:
        return await deals.shown(desk, found.run, toast=toast)
    except ForbiddenError:  # only the task was his, on somebody else's deal
        return replace(await tasks.today(desk), toast=toast)
