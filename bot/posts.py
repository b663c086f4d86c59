"""What is owed to a channel, drawn when it is delivered, in the channel's language."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.screen import Screen
from bot.sender import Post as Draw
from bot.texts import texts
from bot.views import channel as view
from notifications import feed
from notifications.kinds import Greeting, Payload, Post
from storage import deals
from storage.channels import Channel
from storage.company import Company

_ZONE = "UTC"  # nothing that is posted says a time


def drawing(company: Callable[[], Company]) -> Draw:
    """How a Sender draws for channels. None where it is not so any more."""

    async def draw(session: AsyncSession, payload: Payload, channel: Channel, _: datetime) -> Screen | None:
        t = texts(channel.language, _ZONE)
        match payload:
            case Greeting():
                return view.greeting(channel, t)
            case Post(event, run):
                deal = await deals.card_of_run(session, run)
                if deal is None or event not in channel.kinds or event not in {feed.NEW, deal.outcome}:
                    return None
                return view.post(event, deal, company().processes[deal.process, deal.version], t)
            case _:
                return None

    return draw
