"""Other ways than the usual one: past stages, back, the same once more, to an end; seen before they are made."""

from dataclasses import replace

import pytest

from bot.callbacks import Move, Preview
from fsm.definition import By, Jumps, Process
from storage.people import Person
from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def corporate(world: World, owner: Person, stage: str | None = None) -> build.Built:
    """A corporate deal of «Ромашка»; its card is on the owner's screen, in this stage where one is named."""
    built = await world.deal(owner, process="corporate")
    if stage is not None:
        await world.say(owner.name, "/find Ромашка")
        await world.forge(owner.name, Move(built.run, 1, stage).pack())
    return built


async def opened(world: World, person: str, run: int) -> str:
    """The card of the deal, below."""
    await world.say(person, "/find Ромашка")
    await world.forge(person, f"ad:{run}:card:0")
    return await world.screen(person)


async def states(world: World) -> list[tuple[str, str]]:
    return [tuple(row) for row in await world.rows("SELECT key, state FROM activities ORDER BY id")]


async def test_a_draft_says_so_and_what_gets_it_out(world: World, company: Company) -> None:
    built = await corporate(world, company.anna)
    card = await opened(world, "Анна", built.run)
    assert "✎ Черновик: заполните карточку сделки" in card
    assert "Подтверждение интереса\n●○○○○○○○○ 1 из 9 · с 23 ноя" in card
    assert "Подтвердить: бюджет выделен" in card
    assert "Что дальше: Интерес подтверждён" in card
    assert "○ Заполнить карточку сделки — после: Связаться и подтвердить интерес" in card


@BOTH
async def test_past_stages_with_what_it_cancels_and_leaves_undone(world: World, company: Company) -> None:
    built = await corporate(world, company.anna, "needs")
    await opened(world, "Анна", built.run)
    await world.press("Анна", "Другая стадия…")
    ways = await world.screen("Анна")
    assert "На какую стадию?" in ways
    assert "— Вперёд —" in ways
    assert "→ Переговоры" in ways
    await world.press("Анна", "→ Переговоры")
    seen = await world.screen("Анна")
    assert "Анализ потребностей → Переговоры" in seen
    assert "Будет отменено:\n● Собрать информацию — " in seen
    assert "Пропускаем:\n· Презентация\n· Определение ключевых контактов" in seen
    assert "Ещё не сделано:\n· Собрать информацию" in seen
    assert (await states(world))[-1] == ("collect_info", "open"), "nothing has happened yet"

    await world.press("Анна", "Отмена")
    assert "3 из 9" in await world.screen("Анна")
    await world.press("Анна", "Другая стадия…")
    await world.press("Анна", "→ Переговоры")
    assert await world.press("Анна", "Перейти") == "Теперь на стадии: Переговоры"
    assert ("collect_info", "cancelled") in await states(world)
    assert (await world.card(built.run)).stage == "negotiation"


async def test_back_and_once_more_count_the_stays(world: World, company: Company) -> None:
    built = await corporate(world, company.anna, "proposal_prep")
    await opened(world, "Анна", built.run)
    await world.press("Анна", "Другая стадия…")
    if "↻ Подготовка" not in await world.screen("Анна"):
        await world.press("Анна", "›")
    await world.press("Анна", "↻ Подготовка")
    assert "Та же стадия ещё раз: её шаги откроются заново." in await world.screen("Анна")
    await world.press("Анна", "Перейти")
    assert "6 из 9 · с 23 ноя · 2-й раз" in await opened(world, "Анна", built.run)
    await world.press("Анна", "Другая стадия…")
    await world.press("Анна", "← Определение ключевых")
    assert "Возврат к прежней стадии" in await world.screen("Анна")
    await world.press("Анна", "Перейти")
    card = await opened(world, "Анна", built.run)
    assert "5 из 9" in card
    assert "Описать ключевые контакты" in card


async def test_an_end_shows_what_will_be_asked(world: World, company: Company) -> None:
    built = await corporate(world, company.anna, "needs")
    await opened(world, "Анна", built.run)
    await world.press("Анна", "→ Завершена с проигрышем")
    seen = await world.screen("Анна")
    assert "Сделка будет закрыта." in seen
    assert "Спрошу:\n· Причина" in seen
    await world.press("Анна", "Перейти")
    assert "Ваши ответы" not in await world.screen("Анна")
    assert (await world.card(built.run)).outcome is None, "a reason is asked first"


async def test_a_preview_of_before_is_drawn_anew(world: World, company: Company) -> None:
    built = await corporate(world, company.anna, "needs")
    await opened(world, "Анна", built.run)
    toast = await world.forge("Анна", Preview(built.run, 1, "negotiation").pack())
    assert toast == "Тем временем всё изменилось. Вот как обстоят дела сейчас."
    assert "Анализ потребностей" in await world.screen("Анна")


async def test_a_usual_move_goes_at_once(world: World, company: Company) -> None:
    await world.deal(company.anna, product="Сервер")
    await world.say("Анна", "/find Ромашка")
    await world.press("Анна", "1 · Ромашка")
    await world.press("Анна", "1 · Поиск")
    await world.press("Анна", "→ Переговоры")
    assert "С кем вы ведёте переговоры?" in await world.screen("Анна")


def only_heads(process: Process) -> Process:
    """Where going back is the head's affair."""
    jumps = Jumps(skip=By.ANYBODY, back=By.HEAD, repeat=By.ANYBODY, end=By.ANYBODY)
    return process.model_copy(update={"jumps": jumps})


@pytest.fixture
def strict_back(world: World, company: Company) -> Company:
    """The same company, with a process in which only a head goes back."""
    found = world.product.company
    key = next(key for key in found.processes if key[0] == "corporate")
    known = {**found.processes, key: only_heads(found.processes[key])}
    world.product.company = replace(found, processes=known)
    return company


async def test_what_only_a_head_may_is_said_and_enforced(world: World, strict_back: Company) -> None:
    built = await corporate(world, strict_back.anna, "presentation")
    await opened(world, "Анна", built.run)
    await world.press("Анна", "Другая стадия…")
    if "← Анализ потребностей" not in await world.screen("Анна"):
        await world.press("Анна", "›")
    assert "— Назад · решает руководитель —" in await world.screen("Анна")
    refusal = "Это может сделать только руководитель. Обратитесь: Ольга."
    assert await world.press("Анна", "← Анализ потребностей") == refusal
    assert await world.forge("Анна", Move(built.run, 2, "needs").pack()) == refusal
    assert (await world.card(built.run)).stage == "presentation"

    await opened(world, "Ольга", built.run)
    await world.forge("Ольга", Preview(built.run, 2, "needs").pack())
    await world.press("Ольга", "Перейти")
    assert (await world.card(built.run)).stage == "needs"
