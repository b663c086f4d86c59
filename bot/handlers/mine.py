"""/me: one's own numbers."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import mine
from bot.usecases.mine import Period
from bot.views import me


async def shown(desk: Desk, callback: callbacks.Mine) -> Screen:
    """A week or a month, so many ago; this week for any other word."""
    period = Period(callback.period) if callback.period in set(Period) else Period.WEEK
    return me.me(await mine.numbers_of(desk.work, period, callback.back), desk.t)
