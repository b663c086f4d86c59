from pathlib import Path

import pytest

from fsm.loading import shipped as processes
from fsm.rule_table import markdown
from fsm.rulebook import shipped
from tests.bot.commands.command_line import Voronka
from tests.bot.imports.data import ROOT
from tests.fsm.ruled import PROPOSAL, TEXTS
from tests.fsm.written import changed, line_of


def test_what_ships_is_listed(voronka: Voronka) -> None:
    lines = voronka("rule", "list").out.splitlines()
    assert len(lines) == len(shipped())
    for line in (
        "proposal_5d  on  5 working days  КП за 5 дней / Proposal within 5 days",
        "approval_waits  on  8 working hours  Согласование без ответа / An approval is not answered",
        "snoozed_often  on  3 times  Шаг переносят снова и снова / A step is put off again and again",
        "info_old  on  14 days  Устаревшие сведения / Information is old",
        "no_step  on  not a day  Нет следующего шага / No next step",
    ):
        assert line in lines


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_ships_is_a_table(language: str, voronka: Voronka) -> None:
    answer = voronka("rule", "list", "--table", language)
    assert (answer.status, answer.out) == (0, markdown(shipped().values(), language, processes()))


@pytest.mark.parametrize("given", [*TEXTS, str(ROOT / "fsm" / "rules" / "no_step.yaml")])
def test_a_right_one_is_said_to_be_right(given: str, voronka: Voronka) -> None:
    answer = voronka("rule", "check", given)
    assert answer.status == 0
    assert answer.out.endswith(". Nothing is wrong.\n")


def test_each_problem_is_a_line(voronka: Voronka, tmp_path: Path) -> None:
    broken = changed(("trigger: opened", "trigger: opend"), ("{day: 4}", "{day: x}"), text=PROPOSAL)
    (tmp_path / "r.yaml").write_text(broken, encoding="utf-8")
    answer = voronka("rule", "check", "r.yaml")
    assert answer.status == 1
    assert answer.out.splitlines() == [
        f"r.yaml:{line_of(broken, 'trigger:')}: `opend` in trigger, did you mean `opened`?",
        f"r.yaml:{line_of(broken, 'remind:')}: `x` in remind.day, meant is a whole number",
    ]
    assert answer.err == "voronka: r.yaml: 2 problems\n"


def test_what_fits_no_process_is_told_too(voronka: Voronka, tmp_path: Path) -> None:
    broken = changed(("field: amount", "field: sum"), text=PROPOSAL)
    (tmp_path / "r.yaml").write_text(broken, encoding="utf-8")
    answer = voronka("rule", "check", "r.yaml")
    assert answer.out.startswith(
        f"r.yaml:{line_of(broken, 'threshold:')}: unknown field `sum` in threshold.field"
    )
    assert (answer.status, answer.err) == (1, "voronka: r.yaml: 1 problem\n")


def test_what_is_neither_a_file_nor_shipped_is_said(voronka: Voronka) -> None:
    answer = voronka("rule", "check", "no_stp")
    assert answer.err == "voronka: no_stp: neither a file nor a shipped rule; did you mean `no_step`?\n"


def test_the_schema_is_printed_or_written(voronka: Voronka, tmp_path: Path) -> None:
    answer = voronka("rule", "schema")
    assert answer.status == 0
    assert answer.out == (ROOT / "docs" / "rule.schema.json").read_text(encoding="utf-8")
    assert voronka("rule", "schema", "--out", "r.json").status == 0
    assert (tmp_path / "r.json").read_text(encoding="utf-8") == answer.out
