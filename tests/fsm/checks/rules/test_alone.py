"""What is wrong with a rule by itself is told with its line and what was meant."""

import pytest

from fsm.rulebook import load
from tests.fsm.ruled import PROPOSAL, TEXTS, findings, problems
from tests.fsm.written import Change, changed, line_of

CRITERIA = "trigger: opened\n"
THRESHOLD = "threshold: {field: amount, below: 500000}"
FULFIL = (
    "    - {field: proposal_sent, known: true}\n    - {done: send_proposal}\n    - {done: present_proposal}\n"
)
NOTHING = "what has to be done is done when it begins in fulfil"
TO_COME = "the rule would never remind anybody: name what is still to come"


def criteria(condition: str) -> Change:
    """With this for `criteria`."""
    return CRITERIA, f"{CRITERIA}criteria: {condition}\n"


def fulfil(condition: str) -> Change:
    return f"  any:\n{FULFIL}", f"  all: [{condition}]\n"


@pytest.mark.parametrize("name", TEXTS)
def test_what_ships_is_right(name: str) -> None:
    assert problems(TEXTS[name]) == []
    assert load(TEXTS[name], name="r.yaml").rule == name


@pytest.mark.parametrize(
    ("changes", "marker", "what", "meant"),
    [
        # the shape
        ([("rule: proposal_5d\n", "")], "title:", "`rule` is missing in the rule", "it has to be given"),
        ([("rule: proposal_5d", "rule: Proposal")], "rule:", "the name `Proposal` in the rule", "a name is at most 20 small latin letters, digits and _, beginning with a letter"),
        ([("trigger: opened", "trigger: opend")], "trigger:", "`opend` in trigger", "did you mean `opened`?"),
        ([("trigger: opened", "triger: opened")], "triger:", "unknown word `triger` in the rule", "did you mean `trigger`?"),
        ([("trigger: opened\n", "")], "rule:", "the rule does not hold together", "a rule has exactly one of trigger, watch"),
        ([("trigger: opened\n", "trigger: opened\nwatch: info\n")], "rule:", "the rule does not hold together", "a rule has exactly one of trigger, watch"),
        ([("trigger: opened\n", "watch: info\n")], "rule:", "the rule does not hold together", "fulfil, moment, remind and exempt go with a trigger, not with watch"),
        ([("  escalate: 3", "  escalte: 3")], "  escalte:", "unknown word `escalte` in breach", "did you mean `escalate`?"),
        ([("  escalate: 3", "  via: line")], "  via:", "`line` in breach.via", "did you mean `lines`?"),
        ([("  escalate: 3", "  escalate: 0")], "  escalate:", "`0` in breach.escalate", "at least 1 is possible"),
        ([("  until: complex_until\n", "")], "exempt:", "`until` is missing in exempt", "it has to be given"),
        ([("    payment:", "    Payment:")], "    Payment:", "the name `Payment` in breach.reasons", "a name is at most 20 small latin letters, digits and _, beginning with a letter"),
        ([("trigger: opened\n", "on: off\ntrigger: opened\n")], "on:", "`off` is read as true or false", 'write "off" in quotes, or true or false'),
        ([("trigger: opened\n", "on: perhaps\ntrigger: opened\n")], "on:", "`perhaps` in on", "meant is true or false"),
        # numbers
        ([("limit: {days: 5", "limit: {days: -5")], "limit:", "`-5` in limit.days", "at least 0 is possible"),
        ([("limit: {days: 5", "limit: {hours: 0")], "limit:", "`0` in limit.hours", "at least 1 is possible"),
        ([("limit: {days: 5", "limit: {days: soon")], "limit:", "`soon` in limit.days", "meant is a whole number"),
        ([("limit: {days: 5", "limit: {days: 5, hours: 3")], "limit:", "limit does not hold together", "a limit has exactly one of hours, days, times"),
        ([("calendar: working", "calendar: work")], "limit:", "`work` in limit.calendar", "did you mean `working`?"),
        ([("below: 500000", "below: 0")], "threshold:", "`0` in threshold.below", "more than 0 is possible"),
        ([("below: 500000", "below: half a million")], "threshold:", "`half a million` in threshold.below", "meant is a number"),
        ([("below: 500000", "below: 500000, at_least: 1000")], "threshold:", "threshold does not hold together", "a threshold has exactly one of below, at_least"),
        ([("{day: 1}", "{day: -1}")], "remind:", "`-1` in remind.day", "at least 0 is possible"),
        ([("{day: 1}", "{day: 1, left: 2}")], "remind:", "remind does not hold together", "a reminder has exactly one of day, left, share"),
        ([("{share: 50}", "{share: 100}")], "  remind:", "`100` in exempt.remind.share", "at most 99 is possible"),
        # texts
        ([("title: {ru: КП за 5 дней, en: Proposal within 5 days}", "title: {ru: КП за 5 дней}")], "title:", "no text in `en` in title", "write en: … too"),
        ([("en: A small deal was left without a proposal", "en: ''")], "means:", "an empty text in `en` in means.en", "people would see nothing"),
        ([("ru: КП за 5 дней", f"ru: {'Я' * 81}")], "title:", "a text of 81 characters in `ru` in title.ru", "at most 80 can be shown here"),
        ([("{ru: Не успел, en: Ran out of time}", "{ru: Не успел}")], "    forgot:", "no text in `en` in breach.reasons.forgot", "write en: … too"),
        ([("{ru: Не успел, en", "{ru: Другое, en")], "    other:", "`other` is called like `forgot` in `ru` in breach.reasons.other", "people could not tell one from the other"),
        # units
        ([("limit: {days: 5, calendar: working}", "limit: {times: 5}")], "limit:", "a duty is not counted in times in limit.times", "meant is `hours` or `days`"),
        # reminders
        ([("{day: 4}", "{day: 6}")], "remind:", "a reminder on day 6, after the end in remind.day", "there are 5 days"),
        ([("{day: 4}", "{left: 6}")], "remind:", "a reminder 6 days before the end, before it begins in remind.left", "there are 5 days"),
        ([("limit: {days: 5", "limit: {days: 1")], "remind:", "a reminder on day 4, after the end in remind.day", "there is 1 day"),
        ([("limit: {days: 5", "limit: {days: 0")], "remind:", "a reminder before an end on the same day in remind", "only `day: 0` is before it"),
        ([("limit: {days: 5", "limit: {hours: 5")], "remind:", "a reminder in days, where hours are counted in remind", "use `share`, or `day: 0`"),
        ([("{day: 4}", "{left: 4}")], "remind:", "a reminder at the time of another one in remind", "once is enough"),
        ([("{day: 4}", "{left: 5}")], "remind:", "a reminder at the time of another one in remind", "once is enough"),
        ([("{day: 4}", "{day: 1}")], "remind:", "a reminder at the time of another one in remind", "once is enough"),
        ([("[{day: 0}", "[" + "".join(f"{{share: {one}}}, " for one in range(1, 9)) + "{day: 0}")], "remind:", "remind has 11", "at most 10 can be there"),
        ([("{left: 1}]", "{day: 3}]")], "  remind:", "a reminder on day 3 of a time that nobody knows yet in exempt.remind", "count from the end: `left` or `share`"),
        ([("{left: 1}]", "{share: 50}]")], "  remind:", "a reminder at the time of another one in exempt.remind", "once is enough"),
        # what happens when it is broken, and the way out
        ([("    other:", "    others:")], "  reasons:", "no `other` among the reasons in breach.reasons", "nobody knows all of them: add `other: {ru: Другое, en: Something else}`"),
        ([("  escalate: 3", "  via: count\n  escalate: 3")], "  escalate:", "`escalate` where only a number is told in breach.escalate", "nobody could do anything about a number: `via: lines`, or leave it out"),
        ([("until: complex_until", "until: complex_words")], "  until:", "`complex_words` stands twice in exempt.until", "reason, words and until are three fields"),
        # conditions that contradict themselves
        ([criteria("{all: [{field: amount, below: 5}, {field: amount, at_least: 10}]}")], "criteria:", "a condition that can never hold in criteria", "its parts contradict one another"),
        ([criteria("{any: [{done: meeting}, {all: [{field: winner, known: false}, {field: winner, equals: [me]}]}]}")], "criteria:", "a condition that can never hold in criteria.any", "its parts contradict one another"),
        ([criteria("{field: winner, equals: []}")], "criteria:", "a condition without values in criteria.equals", "it would never hold: name some"),
        ([fulfil("{done: meeting}, {not: {done: meeting}}")], "fulfil:", "a condition that can never hold in fulfil", "its parts contradict one another"),
        ([criteria("{field: amount, at_least: 500000}")], "threshold:", "no deal is on this side of the border and meets `criteria` in threshold", "the rule would never fire: change one of them"),
        # done when it begins
        ([criteria("{done: meeting}"), fulfil("{done: meeting}")], "fulfil:", NOTHING, TO_COME),
        ([criteria("{all: [{field: winner, known: true}, {done: meeting}]}"), fulfil("{field: winner, known: true}")], "fulfil:", NOTHING, TO_COME),
        ([fulfil("{field: amount, known: true}")], "fulfil:", NOTHING, TO_COME),
        ([fulfil("{field: amount, below: 600000}")], "fulfil:", NOTHING, TO_COME),
        ([fulfil("{not: {done: meeting}}")], "fulfil:", NOTHING, TO_COME),
        ([fulfil("{field: winner, known: false}")], "fulfil:", NOTHING, TO_COME),
        # doing it takes it out of the rule
        ([criteria("{not: {done: meeting}}"), fulfil("{done: meeting}")], "criteria:", "what has to be done ends what `criteria` holds for in criteria", "it would never count as done: leave it out of `criteria`"),
        ([fulfil("{field: amount, at_least: 900000}")], "threshold:", "what has to be done ends what `threshold` holds for in threshold", "it would never count as done: leave it out of `threshold`"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_duty_is_told(changes: list[Change], marker: str, what: str, meant: str) -> None:
    text = changed(*changes, text=PROPOSAL)
    assert (line_of(text, f"\n{marker}") + 1, what, meant) in findings(text)


@pytest.mark.parametrize(
    ("name", "change", "marker", "what", "meant"),
    [
        ("snoozed_often", ("{times: 3}", "{days: 3}"), "limit:", "`watch: snooze` is not counted in days in limit.days", "meant is `times`"),
        ("snoozed_often", ("{times: 3}", "{times: 0}"), "limit:", "`0` in limit.times", "at least 1 is possible"),
        ("snoozed_often", ("{times: 3}", "{times: 3, calendar: working}"), "limit:", "`calendar` with `times` in limit.calendar", "no time is counted: leave it out"),
        ("approval_waits", ("{hours: 8, calendar: working}", "{times: 2}"), "limit:", "`watch: approval` is not counted in times in limit.times", "meant is `hours` or `days`"),
        ("stage_norm", ("{days: 15,", "{hours: 15,"), "limit:", "`watch: stage` is not counted in hours in limit.hours", "meant is `days`"),
        ("info_old", ("{days: 14,", "{days: 0,"), "limit:", "`watch: info` with 0 days in limit.days", "every one would break it at once: 1 or more"),
        ("stage_norm", ("simple.engaging: 20", "simple.engaging: 0"), "  simple.engaging", "`watch: stage` with 0 days in norms.simple.engaging", "every one would break it at once: 1 or more"),
        ("stage_norm", ("simple.engaging: 20", "simple.engaging: -2"), "  simple.engaging", "`-2` in norms.simple.engaging", "at least 0 is possible"),
        ("stage_norm", ("simple.engaging: 20", "engaging: 20"), "  engaging", "`engaging` is no stage in norms.engaging", "a stage is written `process.stage`"),
        ("client_contact", ("usual: 60", "usually: 60"), "norms:", "unknown segment `usually` in norms.usually", "did you mean `usual`?"),
        ("step_overdue", ("watch: step\n", "watch: step\nnorms: {usual: 3}\n"), "norms:", "norms without `contact`, `far`, `stage` in norms", "only stages and segments of clients have numbers of their own: leave them out"),
        ("client_cover", ("breach: {via: count}", "breach: {via: count, escalate: 2}"), "breach:", "`escalate` where only a number is told in breach.escalate", "nobody could do anything about a number: `via: lines`, or leave it out"),
        ("client_cover", ("watch: cover\n", "watch: cover\nthreshold: {field: amount, below: 5}\n"), "threshold:", "`threshold` in a rule that watches in threshold", "the daily audit does not look at it: leave it out"),
        ("client_cover", ("breach: {via: count}", "breach: {via: count, urgent: true}"), "breach:", "`urgent` in a rule that watches in breach.urgent", "the daily audit does not look at it: leave it out"),
        ("info_old", ("watch: info\n", "watch: info\nremind: [{day: 1}]\n"), "rule:", "the rule does not hold together", "fulfil, moment, remind and exempt go with a trigger, not with watch"),
        ("first_answer", ("fulfil: {done: touched}\n", ""), "rule:", "the rule does not hold together", "a rule with a trigger needs `fulfil`: without it nobody could do it"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_any_other_is_told(
    name: str, change: Change, marker: str, what: str, meant: str
) -> None:
    text = changed(change, text=TEXTS[name])
    assert (line_of(text, f"\n{marker}") + 1, what, meant) in findings(text)


@pytest.mark.parametrize(
    "text",
    [
        changed(("limit: {days: 5", "limit: {days: 0"), ("[{day: 0}, {day: 1}, {day: 4}]", "[{day: 0}]"), text=PROPOSAL),
        changed(("limit: {days: 5", "limit: {hours: 8"), ("[{day: 0}, {day: 1}, {day: 4}]", "[{day: 0}, {share: 50}, {share: 80}]"), text=PROPOSAL),
        changed(("{day: 4}]", "{left: 0}, {share: 60}]"), text=PROPOSAL),
        changed(criteria("{any: [{field: amount, below: 5}, {field: amount, at_least: 10}]}"), text=PROPOSAL),
        changed(criteria("{not: {field: amount, known: false}}"), text=PROPOSAL),
        changed(criteria("{all: [{not: {field: share, at_least: 10}}, {not: {field: share, below: 10}}]}"), text=PROPOSAL),
        changed(criteria("{all: [{headed: team}, {not: {headed: other_team}}]}"), text=PROPOSAL),
        changed((THRESHOLD, "criteria: {not: {done: complex}}"), text=PROPOSAL),
    ],
)  # fmt: skip
def test_what_is_right_is_not_complained_about(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(("written", "on"), [("true", True), ("false", False)])
def test_a_rule_is_switched_off_without_quotes(written: str, on: bool) -> None:
    text = changed(("trigger: opened", f"on: {written}\ntrigger: opened"), text=PROPOSAL)
    assert load(text, name="r.yaml").on is on


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    text = changed(
        ("trigger: opened", "trigger: opend"),
        ("{day: 4}", "{day: fourth}"),
        ("share: 40", "share: 400"),
        text=PROPOSAL,
    )
    found = problems(text)
    assert [one.what for one in found] == [
        "`opend` in trigger",
        "`fourth` in remind.day",
        "`400` in exempt.share",
    ]
    assert [one.line for one in found] == sorted(one.line for one in found)


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words\n", "- a\n- b\n", "7"])
def test_what_is_no_rule_at_all(text: str) -> None:
    assert [str(one) for one in problems(text)] == [
        "r.yaml:1: there is no rule in this file, it begins with `rule: name`"
    ]
