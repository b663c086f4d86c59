"""An empty folder with a database of its own, as a newcomer has one."""

from pathlib import Path

import pytest

from tests.bot.commands.command_line import Answer, Voronka, run


@pytest.fixture
def voronka(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Voronka:
    """`voronka("chart", "funnel")`: exit status and what was printed."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Answer:
        return run(capsys, *arguments)

    return call
