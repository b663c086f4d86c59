"""What processes say of one another: requests that they run, processes that they start."""

from pathlib import Path

import pytest

from fsm.checks import together
from fsm.loading import load, load_file, shipped, versions
from fsm.problems import ProcessError
from tests.fsm.written import BROAD, SIMPLE, Change, changed, problems

REQUEST = """\
process: small_request
version: 1
language: 2
subject: request
title: {ru: Запрос, en: Request}
start: asked
next_step: answer
withdrawn: taken_back
fields: {rivals: {type: competitors, title: {ru: Соперники, en: Rivals}, question: {ru: "Кто?", en: "Who?"}}}
activities:
  answer:
    kind: approval
    title: {ru: Ответить, en: Answer}
    owner: [head, owner]
    due: {working_days: 1}
    outcomes: {granted: {title: {ru: Да, en: Granted}, to: yes_done}, denied: {title: {ru: Нет, en: Denied}, to: no_done}}
stages:
  asked: {title: {ru: Ждёт, en: Asked}, opens: [answer], moves: [yes_done, no_done, taken_back]}
  yes_done: {title: {ru: Да, en: Granted}, final: won}
  no_done: {title: {ru: Нет, en: Denied}, final: lost}
  taken_back: {title: {ru: Отозван, en: Withdrawn}, final: lost}
"""
STARTING = ("final: won, requires", "final: won, starts: [{process: simple, carry: [sum]}], requires")


def said(text: str, *others: str) -> list[tuple[str, str]]:
    """What is wrong between a process and others, and what was meant."""
    process = load(text, name="p.yaml")
    every = {one.process: one for one in (process, *(load(other, name="o.yaml") for other in others))}
    return [(finding.what, finding.meant) for finding in together.check(process, every)]


@pytest.mark.parametrize("text", [BROAD, REQUEST, SIMPLE])
def test_each_is_whole_by_itself(text: str) -> None:
    assert problems(text) == []


def test_a_process_and_the_request_it_runs_fit() -> None:
    assert said(BROAD, REQUEST) == []


@pytest.mark.parametrize(
    ("changes", "what", "meant"),
    [
        ([("process: small_request", "process: smal_request")], "unknown request `small_request`", "did you mean `smal_request`?"),
        ([("no_done:", "denied_done:"), ("to: no_done", "to: denied_done"), ("moves: [yes_done, no_done", "moves: [yes_done, denied_done")], "`no_done` is no final stage of `small_request`", "did you mean `yes_done`?"),
        ([("no_done: {title", "more: {title: {ru: Ещё, en: More}, final: lost}\n  no_done: {title"), ("moves: [", "moves: [more, ")], "`small_request` can end in `more`", "each of its ends needs an outcome here"),
        ([("type: competitors", "type: text")], "`rivals` is of type competitors here and of type text in `small_request`", "the request would not see it: use one type, or two names"),
        ([("{rivals: {type: competitors, title: {ru: Соперники", "{why: {type: choice, options: {dear: {title: {ru: Д, en: D}}}, title: {ru: Соперники")], "`why` can be `late` here, which `small_request` does not know", "give both the same options"),
    ],
)  # fmt: skip
def test_a_request_that_does_not_fit(changes: list[Change], what: str, meant: str) -> None:
    assert (what, meant) in said(BROAD, changed(*changes, text=REQUEST))


@pytest.mark.parametrize(
    ("changes", "what", "meant"),
    [
        ([], "`simple` has no field `sum`", "define it there, or do not carry it"),
        ([("process: simple, carry", "process: simpl, carry")], "unknown process of deals `simpl`", "did you mean `simple`?"),
        ([("process: simple, carry", "process: small_request, carry")], "unknown process of deals `small_request`", "meant is one of `broad`, `simple`"),
        ([("  why: {", "  phone: {type: text, title: {ru: Т, en: T}, question: {ru: Т, en: T}}\n  why: {"), ("carry: [sum]", "carry: [phone]")], "`phone` is of type text here and of type phone in `simple`", "it would not arrive: use one type"),
        ([("draft: true, opens", "draft: true, starts: [{process: broad}], opens")], "`broad` begins `broad` at once, and so itself over and over", "what begins with it may not begin it again"),
    ],
)  # fmt: skip
def test_a_process_that_is_started_and_does_not_fit(changes: list[Change], what: str, meant: str) -> None:
    text = changed(STARTING, *changes, text=BROAD)
    assert (what, meant) in said(text, REQUEST, SIMPLE)


def test_a_circle_of_processes_is_found_from_each() -> None:
    one = changed(("draft: true, opens", "draft: true, starts: [{process: simple}], opens"), text=BROAD)
    back = "    opens: [first_call]\n    starts: [{process: broad}]"
    other = changed(("    opens: [first_call]", back))
    meant = "what begins with it may not begin it again"
    over = "begins `{}` at once, and so itself over and over"
    assert (f"`simple` {over.format('broad')}", meant) in said(other, one, REQUEST)
    assert (f"`broad` {over.format('simple')}", meant) in said(one, other, REQUEST)


def test_what_ships_fits_together() -> None:
    assert [list(together.check(process, shipped())) for process in versions().values()] == [
        [] for _ in versions()
    ]


def test_a_file_is_checked_with_the_others(tmp_path: Path) -> None:
    path = tmp_path / "broad.yaml"
    path.write_text(BROAD, encoding="utf-8")
    assert load_file(path).process == "broad"
    with pytest.raises(ProcessError) as raised:
        load_file(path, others=shipped())
    (problem,) = raised.value.problems
    assert problem.line == BROAD.count("\n", 0, BROAD.index("    runs: small_request")) + 1
    assert problem.what == "unknown request `small_request` in activities.ask_head.runs"
    assert load_file(path, others={"small_request": load(REQUEST, name="r")}).process == "broad"


def test_a_request_that_asks_itself_is_found() -> None:
    ask = (
        "activities:\n",
        (
            "activities:\n  more:\n    kind: request\n    title: {ru: Ещё, en: More}\n    due: {days: 1}\n    runs: small_request\n"
            "    outcomes: {yes_done: {title: {ru: Да, en: Granted}}, no_done: {title: {ru: Нет, en: Denied}}}\n"
        ),
    )
    told = said(changed(ask, ("opens: [answer]", "opens: [answer, more]"), text=REQUEST))
    assert [what for what, _ in told] == [
        "`small_request` begins `small_request` at once, and so itself over and over"
    ]


def test_what_is_taken_back_is_not_won() -> None:
    text = changed(("Withdrawn}, final: lost", "Withdrawn}, final: won"), text=REQUEST)
    assert "`taken_back` is `final: won` in stages.taken_back.final" in [one.what for one in problems(text)]
