"""`python -m sandbox`: what it prints, how it stops, and that it stays on this machine unless told otherwise."""

import asyncio
import signal
import socket
import subprocess
import sys
import urllib.request

import aiohttp
import pytest

from sandbox.server import running


def test_it_serves_and_stops_on_sigterm() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", "42:abc"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        page = process.stdout.readline().removeprefix("Chat page: ").strip()
        api = process.stdout.readline().removeprefix("Bot API: ").strip()
        assert api == f"{page}bot42:abc/"
        assert page.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(api + "getMe") as answer:
            assert b'"id":42' in answer.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_with_input_it_stops_when_its_starter_is_gone() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--with-input"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"not the end\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"Chat page: ")
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(10) == 0


async def test_open_streams_and_polls_do_not_hold_it() -> None:
    async with aiohttp.ClientSession() as http:
        async with running() as server:
            stream = await http.get(f"{server.url}/sim/events")
            await stream.content.readline()
            poll = asyncio.ensure_future(http.get(f"{server.url}/bot{server.token}/getUpdates?timeout=50"))  # noqa: TID251 - awaited below
            async with asyncio.timeout(10):
                while server.messenger.updates._poll is None:  # noqa: ASYNC110 - the queue has no event for it
                    await asyncio.sleep(0)
        answer = await poll
        assert answer.status == 502
        assert await stream.content.read()
        stream.close()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "--allow-remote"),
        (["--host", "example.org"], "--allow-remote"),
        (["--token", "no token"], "123456:ABC-def"),
        (["--limits", "maybe"], "invalid choice"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert words in done.stderr


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "sandbox", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"sandbox: cannot listen on 127.0.0.1:{port}: ")
    assert done.stderr.count("\n") == 1
