"""Where buttons lead is possible wherever they can be pressed."""

import pytest

from tests.fsm.written import BROAD, Change, changed, findings, line_of


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        ([("to: [{to: paying, when: {headed: team}}, working]", "to: [{to: paying, when: {headed: team}}]")], "      take:", "where to, when no condition holds? in activities.decide.outcomes.take.to", "let the last one be a stage without `when`"),
        ([("to: [{to: paying, when: {headed: team}}, working]", "to: [working, {to: paying, when: {headed: team}}]")], "      take:", "`working` without a condition, before others in activities.decide.outcomes.take.to", "the others are never taken: put it last"),
        ([("to: [{to: paying, when: {headed: team}}, working]", "to: [{to: payng, when: {headed: team}}, working]")], "      take:", "unknown stage `payng` in activities.decide.outcomes.take.to.to", "did you mean `paying`?"),
        ([("exit: [{to: paying", "exit: [{to: payng")], "        exit:", "unknown stage `payng` in activities.report.outcomes.done.exit", "did you mean `paying`?"),
        ([("exit: [{to: paying", "exit: [routed, routed, {to: paying")], "        exit:", "`routed` stands twice in activities.report.outcomes.done.exit", "once is enough"),
        ([("redo: [ready]", "redo: [redy]")], "      over:", "unknown activity `redy` in activities.report.outcomes.over.redo", "did you mean `ready`?"),
        ([("redo: [ready]", "redo: [report]")], "      over:", "`report` does itself anew in activities.report.outcomes.over.redo", "say when it is there again: `again` or `when`"),
        ([("redo: [ready]", "redo: [bill]")], "      over:", "`bill` is done anew, but is not opened in `working` in activities.report.outcomes.over.redo", "`report` can be open there: open both, or neither"),
        ([("redo: [bill]", "redo: [bill, bill]")], "  ship:", "`bill` stands twice in activities.ship.outcomes.not.redo", "once is enough"),
        ([("{why: late}", "{why: late}, ask: [why]")], "      silent:", "`why` is asked and then set in activities.meet.outcomes.silent.set", "what is set is what counts: leave one of them out"),
        ([("opens: [talk]}", "opens: [talk, ask_head]}")], "    outcomes: {yes_", "`ask_head` opens itself in activities.ask_head.outcomes.yes_done.opens", "say when it is there again: `again` or `when`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=BROAD)
    assert (line_of(text, marker), what, meant) in findings(text)
