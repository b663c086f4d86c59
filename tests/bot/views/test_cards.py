from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from aiogram.types import MessageEntity

from bot import callbacks
from bot.callbacks import OpenTask, Press
from bot.screen import Look, Screen
from bot.texts import texts
from bot.usecases.naming import Names
from bot.views import day, deal, deals, funnel, history, morning, standing, task, team
from fsm.definition import FieldType
from storage.agenda import Agenda, Counts, Section
from storage.teams import Team
from storage.titles import Titles
from tests.bot.views import rows
from tests.bot.views.gallery import drawn, plain
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES, SIMPLE

RU = texts("ru", "Europe/Moscow")
EN = texts("en", "Europe/Moscow")


def entity(screen: Screen, kind: str) -> tuple[str, MessageEntity]:
    words, entities = screen.text.render()
    found = next(one for one in entities if one.type == kind)
    return found.extract_from(words), found


def test_the_card_of_a_call_has_all_that_the_call_needs() -> None:
    screen = task.card(rows.a_task(), [rows.a_touch()], SIMPLE, RU, NOW, reader=5)
    assert drawn(screen) == (
        "ООО «Ромашка»\n"
        "Иван Петров · +7 495 123-45-67\n"
        "\n"
        "☎ Выяснить потребность\n"
        "Срок: сегодня 15:00 · через 3 ч\n"
        "Попытка 2 из 4\n"
        "Задача клиента, объём, срок, бюджет.\n"
        "\n"
        "GTX Pro · 120 000 ₽\n"
        "Переговоры\nПонять потребность, отправить КП и услышать решение.\n"
        "\n"
        "До этого:\n"
        "вчера 12:00 · Выяснить потребность — Не дозвонился\n"
        "[Потребность ясна] [Не дозвонился]\n"
        "[Занято] [Перезвонить]\n"
        "[Неверный номер] [Отказ]\n"
        "[↷ Отложить] [Ещё…]\n"
        "[Сделка] [Мой день]"
    )
    assert entity(screen, "phone_number")[0] == "+7 495 123-45-67"
    words, running = entity(screen, "date_time")
    assert (words, running.date_time_format) == ("через 3 ч", "r")
    assert running.unix_time == int((NOW + 3 * HOUR).timestamp())
    looks = {one.callback: one.look for row in screen.keyboard for one in row}
    assert looks[Press(42, "clear")] is Look.GOOD
    assert looks[Press(42, "refused")] is Look.BAD
    assert looks[Press(42, "busy")] is None


def test_a_head_sees_whose_task_it_is() -> None:
    assert "Ответственный: Анна Смирнова" in plain(
        task.card(rows.a_task(), [], SIMPLE, RU, NOW, reader=1).text
    )


@pytest.mark.parametrize(
    ("attempt", "said"), [(1, None), (2, "Attempt 2 of 4"), (4, "Attempt 4 of 4"), (5, "Attempt 5")]
)
def test_attempts_are_counted_against_the_ladder(attempt: int, said: str | None) -> None:
    lines = plain(task.card(rows.a_task(attempt=attempt), [], SIMPLE, EN, NOW).text).splitlines()
    assert [line for line in lines if line.startswith("Attempt")] == ([said] if said else [])


def test_what_is_late_says_so() -> None:
    card = rows.a_task(due=datetime(2026, 11, 20, 15, tzinfo=UTC), timed=False)
    assert "⚠ Просрочено, срок был пт 20 ноя · 3 дня назад" in plain(
        task.card(card, [], SIMPLE, RU, NOW).text
    )


def test_a_logged_card_is_a_line_with_what_comes_next() -> None:
    screen = task.done(rows.a_task(), "no_answer", rows.advanced(), SIMPLE, RU, NOW)
    assert drawn(screen) == (
        "✓ ООО «Ромашка» · Выяснить потребность — Не дозвонился\n"
        "дальше: Созвониться ещё раз, завтра 10:00\n"
        "[Сделка] [Мой день]"
    )
    assert screen.toast == "Записано: Не дозвонился"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"moved": True}, "→ Переговоры · дальше: Созвониться ещё раз, завтра 10:00"),
        ({"final": "lost", "state": "lost", "opened": ()}, "Сделка закрыта: Отказ"),
        ({"opened": ()}, "дальше: то, что уже запланировано"),
        ({"opened": rows.advanced().opened * 3}, "дальше: Созвониться ещё раз, завтра 10:00 · и ещё 2"),
    ],
)
def test_there_is_always_something_next(changes: dict[str, object], said: str) -> None:
    assert plain(task.afterwards(rows.advanced(**changes), SIMPLE, RU, NOW)) == said


