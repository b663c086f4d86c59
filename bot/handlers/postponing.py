"""All that is overdue at another time, with a tap."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers import tasks
from bot.screen import Screen
from bot.usecases import postponing
from bot.usecases.postponing import Moved, To
from bot.views import postponing as view


async def postpone(desk: Desk, callback: callbacks.Postpone) -> Screen:
    """The question, the reason where one is needed, or the day as it is afterwards."""
    if callback.to not in {one.value for one in To}:
        return view.question(await postponing.overdue(desk.work), desk.t)
    found = await postponing.postpone(desk.work, To(callback.to), callback.reason, message=desk.pressed)
    if isinstance(found, Moved):
        return view.moved(found, await tasks.today(desk), desk.t)
    if found.count:
        return view.why(found, callback.to, desk.t)
    return await tasks.today(desk)
