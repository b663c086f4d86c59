"""A sandbox in this process, on a clock whose running time the test owns."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox.client import SandboxClient
from sandbox.clock import Clock
from sandbox.messenger import Messenger
from sandbox.server import running

JSON = dict[str, Any]
START = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@dataclass
class Stopwatch:
    """Real running seconds that pass only when the test says so."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Api:
    """Calls the Bot API as a bot would, without a client library in between."""

    http: aiohttp.ClientSession
    url: str
    token: str
    files: dict[str, bytes] = field(default_factory=dict)

    async def __call__(self, method: str, **params: Any) -> tuple[int, JSON]:
        """Status and envelope of one call, sent as JSON."""
        async with self.http.post(f"{self.url}/bot{self.token}/{method}", json=params) as answer:
            return answer.status, await answer.json()

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        status, body = await self(method, **params)
        assert status == 200, body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Status and words of a call that must fail."""
        status, body = await self(method, **params)
        assert body["ok"] is False, body
        assert body["error_code"] == status
        return status, body["description"]

    async def upload(self, method: str, files: dict[str, bytes], **params: str) -> tuple[int, JSON]:
        """Status and envelope of a multipart call."""
        form = aiohttp.FormData(params)
        for name, content in files.items():
            form.add_field(name, io.BytesIO(content), filename=f"{name}.bin")
        async with self.http.post(f"{self.url}/bot{self.token}/{method}", data=form) as answer:
            return answer.status, await answer.json()


@dataclass
class Sandbox:
    """A running sandbox with one person, Anna (1001), who has pressed Start."""

    messenger: Messenger
    api: Api
    people: SandboxClient
    stopwatch: Stopwatch
    url: str
    seen: int = 0

    async def next_update(self) -> JSON:
        """The oldest update that was not returned here yet, waiting for it."""
        updates = await self.api.ok("getUpdates", offset=self.seen + 1, limit=1, timeout=10)
        self.seen = updates[0]["update_id"]
        return dict(updates[0])


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    stopwatch = Stopwatch()
    async with (
        running(limits=False, clock=Clock(START, stopwatch), name="Воронка") as server,
        aiohttp.ClientSession() as http,
        SandboxClient(server.url) as people,
    ):
        await people.user("Анна", id=1001, started=True)
        yield Sandbox(server.messenger, Api(http, server.url, server.token), people, stopwatch, server.url)
