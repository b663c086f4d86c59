from datetime import date, timedelta

import pytest

from bot import callbacks
from bot.screen import Look
from bot.texts import texts
from bot.usecases.asked import Problem, Subject, Suggestion, Trouble, chosen
from bot.views import calendar, question, why
from fsm.questions import ATTEMPTS, GIVE_UP, GO_ON, KEEP, NEXT, PLAN_WHEN, WHEN
from tests.bot.views import rows
from tests.bot.views.gallery import drawn, plain
from tests.bot.views.rows import NOW, SIMPLE

RU = texts("ru", "Europe/Moscow")
EN = texts("en", "Europe/Moscow")
MOVING = Subject("ООО «Ромашка»", to="engaging")


def test_a_gate_asks_with_what_is_likely() -> None:
    asked = rows.asked(
        "product",
        suggestions=(Suggestion("i2", "GTX Pro", 2), Suggestion("i3", "MG Special", 3)),
        subject=MOVING,
    )
    assert drawn(question.question(asked, SIMPLE, RU, NOW)) == (
        "ООО «Ромашка»\n"
        "→ Переговоры\n"
        "\n"
        "Какой продукт интересует клиента?  1 из 2\n"
        "Выберите или напишите начало названия.\n"
        "[GTX Pro] [MG Special]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )


def test_what_comes_next_is_on_chips_and_in_legal_moves() -> None:
    asked = rows.asked(
        NEXT,
        "plan.0",
        "plan.1",
        PLAN_WHEN,
        "move.engaging",
        "move.won",
        "move.lost",
        KEEP,
        suggestions=(
            Suggestion("plan.0", value=NOW + timedelta(hours=2)),
            Suggestion("plan.1", value=date(2026, 11, 24)),
            Suggestion(KEEP, value=NOW + timedelta(days=1)),
        ),
        subject=Subject("ООО «Ромашка»", activity="first_call", outcome="reached"),
        total=1,
    )
    screen = question.question(asked, SIMPLE, RU, NOW)
    assert drawn(screen) == (
        "ООО «Ромашка»\n"
        "Позвонить клиенту — Дозвонился\n"
        "\n"
        "Что дальше?\n"
        "☎ — Созвониться ещё раз\n"
        "Выберите или напишите, когда: «завтра в 11».\n"
        "[☎ Сегодня 14:00] [☎ Завтра]\n"
        "[☎ Другое время…] [→ Переговоры]\n"
        "[→ Успех] [→ Отказ]\n"
        "[Оставить: завтра 12:00]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )
    looks = {one.text: one.look for row in screen.keyboard for one in row}
    assert (looks["→ Успех"], looks["→ Отказ"], looks["→ Переговоры"]) == (Look.GOOD, Look.BAD, None)
    assert screen.keyboard[0][0].callback == callbacks.Choice(99, NEXT, "plan.0")


def test_the_end_of_a_ladder_names_what_giving_up_writes() -> None:
    subject = Subject("ООО «Ромашка»", activity="first_call", outcome="no_answer")
    asked = rows.asked(ATTEMPTS, GO_ON, GIVE_UP, subject=subject, total=1)
    assert drawn(question.question(asked, SIMPLE, RU, NOW)).endswith(
        "Все попытки исчерпаны. Что делаем?\n"
        "Выберите или напишите, когда: «завтра в 11».\n"
        "[Звонить дальше…]\n"
        "[Закрыть: Не удалось связаться]\n"
        "[Почему?] [‹ Назад] [Отмена]"
    )


@pytest.mark.parametrize("trouble", Trouble)
def test_what_was_not_understood_keeps_the_question(trouble: Trouble) -> None:
    asked = rows.asked(WHEN, problem=Problem(trouble, "когда-нибудь"))
    words = plain(question.question(asked, SIMPLE, RU, NOW).text)
    assert "\n\n⚠ " in words
    assert "Выяснить потребность: когда?" in words


def test_a_date_that_was_not_understood_is_quoted_with_an_example() -> None:
    asked = rows.asked(WHEN, problem=Problem(Trouble.NOT_A_MOMENT, "когда-нибудь"))
    words = plain(question.question(asked, SIMPLE, RU, NOW).text).replace("\u00a0", " ")
    assert "Не понял дату: «когда-нибудь». Напишите, например, «завтра в 11» или «26.11 14:30»." in words


def test_a_moment_may_be_chosen_from_a_month_and_then_from_a_day() -> None:
    asked = rows.asked(WHEN)
    screen = question.question(asked, SIMPLE, RU, NOW)
    opening = next(one.callback for row in screen.keyboard for one in row if one.text == "Календарь")
    assert opening == callbacks.Month(99, 2026 * 12 + 10)
    month = calendar.month(asked, SIMPLE, RU, NOW, opening.month)
    assert drawn(month).splitlines()[-5:] == [
        "[·] [Ноябрь 2026] [›]",
        "[Пн] [Вт] [Ср] [Чт] [Пт] [Сб] [Вс]",
        "[23] [24] [25] [26] [27] [28] [29]",
        "[30] [·] [·] [·] [·] [·] [·]",
        "[‹ К вопросу]",
    ]
    tuesday = month.keyboard[2][1].callback
    assert isinstance(tuesday, callbacks.Choice)
    assert chosen(tuesday.choice) == date(2026, 11, 24)
    hours = calendar.hours(asked, SIMPLE, RU, NOW, date(2026, 11, 24))
    assert [one.text for one in hours.keyboard[1]] == ["08:00", "08:30", "09:00", "09:30"]
    today = calendar.hours(asked, SIMPLE, RU, NOW, date(2026, 11, 23))
    assert today.keyboard[1][0].text == "12:30"


@pytest.mark.parametrize("number", [0, 1, 2026 * 12 + 9, 10**12])
def test_a_forged_month_shows_one_that_may_be_chosen(number: int) -> None:
    screen = calendar.month(rows.asked(WHEN), SIMPLE, RU, NOW, number)
    assert screen.keyboard[0][1].text in {"Ноябрь 2026", "Ноябрь 2029"}


def test_a_day_of_closing_may_have_passed_and_has_no_hour() -> None:
    screen = calendar.month(rows.asked("close_date"), SIMPLE, EN, NOW, 2026 * 12 + 1)
    assert screen.keyboard[0][1].text == "February 2026"
    assert screen.keyboard[2][-1].callback == callbacks.Choice(99, "close_date", "d20260201")


def test_why_shows_the_gate_with_its_conditions() -> None:
    asked = rows.asked("winner", subject=Subject("ООО «Ромашка»", activity="first_call", outcome="refused"))
    assert plain(why.why(asked, SIMPLE, RU).text) == (
        "ООО «Ромашка»\n"
        "Позвонить клиенту — Отказ\n"
        "\n"
        "Чтобы перевести сделку на стадию «Отказ», нужно знать:\n"
        "· Причина отказа\n"
        "· Причина своими словами — если Причина отказа: Другое\n"
        "· Кто победил — если Причина отказа: Победил конкурент\n"
        "\n"
        "Пока вы не ответили, ничего не меняется. Прежние ответы сохранены."
    )


def test_why_tells_the_ladder() -> None:
    subject = Subject(None, activity="first_call", outcome="busy")
    words = plain(why.why(rows.asked(ATTEMPTS, GO_ON, GIVE_UP, subject=subject), SIMPLE, RU).text)
    assert "через 2 рабочих часа, через 1 рабочий день, через 2 дня" in words


@pytest.mark.parametrize(
    "choice", ["", "d", "m", "d2026112", "d20261301", "m20261124", "m202611242561", "x20261124", "d20261124x"]
)
def test_what_is_not_a_choice_of_a_calendar_chooses_nothing(choice: str) -> None:
    assert chosen(choice) is None
