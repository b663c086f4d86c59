"""Activities can come and end."""

import pytest

from tests.fsm.written import BROAD, Change, changed, findings, line_of


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        ([("{not: {done: meet}}", "{not: {done: bill}}")], "        exit:", "`bill` is never done in `working` in activities.report.outcomes.done.exit", "it is open in other stages: what is remembered has `scope: deal`"),
        ([("opens: [bill, ship]", "opens: [bill, {open: ship, when: {any: [{done: ready}, {done: meet}]}}]")], "  paying:", "`ready` is never done in `paying` in stages.paying.opens.when.any.done", "it is open in other stages: what is remembered has `scope: deal`"),
        ([("      late: {title: {ru: Поздно", "      #late: {title: {ru: Поздно"), ("    timers: [{opened: {working_hours: 1}, outcome: late}]\n", "")], "    kind: question", "the question `decide` has one answer in activities.decide.kind", "a question has two answers or more"),
        ([("kind: form", "kind: form\n    checklist: points"), ("        ask: [open, {field: share, optional: true}]\n", "")], "    kind: form", "the form `report` asks nothing in activities.report.kind", "name fields in `ask` of an outcome"),
        ([("{not: {done: meet}}", "{not: {done: step}}"), ("plan: {title: {ru: План, en: Plan}", "plan: {title: {ru: План, en: Plan}, completes: false")], "        exit:", "`step` is never done in activities.report.outcomes.done.exit", "it needs an outcome that completes it"),
        ([("pass: {title: {ru: Другому", "passx: {title: {ru: Да")], "    outcomes: ", "`passx` is called like `done` in `ru` in activities.ready.outcomes.passx.title", "people could not tell one from the other"),
        ([("after: [paid]", "after: [bill]"), ("due: {working_days: 1}, outcomes: {done", "due: {working_days: 1}, after: [ship], outcomes: {done")], "  ship:", "`ship` waits for itself in activities.ship.after", "break the circle"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=BROAD)
    assert (line_of(text, marker), what, meant) in findings(text)
