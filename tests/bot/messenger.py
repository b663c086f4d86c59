"""A sandbox in this process with a bot of ours, and one person, Anna (1001), who has pressed Start."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot

from bot import telegram
from bot.limiter import Limiter
from bot.showing import Showing
from sandbox.client import SandboxClient
from sandbox.server import running

ANNA = 1001


@dataclass(frozen=True, slots=True)
class Room:
    bot: Bot
    people: SandboxClient
    showing: Showing
    url: str

    async def texts(self, chat: int = ANNA) -> list[str]:
        """What the chat shows of the bot, captions included."""
        return [message["text"] for message in await self.people.messages(chat) if message["from"] == "bot"]


@asynccontextmanager
async def messenger(*, patience: float = 5.0, limits: bool = False) -> AsyncIterator[Room]:
    async with running(limits=limits, name="Воронка") as server, SandboxClient(server.url) as people:
        await people.user("Анна", id=ANNA, started=True)
        bot = telegram.connect(server.token, api_url=server.url, patience=patience)
        try:
            yield Room(bot, people, Showing(bot, Limiter(None)), server.url)
        finally:
            await bot.session.close()
