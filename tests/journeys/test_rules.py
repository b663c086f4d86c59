"""Rules in the chat: a head looks at them and changes them; what runs keeps its time, a rep has no say."""

import random
from dataclasses import fields

import pytest

from bot.callbacks import (
    Discipline,
    Exceptions,
    Replay,
    RuleCard,
    RuleFile,
    RuleList,
    RuleNorm,
    Rules,
    RuleSet,
    base36,
)
from bot.views.rule_changes import checksum
from storage import audit, obligations
from tests.journeys.conftest import BOTH, Company
from tests.world import World

RULE = "proposal_5d"
WORDS = (
    "", "proposal_5d", "first_answer", "stage_norm", "client_contact", "no_step", "limit", "border", "on", "off", "sure",
    "3", "0", "-1", "300000", "month", "90d", "365d", "all", "t1", "p1", "t2", "i", "l", "e", "b", "u", "x", "c",
    f"n{base36(checksum('simple.engaging'))}", f"n{checksum('simple.engaging')}",
)  # fmt: skip
NUMBERS = (0, 1, 2, 35, base36(checksum("simple.engaging")), base36(checksum("key")), "zzzzzzzzzzzz")
HOLDS = "Действует для новых сделок; идущие сроки не меняются."


async def days(world: World, run: int) -> tuple[int, str]:
    """What a deal's duty demands, and how it stands."""
    async with world.db.read() as session:
        (kept,) = [one for one in await obligations.of_run(session, run) if one.rule == RULE]
    assert kept.terms is not None
    return kept.terms.limit.number, kept.obligation.state.value


async def settings(world: World, person: str = "Ольга", title: str = "КП за 5 дней") -> str:
    """From the list to the settings of a rule."""
    await world.say(person, "/rules")
    await world.press(person, title)
    await world.press(person, "Настроить")
    return await world.screen(person)


@BOTH
async def test_a_head_changes_5_days_to_3(world: World, company: Company) -> None:
    """A new deal has three days, the one that runs keeps its five; who changed it is told on the card and in the log."""
    running = await world.deal(company.anna, amount=100_000)
    assert "Срок: 5 рабочих дней" in await settings(world)
    await world.press("Ольга", "Срок")
    assert "[3 рабочих дня]" in await world.screen("Ольга")
    await world.press("Ольга", "3 рабочих дня")
    said = await world.screen("Ольга")
    assert "Сохранено. Этих напоминаний больше не будет: на 4-й день." in said
    assert "Срок: 3 рабочих дня\n" in said
    assert HOLDS in said
    assert "5 → 3 рабочих дня: Ольга, сегодня" in said
    new = await world.deal(company.anna, client="Лютик", amount=100_000)
    assert (await days(world, running.run), await days(world, new.run)) == ((5, "running"), (3, "running"))
    await world.press("Ольга", "‹ Правило")
    card = await world.screen("Ольга")
    assert card.startswith(
        "<photo> КП за 5 дней\nСоздайте КП и отправьте клиенту\n3 рабочих дня · сделки до 500 тыс. ₽"
    )
    assert "5 → 3 рабочих дня: Ольга, сегодня" in card
    await world.hire("Дина", 1008, roles=("admin",), team=None)
    await world.say("Дина", "Компания")
    await world.press("Дина", "Кто что менял")
    assert "сегодня 10:00 · Ольга\n   КП за 5 дней: 5 → 3 рабочих дня" in await world.screen("Дина")


async def test_the_number_in_words(world: World, company: Company) -> None:
    await settings(world)
    await world.press("Ольга", "Срок")
    for words, trouble in (
        ("-2", "Отрицательным это не бывает."),
        ("0", "С нулём на это не останется времени. Укажите 1 или больше."),
        ("99999", "Это слишком много."),
        ("дня три", "Напишите целое число, например 3."),
    ):
        await world.say("Ольга", words)
        asked = await world.screen("Ольга")
        assert asked.startswith(f"{trouble}\n\nКП за 5 дней\nСрок: 5 рабочих дней")
    await world.say("Ольга", "7")
    assert "Срок: 7 рабочих дней" in await world.screen("Ольга")
    assert "Этих напоминаний" not in await world.screen("Ольга")
    await world.say("Ольга", "8")  # nothing is asked any more
    assert "Срок: 7 рабочих дней" in await settings(world)


