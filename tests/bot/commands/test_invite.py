from pathlib import Path

import pytest

from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import EXAMPLE

TEAMS = "sales_agent,manager,regional_office\nAnna,Dustin,Central\n"


@pytest.fixture
def staffed(voronka: Voronka, tmp_path: Path) -> Voronka:
    (tmp_path / "teams.csv").write_text(TEAMS)
    assert voronka("import", "teams.csv", "--mapping", EXAMPLE).status == 0
    return voronka


def test_without_a_token_the_words_for_the_bot_are_printed(staffed: Voronka) -> None:
    answer = staffed("invite", "rep", "--team", "Central · Dustin", "--person", "anna")
    assert answer.status == 0
    start, hint = answer.out.splitlines()
    assert start.startswith("/start ")
    assert len(start) > 30
    assert hint.startswith("Whoever sends this line to the bot first comes in as anna; it is good until 20")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["boss"], "no role 'boss'; there is rep, head, director, admin"),
        (["rep", "--team", "West"], "no single team is called 'West'; there is Central, Central · Dustin"),
        (["rep", "--person", "Vera"], "no single person who has not joined is called 'Vera'; there is Anna, Dustin"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(arguments: list[str], why: str, staffed: Voronka) -> None:
    answer = staffed("invite", *arguments)
    assert (answer.status, answer.out, answer.err) == (1, "", f"voronka: {why}\n")
