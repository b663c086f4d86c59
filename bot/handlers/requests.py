"""What is asked of others about a deal: the menu of it, to ask, to take back."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers import conversation as drawing
from bot.handlers import tasks
from bot.screen import Screen
from bot.usecases import conversation, requests
from bot.usecases.asked import Act
from bot.usecases.replies import Target
from bot.views import requests as view


async def menu(desk: Desk, callback: callbacks.Requests) -> Screen:
    found = await requests.offer(desk.work, callback.run)
    return view.menu(found.card, found.keys, found.running, found.process, desk.t, desk.now)


async def ask(desk: Desk, callback: callbacks.AskFor) -> Screen:
    """Sent at once, or what is to be said about it is asked first."""
    target = Target(callback.run, act=Act.PLAN, key=callback.key)
    return await drawing.drawn(desk, await conversation.begin(desk.work, target, message=desk.pressed))


async def shown(desk: Desk, run: int) -> Screen:
    """What waits for a request, as it stands."""
    return await tasks.shown(desk, await requests.waiting(desk.work, run))


async def withdraw(desk: Desk, callback: callbacks.Withdraw) -> Screen:
    waiting = await requests.withdraw(desk.work, callback.run, message=desk.pressed)
    return await tasks.shown(desk, waiting, toast=desk.t.gettext("Taken back. Whoever was asked sees it."))