def test_a_stale_card_says_who_did_what_and_when_and_shows_no_phone() -> None:
    card = rows.a_task(state="done", outcome="clear", closed_at=NOW - HOUR, closed_by=6, closer="Борис")
    assert drawn(task.card(card, [rows.a_touch()], SIMPLE, RU, NOW)) == (
        "✓ ООО «Ромашка» · Выяснить потребность — Потребность ясна\nБорис · сегодня 11:00\n[Сделка] [Мой день]"
    )


def test_who_called_is_said_where_it_was_not_the_owner() -> None:
    screen = task.card(rows.a_task(), [rows.a_touch(by_id=6, by="Борис")], SIMPLE, RU, NOW)
    assert "Не дозвонился · Борис" in plain(screen.text)


def test_a_ring_says_how_soon_and_why() -> None:
    words = plain(morning.ring(rows.a_task(due=NOW + timedelta(minutes=15)), [], SIMPLE, RU, NOW).text)
    assert words.startswith("Через 15 минут: Выяснить потребность\n\nООО «Ромашка»\n")
    assert "Напоминаю, потому что назначено на 12:15." in words


def test_without_a_client_a_line_says_what_is_to_be_sold() -> None:
    (task_, *_) = rows.an_agenda(today=1).tasks
    for product, said in (("GTX Pro", " · GTX Pro · "), (None, " · клиент неизвестен · ")):
        agenda = replace(rows.an_agenda(today=1), tasks=(replace(task_, client=None, product=product),))
        assert said in plain(day.day(agenda, 0, PROCESSES, RU, NOW).text)


def test_my_day_puts_late_things_first_and_numbers_them() -> None:
    screen = day.day(rows.an_agenda(overdue=1, timed=1, today=1, following=1), 0, PROCESSES, RU, NOW)
    assert drawn(screen) == (
        "Понедельник, 23 ноября\n"
        "просрочено 1 · сегодня 2 · позже 1\n"
        "\n"
        "Просрочено\n"
        "1. пт 20 ноя · Клиент 1 · Позвонить клиенту\n"
        "\n"
        "Сегодня, по времени\n"
        "2. 12:30 · Клиент 2 · Позвонить клиенту\n"
        "\n"
        "Сегодня\n"
        "3. Клиент 3 · Позвонить клиенту\n"
        "\n"
        "Дальше\n"
        "4. ср 25 ноя · Клиент 4 · Позвонить клиенту\n"
        "[1 · ⚠ Клиент 1 · Позвонить клиенту]\n"
        "[2 · 12:30 Клиент 2]\n"
        "[3 · Клиент 3 · Позвонить клиенту]\n"
        "[4 · Клиент 4 · Позвонить клиенту]\n"
        "[Сделки]"
    )
    assert screen.keyboard[0][0].callback == OpenTask(1)


def test_my_day_with_194_deals_turns_pages_and_jumps() -> None:
    agenda = rows.an_agenda(overdue=10, timed=2, today=4, following=178, page=3)
    screen = day.day(agenda, 3, PROCESSES, RU, NOW)
    shown = [[one.text for one in row] for row in screen.keyboard[9:]]
    assert shown == [["‹", "4 из 25", "›"], ["Просрочено", "Сегодня", "Дальше"], ["Сделки"]]
    jumps = [one.callback for one in screen.keyboard[10]]
    assert jumps == [callbacks.Day("all", 0), callbacks.Day("all", 1), callbacks.Day("all", 2)]
    assert plain(screen.text).splitlines()[-1].startswith("32. ")


def test_an_empty_day_is_friendly() -> None:
    assert drawn(day.day(Agenda(Counts(), ()), 0, PROCESSES, EN, NOW)) == (
        "Monday, 23 November\n\nEverything is done, nothing is planned.\nYour deals are one tap away.\n[Deals]"
    )


