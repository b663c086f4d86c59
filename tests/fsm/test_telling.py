"""Every corner of the process language has a sentence in both languages."""

from decimal import Decimal

import pytest

from fsm.definition import Condition, Due, FieldDue, OwnerRule, Requirement, Timer
from fsm.definition.activities import Kind
from fsm.definition.fields import PARTS, FieldType
from fsm.definition.owners import Who
from fsm.loading import load, shipped
from fsm.telling import Teller
from fsm.telling.words import WORDS
from tests.fsm.written import changed

SIMPLE = shipped()["simple"]
CORPORATE = shipped()["corporate"]
EN, RU = (Teller(CORPORATE, language) for language in ("en", "ru"))


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    assert WORDS["ru"].keys() == WORDS["en"].keys()
    assert [
        word for word in WORDS["ru"] if WORDS["ru"][word].count("{}") != WORDS["en"][word].count("{}")
    ] == []
    assert all(
        WORDS["ru"][one]
        for one in (*Kind, *FieldType, *Who, *(part for parts in PARTS.values() for part in parts))
    )


def when(**words: object) -> Condition:
    return Condition.model_validate(words)


PRICE = {"field": "close_reason", "equals": ["price"]}
FACTS = {"field": "known_facts", "known": True}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (when(**PRICE), "Причина проигрыша: Дорого"),
        (when(field="close_reason", equals=["price", "other"]), "Причина проигрыша: Дорого или Другое"),
        (when(**FACTS), "заполнено «Что известно»"),
        (when(field="known_facts", known=False), "не заполнено «Что известно»"),
        (when(field="amount", at_least="100000"), "Сумма от 100\N{NO-BREAK SPACE}000"),
        (when(field="amount", below="2.5"), "Сумма меньше 2.5"),
        (when(done="collect_info"), "сделано «Собрать информацию»"),
        (when(done="paid"), "пришёл сигнал «paid»"),
        (when(headed="direction"), "у команды из «Направление» есть руководитель"),
        (when(**{"not": PRICE}), "Причина проигрыша: не Дорого"),
        (when(**{"not": {"headed": "direction"}}), "у команды из «Направление» нет руководителя"),
        (when(**{"not": {"field": "amount", "below": 5}}), "Сумма от 5"),
        (when(**{"not": {"not": FACTS}}), "заполнено «Что известно»"),
        (when(all=[PRICE, FACTS]), "Причина проигрыша: Дорого и заполнено «Что известно»"),
        (when(**{"not": {"all": [PRICE, FACTS]}}), "Причина проигрыша: не Дорого или не заполнено «Что известно»"),
        (when(any=[PRICE, {"all": [FACTS, FACTS]}]), "Причина проигрыша: Дорого или (заполнено «Что известно» и заполнено «Что известно»)"),
        (when(**{"not": {"any": [PRICE, FACTS]}}), "Причина проигрыша: не Дорого и не заполнено «Что известно»"),
    ],
)  # fmt: skip
def test_conditions(condition: Condition, said: str) -> None:
    assert RU.condition(condition) == said
    assert EN.condition(condition)


def test_requirements() -> None:
    asked = Requirement.model_validate(
        {"field": "participants", "parts": ["role", "motives"], "when": FACTS, "optional": True}
    )
    assert EN.requirement(asked) == "Participants (role, motives; if “Known facts” is known; may be left out)"
    always = Requirement.model_validate({"field": "amount", "asked": "always"})
    assert EN.requirement(always) == "Amount (asked again)"
    assert EN.requirement(always, form=True) == "Amount"  # a form asks always, so there is nothing to say
    missing = Requirement.model_validate({"field": "amount", "asked": "missing"})
    assert (EN.requirement(missing), EN.requirement(missing, form=True)) == (
        "Amount",
        "Amount (if not known yet)",
    )


def test_dues() -> None:
    later = Due(working_days=2, at="11:00")
    assert RU.due(later) == "2 раб. дн. в 11:00"
    field = CORPORATE.fields["presentation_at"].title
    assert RU.due(FieldDue(field="presentation_at", before=1, otherwise=later)) == (
        f"за 1 раб. дн. до даты «{field['ru']}»; пока её нет — 2 раб. дн. в 11:00"
    )
    assert EN.due(FieldDue(field="presentation_at", otherwise=Due(working_hours=0))) == (
        f"by the date “{field['en']}”; while there is none, at once"
    )


