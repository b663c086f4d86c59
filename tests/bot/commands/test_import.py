import json
from pathlib import Path

import pytest

from fsm.loading import shipped
from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import EXAMPLE, HEADER, MAVEN, needs_maven

ROWS = (
    HEADER,
    "07,Anna,GTXPro,Acme,Won,2017-01-10,2017-03-01,1054",
    "08,Anna,MG,Acme,Engaging,2017-01-10,,",
    "09,Anna,MG,Acme,Frozen,2017-01-10,,",
)


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


def test_json_is_what_was_promised(voronka: Voronka, deals: Path) -> None:
    answer = voronka("import", deals, "--mapping", EXAMPLE, "--json")
    assert (answer.status, answer.err) == (0, "")
    assert json.loads(answer.out) == {
        "deals": {"new": 2, "updated": 0, "unchanged": 0, "errors": 1},
        "clients": {"new": 1, "updated": 0, "unchanged": 0, "errors": 0},
        "products": {"new": 2, "updated": 0, "unchanged": 0, "errors": 0},
        "people": {"new": 1, "updated": 0, "unchanged": 0, "errors": 0},
        "error_rows": [
            {
                "file": "deals.csv",
                "line": 4,
                "column": "deal_stage",
                "value": "Frozen",
                "problem": "no such stage; the mapping knows Prospecting, Engaging, Won, Lost",
            }
        ],
    }
    again = json.loads(voronka("import", deals, "--mapping", EXAMPLE, "--json").out)
    assert again["deals"] == {"new": 0, "updated": 0, "unchanged": 2, "errors": 1}


def test_people_read_sentences(voronka: Voronka, deals: Path) -> None:
    assert voronka("import", deals).out.splitlines() == [
        "deals    2 new, 0 updated, 0 unchanged, 1 rows left out",
        "clients  1 new, 0 updated, 0 unchanged",
        "products 2 new, 0 updated, 0 unchanged",
        "people   1 new, 0 updated, 0 unchanged",
        "deals.csv:4, deal_stage: 'Frozen' no such stage; the mapping knows Engaging, Won",
        "import 1: `voronka import --undo 1` takes it back",
    ]


def test_an_import_is_taken_back_by_number_or_as_the_last_one(voronka: Voronka, deals: Path) -> None:
    assert voronka("import", "--undo", "last").err.startswith("voronka: there is no database yet")
    voronka("import", deals)
    assert voronka("import", "--undo", "7").err == "voronka: no import `7`; say its number, or `last`\n"
    assert voronka("import", "--undo", "x").status == 1
    answer = voronka("import", "--undo", "last")
    assert answer.out.splitlines() == [
        "import 1 (deals.csv) is taken back",
        "deals    2 removed, 0 as before",
        "clients  1 removed, 0 as before",
        "products 2 removed, 0 as before",
        "people   1 removed, 0 as before",
    ]
    assert voronka("import", "--undo", "1").err == "voronka: import 1 was taken back before\n"
    assert voronka("import", "--undo", "last").err.startswith("voronka: there is no import")
    assert json.loads(voronka("import", deals, "--json").out)["deals"]["new"] == 2
    found = json.loads(voronka("import", "--undo", "2", "--json").out)
    assert (found["import"], found["deals"], found["kept"]) == (2, {"removed": 2, "restored": 0}, [])


def test_importing_and_taking_back_at_once_is_wrong_usage(voronka: Voronka, deals: Path) -> None:
    assert voronka("import", deals, "--undo", "1").status == 2
    assert voronka("import").status == 2


def test_a_dry_run_writes_nothing_not_even_a_database(voronka: Voronka, deals: Path) -> None:
    answer = voronka("import", deals, "--dry-run")
    assert answer.out.startswith("Nothing was written, this would happen:\ndeals    2 new")
    assert [path.name for path in deals.parent.iterdir()] == ["deals.csv"]
    voronka("import", deals)
    assert "deals    0 new, 0 updated, 2 unchanged" in voronka("import", deals, "--dry-run").out


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.csv", b"", "empty.csv: the file is empty"),
        ("big.csv", bytes(40 * 2**20), "big.csv: 40 MB; at most 32 MB are read: split the file"),
        ("nul.csv", b"a,b\n\0,1\n", "nul.csv:2: a NUL character; this is not a text file"),
        ("one.csv", b"deals\n1\n", "one.csv: the headers `deals` do not say what the columns mean"),
        ("twice.csv", b"owner,stage,amount,amount\nA,won,1,2\n", "the column `amount` is there 2 times"),
        ("mixed.csv", b"owner,stage,close_date\nA,won,25/12/2017\nA,won,12/25/2017\n", "dates of two orders"),
        ("unclear.csv", b"owner,stage,close_date\nA,won,05/12/2017\n", "may be day or month first"),
        ("book.xlsx", b"PK\x03\x04", "book.xlsx: not an XLSX file"),
    ],
)
def test_a_hostile_file_is_one_line_and_nothing_is_written(
    name: str, content: bytes, why: str, voronka: Voronka, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = voronka("import", name)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("voronka: ")
    assert answer.err.count("\n") == 1
    assert why in answer.err
    assert "Nothing" not in voronka("import", name, "--dry-run").out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere.csv"], "nowhere.csv: no such file or folder"),
        (["."], "no CSV or XLSX file in this folder"),
        (["deals.csv", "--mapping", "nowhere.yaml"], "nowhere.yaml: no such file or folder"),
        (["deals.csv", "--process", "retail"], f"no process `retail`; there is {', '.join(shipped())}"),
        (["deals.csv", "--mapping", "m.yaml"], "m.yaml:1: "),
    ],
)
def test_what_is_not_there_is_said(arguments: list[str], why: str, voronka: Voronka, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("mapping: 3\n")
    if arguments != ["."]:
        (tmp_path / "deals.csv").write_text("\n".join(ROWS))
    answer = voronka("import", *arguments)
    assert (answer.status, answer.out) == (1, "")
    assert why in answer.err


@needs_maven
@pytest.mark.slow
def test_the_sample(voronka: Voronka) -> None:
    found = json.loads(voronka("import", MAVEN, "--mapping", EXAMPLE, "--json").out)
    assert found["deals"] == {"new": 8800, "updated": 0, "unchanged": 0, "errors": 0}
    assert (found["clients"]["new"], found["error_rows"]) == (85, [])
    again = json.loads(voronka("import", MAVEN, "--mapping", EXAMPLE, "--json").out)
    assert again["deals"] == {"new": 0, "updated": 0, "unchanged": 8800, "errors": 0}
    funnel = json.loads(voronka("chart", "funnel", "--json").out)
    assert [(stage["stage"], stage["reached"], stage["now"]) for stage in funnel["stages"]] == [
        ("prospecting", 8800, 500),
        ("engaging", 8300, 1589),
    ]
    assert (funnel["won"], funnel["lost"], funnel["won_sum"], funnel["currency"]) == (
        4238,
        2473,
        10005534,
        "USD",
    )
    cycle = json.loads(voronka("chart", "cycle", "--json").out)
    assert [(group["group"], group["n"], group["median_days"]) for group in cycle["groups"]] == [
        ("won", 4238, 57.0),
        ("lost", 2473, 14.0),
        ("closed", 6711, 45.0),
    ]
