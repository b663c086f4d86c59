"""What a rule says of processes is held against all that sell by them."""

import pytest

from fsm import loading, rulebook
from fsm.rulebook import checked, load
from tests.fsm.ruled import TEXTS, beside
from tests.fsm.written import Change, changed

SALE = """\
process: sale
version: 1
language: 2
title: {ru: Продажа, en: Sale}
start: talk
next_step: plan
by_hand: [ask_date]
signals: [paid]
fields:
  amount: {type: money, title: {ru: Сумма, en: Amount}, question: {ru: "Сколько?", en: "How much?"}}
  team: {type: team, title: {ru: Команда, en: Team}, question: {ru: "Чья?", en: "Whose?"}}
  sent: {type: date, title: {ru: Отправлено, en: Sent}, question: {ru: "Когда?", en: "When?"}}
  why: {type: choice, title: {ru: Почему, en: Why}, question: {ru: "Почему?", en: "Why?"}, options: {dear: {title: {ru: Д, en: D}}, other: {title: {ru: Другое, en: Other}}}}
  words: {type: text, title: {ru: Слова, en: Words}, question: {ru: "Что?", en: "What?"}}
  until: {type: date, title: {ru: До, en: Until}, question: {ru: "До?", en: "Until?"}}
activities:
  send: {kind: task, title: {ru: Послать, en: Send}, due: {days: 1}, outcomes: {done: {title: {ru: Да, en: Done}}}}
  plan: {kind: task, title: {ru: План, en: Plan}, scope: deal, due: {days: 0}, outcomes: {next: {title: {ru: Да, en: Next}, completes: false, next: {plan: send, chips: [{days: 1}]}}}}
  ask_date:
    kind: approval
    title: {ru: Срок, en: Date}
    scope: deal
    due: {days: 1}
    runs: request
    ask: [why, {field: words, when: {field: why, equals: [other]}}, until]
    outcomes: {granted: {title: {ru: Да, en: Granted}}}
stages:
  talk: {title: {ru: Беседа, en: Talk}, opens: [send], moves: [won, lost]}
  won: {title: {ru: Успех, en: Won}, final: won}
  lost: {title: {ru: Отказ, en: Lost}, final: lost}
"""
LEASE = changed(
    ("process: sale", "process: lease"),
    ("  team: {type: team", "  region: {type: text"),
    ("send: {kind: task", "post: {kind: task"),
    ("opens: [send]", "opens: [post]"),
    ("plan: send", "plan: post"),
    ("signals: [paid]\n", ""),
    text=SALE,
)
CARE = "process: care\nsubject: care\n" + LEASE.partition("\n")[2]
"""Nothing is sold by it, so rules about deals are not held against it."""
DUTY = """\
rule: send_it
title: {ru: Отправить, en: Send it}
demands: {ru: Отправьте, en: Send it}
means: {ru: Не отправлено, en: It was not sent}
ignored: {ru: Увидит руководитель, en: The head will see it}
trigger: opened
criteria: {field: why, equals: [dear]}
threshold: {field: amount, below: 100}
limit: {days: 5}
fulfil: {any: [{field: sent, known: true}, {done: send}, {done: post}]}
moment: sent
exempt: {activity: ask_date, reason: why, words: words, until: until}
"""
WATCH = """\
rule: too_long
title: {ru: Долго, en: Too long}
demands: {ru: Решите, en: Decide}
means: {ru: Стоит, en: It stands still}
ignored: {ru: Увидит руководитель, en: The head will see it}
watch: stage
limit: {days: 5}
norms: {sale.talk: 3}
"""


def said(text: str, *processes: str) -> list[tuple[str, str, str]]:
    """Where, what, and what was meant."""
    found = {one.process: one for one in (loading.load(text_, name="p.yaml") for text_ in processes)}
    return [
        (".".join(str(step) for step in one.path if isinstance(step, str)), one.what, one.meant)
        for one in beside(text, found)
    ]


