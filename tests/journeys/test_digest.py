"""The head's digest: what rules have found in the team, once a day, acted on in place; and the same for a second head."""

from datetime import date, datetime, timedelta

import pytest

from bot.callbacks import Digest, DigestRow, Hand, Move, OpenDeal, Preference, Summons
from storage import absences, people
from storage.people import Person
from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import MOSCOW, World


async def digests(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Сводка: ")]


async def the_digest(world: World, person: str) -> str:
    return (await digests(world, person))[-1]


async def asked(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Вас просят")]


async def id_of(world: World, person: str, day: str = "") -> int:
    """The newest digest of somebody."""
    query = "SELECT max(d.id) FROM digests d JOIN people p ON p.id = d.person_id WHERE p.name = :name"
    ((found,),) = await world.rows(query, name=person)
    return int(found)


async def line(world: World, person: str, number: int) -> str:
    """The card of a line of the newest digest."""
    await world.forge(person, DigestRow(await id_of(world, person), number, "").pack())
    return await world.screen(person)


async def on_leave(
    world: World, person: Person, substitute: Person | None, first: int = 23, last: int = 30
) -> None:
    """Days of November."""
    async with world.db.begin() as tx:
        await absences.add(
            tx,
            person_id=person.id,
            first=date(2026, 11, first),
            last=date(2026, 11, last),
            substitute_id=None if substitute is None else substitute.id,
            by_id=person.id,
            now=world.now(),
        )
    await world.product.reload()


async def day_by_day(world: World, until: str) -> None:
    """To half past nine of that day, with each day's audit and digest on the way."""
    wanted = datetime.fromisoformat(f"{until} 09:31").replace(tzinfo=MOSCOW)
    while world.now() < wanted:
        day = world.now().astimezone(MOSCOW).date() + timedelta(days=1)
        await world.until(f"{day.isoformat()} 09:31")


@pytest.fixture
async def vera(world: World, company: Company) -> Person:
    """Olga's head."""
    return await world.hire("Вера", 1006, roles=("director",), team=None)


# --- what it tells ------------------------------------------------------------------------------------


@BOTH
async def test_a_day_later_what_rules_have_found_is_one_message(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await world.deal(company.boris, client="Василёк")
    await world.deal(company.igor, client="Чужой")
    await world.until("2026-11-24 09:29")
    assert await digests(world, "Ольга") == []
    await world.until("2026-11-24 09:31")
    (digest,) = await digests(world, "Ольга")
    assert "Первый ответ: 3\nПросрочен следующий шаг: 3\n" in digest
    assert "было" not in digest, "there is nothing to compare the first one with"
    assert "Первый ответ · Анна · 2\n1. Ромашка · сегодня\n2. Лютик · сегодня" in digest
    assert "Просрочен следующий шаг · Анна · 2\n4. Ромашка · Позвонить клиенту · вчера" in digest
    assert "Чужой" not in digest
    assert digest.index("Ромашка") < digest.index("Лютик"), "the oldest first"
    assert "[1] [2] [3] [4]\n[5] [6]" in digest
    assert await digests(world, "Анна") == []


async def test_nothing_is_said_when_nothing_is_wrong(world: World, company: Company) -> None:
    await world.until("2026-11-24 12:00")
    assert await digests(world, "Ольга") == []
    await world.say("Ольга", "/digest")
    assert "Всё в порядке" in await world.screen("Ольга")


async def test_asked_for_before_it_comes_it_is_as_of_now(world: World, company: Company) -> None:
    """Nobody has been audited since the step became overdue: the head's question does it."""
    await world.deal(company.anna)
    await world.until("2026-11-24 00:30")
    await world.say("Ольга", "/digest")
    assert "Просрочен следующий шаг: 1" in await world.screen("Ольга")
    await world.until("2026-11-24 09:31")
    assert len(await digests(world, "Ольга")) == 1, "it has been seen already"


async def test_the_next_one_is_compared_with_it(world: World, company: Company) -> None:
    for client in ("Ромашка", "Лютик"):
        await world.deal(company.anna, client=client)
    await world.until("2026-11-24 09:31")
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.until("2026-11-25 09:31")
    digest = await the_digest(world, "Ольга")
    assert "Первый ответ: 1, было 2" in digest
    assert "Просрочен следующий шаг: 1, было 2" in digest


async def test_clients_about_whom_nothing_is_planned_are_a_number_with_a_list(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.until("2026-11-24 09:31")
    digest = await the_digest(world, "Ольга")
    assert "Клиент без активности: 1\n" in digest
    assert "[1]" not in digest
    await world.press("Ольга", "Клиент без активности: 1")
    assert "Анна" in await world.screen("Ольга")


async def test_a_line_put_right_is_struck_out_before_the_next_audit(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.say("Ольга", "/digest")
    digest = await the_digest(world, "Ольга")
    assert digest.count("✓ уже исправлено") == 2
    assert "[✓ 1] [✓ 2]" in digest
    assert "Подтолкнуть" not in digest


async def test_it_survives_a_restart_and_says_why(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.restart()
    await world.press("Ольга", "Почему я это вижу?")
    assert "по рабочим дням в 09:30" in await world.screen("Ольга")
    assert "Шаг не сделан ко дню срока" in await world.screen("Ольга")
    await world.press("Ольга", "‹ Сводка")
    await world.press("Ольга", "1")
    await world.press("Ольга", "Почему?")
    why = await world.screen("Ольга")
    assert "Допустимо: 8 рабочих часов. Начало отсчёта: вчера 10:00." in why
    assert "Срок: сегодня 09:00." in why
    await world.press("Ольга", "‹ Назад")
    await world.press("Ольга", "‹ Сводка")
    await world.press("Ольга", "2")
    await world.press("Ольга", "Почему?")
    why = await world.screen("Ольга")
    assert "вчера 14:00" in why
    assert "прошёл 1 рабочий день" in why
    assert "Ответственный видит: «Сделайте шаг или назначьте ему другой день." in why
    await world.press("Ольга", "‹ Назад")
    await world.press("Ольга", "Открыть")
    assert "Позвонить клиенту" in await world.screen("Ольга")


async def test_a_long_list_has_pages(world: World, company: Company) -> None:
    for number in range(5):
        await world.deal(company.anna, client=f"Клиент {number}")
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "›")
    page = await world.screen("Ольга")
    assert "[9] [10]" in page
    await world.press("Ольга", "9")
    await world.press("Ольга", "‹ Сводка")
    assert "[9] [10]" in await world.screen("Ольга"), "back to the page that the row stands on"


async def test_after_three_days_of_downtime_there_is_one_of_today(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.stop()
    await world.advance(days=3)
    await world.start()
    (digest,) = await digests(world, "Ольга")
    assert digest.startswith("Сводка: четверг, 26 ноября")
    assert "Просрочен следующий шаг: 1" in digest


async def test_a_deal_that_nobody_touches_is_told_of_after_two_weeks(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-12-07 09:31")
    assert "Устаревшие сведения" not in await the_digest(world, "Ольга")
    await world.until("2026-12-08 09:31")
    assert "Устаревшие сведения: 1" in await the_digest(world, "Ольга")


# --- what is done about it ----------------------------------------------------------------------------


@BOTH
async def test_a_nudge_is_one_card_a_day_and_strikes_the_row_for_both_heads(
    world: World, company: Company
) -> None:
    await world.hire("Павел", 1005, roles=("head",))
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "2")
    card = await world.screen("Ольга")
    assert "Просрочен следующий шаг\nШаг не сделан ко дню срока" in card
    assert "Ответственный: Анна" in card
    assert await world.press("Ольга", "Подтолкнуть") == "Напоминание отправлено: Анна"
    (nudge,) = await asked(world, "Анна")
    assert "Ромашка" in nudge
    assert "Ольга" in nudge
    assert "[Дозвонился]" in nudge
    assert "Подтолкнуть" not in await world.screen("Ольга")
    await world.press("Павел", "2")
    assert "напоминание: Ольга" in await world.screen("Павел")
    assert "Подтолкнуть" not in await world.screen("Павел")
    assert len(await asked(world, "Анна")) == 1


async def test_a_deal_is_handed_over_from_its_line(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "1")
    await world.press("Ольга", "Передать")
    await world.press("Ольга", "Борис")
    await world.say("Ольга", "/digest")
    assert "✓ передано: Борис" in await the_digest(world, "Ольга")
    await world.until("2026-11-25 09:31")
    digest = await the_digest(world, "Ольга")
    assert "Первый ответ · Борис · 1" in digest, "whose it is now is asked for it"
    assert "Анна" not in digest


async def a_request(world: World, company: Company) -> build.Built:
    """Anna asks for a discount; Olga's card of it comes below."""
    built = await world.deal(company.anna, process="corporate", amount=500_000)
    await world.say("Анна", "/find Ромашка")
    await world.forge("Анна", Move(built.run, 1, "proposal_prep").pack())
    await world.forge("Анна", OpenDeal(built.run, "card", 0).pack())
    for label in ("+ Действие", "⚖ На согласование…", "+ Согласовать скидку"):
        await world.press("Анна", label)
    await world.say("Анна", "12")
    await world.say("Анна", "Клиент сравнивает цены")
    await world.advance(minutes=3)
    return built


@BOTH
async def test_a_request_is_approved_from_the_digest(world: World, company: Company) -> None:
    await a_request(world, company)
    await world.say("Ольга", "/digest")
    digest = await the_digest(world, "Ольга")
    assert "Ждут вашего решения: 1" in digest
    assert "Ждут вашего решения · Анна · 1\n1. Ромашка · Решить о скидке · сегодня" in digest
    assert "Подтолкнуть" not in digest, "nobody is asked for one's own decision"
    await world.press("Ольга", "1")
    card = await world.screen("Ольга")
    assert "Просит: Анна" in card
    assert "[Согласовать] [Открыть]\n[Передать]" in card
    await world.press("Ольга", "Согласовать")
    assert "✓ Ромашка · Решить о скидке — Согласовать" in await world.screen("Ольга")
    assert await world.rows("SELECT state FROM runs WHERE kind = 'request'") == [("approved",)]
    await world.say("Ольга", "/digest")
    assert "✓ решено" in await the_digest(world, "Ольга")


async def test_a_complex_deal_waits_for_a_decision_like_any_request(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.say("Анна", "/find Ромашка")
    await world.forge("Анна", Hand(built.run, "plan", "complex").pack())
    await world.press("Анна", "Запрос цен у поставщика")
    await world.say("Анна", "10 декабря")
    await world.advance(minutes=3)
    await world.say("Ольга", "/digest")
    assert "1. Ромашка · Решить о сроке сложной сделки" in await the_digest(world, "Ольга")
    await world.press("Ольга", "1")
    await world.press("Ольга", "Согласовать")
    assert await world.rows("SELECT state FROM runs WHERE process = 'complex_deal'") == [("approved",)]


@BOTH
async def test_a_line_is_let_pass_with_a_reason_for_every_reader(world: World, company: Company) -> None:
    await world.hire("Павел", 1005, roles=("head",))
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "1")
    await world.press("Ольга", "Принять с причиной")
    assert "Почему это можно принять?\nРомашка · Анна" in await world.screen("Ольга")
    assert await world.press("Ольга", "Клиент попросил подождать") == "Принято"
    card = await world.screen("Ольга")
    assert "✓ принято: Ольга, «Клиент попросил подождать»" in card
    assert "Принять" not in card
    await world.press("Павел", "1")
    assert "✓ принято: Ольга, «Клиент попросил подождать»" in await world.screen("Павел")
    await world.until("2026-11-25 09:31")
    for head in ("Ольга", "Павел"):
        digest = await the_digest(world, head)
        assert "Первый ответ: 0, было 1" in digest
        assert "Просрочен следующий шаг: 1, было 1" in digest, "only that line was accepted"
    assert await asked(world, "Анна") == [], "it is no act of hers"


async def test_another_reason_is_said_in_words(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "2")
    await world.press("Ольга", "Принять с причиной")
    await world.press("Ольга", "Другое")
    assert "Напишите в двух словах" in await world.screen("Ольга")
    await world.press("Ольга", "‹ Назад")
    await world.say("Ольга", "Василёк")
    assert "принято" not in await world.screen("Ольга"), "who has gone back has not answered"
    await line(world, "Ольга", 2)
    await world.press("Ольга", "Принять с причиной")
    await world.press("Ольга", "Другое")
    await world.say("Ольга", "ждём  бюджета\n<b>до</b> января")
    assert "✓ принято: Ольга, «Ждём бюджета <b>до</b> января»" in await world.screen("Ольга")
    await world.say("Ольга", "Ромашка")
    assert "принято" not in await world.screen("Ольга"), "the next words are a search again"


async def test_what_was_put_right_meanwhile_is_accepted_by_nobody(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "2")
    await world.press("Ольга", "Принять с причиной")
    await world.press("Ольга", "Другое")
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.say("Ольга", "Ждём бюджета")
    assert "✓ уже исправлено" in await world.screen("Ольга")
    assert await world.rows("SELECT id FROM obligations WHERE accepted_at IS NOT NULL") == []


@BOTH
async def test_everybody_is_asked_at_once_for_all_of_his(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await world.deal(company.boris, client="Василёк")
    await world.until("2026-11-24 09:31")
    assert await world.press("Ольга", "Подтолкнуть всех") == "Напоминания отправлены: 2 человека"
    digest = await world.screen("Ольга")
    assert digest.count("✓ напоминание: Ольга") == 6
    assert "Подтолкнуть всех" not in digest
    (summons,) = await asked(world, "Анна")
    assert summons.startswith("Вас просят этим заняться: 4\n\n1. Ромашка · Первый ответ · сегодня\n")
    assert "Просит Ольга: всё это попало в сводку." in summons
    (other,) = await asked(world, "Борис")
    assert "Ромашка" not in other
    await world.press("Анна", "Почему я это вижу?")
    assert "Сделайте шаг или назначьте ему другой день." in await world.screen("Анна")
    await world.press("Анна", "‹ Назад")
    await world.press("Анна", "3 · Ромашка")
    assert "Позвонить клиенту" in await world.screen("Анна")
    await world.forge("Ольга", Digest(await id_of(world, "Ольга"), 0, "all").pack())
    assert len(await asked(world, "Борис")) == 1, "once for a digest"


async def test_who_is_away_has_somebody_else_asked_and_oneself_nobody_asks(
    world: World, company: Company
) -> None:
    """Boris stands in for Anna, Olga herself for Igor, who is in her team now: nothing comes to her."""
    await world.deal(company.anna)
    await world.deal(company.igor, client="Лютик")
    async with world.db.begin() as tx:
        await people.set_team(tx, company.igor.id, company.anna.team_id)
    await on_leave(world, company.anna, company.boris)
    await on_leave(world, company.igor, company.olga)
    await world.until("2026-11-24 09:31")
    assert await world.press("Ольга", "Подтолкнуть всех") == "Напоминания отправлены: 1 человек"
    (summons,) = await asked(world, "Борис")
    assert "Ромашка" in summons
    assert await asked(world, "Анна") == []
    assert await asked(world, "Ольга") == []
    assert "Лютик" not in summons


# --- when it comes ------------------------------------------------------------------------------------


async def schedule(world: World, *labels: str) -> None:
    await world.say("Ольга", "/settings")
    await world.press("Ольга", "Сводка")
    for label in labels:
        assert await world.press("Ольга", label) == "Сохранено"


async def days_of_digests(world: World, days: int) -> list[str]:
    """What comes within so many days, each of which is waited for."""
    for _ in range(days):
        await world.advance(days=1)
    return [one.splitlines()[0].removeprefix("Сводка: ") for one in await digests(world, "Ольга")]


async def test_it_comes_on_monday_wednesday_and_friday(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await schedule(world, "Пн, Ср, Пт")
    assert "[● Пн, Ср, Пт]" in await world.screen("Ольга"), "more can be said about it"
    assert await days_of_digests(world, 8) == [
        "среда, 25 ноября",
        "пятница, 27 ноября",
        "понедельник, 30 ноября",
    ]


async def test_it_comes_once_a_week_and_days_are_added_one_by_one(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await schedule(world, "По понедельникам", "чт")
    await world.press("Ольга", "‹ Назад")
    assert "Сводка: в 09:30, пн, чт" in await world.screen("Ольга")
    assert await days_of_digests(world, 11) == [
        "четверг, 26 ноября",
        "понедельник, 30 ноября",
        "четверг, 3 декабря",
    ]


async def test_the_last_day_cannot_be_taken_and_words_still_say_the_hour(
    world: World, company: Company
) -> None:
    await schedule(world, "По понедельникам", "● пн")
    assert "[● пн]" in await world.screen("Ольга")
    await world.say("Ольга", "10:15")
    assert "Сводка: в 10:15, пн" in await world.screen("Ольга")


async def test_it_comes_as_well_when_all_is_in_order(world: World, company: Company) -> None:
    await schedule(world, "Присылать, даже если всё в порядке")
    await world.until("2026-11-24 09:31")
    assert "Всё в порядке" in await the_digest(world, "Ольга")


async def test_forged_schedules_are_refused(world: World, company: Company) -> None:
    await world.say("Ольга", "/settings")
    for value in ("days.0", "days.128", "days.-1", "on.7", "off.x", "empty.2", "empty.", "days."):
        await world.forge("Ольга", Preference("digest", value).pack())
    await world.say("Анна", "/settings")
    await world.forge("Анна", Preference("digest", "days.1").pack())
    assert await world.rows("SELECT DISTINCT digest_days, digest_empty FROM people") == [(127, 0)]


# --- whose it is --------------------------------------------------------------------------------------


async def test_a_director_is_told_of_what_was_not_decided_and_by_whom(
    world: World, company: Company, vera: Person
) -> None:
    """First answers are passed on after three working days: broken on Tuesday the 24th, told on Monday the 30th."""
    await world.deal(company.anna)
    await day_by_day(world, "2026-11-27")
    assert await digests(world, "Вера") == []
    await day_by_day(world, "2026-11-30")
    digest = await the_digest(world, "Вера")
    assert "Первый ответ: 1, было 0" in digest
    assert "↑ передано выше: Ольга, 3 рабочих дня без решения" in digest
    assert "Просрочен" not in digest, "a step waits for five"
    assert "передано" not in await the_digest(world, "Ольга")
    await day_by_day(world, "2026-12-04")
    assert "Просрочен следующий шаг: 1" in await the_digest(world, "Вера")
    await line(world, "Ольга", 1)
    await world.press("Ольга", "Почему?")
    assert "Эта строка есть и в сводке выше: Вера." in await world.screen("Ольга")
    await line(world, "Вера", 1)
    await world.press("Вера", "Принять с причиной")
    await world.press("Вера", "Договорились с менеджером")
    await day_by_day(world, "2026-12-07")
    for head in ("Ольга", "Вера"):
        assert "Первый ответ: 0, было 1" in await the_digest(world, head)


async def test_what_a_head_has_accepted_goes_no_higher(world: World, company: Company, vera: Person) -> None:
    await world.deal(company.anna)
    await day_by_day(world, "2026-11-24")
    for number in (1, 2):
        await line(world, "Ольга", number)
        await world.press("Ольга", "Принять с причиной")
        await world.press("Ольга", "Ошибка в данных")
    await day_by_day(world, "2026-12-07")
    assert await digests(world, "Вера") == []


async def test_a_director_is_told_of_heads_and_not_of_everybody(
    world: World, company: Company, vera: Person
) -> None:
    """Olga's own deals are Vera's to ask for, and so are Igor's: his team has no head."""
    await world.deal(company.anna)
    await world.deal(company.olga, client="Василёк")
    await world.deal(company.igor, client="Чужой")
    await world.until("2026-11-24 09:31")
    digest = await the_digest(world, "Вера")
    assert "Первый ответ · Ольга · 1" in digest
    assert "Первый ответ · Игорь · 1" in digest
    assert "Анна" not in digest
    assert "Василёк" not in await the_digest(world, "Ольга"), "her own are in her day"


async def test_who_stands_in_for_a_head_acts_on_the_lines_of_the_team(world: World, company: Company) -> None:
    julia = await world.hire("Юлия", 1007, roles=("head",), team="Юг")
    await world.deal(company.anna)
    await world.deal(company.igor, client="Чужой")
    await on_leave(world, company.olga, julia, first=24, last=24)
    await world.until("2026-11-24 09:31")
    assert await digests(world, "Ольга") == []
    digest = await the_digest(world, "Юлия")
    assert "Первый ответ · Анна · 1" in digest
    assert "Первый ответ · Игорь · 1" in digest
    await world.press("Юлия", "1")
    assert "Анна" in await world.screen("Юлия")
    assert await world.press("Юлия", "Подтолкнуть") == "Напоминание отправлено: Анна"
    assert len(await asked(world, "Анна")) == 1
    await world.press("Юлия", "Открыть")
    assert "Ромашка" in await world.screen("Юлия")
    await world.until("2026-11-25 09:31")
    assert "Анна" in await the_digest(world, "Ольга")
    assert "Анна" not in await the_digest(world, "Юлия"), "she is back"


async def test_where_only_a_rep_stands_in_the_next_head_is_told_at_once(
    world: World, company: Company, vera: Person
) -> None:
    await world.deal(company.anna)
    await on_leave(world, company.olga, company.boris)
    await world.until("2026-11-24 09:31")
    digest = await the_digest(world, "Вера")
    assert "Первый ответ · Анна · 1" in digest
    assert "передано" not in digest
    await world.say("Борис", "/digest")
    assert await digests(world, "Борис") == []


async def test_a_rep_has_no_digest_and_forged_ones_are_refused(world: World, company: Company) -> None:
    await world.hire("Павел", 1005, roles=("head",), team="Юг")
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    before = await world.screens("Ольга")
    digest = await id_of(world, "Ольга")
    await world.say("Анна", "/digest")
    assert "Сводка" not in await world.screen("Анна")
    await world.say("Павел", "/digest")
    acts = ("", "nudge", "why", "accept", "accept.client", "accept.other")
    forged = [DigestRow(digest, 1, act) for act in acts]
    for person in ("Анна", "Павел"):
        for one in (*forged, *(Digest(digest, 0, part) for part in ("", "why", "all"))):
            assert await world.forge(person, one.pack()) is not None
    assert await world.forge("Павел", Summons(digest, "").pack()) is not None
    for act in ("accept.", "accept.never", "everything"):
        assert await world.forge("Ольга", DigestRow(digest, 1, act).pack()) is not None
    assert await world.screens("Ольга") == before
    assert await asked(world, "Анна") == []
    assert await world.rows("SELECT id FROM obligations WHERE accepted_at IS NOT NULL") == []


async def test_a_head_who_leads_the_team_no_more_acts_on_none_of_its_lines(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    digest = await id_of(world, "Ольга")
    async with world.db.begin() as tx:
        await people.set_team(tx, company.olga.id, await build.a_team(tx, "Запад"))
    await world.product.reload()
    for act in ("nudge", "accept.client", "accept.other"):
        assert await world.forge("Ольга", DigestRow(digest, 1, act).pack()) is not None
    await world.forge("Ольга", Digest(digest, 0, "all").pack())
    assert await asked(world, "Анна") == []
    assert await world.rows("SELECT id FROM obligations WHERE accepted_at IS NOT NULL") == []
