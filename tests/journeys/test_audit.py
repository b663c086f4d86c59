"""The daily audit: one card for each, three ways for every client, each named within five days, and what heads see of it."""

import re

import pytest

from bot.callbacks import Attend, Audit, AuditLine, Uncovered
from notifications import audits as auditing
from storage import clients, rules
from storage.rules import Custom
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World

NAMED = re.compile(r"^\d+\. (Клиент \d+)", re.MULTILINE)


async def some(world: World, owner: int | None, count: int = 1, first: int = 0) -> list[int]:
    """Clients about whom nothing is planned."""
    async with world.db.begin() as tx:
        return [
            await clients.add(tx, name=f"Клиент {number}", owner_id=owner, now=world.now())
            for number in range(first, first + count)
        ]


async def cards(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Проверка:")]


async def card(world: World, person: str) -> str:
    """The audit of somebody, which is in the newest message that shows one."""
    return (await cards(world, person))[-1]


async def shown(world: World, person: str, message: int) -> str:
    """What that message shows by now."""
    for number, text in zip(await world.inbox(person), await world.screens(person), strict=True):
        if number["message_id"] == message:
            return text
    raise AssertionError(message)


async def place(world: World, person: str) -> int:
    """The message of the audit."""
    for message, text in zip(await world.inbox(person), await world.screens(person), strict=True):
        if text.startswith("Проверка:"):
            return int(message["message_id"])
    raise AssertionError("no audit")


async def switch_off(world: World, rule: str) -> None:
    async with world.db.begin() as tx:
        await rules.put(tx, rule, Custom(on=False))
    await world.product.reload()


async def state(world: World, client: int) -> tuple[object, ...]:
    ((row),) = await world.rows(
        "SELECT wake_on, rest_reason, checked_at FROM clients WHERE id = :id", id=client
    )
    return tuple(row)


@BOTH
async def test_each_of_the_three_ways_ends_it(world: World, company: Company) -> None:
    planned, right, pointless = await some(world, company.anna.id, 3)
    await world.until("2026-11-24 08:59")
    assert await cards(world, "Анна") == [], "it was found at half past seven and waits for working hours"
    await world.until("2026-11-24 09:01")
    (first,) = await cards(world, "Анна")
    assert "Актуализируйте информацию по клиенту\nСегодня: 3, всего без активности 3" in first
    assert NAMED.findall(first) == ["Клиент 0", "Клиент 1", "Клиент 2"]
    message = await place(world, "Анна")

    async def go(*labels: str) -> str:
        for label in labels:
            await world.press("Анна", label, message)
        return await shown(world, "Анна", message)

    assert "[Запланировать] [Обновить данные]\n[Нет смысла]" in await go("1")
    assert "[Завтра 11:00] [Через 3 дня]\n[Через неделю] [Через месяц]" in await go("Запланировать")
    after = await go("Завтра 11:00")
    assert "✓ Клиент 0: запланировано: завтра 11:00" in after
    assert "Сегодня: 2, всего без активности 2" in after
    assert "[✓ 1] [2] [3]" in after

    known = await go("2", "Обновить данные")
    assert "Всё ещё верно?" in known
    assert "[Ключевой] [● Обычный]\n[Прочий]" in known
    after = await go("Всё верно", "Месяц")
    assert "✓ данные верны, вернёмся 24 дек 2026 · Анна" in after

    assert "Просили не беспокоить" in await go("3", "Нет смысла")
    rested = await go("Просили не беспокоить")
    assert "Вернёмся 24 мая 2027: Просили не беспокоить" in rested
    assert "[● Полгода]" in rested
    assert "Вернёмся 24 ноя 2027" in await go("Год")
    after = await go("‹ Назад")
    assert "Сегодня: 0, всего без активности 0" in after
    assert "✓ нет смысла: Просили не беспокоить, до 24 ноя 2027 · Анна" in after

    rows = await world.rows(
        "SELECT subject_id, state, standing, right_at FROM obligations WHERE rule = 'client_cover' ORDER BY id"
    )
    assert [(row[0], row[1], bool(row[2])) for row in rows] == [
        (one, "breached", False) for one in (planned, right, pointless)
    ]
    assert all(row[3] is not None for row in rows)
    told = await world.rows("SELECT subject_id, actor_id, data FROM audit WHERE kind = 'client' ORDER BY id")
    assert [(row[0], row[1]) for row in told] == [
        (planned, company.anna.id), (right, company.anna.id), (pointless, company.anna.id), (pointless, company.anna.id),
    ]  # fmt: skip
    ((key, process, draft, due),) = await world.rows(
        "SELECT a.key, d.process, d.draft, a.due FROM activities a JOIN runs r ON r.id = a.run_id"
        " JOIN deals d ON d.id = r.subject_id WHERE d.client_id = :client AND a.state = 'open'",
        client=planned,
    )
    assert (key, process, bool(draft)) == ("keep_contact", "care", True)
    assert str(due).startswith("2026-11-25 08:00")
    await world.until("2026-11-25 12:00")
    assert len(await cards(world, "Анна")) == 1, "there is nothing to say any more"


async def test_each_of_sixty_is_named_within_five_days(world: World, company: Company) -> None:
    await some(world, company.anna.id, 60)
    seen: dict[str, int] = {}
    for day in (24, 25, 26, 27, 30):
        await world.until(f"2026-11-{day} 09:05")
        names = await named(world, "Анна")
        assert len(names) == 12, (day, names)
        for name in names:
            seen.setdefault(name, day)
        for label in (
            "Нет смысла",
            "Дубль",
            "‹ Назад",
        ):  # one a day is dealt with, and does not slow the others
            if label == "Нет смысла":
                await world.press("Анна", "1")
            await world.press("Анна", label)
    assert len(seen) == 60
    assert len(await cards(world, "Анна")) == 5, "one card a day"


async def named(world: World, person: str) -> list[str]:
    """The clients of all pages of the newest audit, which is at its first page afterwards."""
    message = int(
        [
            one["message_id"]
            for one, text in zip(await world.inbox(person), await world.screens(person), strict=True)
            if text.startswith("Проверка:")
        ][-1]
    )
    found = NAMED.findall(await shown(world, person, message))
    await world.press(person, "›", message)
    found += NAMED.findall(await shown(world, person, message))
    await world.press(person, "‹", message)
    return found


async def test_times_and_reasons_may_be_said_in_words(world: World, company: Company) -> None:
    first, second, third = await some(world, company.anna.id, 3)
    await world.until("2026-11-24 09:01")
    await world.press("Анна", "1")
    await world.press("Анна", "Запланировать")
    await world.say("Анна", "32 декабря")
    assert "Когда связаться с клиентом?" in await world.screen("Анна")
    await world.say("Анна", "в пятницу в 15")
    assert "запланировано: пт 27 ноя, 15:00" in await world.screen("Анна")
    await world.press("Анна", "2")
    await world.press("Анна", "Обновить данные")
    await world.press("Анна", "Всё верно")
    await world.say("Анна", "вчера")
    assert "Когда вернуться" in await world.screen("Анна")
    await world.say("Анна", "через 6 недель")
    assert "вернёмся 5 янв 2027" in await world.screen("Анна")
    await world.press("Анна", "3")
    await world.press("Анна", "Нет смысла")
    await world.press("Анна", "Другое")
    await world.say("Анна", "Сменили <b>профиль</b>")
    assert "Вернёмся 24 мая 2027: Сменили <b>профиль</b>" in await world.screen("Анна")
    await world.press("Анна", "Никогда")
    assert "Не возвращаемся: Сменили <b>профиль</b>" in await world.screen("Анна")
    assert (await state(world, third))[1] == "Сменили <b>профиль</b>"
    assert (await state(world, second))[2] is not None
    assert await world.rows("SELECT count(*) FROM activities WHERE state = 'open'") == [(1,)]
    assert first


async def test_what_is_known_is_put_right_on_the_way(world: World, company: Company) -> None:
    (client,) = await some(world, company.anna.id)
    await world.until("2026-11-24 09:01")
    await world.press("Анна", "1")
    await world.press("Анна", "Обновить данные")
    await world.press("Анна", "+ Контакт")
    await world.say("Анна", "Вера +7 916 123-45-67")
    assert "Вера · +7 916 123-45-67" in await world.screen("Анна")
    await world.press("Анна", "☎ Вера")
    await world.say("Анна", "12")
    assert "цифр" in await world.screen("Анна")
    await world.say("Анна", "8 916 765 43 21")
    await world.press("Анна", "✉ Вера")
    await world.say("Анна", "почта есть")
    assert "Не вижу одного адреса" in await world.screen("Анна")
    await world.say("Анна", "Vera@Example.com")
    await world.press("Анна", "Имя")
    await world.say("Анна", "Клиент 100")
    await world.press("Анна", "Ключевой")
    data = await world.screen("Анна")
    assert "Клиент 100\nСегмент: ключевой" in data
    assert "Вера · +7 916 123-45-67 · +7 916 765-43-21 · vera@example.com" in data
    await world.press("Анна", "Всё верно")
    await world.press("Анна", "2 недели")
    assert "✓ Клиент 100: данные верны" in await world.screen("Анна")
    await world.say("Анна", "/find Клиент 100")
    await world.press("Анна", "Клиент 100")
    found = await world.screen("Анна")
    assert "Сегмент: ключевой\nДанные подтверждены: сегодня\nВернёмся 8 дек 2026" in found
    assert await world.rows("SELECT key, segment FROM clients WHERE id = :id", id=client) == [
        ("клиент 100", "key")
    ]


async def test_it_comes_back_into_the_check(world: World, company: Company) -> None:
    (client,) = await some(world, company.anna.id)
    await world.say("Анна", "/find Клиент 0")
    await world.press("Анна", "Клиент 0")
    await world.press("Анна", "Нет смысла")
    await world.press("Анна", "Не наш клиент")
    await world.press("Анна", "‹ Назад")
    found = await world.screen("Анна")
    assert "Вернёмся 23 мая 2027: Не наш клиент" in found
    assert "✓ нет смысла: Не наш клиент, до 23 мая 2027 · Анна · сегодня 10:00" in found
    await world.until("2026-11-24 12:00")
    assert await cards(world, "Анна") == []
    await world.press("Анна", "Вернуть в проверку")
    assert "✓ Клиент 0: снова в проверке" in await world.screen("Анна")
    assert "Вернуть в проверку" not in await world.screen("Анна")
    assert await state(world, client) == (None, None, None)
    await world.until("2026-11-25 09:01")
    assert NAMED.findall(await card(world, "Анна")) == ["Клиент 0"]


async def test_it_rests_until_its_day_and_is_named_then(world: World, company: Company) -> None:
    await some(world, company.anna.id)
    await world.until("2026-11-24 09:01")
    for label in ("1", "Обновить данные", "Всё верно", "2 недели"):
        await world.press("Анна", label)
    await world.until("2026-12-07 12:00")
    assert len(await cards(world, "Анна")) == 1
    await world.until("2026-12-08 09:01")
    assert NAMED.findall(await card(world, "Анна")) == ["Клиент 0"]


async def test_a_client_with_a_deal_gets_the_call_there_and_it_can_be_taken_back(
    world: World, company: Company
) -> None:
    built = await world.deal(company.anna)
    await world.say("Анна", "/find Ромашка")
    await world.press("Анна", "Ромашка")
    await world.press("Анна", "Запланировать")
    await world.press("Анна", "Завтра 11:00")
    assert "✓ Ромашка: запланировано: завтра 11:00" in await world.screen("Анна")
    open_ = "SELECT key, run_id FROM activities WHERE state = 'open' ORDER BY id"
    assert await world.rows(open_) == [("first_call", built.run), ("follow_up", built.run)]
    await world.press("Анна", "↩ Отменить")
    assert await world.rows(open_) == [("first_call", built.run)]
    assert await world.rows("SELECT count(*) FROM deals") == [(1,)]


async def test_a_second_tap_draws_how_it_is(world: World, company: Company) -> None:
    (client,) = await some(world, company.anna.id)
    await world.until("2026-11-24 09:01")
    plan = Attend(client, "plan", "m202611251100", "a0").pack()
    message = await place(world, "Анна")
    assert await world.forge("Анна", plan, message) == "Записано"
    assert await world.forge("Анна", plan, message) == "Это уже сделано"
    assert "уже запланировано: завтра 11:00" in await shown(world, "Анна", message)
    assert await world.rows("SELECT count(*) FROM activities") == [(1,)]
    for _ in range(2):
        await world.forge("Анна", Attend(client, "rest", "double", "a0").pack(), message)
    for _ in range(2):
        await world.forge("Анна", Attend(client, "until", "12", "a0").pack(), message)
    assert await world.rows("SELECT count(*) FROM audit WHERE kind = 'client'") == [(3,)]
    await world.until("2026-11-26 12:00")
    await world.forge("Анна", plan, message)
    assert "Когда связаться с клиентом?" in await shown(world, "Анна", message), "that hour has passed"


async def test_deals_are_counted_and_the_oldest_are_opened_from_it(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await world.until("2026-12-15 09:01")
    before = await card(world, "Анна")
    assert "Просрочен следующий шаг: 2 · в плане дня" in before
    assert "Долго в стадии: 2" in before
    assert "Устаревшие сведения: 2" in before
    assert "1. Ромашка · Долго в стадии, Устаревшие сведения · с пн 23 ноя" in before
    assert "Просрочен" not in before.split("1. ")[1], "those are lines of the plan of the day"
    message = await place(world, "Анна")
    await world.press("Анна", "1", message)
    assert "Позвонить клиенту" in await shown(world, "Анна", message)
    await world.press("Анна", "‹ Проверка", message)
    assert (await shown(world, "Анна", message)).startswith("Проверка:")


async def test_what_is_put_right_meanwhile_is_struck_out(world: World, company: Company) -> None:
    await switch_off(world, "stage_norm")
    await world.deal(company.anna)
    await world.until("2026-12-08 09:01")
    message = await place(world, "Анна")
    assert "1. Ромашка · Устаревшие сведения" in await shown(world, "Анна", message)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.forge("Анна", Audit("", 0).pack(), message)
    assert "✓ уже исправлено" in await shown(world, "Анна", message)
    assert "[✓ 1]" in await shown(world, "Анна", message)


@BOTH
async def test_a_client_of_nobody_is_the_director_s(world: World, company: Company) -> None:
    (client,) = await some(world, None)
    await world.until("2026-11-24 09:01")
    (of_head,) = await cards(world, "Ольга")
    assert NAMED.findall(of_head) == ["Клиент 0"], "without a director it is the head's"
    await world.hire("Вера", 1005, roles=("director",), team=None)
    await world.until("2026-11-25 09:01")
    assert NAMED.findall(await card(world, "Вера")) == ["Клиент 0"]
    assert len(await cards(world, "Ольга")) == 1
    message = await place(world, "Вера")
    for label in ("1", "Запланировать", "Завтра 11:00"):
        await world.press("Вера", label, message)
    assert "✓ запланировано: завтра 11:00 · Вера" in await shown(world, "Вера", message)
    assert await world.rows("SELECT owner_id FROM deals WHERE client_id = :id", id=client) != []


async def test_a_head_sees_how_many_and_may_act(world: World, company: Company) -> None:
    await some(world, company.anna.id, 10)
    await some(world, company.boris.id, 2, first=20)
    await some(world, company.igor.id, 1, first=30)
    await world.until("2026-11-24 09:01")
    await world.say("Ольга", "/start")
    await world.forge("Ольга", Uncovered("client_cover", 0, 0).pack())
    shares = await world.screen("Ольга")
    assert "Клиент без активности: 12" in shares
    assert "Анна: 10\nБорис: 2" in shares
    assert "Игорь" not in shares
    await world.press("Ольга", "Анна · 10")
    page = await world.screen("Ольга")
    assert NAMED.findall(page) == [f"Клиент {number}" for number in range(8)]
    await world.press("Ольга", "›")
    assert NAMED.findall(await world.screen("Ольга")) == ["Клиент 8", "Клиент 9"]
    await world.press("Ольга", "9")
    for label in ("Нет смысла", "Дубль", "‹ Назад"):
        await world.press("Ольга", label)
    after = await world.screen("Ольга")
    assert "Клиент без активности: 9" in after
    assert NAMED.findall(after) == ["Клиент 9"]
    assert "✓ нет смысла: Дубль, до 24 мая 2027 · Ольга" in await worked(world, "Анна")
    await world.press("Ольга", "‹ Назад")
    assert "Анна: 9" in await world.screen("Ольга")


async def worked(world: World, person: str) -> str:
    """All pages of the audit as it is by now, one after another."""
    message = await place(world, person)
    await world.forge(person, Audit("", 0).pack(), message)
    first = await shown(world, person, message)
    await world.forge(person, Audit("", 1).pack(), message)
    return first + await shown(world, person, message)


async def test_whoever_stands_in_gets_it_and_acts(world: World, company: Company) -> None:
    await some(world, company.anna.id, 2)
    await some(world, company.boris.id, 1, first=50)
    await world.say("Анна", "/away")
    await world.press("Анна", "+ Отсутствие")
    await world.say("Анна", "24 ноября – 4 декабря")
    await world.press("Анна", "Борис")
    await world.press("Анна", "Сохранить")
    await world.until("2026-11-24 09:01")
    assert await cards(world, "Анна") == []
    (found,) = await cards(world, "Борис")
    assert "⇄ Анна" in found
    assert set(NAMED.findall(found)) == {"Клиент 0", "Клиент 1", "Клиент 50"}
    message = await place(world, "Борис")
    number = next(line for line in found.splitlines() if "Клиент 0" in line).split(".")[0]
    for label in (number, "Запланировать", "Завтра 11:00"):
        await world.press("Борис", label, message)
    assert await world.rows("SELECT owner_id FROM deals") == [(company.anna.id,)], "the work stays hers"


async def test_a_restart_and_a_second_audit_of_the_day_say_nothing_new(
    world: World, company: Company
) -> None:
    await some(world, company.anna.id, 12)
    await world.until("2026-11-24 09:01")
    before = await cards(world, "Анна")
    await world.restart()
    await world.say("Анна", "/settings")  # what comes daily is planted anew
    await world.press("Анна", "План дня")
    await world.press("Анна", "08:30")
    await world.until("2026-11-24 16:00")
    assert await cards(world, "Анна") == before
    await world.press("Анна", "1")
    await world.press("Анна", "Нет смысла")
    await world.press("Анна", "Дубль")
    assert "Вернёмся" in await shown(world, "Анна", (await world.inbox("Анна"))[0]["message_id"])


async def test_after_downtime_there_is_one_of_today(world: World, company: Company) -> None:
    await some(world, company.anna.id, 12)
    await world.stop()
    await world.advance(days=3)
    await world.start()
    (found,) = await cards(world, "Анна")
    assert found.startswith("Проверка: четверг, 26 ноября")
    assert await world.rows("SELECT count(*) FROM obligations WHERE standing") != [(0,)]


async def test_a_large_company_is_looked_at_in_pieces(
    world: World, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "PIECE", 5)
    await some(world, company.anna.id, 13)
    for number in range(7):
        await world.deal(company.anna, client=f"Занят {number}")
    await world.until("2026-11-24 09:01")
    assert "всего без активности 13" in await card(world, "Анна")
    pieces = await world.rows("SELECT count(*) FROM timers WHERE kind = 'audit_piece' AND state = 'done'")
    assert pieces[0][0] >= 5
    await world.until("2026-11-25 09:01")
    assert len(await cards(world, "Анна")) == 2


async def test_a_rule_that_is_off_finds_nothing(world: World, company: Company) -> None:
    await some(world, company.anna.id, 3)
    await switch_off(world, "client_cover")
    await world.until("2026-11-24 12:00")
    assert await cards(world, "Анна") == []
    assert await world.rows("SELECT count(*) FROM obligations") == [(0,)]


async def test_the_hour_and_the_number_are_set_in_the_chat(world: World, company: Company) -> None:
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    await some(world, company.anna.id, 30)
    await world.say("Ася", "/company")
    assert "Ежедневная проверка: в 07:30, от 10 клиентов в день" in await world.screen("Ася")
    for label in ("10:00", "20"):
        await world.press("Ася", "Ежедневная проверка")
        await world.press("Ася", label)
    assert "Ежедневная проверка: в 10:00, от 20 клиентов в день" in await world.screen("Ася")
    await world.press("Ася", "Кто что менял")
    assert "Ежедневная проверка: 07:30 → 10:00" in await world.screen("Ася")
    await world.until("2026-11-24 09:59")
    assert await cards(world, "Анна") == []
    await world.until("2026-11-24 10:01")
    assert "Сегодня: 20, всего без активности 30" in await card(world, "Анна")


async def test_why_it_came(world: World, company: Company) -> None:
    await some(world, company.anna.id, 1)
    await world.deal(company.anna)
    await world.until("2026-12-16 09:01")
    message = await place(world, "Анна")
    await world.press("Анна", "Почему я это вижу?", message)
    why = await shown(world, "Анна", message)
    assert "Каждый рабочий день в 07:30 я проверяю сделки и клиентов" in why
    assert "Долго в стадии" in why
    assert "Ромашка: с пн 23 ноя, 17 рабочих дней; можно: 10" in why
    assert "Пока сделка стоит, она остаётся в сводке руководителя." in why
    assert "Клиент 0: с пн 23 ноя, 17 рабочих дней" in why
    assert "Клиент вернётся в следующей проверке" in why
    await world.press("Анна", "‹ Проверка", message)
    assert (await shown(world, "Анна", message)).startswith("Проверка:")


async def test_nobody_else_sees_or_changes_anything(world: World, company: Company) -> None:
    (client,) = await some(world, company.anna.id)
    built = await world.deal(company.anna)
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    await world.until("2026-12-16 09:01")
    lines = await world.rows("SELECT id FROM obligations")
    before = await world.rows("SELECT * FROM clients"), await world.rows("SELECT count(*) FROM activities")
    forged = [
        *(AuditLine(row[0], 0) for row in lines),
        Uncovered("client_cover", 0, 0),
        Uncovered("client_cover", company.anna.id, 0),
        Uncovered("stage_norm", company.anna.id, 0),
        Uncovered("nothing", company.anna.id, 2**40),
        Audit("nothing", 0),
        Audit("", 2**62),
        *(
            Attend(number, act, value, back)
            for number in (client, built.client, 2**62)
            for act, value in (
                ("", ""), ("plan", ""), ("plan", "m202612301100"), ("plan", "m999912301100"), ("data", ""),
                ("right", ""), ("back", "d20261230"), ("back", "d99991231"), ("rest", ""), ("rest", "other"),
                ("rest", "double"), ("rest", "whim"), ("until", "12"), ("until", "11"), ("until", "x"), ("wake", ""),
                ("segment", "key"), ("segment", "vip"), ("name", ""), ("contact", ""), ("phone", "1"), ("email", "9"),
                ("leave", ""), ("destroy", ""),
            )
            for back in ("", "a0", "u99.1.1")
        ),
    ]  # fmt: skip
    for name in ("Игорь", "Ася", "Борис"):
        await world.say(name, "/start")
        for one in forged:
            await world.forge(name, one.pack())
            screen = await world.screen(name)
            assert "Клиент 0" not in screen, (name, one)
            assert "Ромашка" not in screen, (name, one)
    assert (
        await world.rows("SELECT * FROM clients"),
        await world.rows("SELECT count(*) FROM activities"),
    ) == before
    for one in forged:
        await world.forge("Анна", one.pack())
    assert await world.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == []
    assert await world.rows("SELECT key, error FROM timers WHERE state = 'broken'") == []
