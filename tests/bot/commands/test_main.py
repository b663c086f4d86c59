import subprocess
import sys

import pytest

from bot import __main__ as command_line
from bot.commands import process as process_command
from bot.failure import Failure
from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import ROOT

COMMANDS = [
    [],
    ["import"],
    ["chart"],
    ["invite"],
    ["backup"],
    ["doctor"],
    ["process"],
    ["process", "check"],
    ["rule"],
    ["rule", "check"],
    ["demo"],
    ["run"],
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_everywhere(command: list[str], voronka: Voronka) -> None:
    for option in ("--help", "-h"):
        answer = voronka(*command, option)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.startswith(" ".join(["Usage: voronka", *command]))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["import"],
        ["chart"],
        ["chart", "pie"],
        ["chart", "funnel"],
        ["chart", "funnel", "--json", "--from", "yesterday"],
        ["import", "x", "--per-day", "0"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], voronka: Voronka) -> None:
    answer = voronka(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert "Error: " in answer.err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Failure("the reason\nand what to do"), "voronka: the reason and what to do\n"),
        (KeyboardInterrupt(), "voronka: interrupted\n"),
        (PermissionError(13, "Permission denied", "x.db"), "voronka: x.db: Permission denied\n"),
        (ZeroDivisionError("oh"), "voronka: unexpected ZeroDivisionError: oh. This is a fault of the program, please report it\n"),
    ],
)  # fmt: skip
def test_a_failure_is_one_line_and_status_1(
    error: BaseException, said: str, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(process_command, "list_", fail)
    answer = voronka("process", "list")
    assert (answer.status, answer.out, answer.err) == (1, "", said)


def test_wrong_settings_are_a_failure(voronka: Voronka, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VORONKA_TIMEZONE", "Moscow")
    answer = voronka("chart", "funnel", "--json")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("voronka: VORONKA_TIMEZONE: no such time zone")


def test_a_reader_that_has_seen_enough_is_no_failure_to_complain_about() -> None:
    program = "import sys; from bot.__main__ import main; sys.exit(main(['process', 'diagram', 'simple']))"
    found = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -c "{program}" | true'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stderr == ""


def test_python_m_bot_is_the_same() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("Usage: voronka")


def test_every_command_is_there() -> None:
    named = {command.name for command in command_line.app.registered_commands if command.name}
    assert {"import", "run"} <= named
