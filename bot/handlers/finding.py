"""Search by command and by just typing, pages of what was found, the card of a client, and links that open one."""

import re

from aiogram.utils.formatting import Text

from bot import callbacks
from bot.callbacks import number_of
from bot.desk import Desk
from bot.handlers import capturing, deals
from bot.screen import Keyboard, Screen
from bot.usecases import finding
from bot.views import found as found_view
from bot.words.lead import has_phone
from bot.words.text import cleaned
from storage.names import fold

LINK = re.compile(r"([dc])([0-9a-z]{1,13})")
"""What stands behind /start in a link to a deal or to a client; tokens of invites are longer."""
_LONGEST = 200
_TALE = 120
"""Characters that are more than a name."""


async def looked(desk: Desk, text: str) -> Screen:
    """What was typed. A whole phone that nobody has is somebody new; one hit alone is opened at once."""
    words = cleaned(text)[:_LONGEST]
    if not words:
        return found_view.ask(desk.t)
    found = await finding.look(desk.work, words)
    if not found.total and has_phone(words):
        return await capturing.of_words(desk, words)
    return found_view.results(found, desk.work.company.processes, desk.t)


def is_sought(text: str) -> bool:
    """Whether there is something in it to look for: a letter or a digit, and not a story."""
    if text.startswith("/") or len(text) > _TALE:
        return False
    return bool(fold(text)) or text.strip()[:1] in {"#", "№"}


async def turned(desk: Desk, callback: callbacks.Search) -> Screen:
    found = await finding.turn(desk.work, callback.search, callback.page)
    return found_view.results(found, desk.work.company.processes, desk.t)


async def client(desk: Desk, callback: callbacks.OpenClient) -> Screen:
    return await shown(desk, callback.client)


async def linked(desk: Desk, token: str) -> Screen | None:
    """The deal or client of a deep link; None for what is no such link. ForbiddenError for another's."""
    found = LINK.fullmatch(token)
    number = number_of(found[2]) if found else None
    if found is None or number is None:
        return None
    if found[1] == "c":
        return await shown(desk, number)
    return await deals.shown(desk, await finding.run_of(desk.work, number))


async def shown(
    desk: Desk, number: int, back: str = "", *, header: Text | str | None = None, undo: Keyboard = ()
) -> Screen:
    """The card of a client; `back` is where its three ways lead to afterwards, `header` what has just been done."""
    card = await finding.client(desk.work, number)
    return found_view.client(
        card,
        desk.work.company.processes,
        desk.t,
        desk.now,
        reader=desk.work.person.id,
        back=back,
        header=header,
        undo=undo,
    )
