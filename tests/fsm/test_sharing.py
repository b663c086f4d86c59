"""Buttons written once for several activities."""

from fsm.loading import load
from tests.fsm.written import SIMPLE, changed, line_of, problems, told


def test_own_outcomes_stand_before_the_shared_ones() -> None:
    process = load(SIMPLE, name="p.yaml")
    shared = ["no_answer", "busy", "call_back", "wrong_number", "refused"]
    assert list(process.activities["first_call"].outcomes) == ["reached", *shared]
    assert list(process.activities["find_need"].outcomes) == ["clear", *shared]


def test_an_activity_may_word_a_shared_outcome_in_its_own_way() -> None:
    own = "      clear: {title: {ru: Ясно, en: Clear}}\n      busy: {title: {ru: Не берёт, en: Busy}, ladder: attempts}"
    clear = "      clear: {title: {ru: Потребность ясна, en: The need is clear}, style: good}"
    process = load(changed((clear, own)), name="p.yaml")
    assert process.activities["find_need"].outcomes["busy"].title["ru"] == "Не берёт"
    assert process.activities["first_call"].outcomes["busy"].title["ru"] == "Занято"


def test_what_is_wrong_in_a_set_is_told_once_and_on_its_own_line() -> None:
    text = changed(
        ("busy: {title: {ru: Занято, en: Busy}, ladder: attempts}", "busy: {title: {ru: Занято}, lader: a}")
    )
    (problem,) = problems(text)
    assert problem.line == line_of(text, "busy:")
    assert problem.what == "unknown word `lader` in outcome_sets.not_talked.busy"
    assert problem.meant == "did you mean `ladder`?"


def test_a_finding_in_a_set_is_told_once_and_on_its_own_line() -> None:
    text = changed(("busy: {title: {ru: Занято, en: Busy}", "busy: {title: {ru: Занято}"))
    assert told(text) == [
        f"p.yaml:{line_of(text, 'busy:')}: no text in `en` in outcome_sets.not_talked.busy.title, write en: … too"
    ]


def test_a_set_that_is_not_there() -> None:
    text = changed(("    outcomes: talked\n", "    outcomes: talkd\n"))
    first = problems(text)[0]
    assert first.line == line_of(text, "outcomes: talkd")
    assert first.what == "unknown outcomes `talkd` in activities.first_call.outcomes"
    assert first.meant == "did you mean `talked`?"


def test_a_set_that_is_not_there_to_add() -> None:
    text = changed(("    more_outcomes: not_talked", "    more_outcomes: nobody"))
    first = problems(text)[0]
    assert first.line == line_of(text, "more_outcomes: nobody")
    assert first.what == "unknown outcomes `nobody` in activities.first_call.more_outcomes"
    assert first.meant == "meant is one of `talked`, `not_talked`"


def test_a_set_that_nobody_uses() -> None:
    text = changed(("outcome_sets:\n", "outcome_sets:\n  spare: {done: {title: {ru: Да, en: Done}}}\n"))
    (found,) = problems(text)
    assert found.line == line_of(text, "spare:")
    assert found.what == "the outcomes `spare` belong to no activity"
    assert found.meant == "name them in `outcomes` or `more_outcomes`, or take them out"


def test_what_is_no_set_at_all() -> None:
    assert told(changed(("outcome_sets:\n", "outcome_sets: none\nspare:\n")))[0].endswith(
        "`outcome_sets` is not a mapping, name: {outcomes}"
    )
    assert any(
        "`more_outcomes` is not a name" in line
        for line in told(changed(("more_outcomes: not_talked", "more_outcomes: {a: b}")))
    )
    broken = changed(
        ("outcome_sets:\n", "outcome_sets:\n  odd: [x]\n"), ("outcomes: talked", "outcomes: odd")
    )
    assert any("`odd` is not a mapping" in line for line in told(broken))


def test_a_button_that_two_sets_have_is_worded_by_the_activity() -> None:
    double = (
        "outcome_sets:\n",
        "outcome_sets:\n  bored: {refused: {title: {ru: Скучно, en: Bored}, to: lost}}\n",
    )
    both = ("more_outcomes: not_talked", "more_outcomes: [not_talked, bored]")
    text = changed(double, both)
    (found,) = problems(text)
    assert found.line == line_of(text, "more_outcomes: [not_talked")
    assert found.what == "`refused` for the second time in activities.first_call.more_outcomes"
    assert found.meant == "two sets have it: word it in `outcomes`, or leave one set out"
