"""Old, double, forged and foreign presses: the card says how things stand, and nothing happens twice."""

import asyncio

import pytest

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


async def history(world: World) -> int:
    ((count,),) = await world.rows("SELECT count(*) FROM history")
    return int(count)


@BOTH
async def test_one_person_twice_at_the_same_moment(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    card = (await world.inbox("Анна"))[-1]["message_id"]
    before = await history(world)
    asked = await asyncio.gather(
        *(world.sandbox.press(1001, "Не дозвонился", message_id=card, wait=3000) for _ in range(3))
    )
    await world.settle()
    assert sorted(one["answer"]["text"][:9] for one in asked) == ["Записано:", "Тем време", "Тем време"]
    assert await history(world) == before + 1
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]


@BOTH
async def test_two_people_on_one_button_at_the_same_moment(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    await world.press("Ольга", "Задачи")
    await world.press("Ольга", "1 · ")
    assert "Ответственный: Анна" in await world.screen("Ольга")
    before = await history(world)
    await asyncio.gather(
        world.sandbox.press(1001, "Не дозвонился", wait=3000), world.sandbox.press(1004, "Занято", wait=3000)
    )
    await world.settle()
    assert await history(world) == before + 1
    ((outcome, closer),) = await world.rows(
        "SELECT activities.outcome, people.name FROM activities JOIN people ON people.id = closed_by"
        " WHERE state = 'done'"
    )
    # Whoever was later is told who was quicker, what he did and when.
    words = {"no_answer": "Не дозвонился", "busy": "Занято"}[outcome]
    later = {"Анна": "Ольга", "Ольга": "Анна"}[closer]
    told = "\n".join(await world.screens(later))
    assert f"✓ Ромашка · Позвонить клиенту — {words}\n{closer} · сегодня 10:0" in told
    assert (await world.card(deal.run)).stage == "prospecting"


async def test_a_stale_card_says_who_did_what_and_when(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    card = (await world.inbox("Анна"))[-1]["message_id"]
    await world.say("Ольга", "Сделки")
    await world.press("Ольга", "1 · Ромашка")
    await world.press("Ольга", "→ Отказ")
    await world.press("Ольга", "Перейти")
    await world.press("Ольга", "Нет бюджета")

    toast = await world.press("Анна", "Дозвонился", message=card)
    assert toast == "Тем временем всё изменилось. Вот как обстоят дела сейчас."
    redrawn = await world.screen("Анна")
    assert redrawn.startswith("○ Ромашка · Позвонить клиенту — ")
    assert "Ольга · сегодня 10:0" in redrawn
    assert "[Дозвонился]" not in redrawn


async def test_a_card_of_long_ago_still_works(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-23 13:46")  # the ring has posted the card, and nothing does so again
    card = (await world.inbox("Анна"))[-1]["message_id"]
    await world.advance(days=365)
    await world.restart()
    assert await world.press("Анна", "Не дозвонился", message=card) == "Записано: Не дозвонился"


async def test_a_move_button_of_an_earlier_stay_moves_nothing(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, product="Сервер")
    await world.say("Анна", "Сделки")
    await world.press("Анна", "1 · Ромашка")
    card = (await world.inbox("Анна"))[-1]
    (button,) = (one for row in card["buttons"] for one in row if "→ Отказ" in one["text"])
    await world.press("Анна", "→ Переговоры")
    await world.press("Анна", "Пётр")
    # The same words stand on the present card, but this is the button of the stage that was left.
    assert (
        await world.forge("Анна", button["data"])
        == "Тем временем всё изменилось. Вот как обстоят дела сейчас."
    )
    assert (await world.card(deal.run)).stage == "engaging"


async def test_an_answer_to_an_earlier_question_draws_the_present_one(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    (reason,) = [one for one in await world.buttons("Анна") if one["text"] == "Дорого"]
    await world.press("Анна", "Победил конкурент")
    await world.forge("Анна", reason["data"])
    assert "Какой конкурент победил?" in await world.screen("Анна")
    assert (await world.card(deal.run)).outcome is None


FORGED = [
    "x",
    "x" * 64,
    "ao",
    "ao:1",
    "ao:1:reached:1",
    "ao:1:нет",
    "ao:zzzzzzzzzzzzz:reached",
    "ao:-1:reached",
    "ao:999:reached",
    "ao:1:no_such_outcome",
    "am:1:1:won",
    "am:1:7:engaging",
    "am:99:1:engaging",
    "aq:1:lost_reason:price",
    "aq:1:close_date:d99999999",
    "ac:1:cancel",
    "ac:1:nonsense",
    "ak:1:99999999",
    "ad:99:card:0",
    "ad:1:nonsense:0",
    "at:999",
    "an:all:9999999",
    "al:team:nonsense:0",
    "al:pzz::0",
    "af:nonsense:all:",
    "af:all:t9:",
    "af:all:p9:nonsense",
    "ai:admin:0",
    "ai:director:1",
    "ast:hours:540",
    "ast:hours:540-600-700",
    "b1:2:3",
    "ao:1:reached\n",
    "'; DROP TABLE deals; --",
]


async def test_forged_data_changes_nothing_and_is_answered(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    before = await history(world)
    for data in FORGED:
        toast = await world.forge("Анна", data)
        assert toast is not None, data
        assert len(toast) <= 200, data
    assert await history(world) == before
    assert await world.rows("SELECT count(*) FROM inbox WHERE attempts > 0") == [(0,)]
    assert await world.rows("SELECT count(*) FROM invites") == [(0,)]
    await world.say("Анна", "Мой день")
    assert "Ромашка" in await world.screen("Анна")


@pytest.mark.parametrize(
    "data", ["ao:1:reached", "am:1:1:engaging", "at:1", "ad:1:card:0", "ad:1:history:0", "al:p1::0"]
)
async def test_what_is_somebody_elses_is_neither_shown_nor_changed(
    world: World, company: Company, data: str
) -> None:
    await world.deal(company.anna)
    await world.say("Игорь", "/start")
    seen = await world.screens("Игорь")
    before = await history(world)
    assert (
        await world.forge("Игорь", data)
        == "Здесь вы ничего менять не можете. Ваши задачи — по кнопке «Мой день»."
    )
    assert await world.screens("Игорь") == seen
    assert await history(world) == before


async def test_somebody_elses_conversation_cannot_be_answered(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    (reason,) = [one for one in await world.buttons("Анна") if one["text"] == "Дорого"]
    for name in ("Игорь", "Ольга"):
        await world.say(name, "/start")
        await world.forge(name, reason["data"])
    assert (await world.card(deal.run)).outcome is None
