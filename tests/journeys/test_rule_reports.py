"""What a rule has brought: who was in time, who was not, exceptions; discipline; and what would have been instead."""

import csv
import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from fsm.facts import Answer, Edit, Plan, Press
from storage import activities, requests
from storage.apply import advance
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def sent(world: World, run: int, day: str) -> None:
    """The proposal of a deal went out on this day, and its owner says so."""
    async with world.db.begin() as tx:
        card = await world.card(run)
        done = Edit({"proposal_sent": date.fromisoformat(day)})
        await advance(tx, run, done, world.now(), company=world.product.company, actor_id=card.owner_id)


async def a_fortnight(world: World, company: Company) -> dict[str, int]:
    """Five small deals of a Monday: in time, late, never, by a date that Olga has agreed to, and without a sum."""
    deals = {}
    for client, owner, amount in (
        ("Ромашка", company.anna, 100_000),
        ("Лютик", company.boris, 150_000),
        ("Василёк", company.anna, 200_000),
        ("Пион", company.anna, 300_000),
        ("Мак", company.boris, None),
    ):
        deals[client] = (await world.deal(owner, client=client, amount=amount)).run
    await complex_(world, deals["Пион"])
    await world.until("2026-11-25 12:00")
    await sent(world, deals["Ромашка"], "2026-11-25")
    await world.until("2026-12-02 12:00")
    await sent(world, deals["Лютик"], "2026-12-02")
    await sent(world, deals["Пион"], "2026-12-02")
    await world.until("2026-12-04 12:00")
    return deals


async def complex_(world: World, run: int) -> None:
    """Anna asks for the 10th of December because of the client's data, and Olga agrees."""
    card = await world.card(run)
    olga = next(one for one in (await world.rows("SELECT id FROM people WHERE name = 'Ольга'")))[0]
    async with world.db.begin() as tx:
        answers: dict[str, Answer] = {"complex_reason": "client", "complex_until": date(2026, 12, 10)}
        done = await advance(
            tx,
            run,
            Plan("complex", answers),
            world.now(),
            company=world.product.company,
            actor_id=card.owner_id,
        )
        assert done.questions == ()
    async with world.db.begin() as tx:
        (request,) = await requests.of_deal(tx, run)
        (task,) = await activities.open_of(tx, request.run_id)
        press = Press(task.id, "approve")
        await advance(tx, request.run_id, press, world.now(), company=world.product.company, actor_id=olga)


async def newest_file(world: World) -> bytes:
    """What the last message of the bot brings."""
    document = (await world.inbox("Ольга"))[-1]["document"]
    return await world.sandbox.file(document["file_id"])


async def shown(world: World, *presses: str, person: str = "Ольга") -> str:
    """The rule's card, and what these buttons lead to."""
    await world.say(person, "/rules")
    await world.press(person, "КП за 5 дней")
    for label in presses:
        await world.press(person, label)
    return await world.screen(person)


@BOTH
async def test_how_the_rule_does(world: World, company: Company) -> None:
    await a_fortnight(world, company)
    card = await shown(world, "90 дней")
    for line in (
        "Началось: 5",
        "Завершилось: в срок 1 · не в срок 2 · по другому сроку 1",
        "В срок: 33 % (1 из 3; другие сроки не считаются)",
        "Сейчас идёт: 0 · сумма не указана у 1 сделки",
        "Сейчас нарушено: 1",
        "Почему не в срок: не названа 2",
        "[Получил КП за 5 дней · 1]\n[Не получил · 2] [Исключения · 1]\n[Нарушено сейчас · 1]\n[Сумма не указана · 1]",
    ):
        assert line in card
    picture = (await world.inbox("Ольга"))[-1]
    assert (await world.sandbox.file(picture["photo"])).startswith((b"\x89PNG", b"\xff\xd8"))
    await world.press("Ольга", "Борис")
    assert "Завершилось: не в срок 1\n" in await world.screen("Ольга")
    await world.press("Ольга", "Прошлый месяц")
    assert "Борис · Прошлый месяц (1 ноя 2026 – 30 ноя 2026)" in await world.screen("Ольга")


