"""`voronka demo` as a process: it is announced, answers, follows the clock, and leaves nothing behind."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.demo.cast import ADMIN_ID, FIRST_REP_ID, FIRST_SELLER_ID, GUEST_ID, HEAD_ID, LEADER_ID
from sandbox.client import JSON, SandboxClient
from tests.bot.demo.test_imported import OPEN, sample

pytestmark = pytest.mark.slow


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The process, with a folder of its own for temporary files; it does not outlive the block."""
    environment = {**os.environ, "TMPDIR": str(folder)}  # noqa: TID251 - the child's, not ours
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the demo keeps what is temporary."""
    found = tmp_path / "temporary"
    found.mkdir()
    return found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    found = tmp_path / "data"
    found.mkdir()
    return sample(found, *OPEN)


def address(process: subprocess.Popen[str]) -> str:
    """What the first line tells to open, without the slash."""
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found is not None, process.stderr.read() if process.stderr else ""
    return found[0]


async def told(people: SandboxClient, chat: int, words: str, after: int = 0) -> JSON:
    """The bot's newest message to somebody, as soon as it has these words and is newer than `after`."""
    async with asyncio.timeout(30):
        while True:
            messages = await people.messages(chat)
            newest = messages[-1]
            if newest["from"] == "bot" and words in newest["text"] and newest["message_id"] > after:
                return newest
            await asyncio.sleep(0.1)


async def late(people: SandboxClient) -> str:
    """What a rep is asked about the duty that was over last evening."""
    await people.press(FIRST_REP_ID + 2, "1 · Прачечная «Лотос»", wait=5000)
    return await people.text(FIRST_REP_ID + 2)


def ended(process: subprocess.Popen[str], folder: Path, url: str) -> None:
    """SIGTERM: status 0, no messenger behind the address, no file left, nothing to complain about."""
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert list(folder.iterdir()) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) != 0


async def test_an_import_is_played_and_ends_without_a_trace(folder: Path, data: Path) -> None:
    with demo(folder, "--data", str(data)) as process:
        url = address(process)
        async with SandboxClient(url) as people:
            assert "Bob" in await people.text(FIRST_REP_ID)
            assert "A3" not in await people.text(ADMIN_ID)
            await people.say(FIRST_REP_ID, "/today")
            assert (await told(people, FIRST_REP_ID, "Вторник, 2 января"))["buttons"]
            assert (await people.clock())["now"].startswith("2018-01-02T06:5")

            await people.move("+1d")
            assert (await told(people, FIRST_REP_ID, "3 января"))["buttons"]
        ended(process, folder, url)


def test_killed_it_leaves_no_messenger(folder: Path, data: Path) -> None:
    with demo(folder, "--data", str(data)) as process:
        port = int(address(process).rpartition(":")[2])
        process.kill()
        process.wait(10)
        until = time.monotonic() + 10
        while _answers(port) and time.monotonic() < until:
            time.sleep(0.05)
        assert not _answers(port)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_reps_are_called_to_what_they_promised(folder: Path) -> None:
    with demo(folder) as process:
        url = address(process)
        async with SandboxClient(url) as people:
            assert "просрочено" in await people.text(FIRST_REP_ID + 2)
            assert "Команда" in await people.text(HEAD_ID)
            assert "Белов" in await people.text(LEADER_ID)
            assert "Птица" in await people.text(FIRST_SELLER_ID)
            for actor, brought in ((FIRST_REP_ID, "Проверка: вторник"), (HEAD_ID, "Сводка: вторник")):
                assert brought in await people.text(actor)
            assert "Почему не успели?" in await late(people)
            for actor in (FIRST_REP_ID, FIRST_REP_ID + 1, FIRST_REP_ID + 2, FIRST_SELLER_ID):
                assert sum(one["from"] == "bot" for one in await people.messages(actor)) <= 5
            day = await told(people, FIRST_REP_ID, "План: вторник")
            await people.move("+15m")  # what was promised for 10:20 rings at 10:05
            rung = await told(people, FIRST_REP_ID, "10:20", after=day["message_id"])
            assert not rung["silent"]
            assert rung["buttons"]

            await people.say(ADMIN_ID, "Пригласить")
            await told(people, ADMIN_ID, "Кого приглашаем")
            await people.press(ADMIN_ID, "Менеджер")
            await told(people, ADMIN_ID, "В какую команду")
            await people.press(ADMIN_ID, "Отдел продаж")
            link = re.search(r"start=([\w-]+)", (await told(people, ADMIN_ID, "start="))["text"])
            assert link is not None
            await people.say(GUEST_ID, f"/start {link[1]}")
            assert "менеджер" in (await told(people, GUEST_ID, "Мария Новикова"))["text"]
        ended(process, folder, url)


def test_it_can_be_stopped_while_it_prepares(folder: Path) -> None:
    with demo(folder) as process:
        while not list(folder.glob("*/demo.db")):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert list(folder.iterdir()) == []


def test_a_taken_port_is_said_in_one_line(folder: Path, data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with demo(folder, "--data", str(data), "--port", port) as process:
            assert process.wait(60) == 1
            assert process.stderr is not None
            said = process.stderr.read().splitlines()
    assert len(said) == 1
    assert port in said[0]
    assert "--port 0" in said[0]


def test_another_host_has_to_be_allowed(folder: Path, data: Path) -> None:
    with demo(folder, "--data", str(data), "--host", "0.0.0.0") as process:
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert "--allow-remote" in process.stderr.read()
