"""Each thing that can be wrong with a process as a whole, told with its line and what was meant."""

import pytest

from tests.fsm.written import SIMPLE, changed, line_of, problems

Change = tuple[str, str]

ENGAGING = "    moves: [won, lost, prospecting]"
PROSPECTING = "    moves: [engaging, lost]"
CLEAR = "      clear: {title: {ru: Потребность ясна, en: The need is clear}, style: good}\n    more_outcomes: not_talked"
OPENS = "opens: [find_need, prepare_proposal, send_proposal]"
STAGE = "stages:\n  {key}:\n    title: {{ru: Ещё, en: More}}\n    moves: [{moves}]\n"
RESERVED = (
    "fields:\n  only:\n    type: choice\n    title: {ru: Т, en: T}\n    question: {ru: В, en: Q}\n"
    "    options: {a: {title: {ru: А, en: A}, reserved: true}}\n"
)
ACTIVITY = (
    "activities:\n  extra:\n    kind: task\n    title: {ru: Ещё, en: Extra}\n    due: {days: 1}\n"
    "    outcomes: {done: {title: {ru: Да, en: Done}}}\n"
)


def test_the_simple_sale_is_whole() -> None:
    assert problems(SIMPLE) == []


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        # names
        (
            [("start: prospecting", "start: prospectng")],
            "start:",
            "unknown stage `prospectng` in start",
            "did you mean `prospecting`?",
        ),
        (
            [("next_step: plan_next", "next_step: nothing")],
            "next_step:",
            "unknown activity `nothing` in next_step",
            "meant is one of `first_call`, `follow_up`, `meeting`, `errand`, `find_need`, `prepare_proposal`, `send_proposal`, `plan_next`, `clarify_client`",
        ),
        (
            [("no_client: clarify_client", "no_client: clarify")],
            "no_client:",
            "unknown activity `clarify` in no_client",
            "did you mean `clarify_client`?",
        ),
        (
            [(PROSPECTING, "    moves: [engagin, lost, engaging]")],
            "    moves: [engagin,",
            "unknown stage `engagin` in stages.prospecting.moves",
            "did you mean `engaging`?",
        ),
        (
            [(PROSPECTING, "    moves: [engaging, lost, lost]")],
            "    moves: [engaging, lost, lost]",
            "`lost` stands twice in stages.prospecting.moves",
            "once is enough",
        ),
        (
            [("opens: [first_call]", "opens: [first_call, frist_call]")],
            "opens: [first_call, ",
            "unknown activity `frist_call` in stages.prospecting.opens",
            "did you mean `first_call`?",
        ),
        (
            [("style: bad, to: lost}\n\nact", "style: bad, to: last}\n\nact")],
            "    refused:",
            "unknown stage `last` in outcome_sets.not_talked.refused.to",
            "did you mean `lost`?",
        ),
        (
            [("ladder: attempts}\n    busy", "ladder: attempt}\n    busy")],
            "    no_answer:",
            "unknown ladder `attempt` in outcome_sets.not_talked.no_answer.ladder",
            "did you mean `attempts`?",
        ),
        (
            [("ask: [phone]", "ask: [fone]")],
            "    wrong_number:",
            "unknown field `fone` in outcome_sets.not_talked.wrong_number.ask",
            "did you mean `phone`?",
        ),
        (
            [("next: {plan: follow_up, chips", "next: {plan: follow, chips")],
            "      next: {plan: follow,",
            "unknown activity `follow` in outcome_sets.talked.reached.next.plan",
            "did you mean `follow_up`?",
        ),
        (
            [("opens: [follow_up]", "opens: [folow_up]")],
            "      sent:",
            "unknown activity `folow_up` in activities.send_proposal.outcomes.sent.opens",
            "did you mean `follow_up`?",
        ),
        (
            [("after: [find_need, prepare", "after: [find_ned, prepare")],
            "    after: [find_ned",
            "unknown activity or signal `find_ned` in activities.send_proposal.after",
            "did you mean `find_need`?",
        ),
        (
            [("requires: [product, contact]", "requires: [produkt, contact]")],
            "    requires: [produkt",
            "unknown field `produkt` in stages.engaging.requires",
            "did you mean `product`?",
        ),
        (
            [("when: {field: lost_reason, equals: [other]}", "when: {field: lost_reson, equals: [other]}")],
            "      - {field: lost_words",
            "unknown field `lost_reson` in stages.lost.requires.when.field",
            "did you mean `lost_reason`?",
        ),
        (
            [("equals: [competitor]", "equals: [competition]")],
            "      - {field: winner",
            "unknown option of lost_reason `competition` in stages.lost.requires.when.equals",
            "did you mean `competitor`?",
        ),
        (
            [("equals: [competitor]", "equals: []")],
            "      - {field: winner",
            "a condition without values in stages.lost.requires.when.equals",
            "it would never hold: name some",
        ),
        (
            [("requires: [product, contact]", "requires: [product, contact, product]")],
            "    requires: [product, contact, product]",
            "`product` stands twice in stages.engaging.requires",
            "once is enough",
        ),
        (
            [("when: {field: lost_reason, equals: [other]}", "when: {field: amount, equals: [other]}")],
            "      - {field: lost_words",
            "`other` for the money `amount` in stages.lost.requires.when.equals",
            "only a choice or a text has values that can be written here",
        ),
        (
            [("set: {lost_reason: unreachable}", "set: {lost_reason: vanished}")],
            "    give_up:",
            "unknown option of lost_reason `vanished` in ladders.attempts.give_up.set.lost_reason",
            "meant is one of `price`, `competitor`, `no_budget`, `not_relevant`, `terms`, `unreachable`, `other`",
        ),
        (
            [("set: {lost_reason: unreachable}", "set: {reason: unreachable}")],
            "    give_up:",
            "unknown field `reason` in ladders.attempts.give_up.set.reason",
            "did you mean `lost_reason`?",
        ),
        (
            [("give_up: {to: lost", "give_up: {to: lst")],
            "    give_up:",
            "unknown stage `lst` in ladders.attempts.give_up.to",
            "did you mean `lost`?",
        ),
        (
            [("activities:\n", "signals: [first_call]\nactivities:\n")],
            "signals:",
            "the signal `first_call` is called like an activity in signals",
            "`after` could mean both: give the signal another name",
        ),
        (
            [("activities:\n", "signals: [paid, paid]\nactivities:\n")],
            "signals:",
            "`paid` stands twice in signals",
            "once is enough",
        ),
        (
            [("  winner:\n", "  when:\n")],
            "  when:\n",
            "`when` is the engine's own question in fields.when",
            "give the field another name",
        ),
        # ways
        (
            [("    final: won\n", "    moves: [lost]\n")],
            "stages:",
            "no stage is `final: won` in stages",
            "a deal has to be able to end so",
        ),
        (
            [("    final: lost\n", "    moves: [won]\n")],
            "stages:",
            "no stage is `final: lost` in stages",
            "a deal has to be able to end so",
        ),
        (
            [("start: prospecting", "start: won")],
            "start:",
            "the start `won` is final in start",
            "a deal begins in a working stage",
        ),
        (
            [("    final: won\n", "    final: won\n    moves: [prospecting]\n")],
            "    moves: [prospecting]",
            "a move out of the final stage `won` in stages.won.moves",
            "an end is an end",
        ),
        (
            [("    final: won\n", "    final: won\n    opens: [plan_next]\n")],
            "    opens: [plan_next]",
            "the final stage `won` opens activities in stages.won.opens",
            "nothing is to be done in a deal that has ended",
        ),
        (
            [(ENGAGING, "    moves: [lost, prospecting]")],
            "  won:",
            "no move leads from `prospecting` to `won` in stages.won",
            "name it in `moves` of a stage before it, or take it out",
        ),
        (
            [(PROSPECTING, "    moves: [engaging, lost, pit]"), ("stages:\n", STAGE.format(key="pit", moves="pit"))],
            "  pit:",
            "`pit` is a trap, no end can be reached in stages.pit",
            "name a way on in its `moves`",
        ),
        # flow
        (
            [("activities:\n", ACTIVITY)],
            "  extra:",
            "nothing opens `extra` in activities.extra",
            "name it in `opens` of a stage",
        ),
        (
            [(PROSPECTING, "    moves: [engaging]")],
            "    refused:",
            "`first_call` leads to `lost`, but can be open in `prospecting` in outcome_sets.not_talked.refused.to",
            "add `lost` to the moves there, or lead elsewhere",
        ),
        (
            [(PROSPECTING, "    moves: [engaging]")],
            "    give_up:",
            "`follow_up` leads to `lost`, but can be open in `prospecting` in ladders.attempts.give_up.to",
            "add `lost` to the moves there, or lead elsewhere",
        ),
        (
            [("en: Plan the next step}", "en: Plan the next step}\n    after: [first_call]")],
            "    after: [first_call]",
            "`plan_next` may be opened at any time and waits in activities.plan_next.after",
            "it has to be there at once: leave out `after`",
        ),
        (
            [("no_client: clarify_client", "no_client: send_proposal")],
            "    after: [find_need",
            "`send_proposal` may be opened at any time and waits in activities.send_proposal.after",
            "it has to be there at once: leave out `after`",
        ),
        (
            [("after: [find_need, prepare_proposal]", "after: [find_need, first_call]")],
            "    after: [find_need, first_call]",
            "`send_proposal` waits for `first_call`, which is not opened in `engaging` in activities.send_proposal.after",
            "open both in the same stage, or give it `scope: deal`",
        ),
        (
            [(OPENS, "opens: [prepare_proposal, send_proposal]")],
            "    after: [find_need",
            "`send_proposal` waits for `find_need`, which is not opened in `engaging` in activities.send_proposal.after",
            "open both in the same stage, or give it `scope: deal`",
        ),
        (
            [(CLEAR, CLEAR.replace("style: good", "style: good, to: won"))],
            "    after: [find_need",
            "`send_proposal` waits for `find_need`, which never completes in activities.send_proposal.after",
            "`find_need` needs an outcome that neither repeats nor moves",
        ),
        (
            [("    due: {working_days: 1}\n    outcomes:\n      clear", "    due: {working_days: 1}\n    after: [send_proposal]\n    outcomes:\n      clear")],
            "    after: [send_proposal]",
            "`find_need` waits for itself in activities.find_need.after",
            "break the circle",
        ),
        (
            [("style: good, opens: [follow_up]}", "style: good, opens: [send_proposal]}")],
            "      sent:",
            "opens `send_proposal`, which waits for others in activities.send_proposal.outcomes.sent.opens",
            "what has `after` is opened by its stage alone",
        ),
        (
            [("style: bad, to: lost}\n  plan", "style: bad, to: lost, opens: [follow_up]}\n  plan")],
            "to: lost, opens",
            "opens activities on the way to the end `lost` in activities.send_proposal.outcomes.refused.opens",
            "nothing is to be done in a deal that has ended",
        ),
        (
            [("ladders:\n", "ladders:\n  spare: {steps: [{days: 1}], give_up: {to: lost}}\n")],
            "  spare:",
            "no outcome climbs the ladder `spare` in ladders.spare",
            "name it in `ladder`, or take it out",
        ),
        (
            [("{working_days: 1}, {days: 2}]", "{working_days: 0}, {days: 2}]")],
            "    steps:",
            "step 2 of `attempts` takes no time in ladders.attempts.steps",
            "an attempt needs a pause before it: 1 or more",
        ),
        (
            [
                ("fields:\n", RESERVED),
            ],
            "    options: {a:",
            "all options of `only` are reserved in fields.only.options",
            "leave one that a person can choose",
        ),
        # labels
        (
            [("title: {ru: Поиск, en: Prospecting}", "title: {ru: Поиск}")],
            "    title: {ru: Поиск}",
            "no text in `en` in stages.prospecting.title",
            "write en: … too",
        ),
        (
            [("title: {ru: Поиск, en: Prospecting}", 'title: {ru: " ", en: Prospecting}')],
            '    title: {ru: " "',
            "an empty text in `ru` in stages.prospecting.title.ru",
            "people would see nothing",
        ),
        (
            [("ru: Занято,", f"ru: {'О' * 41},")],
            "    busy:",
            "a text of 41 characters in `ru` in outcome_sets.not_talked.busy.title.ru",
            "at most 40 can be shown here",
        ),
        (
            [("ru: Простая продажа", f"ru: {'О' * 81}")],
            "title:",
            "a text of 81 characters in `ru` in title.ru",
            "at most 80 can be shown here",
        ),
        (
            [('"Какой номер верный?"', f'"{"О" * 301}"')],
            '    question: {ru: "ООО',
            "a text of 301 characters in `ru` in fields.phone.question.ru",
            "at most 300 can be shown here",
        ),
        (
            [("title: {ru: Поиск, en: Prospecting}", 'title: {ru: "По\\nиск", en: Prospecting}')],
            '    title: {ru: "По',
            "a text of several lines in `ru` in stages.prospecting.title.ru",
            "one line is meant",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes)
    found = [(problem.line, problem.what, problem.meant) for problem in problems(text)]
    assert (line_of(text, marker), what, meant) in found


def test_what_is_done_ever_may_be_waited_for_in_another_stage() -> None:
    text = changed(
        ("    due: {working_hours: 4}\n", "    scope: deal\n    due: {working_hours: 4}\n"),
        (
            "    outcomes: talked\n    more_outcomes: not_talked\n",
            "    outcomes: {heard: {title: {ru: Слышно, en: Heard}}}\n    more_outcomes: [talked, not_talked]\n",
        ),
        ("after: [find_need, prepare_proposal]", "after: [find_need, first_call]"),
    )
    assert problems(text) == []


def test_a_signal_may_be_waited_for_anywhere() -> None:
    text = changed(
        ("activities:\n", "signals: [paid]\nactivities:\n"), ("after: [find_need, ", "after: [paid, ")
    )
    assert problems(text) == []


def test_several_findings_are_told_together() -> None:
    text = changed(
        ("start: prospecting", "start: x"), (PROSPECTING, "    moves: [lost]"), ("en: Won}", "de: Won}")
    )
    assert {problem.what for problem in problems(text)} >= {
        "unknown stage `x` in start",
        "no text in `en` in stages.won.title",
    }
