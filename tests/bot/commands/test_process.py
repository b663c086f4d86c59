from pathlib import Path

import pytest

from fsm.drawing import mermaid
from fsm.loading import shipped
from fsm.tables import markdown
from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import ROOT

SIMPLE = shipped()["simple"]
TEXT = (ROOT / "fsm" / "processes" / "simple.yaml").read_text(encoding="utf-8")


def test_what_ships_is_listed(voronka: Voronka) -> None:
    lines = voronka("process", "list").out.splitlines()
    assert "simple  version 2  Простая продажа / Simple sale" in lines
    assert len(lines) == len(shipped())


@pytest.mark.parametrize("given", ["simple", str(ROOT / "fsm" / "processes" / "simple.yaml")])
def test_a_right_one_is_said_to_be_right(given: str, voronka: Voronka) -> None:
    answer = voronka("process", "check", given)
    assert answer.status == 0
    assert "Nothing is wrong" in answer.out


def test_each_problem_is_a_line(voronka: Voronka, tmp_path: Path) -> None:
    broken = TEXT.replace("start: prospecting", "start: prospectin").replace("scope: deal", "scope: sale")
    (tmp_path / "p.yaml").write_text(broken, encoding="utf-8")
    answer = voronka("process", "check", "p.yaml")
    assert answer.status == 1
    assert len(answer.out.splitlines()) == 5
    assert all(line.startswith("p.yaml:") for line in answer.out.splitlines())
    assert answer.err == "voronka: p.yaml: 5 problems\n"


@pytest.mark.parametrize("command", ["check", "diagram"])
def test_what_is_neither_a_file_nor_shipped_is_said(command: str, voronka: Voronka) -> None:
    answer = voronka("process", command, "simpel")
    assert answer.err == "voronka: simpel: neither a file nor a shipped process; did you mean `simple`?\n"


def test_a_diagram_in_every_form(voronka: Voronka, tmp_path: Path) -> None:
    assert voronka("process", "diagram", "simple").out == mermaid(SIMPLE, "ru") + "\n"
    for ending, content in ((".mmd", mermaid(SIMPLE, "en")), (".md", markdown(SIMPLE, "en", shipped()))):
        out = tmp_path / f"p{ending}"
        assert voronka("process", "diagram", "simple", "--out", out, "--language", "en").status == 0
        assert out.read_text(encoding="utf-8") == content
    assert voronka("process", "diagram", "simple", "--out", tmp_path / "p.png").status == 0
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    answer = voronka("process", "diagram", "simple", "--out", "p.svg")
    assert answer.err == "voronka: p.svg: a diagram is written as .png, .mmd, .md\n"


def test_a_picture_of_one_stage(voronka: Voronka, tmp_path: Path) -> None:
    out = tmp_path / "p.png"
    assert (
        voronka("process", "diagram", "simple", "--stage", "engaging", "--out", out, "--lang", "en").status
        == 0
    )
    assert out.read_bytes().startswith(b"\x89PNG")
    answer = voronka("process", "diagram", "simple", "--stage", "engagin", "--out", out)
    assert answer.err == "voronka: simple has no stage engagin; did you mean `engaging`?\n"
    answer = voronka("process", "diagram", "simple", "--stage", "engaging")
    assert answer.err == "voronka: one stage is drawn as a picture, say --out engaging.png\n"


def test_the_schema_is_printed_or_written(voronka: Voronka, tmp_path: Path) -> None:
    answer = voronka("process", "schema")
    assert answer.status == 0
    assert answer.out == (ROOT / "docs" / "process.schema.json").read_text(encoding="utf-8")
    assert voronka("process", "schema", "--out", "p.json").status == 0
    assert (tmp_path / "p.json").read_text(encoding="utf-8") == answer.out
