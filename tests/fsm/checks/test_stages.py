"""A stage keeps what it promises."""

import pytest

from tests.fsm.written import BROAD, Change, changed, findings, line_of


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        ([("must: [bill]", "must: [bil]")], "  paying:", "unknown activity `bil` in stages.paying.must", "did you mean `bill`?"),
        ([("must: [bill]", "must: [ready]")], "  paying:", "`ready` must be done, but is not opened in `paying` in stages.paying.must", "name it in `opens` there"),
        ([("must: [bill]", "must: [bill, bill]")], "  paying:", "`bill` stands twice in stages.paying.must", "once is enough"),
        ([("outcomes: {done: {title: {ru: Да, en: Done}}}}\n  ask_head", "outcomes: {done: {title: {ru: Да, en: Done}, completes: false}}}\n  ask_head")], "  paying:", "`bill` must be done, but never completes in stages.paying.must", "`bill` needs an outcome that completes it"),
        ([("final: won, requires", "final: won, must: [bill], requires")], "  won:", "the final stage `won` has steps in stages.won.must", "an end is an end"),
        ([("passes: [{to: working", "passes: [{to: workng")], "    passes:", "unknown stage `workng` in stages.routed.passes.to", "did you mean `working`?"),
        ([("passes: [{to: working, when: {not: {headed: team}}", "passes: [{to: routed, when: {not: {headed: team}}")], "    passes:", "`routed` passes on to itself in stages.routed.passes.to", "a deal would go in a circle: break it"),
        ([("must: [ready, report], moves: [paying]", "must: [ready, report], passes: [{to: routed, when: {headed: team}}], moves: [paying]")], "  working:", "`working` passes on to itself in stages.working.passes.to", "a deal would go in a circle: break it"),
        ([("when: {not: {headed: team}}, owner: [head, actor]", "owner: [head, actor]")], "    passes:", "`routed` is always left at once, and opens activities in stages.routed.passes", "they would never be done: give the way a `when`"),
        ([("{to: working, when: {not: {headed: team}}, owner: [head, actor]}", "{to: paying}, {to: working, when: {not: {headed: team}}, owner: [head, actor]}")], "    passes:", "a way without a condition, before others in stages.routed.passes", "the others are never taken: put it last"),
        ([("when: {not: {headed: team}}, owner", "when: {done: ready}, owner")], "    passes:", "`ready` is never done when `routed` is entered in stages.routed.passes.when.done", "what is remembered has `scope: deal`"),
        ([("final: lost, requires", "final: lost, passes: [{to: draft}], requires")], "  lost:", "a way out of the final stage `lost` in stages.lost.passes", "an end is an end"),
        ([("jumps: {skip: head, back: anybody, repeat: anybody, end: anybody}", "jumps: {end: anybody}"), ("passes: [{to: working", "passes: [{to: paying")], "    passes:", "`routed` passes to `paying`, but no move leads there in stages.routed.passes.to", "add `paying` to `moves`"),
        ([("working: {title: {ru: Работа, en: Work},", "working: {title: {ru: Работа, en: Work}, draft: true,")], "  working:", "`working` is for drafts, but a deal begins in `draft` in stages.working.draft", "only the first stage can be `draft`"),
        ([("draft: true, opens", "draft: true, requires: [sum], opens")], "  draft:", "the start `draft` demands fields in stages.draft.requires", "nobody is asked before it begins: let a later stage demand"),
        ([("draft: true, opens", "draft: true, passes: [{to: routed, when: {headed: team}}], opens")], "  draft:", "the start is left at once for `routed`, which asks for `sum`, `at` in stages.draft.passes", "nobody is there to answer: begin elsewhere"),
        ([(", starts: [{field: onto, carry: [sum, people]}]", "")], "  gone:", "`gone` transfers a deal to no process in stages.gone", "name what begins in `starts`"),
        ([("requires: [onto], ", "")], "  gone:", "`onto` may not be known there in stages.gone.starts.field", "name it in `requires` of the stage, or give the start a `when`"),
        ([("start: draft", "start: draft\nwithdrawn: lost")], "withdrawn:", "`withdrawn` in a process of deals in withdrawn", "only a request is withdrawn: `subject: request`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=BROAD)
    assert (line_of(text, marker), what, meant) in findings(text)