@pytest.mark.parametrize("text", [DUTY, WATCH])
def test_what_is_right_is_not_complained_about(text: str) -> None:
    assert said(text, SALE, LEASE, CARE) == []


@pytest.mark.parametrize(
    ("changes", "where", "what", "meant"),
    [
        # names
        ([("field: sent, known", "field: snet, known")], "fulfil.any.field", "unknown field `snet`", "did you mean `sent`?"),
        ([("{done: post}", "{done: posst}")], "fulfil.any.done", "unknown activity or signal `posst`", "did you mean `post`?"),
        ([("{done: post}", "{done: touhced}")], "fulfil.any.done", "unknown activity or signal `touhced`", "did you mean `touched`?"),
        ([("field: amount", "field: amounts")], "threshold.field", "unknown field `amounts`", "did you mean `amount`?"),
        ([("moment: sent", "moment: snet")], "moment", "unknown field `snet`", "did you mean `sent`?"),
        ([("[dear]", "[deer]")], "criteria.equals", "unknown value of why `deer`", "did you mean `dear`?"),
        ([("{field: why, equals: [dear]}", "{headed: teams}")], "criteria.headed", "unknown field `teams`", "did you mean `team`?"),
        # types
        ([("field: amount", "field: why")], "threshold.field", "`why` is of type choice in `lease`", "only a field of type money or number has a border"),
        ([("moment: sent", "moment: amount")], "moment", "`amount` is of type money in `sale`", "only a field of type date or moment says when"),
        ([("{field: why, equals: [dear]}", "{field: until, at_least: 5}")], "criteria.field", "`until` is of type date in `sale`", "only a field of type money or number is more or less"),
        ([("{field: why, equals: [dear]}", "{field: until, equals: [dear]}")], "criteria.field", "`until` is of type date in `sale`", "only a field of type choice or yes_no or text or process has values that can be written here"),
        ([("{field: why, equals: [dear]}", "{headed: region}")], "criteria.headed", "`region` is of type text in `lease`", "only a field of type team has a head"),
        ([("{done: post}", "{done: plan}")], "fulfil.any.done", "`plan` is never done", "it needs an outcome that completes it"),
        # where it applies, and whether it can be done there
        ([("{field: why, equals: [dear]}", "{all: [{field: team, known: true}, {field: region, known: true}]}")], "criteria", "`criteria` can hold in no process of deals", "the rule would never fire: name what one process has"),
        ([("{any: [{field: sent, known: true}, {done: send}, {done: post}]}", "{done: send}")], "fulfil", "in deals of `lease` it can never be done", "name something of `lease` too, or let `criteria` leave these deals out"),
        ([("{any: [{field: sent, known: true}, {done: send}, {done: post}]}", "{all: [{done: paid}, {done: send}]}")], "fulfil", "in deals of `lease` it can never be done", "name something of `lease` too, or let `criteria` leave these deals out"),
        # the way out
        ([("activity: ask_date", "activity: ask_dat")], "exempt.activity", "`sale` has no activity `ask_dat`", "did you mean `ask_date`?"),
        ([("activity: ask_date", "activity: send")], "exempt.activity", "`send` of `sale` asks nobody", "what asks for another date runs a process, in which a head answers"),
        ([("activity: ask_date", "activity: send")], "exempt.activity", "`lease` has no activity `send`", "meant is one of `post`, `plan`, `ask_date`"),
        ([("reason: why", "reason: whyy")], "exempt.reason", "unknown field `whyy`", "did you mean `why`?"),
        ([("reason: why", "reason: sent")], "exempt.reason", "`sent` is of type date in `sale`", "only a field of type choice can be `reason`"),
        ([("words: words", "words: amount")], "exempt.words", "`amount` is of type money in `lease`", "only a field of type text can be `words`"),
        ([("until: until", "until: team")], "exempt.until", "`team` is of type team in `sale`", "only a field of type date can be `until`"),
        ([("until: until", "until: sent")], "exempt.until", "`ask_date` of `sale` does not ask `sent`", "name it in `ask` there"),
        ([("{done: post}", "{done: ask_date}")], "fulfil.any.done", "`ask_date` asks for another date, and is what has to be done", "whoever asks has not done it yet: leave it out"),
    ],
)  # fmt: skip
def test_a_duty_that_does_not_fit(changes: list[Change], where: str, what: str, meant: str) -> None:
    assert (where, what, meant) in said(changed(*changes, text=DUTY), SALE, LEASE, CARE)


