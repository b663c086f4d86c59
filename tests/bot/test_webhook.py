"""What knocks at the webhook: only who knows the secret is let in, only an update is stored, and 200 means stored."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot import webhook
from bot.webhook import HEALTH, LARGEST, SECRET, Hook, Webhook, parsed
from storage.db import Busy

WORD = "a-long-random-word"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Store:
    """Keeps what comes; raises `trouble` first, once for each."""

    updates: list[dict[str, Any]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)

    async def __call__(self, updates: Sequence[dict[str, Any]]) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.updates += updates

    async def alive(self) -> None:
        if self.trouble:
            raise self.trouble.pop(0)


@dataclass
class Knock:
    """A client at the door."""

    base: str
    http: aiohttp.ClientSession
    listening: Webhook
    store: Store

    async def post(
        self, body: Any, path: str = "/telegram", secret: str | None = WORD, **headers: str
    ) -> int:
        if secret is not None:
            headers[SECRET] = secret
        data = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        async with self.http.post(self.base + path, data=data, headers=headers) as answer:
            assert await answer.text() in {"", f"{answer.status}: {answer.reason}"} or answer.status == 413
            return answer.status

    async def health(self) -> int:
        async with self.http.get(self.base + HEALTH) as answer:
            return answer.status


@pytest.fixture
async def knock() -> AsyncIterator[Knock]:
    store = Store()
    port = free_port()
    hook = Hook("https://bot.example.com/telegram", WORD, port=port)
    listening = Webhook(hook, store, store.alive)
    await listening.open()
    listening.ready()
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        yield Knock(f"http://127.0.0.1:{port}", http, listening, store)
    await listening.close()


async def test_an_update_is_stored_as_it_was_sent(knock: Knock) -> None:
    update = {"update_id": 7, "message": {"text": "Ж\u2028<b>"}}
    assert await knock.post(update) == 200
    assert knock.store.updates == [update]


@pytest.mark.parametrize(
    "secret",
    [
        None,
        "",
        "wrong",
        WORD + "x",
        WORD[:-1],
        WORD.upper(),
        f" {WORD}x",
        "секрет",
        "\udcff\udc80",
        "a" * 4000,
    ],
)
async def test_without_the_secret_nothing_is_looked_at(knock: Knock, secret: str | None) -> None:
    status = await _raw(knock, secret, b'{"update_id": 1}')
    assert status == 403
    assert knock.store.updates == []


async def test_two_secrets_are_none(knock: Knock) -> None:
    assert await _raw(knock, f"{WORD}\r\n{SECRET}: {WORD}", b'{"update_id": 1}') == 403
    assert knock.store.updates == []


async def _raw(knock: Knock, secret: str | None, body: bytes) -> int:
    """The bytes as they are: a client library would refuse to send most of these."""
    port = int(knock.base.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    line = "" if secret is None else f"{SECRET}: {secret}\r\n"
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 149.154.167.220\r\n{line}Content-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode("utf-8", "surrogateescape") + body)
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"update_id"',
        b"{}",
        b'{"update_id": null}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 1.5}',
        b'{"update_id": "1"}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(knock: Knock, body: bytes) -> None:
    assert parsed(body) is None
    assert await knock.post(body) == 400
    assert knock.store.updates == []


async def test_a_body_without_end_is_cut_off(knock: Knock) -> None:
    assert await knock.post(b'{"update_id": 1, "x": "' + b"x" * LARGEST + b'"}') == 413
    assert await knock.post(b"\x1f\x8b", **{"Content-Encoding": "gzip"}) == 415
    assert knock.store.updates == []


async def test_who_sends_nothing_is_not_waited_for(knock: Knock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 0.05)
    port = int(knock.base.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET}: {WORD}\r\nContent-Length: 9\r\n\r\n".encode()
    )
    assert (await reader.readline()).split()[1] == b"408"
    writer.close()
    await writer.wait_closed()


async def test_other_doors_are_shut(knock: Knock) -> None:
    assert await knock.post({"update_id": 1}, path="/") == 404
    assert await knock.post({"update_id": 1}, path="/telegram/../admin") == 404
    async with knock.http.get(f"{knock.base}/telegram", headers={SECRET: WORD}) as answer:
        assert answer.status == 405


@pytest.mark.parametrize("trouble", [Busy(), OSError("no database")])
async def test_what_cannot_be_stored_is_asked_for_again(knock: Knock, trouble: Exception) -> None:
    knock.store.trouble = [trouble]
    assert await knock.post({"update_id": 7}) == 503
    assert await knock.post({"update_id": 7}) == 200
    assert knock.store.updates == [{"update_id": 7}]


async def test_health_is_the_database_and_being_ready(knock: Knock) -> None:
    assert await knock.health() == 200
    knock.store.trouble = [OSError("no database")]
    assert await knock.health() == 503
    knock.listening._ready = False
    assert await knock.health() == 503
    assert await knock.post({"update_id": 1}) == 503
    assert knock.store.updates == []


async def test_a_taken_port_is_said(knock: Knock) -> None:
    second = Webhook(knock.listening.hook, knock.store, knock.store.alive)
    with pytest.raises(OSError, match="in use"):
        await second.open()
    await second.close()


def test_the_secret_is_in_no_representation() -> None:
    hook = Hook("https://bot.example.com", WORD)
    assert WORD not in repr(hook)
    assert hook.path == "/"