def test_the_morning_plan_groups_what_is_late() -> None:
    late = tuple(rows.a_line_of_the_day(number, Section.OVERDUE) for number in range(6))
    screen = morning.plan(Agenda(Counts(overdue=30), late), PROCESSES, "Анна", "09:00", RU, NOW)
    assert plain(screen.text).splitlines() == [
        "Доброе утро, Анна!",
        "План: понедельник, 23 ноября",
        "просрочено 30",
        "",
        "Просрочено",
        *(f"· пт 20 ноя · Клиент {number} · Позвонить клиенту" for number in range(4)),
        "и ещё 26",
        "",
        "План приходит каждый рабочий день в 09:00.",
    ]


def test_the_card_of_a_deal_shows_where_it_stands_and_may_go() -> None:
    screen = deal.deal(rows.a_deal(), [rows.an_open()], rows.MOVES, SIMPLE, RU, NOW, reader=5)
    assert drawn(screen) == (
        "ООО «Ромашка»\n"
        "Иван Петров · +7 495 123-45-67\n"
        "GTX Pro · 120 000 ₽ · № Z063OYW0\n"
        "\n"
        "Переговоры\n"
        "●● 2 из 2\n"
        "Понять потребность, отправить КП и услышать решение.\n"
        "Что дальше: «Успех»\n"
        "\n"
        "Открыта: 11 ноя 2026\n"
        "\n"
        "Задачи:\n"
        "☎ Выяснить потребность — сегодня 15:00\n"
        "[☎ Выяснить потребность]\n"
        "[→ Успех · нужно: 2]\n"
        "[→ Отказ · нужно: 1]\n"
        "[← Поиск]\n"
        "[+ Действие] [✎ Заметка]\n"
        "[История] [Путь] [Мой день]"
    )
    assert screen.keyboard[1][0].callback == callbacks.Preview(17, 2, "won")


@pytest.mark.parametrize(
    ("stage", "outcome", "shown"),
    [
        ("prospecting", None, "Поиск\n●○ 1 из 2"),
        ("won", "won", "★ Успех"),
        ("lost", "lost", "✗ Отказ"),
        ("gone", None, "gone"),
    ],
)
def test_progress(stage: str, outcome: str | None, shown: str) -> None:
    assert plain(standing.progress(rows.a_deal(stage=stage, outcome=outcome), SIMPLE, RU)) == shown


def test_a_closed_deal_says_why() -> None:
    lost = rows.a_deal(
        stage="lost", outcome="lost", extra={"lost_reason": "competitor", "winner": "Рога"}, closed_at=NOW
    )
    words = plain(deal.deal(lost, [], [], SIMPLE, RU, NOW).text)
    assert "Закрыта: 23 ноя 2026\nПричина отказа: Победил конкурент\nКто победил: Рога" in words


def test_a_number_that_belongs_to_nobody_yet_is_grouped_like_any_other() -> None:
    known = rows.a_deal(extra={"phone": "+74951234567"})
    assert "Телефон: +7 495 123-45-67" in plain(deal.deal(known, [], [], SIMPLE, RU, NOW).text)


def test_a_list_of_deals_is_filtered_by_stage() -> None:
    screen = deals.deals(rows.a_list([rows.a_line()], stage="engaging"), "team", PROCESSES, RU, NOW)
    assert drawn(screen) == (
        "Сделки команды\n"
        "94 открытые сделки · 7 ₽\n"
        "Переговоры\n"
        "\n"
        "1. ООО «Ромашка» · GTX Pro · 1,2 млн ₽\n"
        "   Переговоры · Выяснить потребность, сегодня 15:00 · Анна Смирнова\n"
        "[1 · ООО «Ромашка» · GTX Pro]\n"
        "[1 из 12] [›]\n"
        "[Все 194] [Поиск 100]\n"
        "[● Переговоры 94]\n"
        "[Фильтры и порядок]\n"
        "[Команда] [Мой день]"
    )


def test_history_tells_what_was_answered_by_names_and_not_by_ids() -> None:
    entry = rows.an_entry(
        trigger={
            "move": "won",
            "answers": {
                "amount": ["5482.50", "USD"],
                "close_date": "2026-11-23",
                "product": 3,
                "contact": 4,
                "lost_words": None,
            },
        },
        state="won",
    )
    called = Names(Titles({FieldType.PRODUCT: {3: "GTX Pro"}}))
    told = history.Told(SIMPLE, called=called)
    assert plain(history.line(entry, told, RU, NOW)).replace("\u00a0", " ") == (
        "вчера 12:00 · Анна Смирнова\nПереведена вручную → Успех\n"
        "Сумма: 5 482,50 $; Дата закрытия: сегодня; Продукт: GTX Pro; Контактное лицо: уже нет в базе"
    )


