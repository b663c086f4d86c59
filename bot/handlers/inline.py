"""`@bot text` in any chat: clients and deals for whoever types it, and nothing at all for strangers."""

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import InlineQuery

from bot.desk import Desk
from bot.usecases import finding
from bot.usecases.access import ForbiddenError
from bot.views import inline
from bot.words.text import cleaned
from storage.db import Busy

log = structlog.get_logger()

_LONGEST = 100


async def typed(query: InlineQuery, desk: Desk | None) -> None:
    """Answered for this person alone, and never from a cache: what he may see changes."""
    results = []
    words = cleaned(query.query)[:_LONGEST]
    if desk is not None and words:
        try:
            deals, clients = await finding.offered(desk.work, words)
        except (ForbiddenError, Busy):
            deals, clients = (), ()
        results = inline.offers(deals, clients, desk.work.company.processes, desk.bot_name, desk.t)
    try:
        await query.answer(list(results), cache_time=0, is_personal=True)
    except AiogramError as error:  # typed on meanwhile, or too late: the next letter asks again
        log.info("inline_answer_failed", error=type(error).__name__)
