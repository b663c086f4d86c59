"""Which of the bot's messages somebody has, as far as is known: what was sent to him, and what he pressed."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Card, Inbox, Outbox


async def messages(session: AsyncSession, person_id: int, telegram_id: int) -> list[int]:
    """Telegram's message ids, the newest first, without those that `storage.cards` knows. Goes back as far as the sweep."""
    sent = await session.scalars(
        select(Outbox.message_id).where(Outbox.person_id == person_id, Outbox.message_id.is_not(None))
    )
    found = {number for number in sent if number is not None}
    for payload in await session.scalars(select(Inbox.payload).where(Inbox.sender == telegram_id)):
        pressed = _pressed(json.loads(payload), telegram_id)
        if pressed is not None:
            found.add(pressed)
    cards = await session.scalars(select(Card.message_id).where(Card.person_id == person_id))
    return sorted(found - set(cards), reverse=True)


def _pressed(update: dict[str, Any], chat: int) -> int | None:
    """The message of a press in the person's own chat."""
    message = (update.get("callback_query") or {}).get("message") or {}
    number = message.get("message_id")
    return number if (message.get("chat") or {}).get("id") == chat and isinstance(number, int) else None
