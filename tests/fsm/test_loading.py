"""Every mistake in a process file is told with its line and what was meant, all of them at once."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsm.definition import Process
from fsm.loading import load, load_file, shipped
from fsm.problems import ProcessError
from fsm.source import MOST
from tests.fsm.written import SIMPLE, changed, line_of, problems, told


def test_the_simple_sale_ships() -> None:
    assert "simple" in shipped()
    process = shipped()["simple"]
    assert process.working_stages == ("prospecting", "engaging")
    assert shipped() is shipped()


def test_a_process_survives_being_written_as_json() -> None:
    process = shipped()["simple"]
    assert Process.model_validate_json(process.model_dump_json()) == process


@pytest.mark.parametrize(
    ("old", "new", "marker", "what", "meant"),
    [
        (
            "start: prospecting\n",
            "",
            "process: simple",
            "`start` is missing in the process",
            "it has to be given",
        ),
        (
            "    due: {working_hours: 4}\n",
            "",
            "  first_call:",
            "`due` is missing in activities.first_call",
            "it has to be given",
        ),
        (
            '    goal: {ru: "Дозв',
            '    gaol: {ru: "Дозв',
            "    gaol",
            "unknown word `gaol` in stages.prospecting",
            "did you mean `goal`?",
        ),
        (
            "  first_call:\n    kind: call",
            "  first_call:\n    kind: cal",
            "    kind: cal",
            "`cal` in activities.first_call.kind",
            "did you mean `call`?",
        ),
        (
            "    final: won",
            "    final: yep",
            "    final: yep",
            "`yep` in stages.won.final",
            "meant is one of `won`, `lost`, `transferred`",
        ),
        (
            "  first_call:\n",
            "  First-Call:\n",
            "  First-Call:",
            "the name `First-Call` in activities",
            "a name is at most 20 small latin letters, digits and _, beginning with a letter",
        ),
        (
            "[first_call]",
            "[a_name_of_far_too_many_letters]",
            "    opens: [a_name",
            "the name `a_name_of_far_too_many_letters` in stages.prospecting.opens",
            "a name is at most 20 small latin letters, digits and _, beginning with a letter",
        ),
        (
            "{working_hours: 4}",
            "{working_hours: 4, days: 1}",
            "    due: {working_hours: 4, days",
            "activities.first_call.due does not hold together",
            "a due has exactly one of working_hours, working_days, days",
        ),
        (
            "{working_hours: 4}",
            "{working_hours: soon}",
            "    due: {working_hours: soon",
            "`soon` in activities.first_call.due.working_hours",
            "meant is a whole number",
        ),
        (
            "{working_hours: 4}",
            "{working_hours: 4000}",
            "    due: {working_hours: 4000",
            "`4000` in activities.first_call.due.working_hours",
            "at most 1000 is possible",
        ),
        (
            "{working_hours: 4}",
            "{working_days: -1}",
            "    due: {working_days: -1",
            "`-1` in activities.first_call.due.working_days",
            "at least 0 is possible",
        ),
        (
            "{working_hours: 4}",
            '{days: 1, at: "25:00"}',
            "    due: {days: 1, at",
            "`25:00` in activities.first_call.due.at",
            'meant is a time like "09:30"',
        ),
        (
            "moves: [engaging, lost]",
            "moves: engaging",
            "    moves: engaging",
            "`engaging` in stages.prospecting.moves",
            "meant is a list: `[engaging]`",
        ),
        (
            "moves: [engaging, lost]",
            "moves: {engaging: 1}",
            "    moves: {engaging",
            "a mapping of `engaging` in stages.prospecting.moves",
            "meant is a list: each of its parts begins with `- `",
        ),
        (
            "moves: [engaging, lost]",
            "moves:",
            "    moves:\n",
            "nothing in stages.prospecting.moves",
            "meant is a list: `[one, two]`",
        ),
        (
            "    final: won",
            "    final: true",
            "    final: true",
            "`true` in stages.won.final",
            "meant is one of `won`, `lost`, `transferred`",
        ),
        (
            "title: {ru: Поиск, en: Prospecting}",
            "title: Поиск",
            "    title: Поиск",
            "`Поиск` in stages.prospecting.title",
            "meant is a mapping: `name: value` lines, indented",
        ),
        (
            "title: {ru: Поиск, en: Prospecting}",
            "title: {ru: 7, en: Prospecting}",
            "    title: {ru: 7",
            "`7` in stages.prospecting.title.ru",
            "meant is a word; numbers are put in quotes",
        ),
        (
            "when: true",
            "when: perhaps",
            "    call_back:",
            "`perhaps` in outcome_sets.not_talked.call_back.when",
            "meant is true or false",
        ),
        (
            "when: true}\n    wrong",
            "when: true, to: lost}\n    wrong",
            "    call_back:",
            "outcome_sets.not_talked.call_back does not hold together",
            "an outcome has at most one of when, again, ladder, next, exit, to, redo",
        ),
        (
            "steps: [{working_hours: 2}, {working_days: 1}, {days: 2}]",
            "steps: []",
            "    steps:",
            "ladders.attempts.steps has 0",
            "at least 1 must be there",
        ),
        ("language: 1", "language: 3", "language: 3", "`3` in language", "at most 2 is possible"),
        ("version: 2", "version: 0", "version: 0", "`0` in version", "at least 1 is possible"),
        (
            "    type: phone",
            "    type: phone\n    options: {a: {title: {ru: А, en: A}}}",
            "  phone:",
            "fields.phone does not hold together",
            "options are given for a field of type choice or checklist, and only for these",
        ),
        (
            "  talked:\n",
            "  talked:\n    a: &b\n",
            "    a: &b",
            "an anchor `&b`",
            "write the part out; buttons are shared through outcome_sets",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_meant(
    old: str, new: str, marker: str, what: str, meant: str
) -> None:
    text = changed((old, new))
    assert (line_of(text, marker), what, meant) in [
        (found.line, found.what, found.meant) for found in problems(text)
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    text = changed(
        ("type: product", "type: produkt"),
        ("    due: {working_hours: 4}\n", ""),
        ("final: won", "final: won\n    x: 1"),
    )
    found = problems(text)
    assert [problem.what for problem in found] == [
        "`produkt` in fields.product.type",
        "`due` is missing in activities.first_call",
        "unknown word `x` in stages.won",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_a_file_with_too_many_mistakes_is_not_read_to_its_end() -> None:
    assert len(problems("".join(f"k{number}: 1\n" for number in range(9_000)))) == MOST + 1
    assert len(problems("".join(f"{number}: 1\n" for number in range(60_000)))) == MOST + 1


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words\n", "- a\n- b\n", "7"])
def test_what_is_no_process_at_all(text: str) -> None:
    assert told(text) == ["p.yaml:1: there is no process in this file, it begins with `process: name`"]


def test_a_file_is_read_as_utf8_with_or_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("\ufeff" + SIMPLE, encoding="utf-8")
    assert load_file(path) == load(SIMPLE, name="simple.yaml")


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes("process: own\ntitle: Продажа\n".encode("cp1251"))
    with pytest.raises(
        ProcessError, match=r"own\.yaml:2: this is not UTF-8, save the file in the encoding UTF-8"
    ):
        load_file(path)


def test_a_file_that_is_too_big_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(b"#" * 3_000_000)
    with pytest.raises(ProcessError, match="a process has at most 1000000"):
        load_file(path)


_LINES = SIMPLE.splitlines()
_KEYS = ["a", "title", "ru", "due", "outcomes", "more_outcomes", "kind", "moves", "type", "steps", "when"]


@given(st.integers(0, len(_LINES) - 1), st.sampled_from(["cut", "drop", "double", "indent", "no"]))
def test_a_file_with_any_line_spoilt_loads_or_is_refused_in_words(number: int, how: str) -> None:
    line = _LINES[number]
    spoilt = {
        "cut": [line[: len(line) // 2]],
        "drop": [],
        "double": [line, line],
        "indent": [f" {line}"],
        "no": [line.replace(": ", ": no", 1)],
    }[how]
    text = "\n".join([*_LINES[:number], *spoilt, *_LINES[number + 1 :]])
    for problem in problems(text):
        assert 1 <= problem.line <= len(_LINES) + 2
        assert problem.what
        assert problem.meant


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    st.sampled_from(
        ["fields", "activities", "stages", "ladders", "signals", "title", "start", "outcome_sets"]
    ),
)
def test_any_data_in_any_place_is_refused_in_words(data: object, place: str) -> None:
    written = Process.model_validate_json(shipped()["simple"].model_dump_json()).model_dump(mode="json")
    written[place] = data
    for problem in problems(json.dumps(written)):
        assert problem.what
        assert problem.meant
