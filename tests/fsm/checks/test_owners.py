"""Rules about whose something is name somebody always."""

import pytest

from tests.fsm.written import BROAD, Change, changed, findings, line_of


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        ([("owner: [{person: who}, actor]", "owner: [{person: who}]")], "      take:", "an owner rule that can name nobody in activities.decide.outcomes.take.owner", "let the last one be `owner` or `actor`, without `when`"),
        ([("owner: [{person: who}, actor]", "owner: [{person: who}, {who: actor, when: {headed: team}}]")], "      take:", "an owner rule that can name nobody in activities.decide.outcomes.take.owner", "let the last one be `owner` or `actor`, without `when`"),
        ([("owner: [{person: who}, actor]", "owner: [{person: who}, head]")], "      take:", "an owner rule that can name nobody in activities.decide.outcomes.take.owner", "let the last one be `owner` or `actor`, without `when`"),
        ([("owner: [{person: who}, actor]", "owner: [actor, {person: who}]")], "      take:", "a rule that names somebody always, before others in activities.decide.outcomes.take.owner", "the others are never tried: put it last"),
        ([("owner: [{person: who}, actor]", "owner: [above, actor]")], "      take:", "`above` where nobody has had the activity yet in activities.decide.outcomes.take.owner", "`same` and `above` belong to `passes_to`, or to an activity"),
        ([("owner: [head, actor]", "owner: [head]")], "    passes:", "an owner rule that can name nobody in stages.routed.passes.owner", "let the last one be `owner` or `actor`, without `when`"),
        ([("passes_to: [above, same]", "passes_to: [above]")], "      late:", "an owner rule that can name nobody in activities.decide.outcomes.late.passes_to", "let the last one be `same`, `owner` or `actor`, without `when`"),
        ([("head, owner]\n", "head]\n")], "    owner:", "an owner rule that can name nobody in activities.decide.owner", "let the last one be `same`, `owner` or `actor`, without `when`"),
        ([("when: {not: {headed: team}}, owner", "nobody: [head, actor], owner")], "    passes:", "`nobody` with `actor`, who is always there in stages.routed.passes.nobody", "name somebody who may be missing"),
        ([("ask: [who], owner:", "ask: [who], passes_to: [same], owner:")], "      take:", "`passes_to` where the activity is not opened again in activities.decide.outcomes.take.passes_to", "it goes with `when` or `again`"),
        ([("opens: [talk]}, no_done", "opens: [talk], counts: true}, no_done")], "    outcomes: {yes_", "`counts` where the activity is not opened again in activities.ask_head.outcomes.yes_done.counts", "it goes with `when` or `again`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=BROAD)
    assert (line_of(text, marker), what, meant) in findings(text)
