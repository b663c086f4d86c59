"""`voronka doctor` as a person uses it: a line each, the status, and no secret in any of it."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.webhook import Hook
from sandbox.client import SandboxClient
from sandbox.server import running
from storage import heartbeat
from storage.db import Database
from tests.bot.commands.command_line import Answer, Voronka
from tests.bot.test_webhook import WORD, free_port
from tests.world import World, world


async def asked(voronka: Voronka, *arguments: str) -> Answer:
    return await asyncio.to_thread(voronka, "doctor", *arguments)


def point(monkeypatch: pytest.MonkeyPatch, found: World, token: str | None = None) -> None:
    """Give the command line the settings of a product."""
    monkeypatch.setenv("VORONKA_DATABASE_URL", found.url)
    monkeypatch.setenv("VORONKA_BOT_API_URL", found.server.url)
    monkeypatch.setenv("VORONKA_BOT_TOKEN", token or found.server.token)
    if found.hook is not None:
        monkeypatch.setenv("VORONKA_WEBHOOK_URL", found.hook.url)
        monkeypatch.setenv("VORONKA_WEBHOOK_SECRET", found.hook.secret)
        monkeypatch.setenv("VORONKA_WEBHOOK_PORT", str(found.hook.port))


async def test_a_product_that_polls(
    sqlite_url: str, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(sqlite_url) as found:
        point(monkeypatch, found)
        answer = await asked(voronka)
        assert (answer.status, answer.err) == (0, "")
        lines = answer.out.splitlines()
        assert all(line.split()[0] in {"ok", "warn"} for line in lines)
        assert any(line.startswith("ok    token ") and "@" in line for line in lines)
        assert any("last made never: voronka backup" in line for line in lines)
        assert found.server.token not in answer.out


async def test_a_product_with_a_webhook_and_what_became_of_it(
    sqlite_url: str, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    hook = Hook(f"http://127.0.0.1:{port}/telegram", WORD, port=port)
    async with world(sqlite_url, hook=hook) as found:
        point(monkeypatch, found)
        # Its clock is the sandbox's, which the command line does not know.
        monkeypatch.setattr("bot.doctor.database.fresh", lambda vitals, now: True)
        report = json.loads((await asked(voronka, "--json")).out)
        checks = {one["check"]: one for one in report["checks"]}
        assert report["ok"]
        assert checks["updates"]["said"] == "brought to 127.0.0.1, 0 wait"
        assert checks["webhook"]["said"] == f"listens at 127.0.0.1:{port}"
        assert WORD not in str(report)

        await found.stop()
        answer = await asked(voronka, "--json")
        assert {one["check"]: one["said"] for one in json.loads(answer.out)["checks"]}["updates"]


async def test_wrong_tokens_rivals_and_webhooks_of_others(
    sqlite_url: str, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(sqlite_url) as found:
        await found.stop()
        point(monkeypatch, found, token="123456:not-the-token")
        answer = await asked(voronka)
        assert answer.status == 1
        assert "FAIL  token" in answer.out
        assert "not-the-token" not in answer.out + answer.err
        assert answer.err.startswith("voronka: 1 of ")

        point(monkeypatch, found)
        monkeypatch.setattr("bot.doctor.database.fresh", lambda vitals, now: False)
        await found.sandbox.fault("getUpdates", kind="error", code=409, description="Conflict: terminated")
        answer = await asked(voronka)
        assert (answer.status, "another program polls this bot" in answer.out) == (1, True)
        answer = await asked(voronka)
        assert (answer.status, "polled by nobody else" in answer.out) == (0, True)


async def test_a_telegram_that_is_not_there(
    sqlite_url: str, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(limits=False) as server, SandboxClient(server.url):
        gone, token = server.url, server.token
    monkeypatch.setenv("VORONKA_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VORONKA_BOT_API_URL", gone)
    monkeypatch.setenv("VORONKA_BOT_TOKEN", token)
    monkeypatch.setenv("VORONKA_PROXY", "")
    answer = await asked(voronka)
    assert answer.status == 1
    assert "FAIL  network" in answer.out
    assert token.partition(":")[2] not in answer.out + answer.err


async def test_alive_is_a_fresh_sign_of_life(
    sqlite_url: str, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "has not run yet" in (await asked(voronka, "--alive")).err
    Path("empty.db").touch()  # noqa: ASYNC240 - a test's own file
    monkeypatch.setenv("VORONKA_DATABASE_URL", "sqlite+aiosqlite:///empty.db")
    assert "the database cannot be asked: no such table" in (await asked(voronka, "--alive")).err
    monkeypatch.setenv("VORONKA_DATABASE_URL", sqlite_url)
    answer = await asked(voronka, "--alive")
    assert (answer.status, answer.err) == (1, "voronka: the product has not run yet\n")
    async with Database.connect(sqlite_url) as db:
        for age, status in ((timedelta(minutes=2), 0), (timedelta(minutes=4), 1)):
            async with db.begin() as tx:
                await heartbeat.beat(tx, Clock().now() - age)
            assert (await asked(voronka, "--alive")).status == status


def test_wrong_settings_are_a_finding_and_the_machine_is_checked_all_the_same(
    voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VORONKA_TIMEZONE", "Moscow")
    monkeypatch.setenv("VORONKA_BOT_TOKEN", "hush hush")
    answer = voronka("doctor")
    assert (answer.status, answer.err) == (1, "voronka: 1 of 5 checks failed: settings\n")
    assert "VORONKA_TIMEZONE: no such time zone" in answer.out
    assert "hush" not in answer.out