@BOTH
async def test_two_groups_and_the_exceptions(world: World, company: Company) -> None:
    """[given]: «Получил КП за 5 дней», «Не получил», and what was outside the rule: why, who decided, until when."""
    await a_fortnight(world, company)
    got = await shown(world, "90 дней", "Получил КП за 5 дней")
    assert got.startswith("Получил КП за 5 дней: 1\nКП за 5 дней · Север · 90 дней (6 сен 2026 – 4 дек 2026)")
    assert "1. Ромашка · 100 тыс. ₽ · Анна\n   сделано за 2 дня, ср 25 ноя" in got
    await world.press("Ольга", "Не получил")
    late = await world.screen("Ольга")
    assert "1. Василёк · 200 тыс. ₽ · Анна\n   срок был пн 30 ноя · не сделано" in late
    assert "2. Лютик · 150 тыс. ₽ · Борис\n   срок был пн 30 ноя · сделано ср 2 дек" in late
    await world.press("Ольга", "Исключения")
    outside = await world.screen("Ольга")
    assert (
        "1. Пион · Анна\n   пн 23 ноя: Ждём данные клиента · согласовано до чт 10 дек: Ольга, пн 23 ноя"
        in outside
    )
    await world.press("Ольга", "Сумма не указана")
    assert "1. Мак · Борис\n   открыта пн 23 ноя" in await world.screen("Ольга")
    await world.press("Ольга", "Нарушено сейчас")
    assert "КП за 5 дней · Север · сейчас" in await world.screen("Ольга")
    await world.press("Ольга", "1 · Василёк")
    assert "Василёк" in await world.screen("Ольга")
    assert "200 000 ₽" in await world.screen("Ольга")


async def test_the_lists_as_files(world: World, company: Company) -> None:
    await a_fortnight(world, company)
    await shown(world, "90 дней", "Excel")
    book = load_workbook(io.BytesIO(await newest_file(world)))
    assert book.sheetnames == [
        "Получил КП за 5 дней", "Не получил", "Нарушено сейчас", "Сумма не указана", "Исключения",
    ]  # fmt: skip
    late = [row[:4] for row in book["Не получил"].iter_rows(min_row=2, values_only=True)]
    assert late == [(None, "Василёк", "Анна", 200_000), (None, "Лютик", "Борис", 150_000)]
    (outside,) = list(book["Исключения"].iter_rows(min_row=2, values_only=True))
    assert outside[5] == "Анна"
    assert outside[7:9] == ("Ждём данные клиента", "согласовано")
    assert outside[10] == "Ольга"
    await shown(world, "90 дней", "CSV")
    archive = zipfile.ZipFile(io.BytesIO(await newest_file(world)))
    text = archive.read("Получил КП за 5 дней.csv").decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text), delimiter=";")
    assert (header[1], row[1], row[2]) == ("Клиент", "Ромашка", "Анна")


async def test_a_head_sees_his_own_people_only(world: World, company: Company) -> None:
    await a_fortnight(world, company)
    await world.hire("Юрий", 1007, roles=("head",), team="Юг")
    card = await shown(world, "90 дней", person="Юрий")
    assert "Началось: 0" in card
    await world.forge("Юрий", f"arl:proposal_5d:l:90d:p{company.anna.id}:0")
    await world.forge("Юрий", f"ard:90d:p{company.anna.id}")
    assert not [one for one in await world.screens("Юрий") if "Василёк" in one or "Анна" in one]
    await world.hire("Дарья", 1006, roles=("director",), team=None)
    assert "Началось: 5" in await shown(world, "90 дней", person="Дарья")


async def test_exceptions_by_rep(world: World, company: Company) -> None:
    """Whose deals are complex how often; 40 per cent are marked from five deals on."""
    await a_fortnight(world, company)
    await world.say("Ольга", "/exceptions")
    said = await world.screen("Ольга")
    assert said.startswith("<photo> Исключения\nСевер · 90 дней")
    assert "Анна: 1 из 3 сделок (33 %)\nБорис: 0 из 2 сделок (0 %)" in said
    assert "Почему: Ждём данные клиента 1" in said
    assert "⚠" not in said
    for number in range(2):
        run = (await world.deal(company.anna, client=f"Ещё {number}", amount=100_000)).run
        await complex_(world, run)
    await world.say("Ольга", "/exceptions")
    said = await world.screen("Ольга")
    assert "⚠ Анна: 3 из 5 сделок (60 %)" in said
    assert "⚠ 40 % и больше, от 5 сделок" in said
    await world.press("Ольга", "Список")
    assert (await world.screen("Ольга")).startswith("Исключения: 3")