async def test_the_border_of_a_small_deal(world: World, company: Company) -> None:
    await settings(world)
    await world.press("Ольга", "Порог небольшой сделки")
    for words, trouble in (
        ("минус сто", "Не понял сумму."),
        ("-100", "Отрицательным это не бывает."),
        ("0", "Сумма должна быть больше нуля."),
        ("300 $", "Укажите сумму в валюте компании."),
    ):
        await world.say("Ольга", words)
        assert (await world.screen("Ольга")).startswith(f"{trouble}\n\nКП за 5 дней")
    await world.say("Ольга", "90 тысяч")
    assert "Порог: 500 000 ₽ → 90 000 ₽: Ольга, сегодня" in await world.screen("Ольга")
    large, small = (
        await world.deal(company.anna, amount=100_000),
        await world.deal(company.anna, amount=80_000),
    )
    assert (await days(world, large.run))[1] == "sleeping"
    assert (await days(world, small.run))[1] == "running"
    await world.press("Ольга", "Порог небольшой сделки")
    await world.press("Ольга", "200\u00a0тыс.\u00a0₽")
    assert "Порог небольшой сделки: 200 000 ₽" in await world.screen("Ольга")


async def test_off_and_on_again(world: World, company: Company) -> None:
    runs = [(await world.deal(company.anna, amount=100_000)).run for _ in range(2)]
    await settings(world)
    await world.press("Ольга", "Выключить")
    assert "Выключить? Сейчас идёт 2 срока, они будут сняты." in await world.screen("Ольга")
    assert [await days(world, run) for run in runs] == [(5, "running")] * 2
    await world.press("Ольга", "‹ Назад")
    assert "Правило работает." in await world.screen("Ольга")
    await world.press("Ольга", "Выключить")
    await world.press("Ольга", "Выключить")
    said = await world.screen("Ольга")
    assert "Сохранено. По этому правилу больше ничего не идёт.\n\nПравило выключено." in said
    assert "выключено, снято 2 срока: Ольга, сегодня" in said
    assert [await days(world, run) for run in runs] == [(5, "stopped")] * 2
    without = await world.deal(company.anna, amount=100_000)
    assert not await world.rows(
        "SELECT 1 FROM obligations WHERE run_id = :run AND rule = :rule", run=without.run, rule=RULE
    )
    await world.say("Ольга", "/rules")
    assert "[✕ КП за 5 дней]" in await world.screen("Ольга")
    await settings(world)
    await world.press("Ольга", "Включить")
    assert "Правило работает." in await world.screen("Ольга")
    assert (await days(world, (await world.deal(company.anna, amount=100_000)).run))[1] == "running"
    assert [await days(world, run) for run in runs] == [(5, "stopped")] * 2


async def test_norms_of_stages_and_segments(world: World, company: Company) -> None:
    assert "Простая продажа: Поиск 10, Переговоры 20" in await settings(world, title="Долго в стадии")
    await world.press("Ольга", "Нормы по стадиям")
    assert "[— Простая продажа —]\n[Поиск · 10 рабочих дней]" in await world.screen("Ольга")
    await world.press("Ольга", "Поиск · 10 рабочих дней")
    await world.press("Ольга", "7 рабочих дней")
    assert "Простая продажа: Поиск 7, Переговоры 20" in await world.screen("Ольга")
    await world.press("Ольга", "Нормы по стадиям")
    await world.press("Ольга", "Поиск · 7 рабочих дней")
    await world.say("Ольга", "0")
    assert "С нулём правило нарушали бы все и сразу." in await world.screen("Ольга")
    await world.say("Ольга", "4")
    said = await world.screen("Ольга")
    assert "Поиск: 7 → 4 рабочих дня: Ольга, сегодня\nПоиск: 10 → 7 рабочих дней: Ольга, сегодня" in said
    assert "Действует со следующей ежедневной проверки." in said
    await settings(world, title="Давно нет контакта")
    await world.press("Ольга", "Нормы по сегментам")
    await world.press("Ольга", "Ключевые клиенты")
    await world.say("Ольга", "14")
    assert "Ключевые клиенты: 30 → 14 дней: Ольга, сегодня" in await world.screen("Ольга")


async def test_two_heads(world: World, company: Company) -> None:
    """Each sees what the other has changed, and loses nothing of his own."""
    await world.hire("Юрий", 1007, roles=("head",), team="Юг")
    for head in ("Ольга", "Юрий"):
        await settings(world, head)
    await world.press("Ольга", "Срок")
    await world.press("Юрий", "Порог небольшой сделки")
    await world.press("Ольга", "3 рабочих дня")
    await world.press("Юрий", "300\u00a0тыс.\u00a0₽")
    said = await world.screen("Юрий")
    assert "Срок: 3 рабочих дня\nПорог небольшой сделки: 300 000 ₽" in said
    assert "Порог: 500 000 ₽ → 300 000 ₽: Юрий, сегодня\n5 → 3 рабочих дня: Ольга, сегодня" in said
    await settings(world, "Юрий")
    await world.press("Юрий", "Срок")
    await world.press("Юрий", "● 3 рабочих дня")
    assert "Так уже и есть." in await world.screen("Юрий")
    async with world.db.read() as session:
        assert len(await audit.of_rule(session, RULE)) == 2


