"""Questions of the grown process language, by value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.screen import Look
from bot.texts import texts
from bot.usecases.asked import Problem, Suggestion, Trouble
from bot.views import question, words
from bot.views.conditions import condition
from fsm.definition import Condition, FieldType, Kind
from fsm.facts import Answer
from fsm.questions import EXIT, KEEP
from tests.bot.views import asking_rows as asking
from tests.bot.views.asking_rows import CORPORATE, asked, every, names
from tests.bot.views.gallery import drawn
from tests.bot.views.rows import NOW

RU = texts("ru", "Europe/Moscow")
EN = texts("en", "Europe/Moscow")


def shown(title: str) -> str:
    return drawn(question.question(every("Анна")[title], CORPORATE, RU, NOW)).replace("\u00a0", " ")


def test_yes_and_no() -> None:
    assert shown("influential").endswith("[Да] [Нет]\n[Почему?] [‹ Назад] [Отмена]")


def test_a_moment_may_be_left_as_it_is() -> None:
    assert "\n[Оставить: завтра 12:00] [Календарь]\n" in shown("presentation_at") or (
        "\n[Оставить: завтра 12:00]\n[Календарь]\n" in shown("presentation_at")
    )


def test_people_stand_on_pages() -> None:
    assert shown("colleague").endswith(
        "Кому передать сделку?\n"
        "Выберите или напишите имя.\n"
        "[Анна] [Анна]\n"
        "[Анна] [Анна]\n"
        "[Анна] [Анна]\n"
        "[Анна] [Анна]\n"
        "[‹] [2 из 3] [›]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )


def test_a_team_stands_with_its_head_and_may_be_passed_over() -> None:
    assert shown("direction").endswith("[Анна · Анна]\n[Пропустить]\n[Почему?] [‹ Назад] [Отмена]")


def test_what_was_sought_leads_back_to_the_whole_list() -> None:
    assert "Найдено по «Анна»: 9\n[Анна]\n[‹] [2 из 2]\n[Весь список]\n" in shown("person sought")


def test_the_way_out_is_what_is_suggested_another_one_or_to_stay() -> None:
    assert shown("exit").endswith(
        "Куда дальше?\n"
        "Выберите или напишите начало названия.\n"
        "[→ Презентация] [Другая стадия…]\n"
        "[Остаться на стадии]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )


def test_other_ways_say_by_a_sign_where_they_lead() -> None:
    ways = ("move.contracting", "move.interest", "move.needs", "move.lost", "move.won", "move.transferred")
    found = asked(EXIT, *ways, KEEP, suggestions=tuple(map(Suggestion, ways)), choices=14, page=2)
    screen = question.question(found, CORPORATE, RU, NOW)
    assert drawn(screen).endswith(
        "[→ Контрактация]\n"
        "[← Подтверждение интереса]\n"
        "[↻ Анализ потребностей]\n"
        "[✗ Завершена с проигрышем]\n"
        "[★ Завершена с победой]\n"
        "[⇢ Перевод на другой процесс]\n"
        "[‹] [2 из 2]\n"
        "[‹ К предложенным]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )
    looks = [button.look for row in screen.keyboard[:6] for button in row]
    assert looks == [None, None, None, Look.BAD, Look.GOOD, Look.MAIN]


def test_a_way_shows_what_it_would_mean() -> None:
    assert shown("going").endswith(
        "Куда дальше?\n"
        "→ Завершена с победой\n"
        "Сделка будет закрыта.\n"
        "\n"
        "Будет отменено:\n"
        "· ▣ Провести презентацию\n"
        "\n"
        "Ещё не сделано:\n"
        "· Собрать информацию\n"
        "\n"
        "Спрошу:\n"
        "· Сумма\n"
        "· Основание\n"
        "[Перейти]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )


def test_steps_that_are_left_out_are_named() -> None:
    assert (
        "Эти шаги не сделаны. Почему их пропускаем?\n"
        "· Собрать информацию\n"
        f"· {CORPORATE.activities['confirm_call'].title['ru']}\n"
    ) in shown("own.waive")


def test_the_last_answers_stand_above_a_question_of_a_form() -> None:
    told = shown("said before")
    assert (
        "✓ Направление: пропущено\n"
        "✓ Новое о влиятельных лицах: Нет\n"
        "→ Завершена с победой\n"
        "\n"
        "Какая сумма сделки?  5 из 7\n"
    ) in told
    assert "[Оставить: 1 500 000,50 ₽]" in told


def test_none_is_said_with_what_to_do() -> None:
    found = asked("colleague", problem=Problem(Trouble.NOT_FOUND, "<b>"))
    assert "⚠ По запросу «<b>» ничего нет." in drawn(question.question(found, CORPORATE, RU, NOW))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("influential", "yes", "Да"),
        ("influential", "no", "Нет"),
        ("colleague", 1, "Анна"),
        ("colleague", 2, "уже нет в базе"),
        ("direction", 1, "Анна"),
        ("client", 1, "Анна"),
        ("target_process", "simple", "Простая продажа"),
        ("target_process", "gone", "gone"),
        ("presentation_at", datetime(2026, 11, 27, 12, tzinfo=UTC), "пт 27 ноя, 15:00"),
        ("presentation_at", date(2026, 11, 27), "пт 27 ноя"),
        ("route", "colleague", "Другой сотрудник"),
        ("known_facts", "yes", "yes"),
    ],
)
def test_values_in_words(key: str, value: Answer, said: str) -> None:
    assert value is not None
    assert words.value(value, CORPORATE.fields[key], RU, NOW, names("Анна")) == said


@pytest.mark.parametrize(("number", "said"), [("1250.5", "1 250,5"), ("12", "12"), ("0.125", "0,125")])
def test_numbers_in_words(number: str, said: str) -> None:
    assert words.value(Decimal(number), None, RU, NOW).replace("\u00a0", " ") == said


def test_every_kind_of_activity_has_a_sign_and_a_name() -> None:
    assert set(words.SIGNS) == set(Kind)
    assert len(set(words.SIGNS.values())) == len(Kind)
    for t in (RU, EN):
        assert len({words.kind(kind, t) for kind in Kind}) == len(Kind)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Condition(field="close_reason", equals=("price", "other")), "Причина проигрыша: Дорого, Другое"),
        (Condition(field="influential", equals=("yes",)), "Новое о влиятельных лицах: да"),
        (Condition(field="amount", at_least=Decimal(1000)), "Сумма: от 1 000"),
        (Condition(field="amount", below=Decimal(1000)), "Сумма: меньше 1 000"),
        (Condition(field="client", known=True), "Клиент: заполнено"),
        (Condition(field="client", known=False), "Клиент: не заполнено"),
        (Condition(done="collect_info"), "сделано: Собрать информацию"),
        (Condition(headed="direction"), "Направление: есть руководитель"),
    ],
)
def test_conditions_in_words(one: Condition, said: str) -> None:
    assert condition(one, CORPORATE, RU).replace("\u00a0", " ") == f"если {said}"
    both = Condition(all=(one, Condition.model_validate({"not": one})))
    assert condition(both, CORPORATE, RU).replace("\u00a0", " ") == f"если {said} и не выполнено: {said}"
    either = condition(Condition(any=(one, one)), CORPORATE, RU).replace("\u00a0", " ")
    assert either == f"если {said} или {said}"


def test_no_type_of_field_is_without_its_question() -> None:
    """Lists are drawn by views of their own."""
    plain = {one.question.key for one in every("Анна").values()}
    types = {CORPORATE.fields[key].type for key in plain if key in CORPORATE.fields}
    assert {FieldType.PERSON, FieldType.TEAM, FieldType.PROCESS, FieldType.MOMENT, FieldType.YES_NO} <= types
    assert asking.screens(EN, "Anna")
