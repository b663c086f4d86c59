"""What happens by itself needs nobody."""

import pytest

from tests.fsm.written import BROAD, Change, changed, findings, line_of


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        ([("outcome: silent", "outcome: silnt")], "    timers:", "unknown outcome of meet `silnt` in activities.meet.timers.outcome", "did you mean `silent`?"),
        ([("outcome: silent", "outcome: held")], "    timers:", "a timer chooses `held`, and so can a person in activities.meet.timers.outcome", "what a timer chooses is `reserved: true`"),
        ([("{opened: {working_hours: 1}, outcome: late}", "{opened: {working_hours: 0}, outcome: late}")], "    timers: [{opened:", "a timer that takes no time in activities.decide.timers.opened", "it would run out at once: 1 or more"),
        ([("timers: [{opened: {working_hours: 1}, outcome: late}]", "timers: [{opened: {working_hours: 1}, outcome: late}, {opened: {working_hours: 1}, outcome: late}]")], "    timers: [{opened:", "a timer stands twice in activities.decide.timers", "once is enough"),
        ([("timers: [{opened: {working_hours: 1}, outcome: late}]", "timers: [{opened: {working_hours: 1}, remind: true}]")], "      late:", "`late` is reserved, but nothing chooses it in activities.decide.outcomes.late", "name it in a timer, or leave out `reserved`"),
        ([("reserved: true, set: {why: late}, to: lost", "reserved: true, to: lost")], "      silent:", "an outcome that nobody chooses leads to `lost`, which asks for `why` in activities.meet.outcomes.silent.to", "nobody is there to answer: name it in `set`, or lead elsewhere"),
        ([("reserved: true, set: {why: late}, to: lost", "reserved: true, ask: [why], to: lost")], "      silent:", "`ask` in an outcome that nobody chooses in activities.meet.outcomes.silent.ask", "nobody is there to answer: leave it out"),
        ([("reserved: true, again: {working_hours: 4}, passes_to: [above, same]", "reserved: true, when: true")], "      late:", "`when` in an outcome that nobody chooses in activities.decide.outcomes.late.when", "nobody is there to answer: leave it out"),
        ([("reserved: true, again: {working_hours: 4}, passes_to: [above, same]", "reserved: true, exit: [working]")], "      late:", "`exit` in an outcome that nobody chooses in activities.decide.outcomes.late.exit", "nobody is there to answer: leave it out"),
        ([("reserved: true, again: {working_hours: 4}, passes_to: [above, same]", "reserved: true, next: {plan: talk, chips: [{days: 1}]}")], "      late:", "`next` in an outcome that nobody chooses in activities.decide.outcomes.late.next", "nobody is there to answer: leave it out"),
        ([("kind: approval", "kind: call")], "    kind: call", "`ask_head` runs a process and is of kind call in activities.ask_head.kind", "what is asked of others is of kind approval or request"),
        ([("next_step: step", "next_step: ask_head")], "    runs:", "`ask_head` has to be done by the owner, and runs a process in activities.ask_head.runs", "take another activity for it"),
        ([("by_hand: [talk, ask_head]", "by_hand: [talk]")], "    ask: [{", "nobody is asked when `ask_head` is opened in activities.ask_head.ask", "only what people add (`by_hand`) and what runs a process asks before"),
        ([("    checklist: points", "    ask: [sum]\n    checklist: points")], "    ask:", "nobody is asked when `ready` is opened in activities.ready.ask", "only what people add (`by_hand`) and what runs a process asks before"),
        ([("en: Granted}, opens: [talk]", "en: Granted}, ask: [sum]")], "    outcomes: {yes_", "`ask` in an outcome that nobody chooses in activities.ask_head.outcomes.yes_done.ask", "nobody is there to answer: leave it out"),
        ([("  bill: {kind: invoice, title: {ru: Счёт, en: Bill}, due: {working_days: 1}, outcomes: {done: {title: {ru: Да, en: Done}}}}", "  bill: {kind: invoice, title: {ru: Счёт, en: Bill}, due: {working_days: 1}, timers: [{overdue: {days: 1}, outcome: done}], outcomes: {done: {title: {ru: Да, en: Done}, reserved: true}}}")], "  bill:", "all outcomes of `bill` are reserved in activities.bill.outcomes", "leave one that a person can choose"),
        ([("  bill: {kind: invoice, title: {ru: Счёт, en: Bill}, due: {working_days: 1}, outcomes: {done:", "  bill: {kind: invoice, title: {ru: Счёт, en: Bill}, due: {working_days: 1}, timers: [{overdue: {days: 1}, outcome: gone}], outcomes: {gone: {title: {ru: Ушло, en: Gone}, reserved: true, set: {why: late}, to: won}, done:")], "  bill:", "an outcome that nobody chooses leads to `won`, which asks for `sum` in activities.bill.outcomes.gone.to", "nobody is there to answer: name it in `set`, or lead elsewhere"),
        ([("must: [bill]", "must: [bill, ship]"), ("final: won, requires: [{field: sum, asked: always}]", "final: won"), ("  bill: {kind: invoice, title: {ru: Счёт, en: Bill}, due: {working_days: 1}, outcomes: {done:", "  bill: {kind: invoice, title: {ru: Счёт, en: Bill}, due: {working_days: 1}, timers: [{overdue: {days: 1}, outcome: gone}], outcomes: {gone: {title: {ru: Ушло, en: Gone}, reserved: true, to: won}, done:")], "  bill:", "an outcome that nobody chooses leads to `won` past `ship` in activities.bill.outcomes.gone.to", "nobody is there to say why: lead elsewhere, or `steps: nudge`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=BROAD)
    assert (line_of(text, marker), what, meant) in findings(text)