async def test_a_rep_may_not(world: World, company: Company) -> None:
    await world.say("Анна", "/rules")
    assert "Правила" not in await world.screen("Анна")
    for data in (
        Rules(),
        RuleCard(RULE, "month", "all"),
        RuleSet(RULE, "", ""),
        RuleSet(RULE, "limit", "3"),
        RuleSet(RULE, "on", "sure"),
        RuleNorm("stage_norm", checksum("simple.engaging"), "3"),
        RuleList(RULE, "l", "month", "all", 0),
        RuleFile(RULE, "month", "all", "x"),
        Replay(RULE, "limit", "3", "90d"),
    ):
        assert await world.forge("Анна", data.pack())
    assert not await world.rows("SELECT 1 FROM settings WHERE key LIKE 'rule.%'")
    assert not await world.rows("SELECT 1 FROM audit WHERE kind = 'rule'")


@pytest.mark.parametrize(
    "data",
    [
        "ars:proposal_5d:limit:0",
        "ars:proposal_5d:limit:-3",
        "ars:proposal_5d:limit:3.5",
        "ars:proposal_5d:limit:99999",
        "ars:proposal_5d:border:0",
        "ars:proposal_5d:border:-1",
        "ars:proposal_5d:border:1e9",
        "ars:proposal_5d:on:perhaps",
        "ars:proposal_5d:title:x",
        "ars:nothing:limit:3",
        "ars:first_answer:border:300000",
        "arn:stage_norm:5:3",
        "arn:proposal_5d:0:3",
        "arc:nothing:month:all",
        "arc:proposal_5d:month:pzzz",
        "arl:proposal_5d:x:month:all:0",
        "arl:proposal_5d:i:month:all:zzzzzzzzzzzz",
        "arf:nothing:month:all:x",
        "arp:step_far:limit:3:90d",
        "arp:proposal_5d:limit:0:90d",
        "arp:proposal_5d:border:0:90d",
        "arp:proposal_5d:on:3:90d",
    ],
)
async def test_forged_values_change_nothing(data: str, world: World, company: Company) -> None:
    await world.say("Ольга", "/rules")
    await world.forge("Ольга", data)
    assert not await world.rows("SELECT 1 FROM settings WHERE key LIKE 'rule.%'")
    assert not await world.rows("SELECT 1 FROM audit WHERE kind = 'rule'")


async def test_an_administrator_changes_rules_and_sees_no_numbers(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=100_000)
    await world.hire("Дина", 1008, roles=("admin",), team=None)
    await world.say("Дина", "/rules")
    await world.press("Дина", "КП за 5 дней")
    card = await world.screen("Дина")
    assert card == (
        "КП за 5 дней\nСоздайте КП и отправьте клиенту\n5 рабочих дней · сделки до 500 тыс. ₽\n"
        "[Настроить]\n[‹ Правила] [Мой день]"
    )
    await world.press("Дина", "Настроить")
    await world.press("Дина", "Срок")
    await world.press("Дина", "4 рабочих дня")
    assert "5 → 4 рабочих дня: Дина, сегодня" in await world.screen("Дина")


async def test_a_second_delivery_changes_nothing_twice(world: World, company: Company) -> None:
    await settings(world)
    await world.forge("Ольга", RuleSet(RULE, "limit", "3").pack())
    await world.forge("Ольга", RuleSet(RULE, "limit", "3").pack())
    assert "Так уже и есть." in await world.screen("Ольга")
    assert len(await world.rows("SELECT 1 FROM audit WHERE kind = 'rule'")) == 1


async def test_any_word_in_a_button_breaks_nothing(world: World, company: Company) -> None:
    """By a head, with words that are right in some other place."""
    run = (await world.deal(company.anna, amount=100_000)).run
    await world.say("Ольга", "/rules")
    chance = random.Random(5)
    kinds = (RuleCard, RuleSet, RuleNorm, RuleList, RuleFile, Replay, Discipline, Exceptions)
    for _ in range(9):
        for kind in kinds:
            values = [chance.choice(NUMBERS if one.type is int else WORDS) for one in fields(kind)]
            data = ":".join([f"a{kind.code}", *map(str, values)])
            await world.forge("Ольга", data)
            assert await world.rows("SELECT error FROM inbox WHERE attempts > 0") == [], data
    assert (await days(world, run))[0] == 5
