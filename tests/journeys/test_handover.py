"""Work changes hands: one deal, one task, all of a rep; a closed deal is opened again."""

from bot.callbacks import GiveTo
from bot.usecases.handover import SPREAD
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def to_the_deal(world: World, who: str, name: str) -> None:
    await world.say(who, "Сделки")
    await world.press(who, name)


@BOTH
async def test_one_deal_goes_to_a_colleague_and_back(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Ромашка")
    assert "[Не дозвонился]" in await world.screen("Анна")
    await to_the_deal(world, "Ольга", "Ромашка")
    await world.press("Ольга", "+ Действие")
    await world.press("Ольга", "⇄ Передать")
    assert "Кому?" in await world.screen("Ольга")
    assert "Игорь" not in await world.screen("Ольга")  # of another team
    assert await world.press("Ольга", "Борис") == "Передано"
    assert (await world.card(built.run)).owner == "Борис"
    # The new owner has one message and the task; the old one's card is a stub without the phone.
    await world.advance(minutes=3)
    assert "1 сделка" in await world.screen("Борис")
    old = await world.screen("Анна")
    assert "Передана: Борис" in old or "Передано: Борис" in old
    assert "Не дозвонился" not in old
    await world.say("Борис", "Мой день")
    assert "Ромашка" in await world.screen("Борис")
    # It can be taken back with one tap.
    await world.press("Ольга", "↩")
    assert (await world.card(built.run)).owner == "Анна"
    await world.say("Анна", "Мой день")
    assert "Ромашка" in await world.screen("Анна")


async def test_a_rep_hands_no_deal_over_but_a_task(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await to_the_deal(world, "Анна", "Ромашка")
    await world.press("Анна", "+ Действие")
    assert "Передать" not in await world.screen("Анна")
    for data in (
        f"agv:deal:{built.run}:0",
        f"agt:deal:{built.run}:{company.boris.id}:1",
        f"agv:all:{company.boris.id}:0",
    ):
        assert await world.forge("Анна", data)
    assert (await world.card(built.run)).owner == "Анна"
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Ромашка")
    await world.press("Анна", "Ещё")
    await world.press("Анна", "⇄ Передать")
    await world.press("Анна", "Борис")
    assert (await world.card(built.run)).owner == "Анна"
    assert await world.rows("SELECT owner_id FROM activities WHERE state = 'open'") == [(company.boris.id,)]
    await world.say("Борис", "Мой день")
    await world.press("Борис", "Ромашка")
    assert "[Не дозвонился]" in await world.screen("Борис")


@BOTH
async def test_all_of_a_rep_is_spread_over_the_team_in_one_message_each(
    world: World, company: Company
) -> None:
    await world.hire("Вера", 1010)
    for number in range(7):
        await world.deal(company.anna, client=f"Клиент {number}")
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    card = await world.screen("Ольга")
    assert "7 сделок" in card
    await world.press("Ольга", "⇄ Передать")
    await world.press("Ольга", "Разделить")
    assert "7 сделок" in await world.screen("Ольга")
    await world.press("Ольга", "Передать")
    assert await world.rows("SELECT owner_id, count(*) FROM deals GROUP BY owner_id ORDER BY count(*)") != [
        (company.anna.id, 7)
    ]
    owners = {owner for (owner,) in await world.rows("SELECT DISTINCT owner_id FROM deals")}
    assert company.anna.id not in owners
    assert len(owners) >= 2
    assert await world.rows("SELECT count(*) FROM clients WHERE owner_id = :anna", anna=company.anna.id) == [
        (0,)
    ]
    await world.advance(minutes=3)
    boris = [one for one in await world.screens("Борис") if "ередан" in one]
    assert len(boris) == 1


@BOTH
async def test_a_director_spreads_work_over_the_team_of_whose_it_was(world: World, company: Company) -> None:
    for client in ("Ромашка", "Лютик", "Вега"):
        await world.deal(company.anna, client=client)
    await world.hire("Дарья", 1006, roles=("director",), team="Дирекция")
    await world.say("Дарья", "/start")
    assert await world.forge("Дарья", GiveTo("all", company.anna.id, SPREAD, 1).pack()) == "Передано"
    assert await world.rows("SELECT DISTINCT owner_id FROM deals") == [(company.boris.id,)]


async def test_a_task_that_was_passed_on_from_its_card_can_be_taken_back_there(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-23 13:46")  # the ring has posted the card
    await world.press("Анна", "Ещё…")
    await world.press("Анна", "⇄ Передать")
    await world.press("Анна", "Борис")
    await world.advance(minutes=3)
    assert "⇄ Передано\nБорис" in await world.screen("Анна")
    await world.press("Анна", "↩ Отменить")
    assert await world.rows("SELECT owner_id FROM activities") == [(company.anna.id,)]


async def test_a_task_that_was_passed_on_names_who_has_it_and_comes_back(
    world: World, company: Company
) -> None:
    """Boris, whose task it was on Anna's deal, sees nothing of the deal; to him his day comes back."""
    await world.deal(company.anna)
    vera = await world.hire("Вера", 1010)
    ((task,),) = await world.rows("SELECT id FROM activities")
    await world.say("Анна", "/start")
    await world.forge("Анна", GiveTo("task", task, company.boris.id, 0).pack())
    await world.advance(minutes=3)
    card = (await world.inbox("Борис"))[-1]["message_id"]
    await world.say("Борис", "Мой день")
    day = (await world.inbox("Борис"))[-1]["message_id"]
    await world.forge("Борис", GiveTo("task", task, vera.id, 0).pack(), day)
    await world.advance(minutes=3)
    told = {message["message_id"]: message["text"] for message in await world.inbox("Борис")}
    assert told[card].endswith("Передано: Вера")
    assert await world.press("Борис", "↩ Отменить", day) == "Отменено. Всё как было."
    assert await world.rows("SELECT owner_id FROM activities") == [(company.boris.id,)]
    assert "Ромашка" in await world.screen("Борис")


async def test_a_lost_deal_is_opened_again_with_a_reason(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await to_the_deal(world, "Анна", "Ромашка")
    await world.press("Анна", "→ Отказ")
    await world.press("Анна", "Перейти")
    await world.press("Анна", "Дорого")
    assert (await world.card(built.run)).outcome == "lost"
    await world.forge("Анна", f"ah:{built.run}:reopen:prospecting")
    assert (await world.card(built.run)).outcome == "lost"
    await world.say("Ольга", "Мой день")
    await world.forge("Ольга", f"ad:{built.run}:card:0")
    await world.press("Ольга", "↻")
    await world.press("Ольга", "Поиск")
    await world.say("Ольга", "Клиент передумал")
    card = await world.card(built.run)
    assert (card.outcome, card.stage) == (None, "prospecting")
    assert len(await world.rows("SELECT id FROM activities WHERE state = 'open'")) == 1
    await world.advance(minutes=3)
    assert "Ромашка" in await world.screen("Анна")