@pytest.mark.parametrize(
    ("changes", "where", "what", "meant"),
    [
        ([("by_hand: [ask_date]\n", ""), ("opens: [send]", "opens: [send, ask_date]"), ("    ask: [why, {field: words, when: {field: why, equals: [other]}}, until]\n", "")], "exempt.activity", "nobody can open `ask_date` of `sale`", "name it in `by_hand` there"),
        ([("ask: [why,", "ask: [{field: why, optional: true},")], "exempt.reason", "`ask_date` of `sale` may leave `why` out", "whoever asks says why: no `optional` and no `when`"),
        ([("equals: [other]", "equals: [dear]")], "exempt.words", "`ask_date` of `sale` may leave `words` out", "where the reason is `other`, words are demanded"),
        ([(", until]", ", {field: until, when: {done: send}}]")], "exempt.until", "`ask_date` of `sale` may leave `until` out", "whoever asks says until when: no `optional` and no `when`"),
        ([(", other: {title", ", another: {title"), ("equals: [other]", "equals: [another]")], "exempt.reason", "no `other` among the options of `why` in `sale`", "nobody knows all reasons: add it there"),
    ],
)  # fmt: skip
def test_a_way_out_that_does_not_fit(changes: list[Change], where: str, what: str, meant: str) -> None:
    assert (where, what, meant) in said(DUTY, changed(*changes, text=SALE))


@pytest.mark.parametrize(
    ("norm", "what", "meant"),
    [
        ("sle.talk", "unknown process of deals `sle`", "did you mean `sale`?"),
        ("care.talk", "unknown process of deals `care`", "meant is one of `sale`, `lease`"),
        ("sale.tlk", "unknown stage `tlk` of `sale`", "did you mean `talk`?"),
        ("sale.won", "`won` of `sale` is final", "no deal waits in a stage that is an end"),
    ],
)
def test_a_norm_of_nothing(norm: str, what: str, meant: str) -> None:
    text = changed(("sale.talk", norm), text=WATCH)
    assert said(text, SALE, LEASE, CARE) == [(f"norms.{norm}", what, meant)]


def test_a_rule_for_one_process_leaves_the_deals_of_others_out() -> None:
    text = changed(
        ("{field: why, equals: [dear]}", "{field: team, known: true}"),
        ("{any: [{field: sent, known: true}, {done: send}, {done: post}]}", "{done: send}"),
        text=DUTY,
    )
    assert said(text, SALE, LEASE) == []


def test_what_ships_fits_what_ships() -> None:
    every = {name: load(text, name=name) for name, text in TEXTS.items()}
    assert checked(every, loading.shipped()) == {}
    assert list(rulebook.shipped()) == list(rulebook.ORDER)
    assert rulebook.shipped() is rulebook.shipped()


def test_two_rules_that_are_called_alike() -> None:
    one, other = load(DUTY, name="a.yaml"), load(changed(("send_it", "send_both"), text=DUTY), name="b.yaml")
    processes = {key: loading.load(text, name=key) for key, text in (("sale", SALE), ("lease", LEASE))}
    found = checked({"send_it": one, "send_both": other}, processes)["send_both"]
    assert {(one.path, one.what) for one in found} == {
        (("title",), "`send_both` is called like `send_it` in `ru`"),
        (("title",), "`send_both` is called like `send_it` in `en`"),
    }