async def test_discipline_by_rep(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка")
    await world.deal(company.boris, client="Лютик")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Ромашка")
    await world.press("Анна", "Не дозвонился")
    await world.until("2026-11-25 14:00")
    await world.say("Борис", "Мой день")
    await world.press("Борис", "Лютик")
    await world.press("Борис", "Занято")
    await world.say("Ольга", "/discipline")
    said = await world.screen("Ольга")
    assert said.startswith("<photo> Дисциплина\nСевер · Месяц (1 ноя 2026 – 25 ноя 2026)")
    assert "Борис: вовремя 0 из 1 (0 %) · поздно 1, обычно на 2 дня" in said
    assert "Анна: вовремя 1 из 2 (50 %) · не сделано 1" in said
    await world.press("Ольга", "Борис")
    assert "Анна:" not in await world.screen("Ольга")
    await world.press("Ольга", "Прошлая неделя")
    assert "За этот период задач не было." in await world.screen("Ольга")


@pytest.mark.parametrize("command", ["/exceptions", "/discipline"])
async def test_neither_is_for_a_rep(command: str, world: World, company: Company) -> None:
    await world.say("Анна", command)
    assert "<photo>" not in await world.screen("Анна")


@BOTH
async def test_what_if_three_days(world: World, company: Company) -> None:
    """Fewer days over what has happened; nothing is changed by it."""
    await a_fortnight(world, company)
    before = (
        await world.rows("SELECT COUNT(*) FROM obligations"),
        await world.rows("SELECT COUNT(*) FROM audit"),
    )
    asked = await shown(world, "Что если…")
    assert asked.startswith("Что если: КП за 5 дней\nСрок: 5 рабочих дней")
    await world.press("Ольга", "2 рабочих дня")
    said = await world.screen("Ольга")
    assert said.startswith("<photo> Что если: КП за 5 дней\nСрок: 5 рабочих дней → 2 рабочих дня")
    assert "Нарушений: 2 → 2\nАнна: 1 → 1\nБорис: 1 → 1" in said
    assert "Самая длинная сводка: 2 → 2" in said
    assert "Ничего не изменено." in said
    await world.press("Ольга", "Другое значение")
    await world.say("Ольга", "1")
    assert "Нарушений: 2 → 3\nАнна: 1 → 2\nБорис: 1 → 1" in await world.screen("Ольга")
    await world.press("Ольга", "Другое значение")
    await world.press("Ольга", "» Порог")
    await world.say("Ольга", "180 тысяч")
    assert "Порог: 500 тыс. ₽ → 180 тыс. ₽" in await world.screen("Ольга")
    assert "Нарушений: 2 → 1\nБорис: 1 → 1\nАнна: 1 → 0" in await world.screen("Ольга")
    await world.press("Ольга", "Прошлый месяц")
    assert "Прошлый месяц" in await world.screen("Ольга")
    after = (
        await world.rows("SELECT COUNT(*) FROM obligations"),
        await world.rows("SELECT COUNT(*) FROM audit"),
    )
    assert before == after


async def test_what_if_in_words(world: World, company: Company) -> None:
    await shown(world, "Что если…")
    for words, trouble in (
        ("ноль", "Напишите целое число, например 3."),
        ("0", "С нулём на это не останется времени."),
        ("-4", "Отрицательным это не бывает."),
    ):
        await world.say("Ольга", words)
        assert (await world.screen("Ольга")).startswith(trouble)
    await world.say("Ольга", "4")
    assert "Нарушений: 0 → 0" in await world.screen("Ольга")


async def test_what_history_does_not_tell(world: World, company: Company) -> None:
    """Of a step that is too far away nothing is kept: there is no such button."""
    await world.say("Ольга", "/rules")
    await world.press("Ольга", "Следующий шаг слишком далеко")
    labels = {one["text"] for one in await world.buttons("Ольга")}
    assert "Настроить" in labels
    assert "Что если…" not in labels
