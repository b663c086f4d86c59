"""A process as a page of tables, and the pages in docs/processes."""

from pathlib import Path

import pytest

from fsm.definition import Process
from fsm.loading import load, shipped
from fsm.tables import markdown
from tests.fsm.written import changed

PAGES = Path(__file__).parents[2] / "docs" / "processes"


def rows(page: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("process", shipped().values(), ids=shipped())
@pytest.mark.parametrize(("language", "ending"), [("en", ".md"), ("ru", ".ru.md")])
def test_the_pages_are_what_the_processes_say(process: Process, language: str, ending: str) -> None:
    page = (PAGES / f"{process.process}{ending}").read_text(encoding="utf-8")
    assert page == markdown(process, language, shipped()), (
        f"voronka process diagram {process.process} --lang {language} --out docs/processes/{process.process}{ending}"
    )


def test_every_stage_activity_and_field_is_in_the_tables() -> None:
    process = shipped()["simple"]
    firsts = {row[0] for row in rows(markdown(process, "en"))}
    assert firsts >= {stage.title["en"] for stage in process.stages.values()}
    assert firsts >= {field.title["en"] for field in process.fields.values()}
    assert {
        "Call the client",
        "Call again (until the deal ends)",
        "Plan the next step (until the deal ends)",
    } <= firsts


def test_what_an_outcome_does_is_said() -> None:
    page = markdown(shipped()["simple"], "en")
    for said in [
        "No answer → new attempts: 2 working h, 1 working d, 2 d; then “Lost” or go on",
        "Call back → ask when to do it again",
        "Wrong number → ask “Phone”, again: the same day",
        "Refused → to “Lost”",
        "The proposal is sent → open “Call again”",
        "ask what is next: “Call again” (2 working h / 1 working d at 11:00 / 3 working d at 11:00 / 7 d at 11:00)",
        "The reason in words (if Reason of the loss: Something else)",
        "Could not be reached (set by the process)",
        "| Plan the next step (until the deal ends) | task | the same day |",
        "No proposal needed → ask what is next",
        "or a move, what waits for this task waits on",
    ]:
        assert said in page


def test_texts_of_a_process_do_not_become_markup() -> None:
    process = load(changed(("ru: Поиск,", "ru: 'a|b *c* <d> _e_',")), name="p.yaml")
    assert r"| a\|b \*c\* \<d\> \_e\_ |" in markdown(process, "ru")


def test_a_signal_is_called_by_its_name() -> None:
    text = changed(
        ("activities:\n", "signals: [paid]\nactivities:\n"), ("after: [find_need, ", "after: [paid, ")
    )
    assert "| the signal “paid”, Prepare the proposal |" in markdown(load(text, name="p.yaml"), "en")


def test_a_language_without_words_of_its_own_is_told_in_english() -> None:
    assert markdown(shipped()["simple"], "de") == markdown(shipped()["simple"], "en")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("process", shipped().values(), ids=shipped())
def test_no_word_of_the_language_is_left_as_it_is_written(process: Process, language: str) -> None:
    """Keys of fields, stages and activities are for the file: people read titles."""
    page = markdown(process, language, shipped()).partition("```\n")[2]
    keys = {*process.fields, *process.stages, *process.activities}
    assert {key for key in keys if "_" in key and key.replace("_", "\\_") in page} == set()


def test_jumps_and_gates_are_said_above_the_tables() -> None:
    page = markdown(shipped()["corporate"], "en", shipped())
    assert "Beside what is shown one may go: past stages, back to an earlier one" in page
    assert "What the stages passed over demand is asked." in page
    assert "Steps that are not done are pointed out, and one may go on." in page
    assert "While the deal is here it is a draft" in page
