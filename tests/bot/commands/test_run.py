"""`voronka run` refuses to begin what cannot go well, in one line."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.commands.run import hook_of
from bot.settings import Settings, load
from sandbox.client import SandboxClient
from sandbox.server import running
from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import ROOT
from tests.bot.test_webhook import free_port

HOOK = "https://bot.example.com/telegram"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment to be filled; no .env of a developer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VORONKA_BOT_TOKEN", "123456:secret")
    return monkeypatch


def test_a_webhook_needs_its_secret(voronka: Voronka, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("VORONKA_WEBHOOK_URL", HOOK)
    answer = voronka("run")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("voronka: VORONKA_WEBHOOK_SECRET: missing")
    assert "(for example VORONKA_WEBHOOK_SECRET=" in answer.err


def test_polling_needs_nothing(settings: pytest.MonkeyPatch) -> None:
    assert hook_of(load()) is None
    assert load().webhook_port == 8080


def test_the_hook_is_what_was_set(settings: pytest.MonkeyPatch) -> None:
    found = hook_of(_hooked(settings, "9000"))
    assert found is not None
    assert (found.url, found.path, found.secret, found.host, found.port) == (
        HOOK,
        "/telegram",
        "word",
        "127.0.0.1",
        9000,
    )


async def test_what_telegram_does_not_take_and_a_taken_port_are_said(
    settings: pytest.MonkeyPatch, voronka: Voronka
) -> None:
    async with running(limits=False) as server:
        settings.setenv("VORONKA_BOT_API_URL", server.url)
        settings.setenv("VORONKA_BOT_TOKEN", server.token)
        _hooked(settings, "0", url="http://bot.example.com/telegram")
        answer = await asyncio.to_thread(voronka, "run")
        assert answer.status == 1
        assert "Telegram does not take VORONKA_WEBHOOK_URL: " in answer.err
        assert "HTTPS" in answer.err
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            _hooked(settings, str(other.getsockname()[1]))
            answer = await asyncio.to_thread(voronka, "run")
        assert answer.status == 1
        assert "address already in use" in answer.err


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}  # noqa: TID251 - the child's, not ours


def _hooked(settings: pytest.MonkeyPatch, port: str, url: str = HOOK) -> Settings:
    settings.setenv("VORONKA_WEBHOOK_URL", url)
    settings.setenv("VORONKA_WEBHOOK_SECRET", "word")
    settings.setenv("VORONKA_WEBHOOK_PORT", port)
    return load()


@pytest.mark.slow
@pytest.mark.parametrize("hooked", [False, True], ids=["polling", "webhook"])
async def test_the_real_bot_from_its_first_line_to_sigterm(
    hooked: bool, tmp_path: Path, settings: pytest.MonkeyPatch
) -> None:
    port = free_port()
    async with running(limits=False) as server, SandboxClient(server.url) as people:
        settings.setenv("VORONKA_BOT_API_URL", server.url)
        settings.setenv("VORONKA_BOT_TOKEN", server.token)
        if hooked:
            _hooked(settings, str(port), url=f"http://127.0.0.1:{port}/telegram")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, stdout=PIPE, stderr=PIPE, env=_environment()
        )
        assert process.stdout is not None
        assert process.stderr is not None
        assert (await process.stdout.readline()).startswith(b"Voronka runs as @")
        link = (await process.stdout.readline()).decode()
        await people.user("Хозяин", id=5001)
        await people.say(5001, f"/start {link.rpartition('=')[2].strip()}")
        async with asyncio.timeout(30):
            while "администратор" not in await people.text(5001):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        assert (server.messenger.webhook is not None) is hooked
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            assert await process.wait() == 0
        said = (await process.stderr.read()).decode()
        assert "Traceback" not in said
        assert server.token not in said
