"""Files from the messenger: fetched once, refused in words, never with the address that holds the token."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.downloads import Downloads
from bot.imports.problems import Refused
from bot.usecases.uploads import NoFileError, Trouble
from storage.db import inside
from tests.bot.messenger import ANNA, Room, messenger

CSV = "Клиент\nРомашка\n".encode()


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with messenger() as room:
        yield room


async def sent(room: Room, content: bytes = CSV, name: str = "clients.csv") -> str:
    message = await room.people.document(ANNA, name, content)
    file_id: str = message["document"]["file_id"]
    return file_id


async def calls(room: Room) -> int:
    return len(await room.people.log("getFile"))


async def test_a_file_is_fetched_once_until_it_is_forgotten_or_another_comes(room: Room) -> None:
    downloads = Downloads(room.bot)
    first, second = await sent(room), await sent(room, b"a\n1\n")
    (table,) = await downloads.tables(first, "clients.csv")
    assert (table.header, table.file) == (("Клиент",), "clients.csv")
    assert await downloads.tables(first, "clients.csv") == (table,)
    assert await calls(room) == 1
    downloads.forget(first)
    await downloads.tables(first, "clients.csv")
    await downloads.tables(second, "a.csv")
    downloads.forget(first)  # another one is kept, and stays
    await downloads.tables(second, "a.csv")
    assert await calls(room) == 3


async def test_a_large_table_is_not_kept(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.downloads.MOST_ROWS", 0)
    downloads, file = Downloads(room.bot), await sent(room)
    await downloads.tables(file, "clients.csv")
    await downloads.tables(file, "clients.csv")
    assert await calls(room) == 2


@pytest.mark.parametrize(
    ("code", "description", "trouble"),
    [
        (400, "Bad Request: file is too big", Trouble.HEAVY),
        (400, "Bad Request: wrong file_id or the file is temporarily unavailable", Trouble.LOST),
        (500, "Internal Server Error", Trouble.AWAY),
        (429, "Too Many Requests: retry after 7", Trouble.AWAY),
    ],
)
async def test_what_telegram_does_not_give_is_a_trouble_with_a_name(
    room: Room, code: int, description: str, trouble: Trouble
) -> None:
    file = await sent(room)
    facts = {"retry_after": 7} if code == 429 else {}
    await room.people.fault("getFile", kind="error", code=code, description=description, **facts)
    with pytest.raises(NoFileError) as error:
        await Downloads(room.bot).tables(file, "clients.csv")
    assert error.value.trouble is trouble


async def test_a_file_that_is_gone_between_two_calls_tells_no_token(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await sent(room)
    found = await room.bot.get_file(file)

    async def moved(_file_id: str) -> object:
        return found.model_copy(update={"file_path": "documents/gone.csv"})

    monkeypatch.setattr(room.bot, "get_file", moved)
    with capture_logs() as logs, pytest.raises(NoFileError) as error:
        await Downloads(room.bot).tables(file, "clients.csv")
    assert error.value.trouble is Trouble.LOST
    assert room.bot.token not in f"{error.value!r}{error.value.__cause__!r}{logs}"


async def test_a_file_that_cannot_be_read_is_refused(room: Room) -> None:
    with pytest.raises(Refused, match="a NUL character"):
        await Downloads(room.bot).tables(await sent(room, b"a\0b"), "x.csv")


async def test_nobody_waits_for_telegram_inside_a_transaction(room: Room) -> None:
    file = await sent(room)
    inside.set(True)
    try:
        with pytest.raises(AssertionError, match="nobody waits for Telegram inside a transaction"):
            await Downloads(room.bot).tables(file, "clients.csv")
    finally:
        inside.set(False)
