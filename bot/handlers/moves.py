"""Other stages of a deal, and a move before it is made."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import moving, reading
from bot.views import moves


async def stages(desk: Desk, callback: callbacks.Stages) -> Screen:
    """Every stage but those that the card offers."""
    return moves.stages(await reading.deal(desk.work, callback.run), callback.page, desk.t, desk.now)


async def preview(desk: Desk, callback: callbacks.Preview) -> Screen:
    """What the move would mean; a deal that has moved since is drawn as it is."""
    found = await moving.preview(desk.work, callback.run, callback.stage_run, callback.to)
    return moves.preview(found, desk.t, desk.now)