def test_history_outlives_the_process() -> None:
    entry = rows.an_entry(
        trigger={"press": "x", "activity": "y", "answers": {"amount": "much", "z": 1}},
        state_before="a",
        state="b",
        actor=None,
    )
    assert (
        plain(history.line(entry, history.Told(SIMPLE), EN, NOW))
        == "yesterday 12:00 · by itself\ny — x → b\nAmount: much"
    )


def test_the_team_at_a_glance() -> None:
    screen = team.team("Север", [rows.a_member()], RU, scope="t1")
    assert drawn(screen) == (
        "Север\n"
        "12 открытых сделок · просрочено 1\n"
        "\n"
        "Анна Смирнова\n"
        "   12 сделок · просрочено 1 · сегодня 5 · позже 6\n"
        "[Анна Смирнова]\n"
        "[Все сделки] [Воронка]\n"
        "[Сотрудники] [Мой день]"
    )
    assert screen.keyboard[0][0].callback == callbacks.Staff(5, "card")


def test_the_funnel_in_words() -> None:
    caption = funnel.caption(
        rows.a_funnel(),
        SIMPLE,
        "Вся компания",
        "month",
        "USD",
        RU,
        days=(date(2026, 11, 1), date(2026, 11, 23)),
    )
    assert plain(caption).replace("\u00a0", " ") == (
        "Простая продажа\n"
        "Вся компания · Месяц (1 ноя 2026 – 23 ноя 2026)\n"
        "\n"
        "Поиск: дошли 8 800, сейчас 500\n"
        "Переговоры: дошли 8 300, сейчас 1 589 · 3 млн $\n"
        "\n"
        "Выиграно: 4 238 · 10 млн $\n"
        "Проиграно: 2 473\n"
        "Выиграно 63 % закрытых сделок"
    )


def test_without_closed_deals_there_is_no_rate() -> None:
    found = rows.a_funnel(won=0, lost=0, won_sum=Decimal(0))
    assert "%" not in plain(funnel.caption(found, SIMPLE, "Анна", "all", "RUB", RU))


def test_every_other_period_team_and_rep_is_one_tap_away() -> None:
    asked = callbacks.Funnel("month", "t2", "")
    keyboard = funnel.keyboard(asked, [Team(1, "Юг", None), Team(2, "Север", None)], [rows.a_person()], RU)
    taps = {one.text: one.callback for row in keyboard for one in row}
    assert taps["Прошлая неделя"] == callbacks.Funnel("last_week", "t2", "")
    assert taps["Юг"] == callbacks.Funnel("month", "t1", "")
    assert taps["Все"] == callbacks.Funnel("month", "all", "")
    assert taps["Анна Смирнова"] == callbacks.Funnel("month", "p5", "")
    assert {"● Месяц", "● Север"} <= taps.keys()
    assert len([one for one in taps.values() if isinstance(one, callbacks.Funnel)]) == 9 + 3 + 1


def test_late_by_two_days_counts_days() -> None:
    assert "2 days ago" in plain(task.card(rows.a_task(due=NOW - 2 * DAY), [], SIMPLE, EN, NOW).text)


def test_many_reps_come_with_their_team() -> None:
    teams = [Team(1, "Юг", None), Team(2, "Сочи", 1), Team(3, "Север", None)]
    reps = [rows.a_person(id=number, name=f"Имя {number}", team_id=number % 3 + 1) for number in range(30)]

    def shown(scope: str) -> list[str]:
        keyboard = funnel.keyboard(callbacks.Funnel("all", scope, ""), teams, reps, RU)
        return [one.text for row in keyboard for one in row if one.text.startswith("Имя")]

    assert shown("all") == []
    assert shown("t3") == [f"Имя {number}" for number in range(30) if number % 3 == 2]
    assert len(shown("t1")) == 18
    assert shown("p2") == [f"Имя {number}" for number in range(30) if number % 3 == 2 and number != 2]
