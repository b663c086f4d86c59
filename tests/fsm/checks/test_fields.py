"""Fields are used for what their types can say."""

import pytest

from tests.fsm.written import BROAD, Change, changed, findings, line_of


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        ([("rivals: {type: competitors,", "rivals: {type: competitors, suggest: sum,")], "  rivals:", "`sum` is of type money in fields.rivals.suggest", "only a field of type participants, competitors or lines gives rows to suggest"),
        ([("share: {type: number,", "share: {type: number, suggest: rivals,")], "  share:", "`share` is of type number in fields.share.suggest", "only a field of type text, contact or product is answered by the name of a row"),
        ([("share: {type: number,", "share: {type: number, suggest: rivls,")], "  share:", "unknown field `rivls` in fields.share.suggest", "did you mean `rivals`?"),
        ([("set: {why: late}, to: lost", "to: gone")], "  why:", "nobody and nothing chooses `late` in fields.why.options.late", "name it in a `set`, or leave out `reserved`"),
        ([("set: {why: late}, to: lost", "to: gone")], "      silent:", "an outcome that nobody chooses leads to `gone`, which asks for `onto` in activities.meet.outcomes.silent.to", "nobody is there to answer: name it in `set`, or lead elsewhere"),
        ([("set: {why: late}", "set: {why: lat}")], "      silent:", "unknown option of why `lat` in activities.meet.outcomes.silent.set.why", "did you mean `late`?"),
        ([("set: {why: late}", "set: {wy: late}")], "      silent:", "unknown field `wy` in activities.meet.outcomes.silent.set.wy", "did you mean `why`?"),
        ([("set: {why: late}", "set: {why: late, sum: '5'}")], "      silent:", "`5` for the money `sum` in activities.meet.outcomes.silent.set.sum", "only a choice or a text has values that can be written here"),
        ([("parts: [role]", "parts: [rol]")], "      held:", "unknown part `rol` of participants in activities.meet.outcomes.held.ask.parts", "did you mean `role`?"),
        ([("parts: [role]", "parts: [strengths]")], "      held:", "unknown part `strengths` of participants in activities.meet.outcomes.held.ask.parts", "meant is one of `role`, `influence`, `loyalty`, `motives`"),
        ([("{field: share, optional: true}]", "{field: share, parts: [role]}]")], "        ask:", "`share` is of type number in activities.report.outcomes.done.ask.parts", "only a field of type participants or competitors has parts"),
        ([("{field: rivals, parts: [strengths]", "{field: rivls, parts: [strengths]")], "    ask: [{", "unknown field `rivls` in activities.ask_head.ask.field", "did you mean `rivals`?"),
        ([('equals: ["yes"]', "equals: [maybe]")], "        exit:", "unknown value of open `maybe` in activities.report.outcomes.done.exit", "meant is one of `yes`, `no`"),
        ([("field: share, at_least: 50", "field: people, at_least: 50")], "        exit:", "`people` is of type participants in activities.report.outcomes.done.exit", "only a field of type number or money is more or less"),
        ([("field: sum, below: 1000", "field: summ, below: 1000")], "  paying:", "unknown field `summ` in stages.paying.requires.when.field", "did you mean `sum`?"),
        ([("field: sum, below: 1000", "field: at, below: 1000")], "  paying:", "`at` is of type moment in stages.paying.requires.when.below", "only a field of type number or money is more or less"),
        ([("when: {headed: team}}, working]", "when: {headed: who}}, working]")], "      take:", "`who` is of type person in activities.decide.outcomes.take.to.when.headed", "only a field of type team has a head"),
        ([("when: {headed: team}}, working]", "when: {headed: tem}}, working]")], "      take:", "unknown field `tem` in activities.decide.outcomes.take.to.when.headed", "did you mean `team`?"),
        ([("{not: {done: meet}}", "{not: {done: meat}}")], "        exit:", "unknown activity or signal `meat` in activities.report.outcomes.done.exit", "did you mean `meet`?"),
        ([("{any: [{field: team, known: true}, {done: paid}]}", "{any: [{field: tem, known: true}, {done: payed}]}")], "    owner:", "unknown activity or signal `payed` in activities.decide.owner.when.any.done", "did you mean `paid`?"),
        ([("{any: [{field: team, known: true}, {done: paid}]}", "{any: [{field: tem, known: true}, {done: payed}]}")], "    owner:", "unknown field `tem` in activities.decide.owner.when.any.field", "did you mean `team`?"),
        ([("owner: [{person: who}, actor]", "owner: [{person: team}, actor]")], "      take:", "`team` is of type team in activities.decide.outcomes.take.owner.person", "only a field of type person names a colleague"),
        ([("owner: [{person: who}, actor]", "owner: [{head_of: who}, actor]")], "      take:", "`who` is of type person in activities.decide.outcomes.take.owner.head_of", "only a field of type team has a head"),
        ([("owner: [{person: who}, actor]", "owner: [{person: whom}, actor]")], "      take:", "unknown field `whom` in activities.decide.outcomes.take.owner.person", "did you mean `who`?"),
        ([("due: {field: at, before: 2", "due: {field: sum, before: 2")], "    due: {field: sum,", "`sum` is of type money in activities.ready.due.field", "only a field of type date or moment says when"),
        ([("due: {field: at, before: 2", "due: {field: att, before: 2")], "    due: {field: att,", "unknown field `att` in activities.ready.due.field", "did you mean `at`?"),
        ([("checklist: points", "checklist: people")], "    checklist:", "`people` is of type participants in activities.ready.checklist", "only a field of type checklist is ticked"),
        ([("checklist: points", "checklist: pints")], "    checklist:", "unknown field `pints` in activities.ready.checklist", "did you mean `points`?"),
        ([("checklist: points", "place: points")], "    place:", "`points` is of type checklist in activities.ready.place", "only a field of type text says a place"),
        ([("checklist: points", "place: pints")], "    place:", "unknown field `pints` in activities.ready.place", "did you mean `points`?"),
        ([("{field: onto, carry: [sum, people]}", "{field: sum, carry: [sum, people]}")], "  gone:", "`sum` is of type money in stages.gone.starts.field", "only a field of type process names a process"),
        ([("{field: onto, carry: [sum, people]}", "{field: onto, carry: [sum, summ, sum], due: share}")], "  gone:", "`share` is of type number in stages.gone.starts.due", "only a field of type date or moment says when"),
        ([("{field: onto, carry: [sum, people]}", "{field: onto, carry: [sum, summ, sum], due: share}")], "  gone:", "`sum` stands twice in stages.gone.starts.carry", "once is enough"),
        ([("{field: onto, carry: [sum, people]}", "{field: onto, carry: [sum, summ, sum], due: share}")], "  gone:", "unknown field `summ` in stages.gone.starts.carry", "did you mean `sum`?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=BROAD)
    assert (line_of(text, marker), what, meant) in findings(text)
