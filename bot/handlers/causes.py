"""Why a message has come by itself."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Toast
from bot.usecases.access import ForbiddenError
from bot.views import causes


async def why(desk: Desk, callback: callbacks.Why) -> Toast:
    """Said over the chat, so that the message stays as it is."""
    words = causes.why(callback.kind, desk.work.company, desk.t)
    if words is None:
        raise ForbiddenError
    return Toast(words, alert=True)
