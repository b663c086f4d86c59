"""What an administrator may change in a process, and what not."""

import pytest

from fsm.adapting import Entry, adapted, dictionaries
from fsm.decide import decide
from fsm.definition import Gate, Mode
from fsm.facts import Facts, Move
from fsm.loading import shipped
from fsm.questions import WAIVE
from tests.fsm.play import MONDAY, Play

CORPORATE, SIMPLE = shipped()["corporate"], shipped()["simple"]


def test_dictionaries_are_choices_that_steer_nothing() -> None:
    assert dictionaries(CORPORATE) == ("basis", "close_reason", "complex_reason")
    assert dictionaries(SIMPLE) == ("lost_reason", "complex_reason")


def test_nothing_changed_is_the_process_itself() -> None:
    assert adapted(SIMPLE) is SIMPLE
    assert adapted(SIMPLE, SIMPLE.gate, {"lost_reason": {}}) is SIMPLE


def test_added_renamed_hidden() -> None:
    changes = {
        "own_1": Entry({"ru": "Слон"}),
        "price": Entry({"ru": "Цена"}),
        "terms": Entry(hidden=True),
        "unreachable": Entry({"ru": "Никто"}, hidden=False),
        "gone": Entry(hidden=True),
    }
    options = adapted(SIMPLE, changes={"lost_reason": changes}).fields["lost_reason"].options
    assert list(options)[-2:] == ["own_1", "other"]
    assert options["price"].title == {"ru": "Цена"}
    assert (options["terms"].reserved, options["terms"].title["ru"]) == (True, "Не устроили условия")
    assert options["unreachable"] == SIMPLE.fields["lost_reason"].options["unreachable"]
    assert "gone" not in options
    assert SIMPLE.fields["lost_reason"].options["price"].title["ru"] == "Дорого", "the file stays as it is"


def test_what_steers_the_process_is_not_touched() -> None:
    found = adapted(CORPORATE, changes={"route": {"me": Entry(hidden=True)}})
    assert found is CORPORATE


@pytest.mark.parametrize(("steps", "asked"), [(Mode.NUDGE, []), (Mode.STRICT, [WAIVE])])
def test_steps_left_undone_are_asked_about_where_that_is_strict(steps: Mode, asked: list[str]) -> None:
    process = adapted(CORPORATE, Gate(steps=steps))
    facts = Facts("presentation", 4, 1, {"client": 1})
    decision = decide(process, facts, Move("negotiation"), MONDAY, Play(process).calendar)
    assert [one.key for one in decision.questions] == asked


@pytest.mark.parametrize(("fields", "asked"), [(Mode.NUDGE, []), (Mode.STRICT, ["client"])])
def test_stages_that_are_passed_over_ask_where_that_is_strict(fields: Mode, asked: list[str]) -> None:
    process = adapted(CORPORATE, Gate(fields=fields))
    decision = decide(process, Facts("interest", 1, 1), Move("negotiation"), MONDAY, Play(process).calendar)
    assert [one.key for one in decision.questions] == asked
