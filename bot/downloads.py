"""Files that people sent, fetched from Telegram; the last one stays at hand while somebody presses buttons about it."""

import asyncio
from io import BytesIO

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNetworkError

from bot.usecases.uploads import HEAVIEST, NoFileError, Trouble
from storage import db as database

PATIENCE = 120
"""Seconds that a download may take."""


class Downloads:
    """One for the process. At most one file is kept, so that memory stays what the largest file takes."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._last: tuple[str, bytes] | None = None
        self._one = asyncio.Lock()

    async def __call__(self, file_id: str) -> bytes:
        """The file; NoFileError when it is too heavy, gone, or Telegram does not answer."""
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        async with self._one:
            if self._last is None or self._last[0] != file_id:
                self._last = None
                self._last = file_id, await self._fetched(file_id)
            return self._last[1]

    async def _fetched(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if file.file_path is None:
                raise NoFileError(Trouble.LOST)
            if (file.file_size or 0) > HEAVIEST:
                raise NoFileError(Trouble.HEAVY)
            content = BytesIO()
            await self._bot.download_file(file.file_path, content, timeout=PATIENCE)
        except TelegramBadRequest as error:
            raise NoFileError(Trouble.HEAVY if "too big" in error.message else Trouble.LOST) from None
        except aiohttp.ClientResponseError:
            # Its words hold the address, and that holds the token.
            raise NoFileError(Trouble.LOST) from None
        except (TelegramNetworkError, TelegramAPIError, aiohttp.ClientError, TimeoutError, OSError):
            raise NoFileError(Trouble.AWAY) from None
        return content.getvalue()
