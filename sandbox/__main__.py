"""`python -m sandbox`: serve until SIGTERM or Ctrl-C."""

import argparse
import asyncio
import ipaddress
import os
import re
import signal
import sys

from sandbox.app import NAME, TOKEN, USERNAME
from sandbox.server import running


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 stopped, 1 it could not start, 2 wrong usage."""
    options = _parse(arguments)
    try:
        asyncio.run(_serve(options))
    except OSError as problem:
        sys.stderr.write(
            f"sandbox: cannot listen on {options.host}:{options.port}: {problem.strerror or problem}\n"
        )
        return 1
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A messenger on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=8081, help="port, 0 for any free one (default: %(default)s)"
    )
    parser.add_argument("--token", default=TOKEN, help="the bot's token (default: one for this machine)")
    parser.add_argument("--username", default=USERNAME, help="the bot's username (default: %(default)s)")
    parser.add_argument("--name", default=NAME, help="the bot's name (default: %(default)s)")
    parser.add_argument(
        "--limits", choices=("on", "off"), default="on", help="Telegram's rate limits (default: on)"
    )
    parser.add_argument(
        "--allow-remote",
        action="store_true",
        help="listen beyond this machine: anybody who reaches it can do everything",
    )
    parser.add_argument(
        "--with-input",
        action="store_true",
        help="stop when standard input ends: whoever holds the other end of the pipe is gone, however it went",
    )
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"\d+:[\w-]+", options.token):
        parser.error("--token looks like 123456:ABC-def")
    if not options.allow_remote and not _is_loopback(options.host):
        parser.error(f"{options.host} is reachable from outside; say --allow-remote if that is meant")
    return options


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(
        host=options.host,
        port=options.port,
        token=options.token,
        limits=options.limits == "on",
        username=options.username,
        name=options.name,
    ) as sandbox:
        sys.stdout.write(f"Chat page: {sandbox.url}/\nBot API: {sandbox.url}/bot{sandbox.token}/\n")
        sys.stdout.flush()
        if options.with_input:
            _until_input_ends(stop)
        await stop.wait()


def _until_input_ends(stop: asyncio.Event) -> None:
    loop, number = asyncio.get_running_loop(), sys.stdin.fileno()

    def look() -> None:
        if not os.read(number, 4096):
            loop.remove_reader(number)
            stop.set()

    loop.add_reader(number, look)


if __name__ == "__main__":
    sys.exit(main())
