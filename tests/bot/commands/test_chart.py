import json
from pathlib import Path

import pytest

from fsm.loading import shipped
from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import EXAMPLE, HEADER

ROWS = (
    HEADER,
    "1,Anna Snelling,MG,Acme,Won,2017-01-10,2017-01-20,100.50",
    "2,Anna Snelling,MG,Acme,Won,2017-01-10,2017-01-30,200",
    "3,Anna Bright,MG,Acme,Lost,2017-02-10,2017-02-14,0",
    "4,Vera,MG,Acme,Engaging,2017-02-10,,30",
    "5,Vera,MG,Acme,Prospecting,,,",
)
TEAMS = "sales_agent,manager,regional_office\nAnna Snelling,Dustin,Central\nVera,Cara,East\n"


@pytest.fixture
def filled(voronka: Voronka, tmp_path: Path) -> Voronka:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "deals.csv").write_text("\n".join(ROWS))
    (folder / "teams.csv").write_text(TEAMS)
    assert voronka("import", folder, "--mapping", EXAMPLE).status == 0
    return voronka


def test_the_funnel_in_numbers(filled: Voronka) -> None:
    answer = filled("chart", "funnel", "--json", "--language", "en")
    assert (answer.status, answer.err) == (0, "")
    assert json.loads(answer.out) == {
        "process": "simple",
        "filters": {"rep": None, "team": None, "from": None, "to": None},
        "currency": "USD",
        "stages": [
            {
                "stage": "prospecting",
                "title": "Prospecting",
                "reached": 5,
                "now": 1,
                "sum_now": 0,
                "of_previous": None,
                "of_first": 1.0,
            },
            {
                "stage": "engaging",
                "title": "Engaging",
                "reached": 4,
                "now": 1,
                "sum_now": 30,
                "of_previous": 0.8,
                "of_first": 0.8,
            },
        ],
        "closed": 3,
        "won": 2,
        "lost": 1,
        "open": 2,
        "win_rate_closed": pytest.approx(2 / 3),
        "win_rate_all": 0.4,
        "won_sum": 300.5,
    }


def test_cycle_times_in_numbers(filled: Voronka) -> None:
    assert json.loads(filled("chart", "cycle", "--json").out) == {
        "groups": [
            {"group": "won", "n": 2, "mean_days": 15.0, "median_days": 15.0, "p75": 17.5, "p90": 19.0},
            {"group": "lost", "n": 1, "mean_days": 4.0, "median_days": 4.0, "p75": 4.0, "p90": 4.0},
            {"group": "closed", "n": 3, "mean_days": 11.33, "median_days": 10.0, "p75": 15.0, "p90": 18.0},
        ]
    }


@pytest.mark.parametrize(
    ("filters", "reached"),
    [
        (["--rep", "vera"], [2, 1]),
        (["--rep", "snelling"], [2, 2]),
        (["--team", "East"], [2, 1]),
        (["--team", "Central · Dustin"], [2, 2]),
        (["--team", "East", "--rep", "Snelling"], [0, 0]),
        (["--from", "2017-02-10"], [2, 2]),
        (["--to", "10.01.2017"], [2, 2]),
        (["--from", "2017-01-11", "--to", "2017-02-09"], [0, 0]),
        (["--process", "simple"], [5, 4]),
    ],
)
def test_filters(filters: list[str], reached: list[int], filled: Voronka) -> None:
    found = json.loads(filled("chart", "funnel", "--json", *filters).out)
    assert [stage["reached"] for stage in found["stages"]] == reached


def test_nothing_selected_is_no_data_never_nought_percent(filled: Voronka, tmp_path: Path) -> None:
    none = ["--from", "2030-01-01", "--json", "--out", tmp_path / "x.png"]
    funnel = json.loads(filled("chart", "funnel", *none).out)
    assert (funnel["win_rate_closed"], funnel["win_rate_all"], funnel["won"]) == (None, None, 0)
    assert {stage["of_first"] for stage in funnel["stages"]} == {None}
    for group in json.loads(filled("chart", "cycle", *none).out)["groups"]:
        assert (group["n"], group["mean_days"], group["median_days"], group["p90"]) == (0, None, None, None)


@pytest.mark.parametrize("name", ["funnel", "cycle"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_picture_is_written_and_nothing_printed(
    name: str, language: str, filled: Voronka, tmp_path: Path
) -> None:
    out = tmp_path / "x.png"
    answer = filled("chart", name, "--out", out, "--language", language)
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert out.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--rep", "Anna"], "no single person or team is called 'Anna'; did you mean Anna Bright or Anna Snelling?"),
        (["--team", "West"], "no single person or team is called 'West'"),
        (["--process", "retail"], f"no process `retail`; there is {', '.join(shipped())}"),
        (["--from", "2017-02-01", "--to", "2017-01-01"], "--to 2017-01-01 is before --from 2017-02-01"),
        (["--out", "x.svg"], "x.svg: pictures are written as PNG, say --out x.png"),
        (["--out", "nowhere/x.png"], "nowhere/x.png: No such file or directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(arguments: list[str], why: str, filled: Voronka) -> None:
    wanted = [] if "--out" in arguments else ["--json"]
    answer = filled("chart", "funnel", *wanted, *arguments)
    assert (answer.status, answer.out, answer.err) == (1, "", f"voronka: {why}\n")


def test_without_a_database_nothing_is_made(voronka: Voronka, tmp_path: Path) -> None:
    answer = voronka("chart", "funnel", "--json")
    assert answer.status == 1
    assert "there is no database yet" in answer.err
    assert list(tmp_path.iterdir()) == []
