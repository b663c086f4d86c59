"""A rule in words: on the page of tables and on the command line."""

import pytest

from fsm import loading, rule_table
from fsm.rulebook import load, shipped
from fsm.telling.rules import RuleTeller
from tests.fsm.ruled import PROPOSAL, TEXTS
from tests.fsm.written import Change, changed

RU, EN = (RuleTeller(loading.shipped(), language) for language in ("ru", "en"))


def row(*changes: Change, language: str, name: str = "proposal_5d") -> list[str]:
    """The cells of one rule, with something in it written differently."""
    rule = load(changed(*changes, text=TEXTS[name]), name="r.yaml")
    *_, line = rule_table.markdown([rule], language, loading.shipped()).splitlines()
    return line.strip("| ").split(" | ")


@pytest.mark.parametrize(
    ("days", "russian", "english"),
    [
        (1, "1 рабочий день", "1 working day"),
        (2, "2 рабочих дня", "2 working days"),
        (5, "5 рабочих дней", "5 working days"),
        (11, "11 рабочих дней", "11 working days"),
        (12, "12 рабочих дней", "12 working days"),
        (21, "21 рабочий день", "21 working days"),
        (104, "104 рабочих дня", "104 working days"),
        (0, "до конца дня", "by the end of the day"),
    ],
)
def test_a_limit_is_counted_as_people_count(days: int, russian: str, english: str) -> None:
    text = changed(("limit: {days: 5", f"limit: {{days: {days}"), ("{day: 1}, {day: 4}", ""), text=PROPOSAL)
    rule = load(text, name="r.yaml")
    assert (RU.limit(rule), EN.limit(rule)) == (russian, english)


@pytest.mark.parametrize(
    ("name", "russian", "english"),
    [
        ("first_answer", "8 рабочих часов", "8 working hours"),
        ("client_contact", "60 дней", "60 days"),
        ("snoozed_often", "3 раза", "3 times"),
        ("no_step", "ни дня", "not a day"),
    ],
)
def test_each_unit_has_its_name(name: str, russian: str, english: str) -> None:
    assert (RU.limit(shipped()[name]), EN.limit(shipped()[name])) == (russian, english)


def test_everything_about_a_duty_is_said() -> None:
    assert row(language="en")[:5] == [
        "Proposal within 5 days<br>`proposal_5d`",
        "a deal is opened<br>Amount below 500 000",
        "5 working days",
        "“Proposal sent” is known or “Send the proposal” is done or “Present the proposal” is done",
        "at once<br>after 1 working day<br>after 4 working days",
    ]
    said = row(language="ru")[5]
    for one in ("строка в сводке", "через 3 рабочих дня узнаёт и тот, кто выше", "называет причину"):
        assert one in said
    assert "можно попросить другой срок: «Согласовать срок сложной сделки»" in said


def test_what_is_written_differently_is_said_differently() -> None:
    cells = row(
        ("trigger: opened", "on: false\ntrigger: opened\ncriteria: {not: {done: touched}}"),
        ("below: 500000", "at_least: 1000000"),
        ("{day: 4}]", "{left: 2}, {left: 0}, {share: 30}]"),
        ("  urgent: true\n  escalate: 3\n", "  via: count\n"),
        language="en",
    )
    assert cells[0] == "Proposal within 5 days (off)<br>`proposal_5d`"
    assert cells[1] == ("a deal is opened<br>nothing is done about the deal<br>Amount from 1 000 000")
    assert cells[4].endswith(
        "2 working days before the end<br>on the last day<br>when 30 % of the time have passed"
    )
    assert cells[5].startswith("a number in the head's digest<br>the rep says why")


def test_norms_stand_together_by_process() -> None:
    text = ("  simple.prospecting: 10", "  simple.prospecting: 7")
    assert "Простая продажа: «Поиск» 7, «Переговоры» 20" in row(text, language="ru", name="stage_norm")[2]
    assert row(language="ru", name="client_contact")[2].endswith(
        "сегменты: «ключевой» 30, «обычный» 60, «прочий» 180"
    )


def test_texts_of_a_rule_do_not_become_markup() -> None:
    assert row(("ru: КП за 5 дней", "ru: 'a|b *c*'"), language="ru")[0] == r"a\|b \*c\*<br>`proposal_5d`"


def test_a_language_without_words_of_its_own_is_told_in_english() -> None:
    every = shipped().values()
    german, english = (rule_table.markdown(every, one, loading.shipped()) for one in ("de", "en"))
    assert german == english


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_name_of_a_field_or_a_task_is_left_as_it_is_written(language: str) -> None:
    table = rule_table.markdown(shipped().values(), language, loading.shipped()).replace("`", "")
    keys = {
        key
        for process in loading.shipped().values()
        for key in (*process.fields, *process.activities, *process.stages)
        if "_" in key
    }
    assert {key for key in keys if key.replace("_", r"\_") in table} == set()