def test_owners_are_told_in_their_order() -> None:
    rules = [{"person": "colleague", "when": PRICE}, {"head_of": "direction"}, "owner"]
    colleague, team = (CORPORATE.fields[key].title["en"] for key in ("colleague", "direction"))
    assert EN.owners(tuple(map(OwnerRule.model_validate, rules))) == (
        f"whoever is named in “{colleague}” (if {EN.condition(when(**PRICE))}), "
        f"else the head of the team in “{team}”, else whoever works the deal"
    )


def test_timers() -> None:
    assert (
        EN.timer(Timer(opened=Due(working_hours=4), remind=True), None)
        == "4 working h after the beginning: a reminder"
    )
    assert (
        EN.timer(Timer(overdue=Due(working_days=1), outcome="late"), "Late")
        == "overdue by 1 working d: “Late” by itself"
    )
    assert (
        EN.timer(Timer(overdue=Due(working_hours=0), outcome="late"), "Late")
        == "as soon as it is overdue: “Late” by itself"
    )


RICH = """      done:
        title: {ru: Сделано, en: Done}
        style: good
        ask: [phone]
        set: {lost_reason: price}
        owner: [head, owner]
        again: {days: 1}
        counts: true
        passes_to: [above, owner]
        opens: [{open: follow_up, when: {field: amount, known: true}}]
        completes: false
"""


def test_all_that_an_outcome_may_do() -> None:
    text = changed(("      done: {title: {ru: Сделано, en: Done}, style: good}\n", RICH))
    process = load(text, name="p.yaml")
    said = Teller(process, "en").outcome(process.activities["errand"].outcomes["done"])
    assert said == (
        "Done → ask “Phone”, put down “Reason of the loss”: Too expensive, "
        "the deal goes to the head of whoever works the deal, else whoever works the deal, again: 1 d, "
        "that is one more attempt, the task goes to the head of whoever had the task, else whoever works the deal, "
        "open “Call again” (if “Amount” is known), what waits for this task waits on"
    )


def test_what_else_an_activity_says_of_itself() -> None:
    ticked = next(one for one in CORPORATE.activities.values() if one.checklist)
    assert "; ".join(EN.more(ticked)).startswith("tick: ")
    routed = CORPORATE.activities["appoint"]
    assert "; ".join(EN.more(routed)) == (
        f"done by the head of the team in “{CORPORATE.fields['direction'].title['en']}”, else whoever works the deal"
    )


def test_steps_come_in_order_each_once() -> None:
    steps = EN.steps("proposal_prep")
    assert [step.key for step in steps][:3] == ["need_calculation", "prepare_calculation", "prepare_proposal"]
    assert len({step.key for step in steps}) == len(steps)


def test_what_is_waited_for_from_outside_is_said() -> None:
    text = changed(
        ("activities:\n", "signals: [paid]\nactivities:\n"), ("after: [find_need, ", "after: [paid, ")
    )
    steps = {step.key: step for step in Teller(load(text, name="p.yaml"), "ru").steps("engaging")}
    assert steps["send_proposal"].awaited == ("сигнал «paid»",)


def test_other_processes_are_called_by_their_titles() -> None:
    start = CORPORATE.stages["won"].starts[0].model_copy(update={"process": "simple"})
    assert (
        Teller(CORPORATE, "en", shipped())
        .start(start)
        .startswith("begin the process “Simple sale” with: Client")
    )
    assert EN.start(start).startswith("begin the process “simple”")


def test_a_value_is_called_by_its_title() -> None:
    assert EN.value("target_process", "corporate") == "Corporate sales"
    assert EN.value("new_influence", "yes") == "yes"
    assert EN.value("amount", "5") == "5"
    assert (
        EN.condition(when(field="amount", at_least=Decimal(1000000)))
        == "Amount from 1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000"
    )
