"""The pages about the process language build a process that runs, and have a line for every word."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from bot.commands import process as command
from fsm import definition
from fsm.definition import FieldType, Model, Process, Who, rules
from fsm.facts import Answer
from fsm.loading import load
from fsm.problems import ProcessError
from fsm.values import Money
from tests.fsm.play import Play

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("processes.md", "processes.ru.md")}
OWN = [one for one in vars(definition).values() if isinstance(one, type) and one.__module__ != rules.__name__]
"""Rules have pages of their own."""
MODELS = [one for one in OWN if issubclass(one, Model) and one is not Model]
LISTS = [one for one in OWN if issubclass(one, StrEnum) and one is not StrEnum]
WRITTEN_OUT = {("Stage", "jumps")}
"""What loading writes; no file has it."""
SHORT = {("Process", "outcome_sets"), ("Activity", "more_outcomes")}
"""What loading writes out; a Process does not have it."""

every_page = pytest.mark.parametrize("page", PAGES)


def built(page: str) -> str:
    """The pieces of the tutorial, one after another."""
    return "\n".join(re.findall(r"```yaml\n(.*?)```", PAGES[page], re.DOTALL))


def explained(page: str) -> dict[str, list[str]]:
    """The words of each table, by the comment before it."""
    tables = re.findall(r"^<!-- (\w+) -->\n((?:\|.*\n)+)", PAGES[page], re.MULTILINE)
    return {
        name: re.findall(r"^\| `(\w+)` \| [^|]*\w[^|]* \|$", table, re.MULTILINE) for name, table in tables
    }


def words(model: type[Model]) -> list[str]:
    """As a file has them."""
    return [member.alias or name for name, member in model.model_fields.items()]


@every_page
def test_the_pieces_are_one_process(page: str) -> None:
    process = load(built(page), name=page)
    assert process.process == "windows"
    assert process == load(built("processes.md"), name="windows.yaml")


@every_page
def test_a_deal_goes_through_it_from_the_start_to_the_contract(page: str) -> None:
    play = Play(load(built(page), name=page)).start()
    assert play.open == ["first_call"]
    asked = play.press("first_call", "agreed")
    assert [question.key for question in asked.questions] == ["address", "measure_at"]
    visit = datetime(2026, 11, 25, 9, tzinfo=UTC)
    play.press("first_call", "agreed", {"address": "Тверская, 1", "measure_at": visit})
    assert (play.state, play.open) == ("measuring", ["measure"])
    assert play.task("measure").due == visit
    later = datetime(2026, 11, 26, 9, tzinfo=UTC)
    play.press("measure", "moved", {"when": later})
    assert play.task("measure").due == play.fields["measure_at"] == later
    play.now = later
    play.press("measure", "done")
    assert play.open == ["price"]
    play.press("price", "ready", {"amount": Money(Decimal(180000), "RUB"), "calculation": None})
    assert (play.state, play.open) == ("offer", ["send_offer"])
    play.press("send_offer", "sent")
    assert play.open == ["hear_answer"]
    asked = play.press("hear_answer", "agreed")
    assert [question.key for question in asked.questions] == ["sign_date"]
    play.press("hear_answer", "agreed", {"sign_date": date(2026, 11, 30)})
    assert (play.state, play.open) == ("won", [])


@every_page
def test_an_offer_that_is_changed_is_sent_and_asked_about_anew(page: str) -> None:
    play = Play(load(built(page), name=page)).start()
    skipped: dict[str, Answer] = {
        "address": "Тверская, 1",
        "measure_at": date(2026, 11, 25),
        "amount": Money(Decimal(1), "RUB"),
    }
    asked = play.move("offer")
    assert [question.key for question in asked.questions] == ["address", "measure_at", "amount"]
    play.move("offer", skipped)
    for _ in range(2):
        play.press("send_offer", "sent")
        assert play.open == ["hear_answer"]
        play.press("hear_answer", "changes")
        assert play.open == ["send_offer"]


@every_page
def test_nobody_answers_three_times(page: str) -> None:
    play = Play(load(built(page), name=page)).start()
    for _ in range(3):
        play.press("first_call", "no_answer")
    play.press("first_call", "no_answer", {"attempts": "give_up"})
    assert (play.state, play.fields["lost_reason"]) == ("lost", "silent")


@every_page
def test_what_the_check_says_is_what_it_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("windows.yaml").write_text(built(page), encoding="utf-8")
    command.check("windows.yaml")
    right, wrong = re.findall(r"```text\n(.*?)```", PAGES[page], re.DOTALL)
    assert capsys.readouterr().out == right
    mistaken = built(page).replace("moves: [measuring, lost]", "moves: [measurng, lost]")
    with pytest.raises(ProcessError) as raised:
        load(mistaken, name="windows.yaml")
    assert wrong.strip() in [str(problem) for problem in raised.value.problems]


@every_page
@pytest.mark.parametrize("model", MODELS)
def test_every_word_has_its_line_and_no_other(page: str, model: type[Model]) -> None:
    name = model.__name__
    expected = {word for word in words(model) if (name, word) not in WRITTEN_OUT}
    expected |= {word for owner, word in SHORT if owner == name}
    found = explained(page)[name]
    assert sorted(found) == sorted(expected)


@every_page
@pytest.mark.parametrize("choices", [FieldType, Who])
def test_every_type_has_its_line_and_no_other(page: str, choices: type[StrEnum]) -> None:
    assert explained(page)[choices.__name__] == [one.value for one in choices]


@every_page
@pytest.mark.parametrize("choices", LISTS)
def test_every_value_is_named(page: str, choices: type[StrEnum]) -> None:
    assert [one.value for one in choices if f"`{one.value}`" not in PAGES[page]] == []


def test_both_pages_have_the_same_tables() -> None:
    english, russian = (explained(page) for page in PAGES)
    assert english == russian


@every_page
def test_the_process_uses_the_language_of_the_page(page: str) -> None:
    newest = next(
        limit.le for limit in Process.model_fields["language"].metadata if getattr(limit, "le", None)
    )
    assert load(built(page), name=page).language == newest
    assert f"| `language` | {newest}:" in PAGES[page]
