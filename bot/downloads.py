"""Files that people sent, fetched from Telegram and read; the last one stays at hand while buttons about it are pressed."""

import asyncio
from io import BytesIO

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest

from bot.imports import files
from bot.imports.tables import Table
from bot.usecases.uploads import HEAVIEST, NoFileError, Trouble
from storage import db as database

PATIENCE = 120
"""Seconds that a download may take."""
MOST_ROWS = 50_000
"""Rows of the largest file whose tables are kept; a larger one is fetched and read again for every press."""


class Downloads:
    """One for the process. The tables of at most one file are kept, so that memory stays bounded."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._last: tuple[str, tuple[Table, ...]] | None = None
        self._one = asyncio.Lock()

    async def tables(self, file_id: str, name: str) -> tuple[Table, ...]:
        """What is in the file; NoFileError when it is too heavy, gone, or Telegram does not answer; Refused."""
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        async with self._one:
            if self._last is not None and self._last[0] == file_id:
                return self._last[1]
            self._last = None
            content = await self._fetched(file_id)
            # Seconds of pure computing for a large file: in a thread, so that others are answered meanwhile.
            found = tuple(await asyncio.to_thread(files.tables_in, name, content))
            if sum(len(table.rows) for table in found) <= MOST_ROWS:
                self._last = file_id, found
            return found

    def forget(self, file_id: str) -> None:
        """Nobody will ask for it again soon."""
        if self._last is not None and self._last[0] == file_id:
            self._last = None

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
        except (TelegramAPIError, aiohttp.ClientError, TimeoutError, OSError):
            raise NoFileError(Trouble.AWAY) from None
        return content.getvalue()
