"""Somebody leaves: access ends at once, cards lose what was personal, links close, no deal stays behind."""

from bot.callbacks import Hand, Move, OpenDeal, Staff, StaffAct, Undo
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_door import STRANGER, a_link
from tests.world import World


async def dismiss(world: World, by: str, who: str, taker: str | None = None) -> None:
    await world.say(by, "Команда")
    await world.press(by, who)
    await world.press(by, "Уволен")
    await world.press(by, taker or "Да, уволен")


@BOTH
async def test_access_is_cut_and_the_work_goes_on(world: World, company: Company) -> None:
    first = await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Ромашка")
    assert "+7 495 123-45-67" in await world.screen("Анна") or "[Не дозвонился]" in await world.screen("Анна")
    await world.until("2026-11-23 13:46")  # a ring has put a card with a phone
    await dismiss(world, "Ольга", "Анна", "Борис")
    assert "доступ закрыт" in await world.screen("Ольга")
    assert "2 сделки" in await world.screen("Ольга")
    await world.advance(minutes=3)
    # Nothing of what she was sent or has pressed says anything any more.
    seen = await world.screens("Анна")
    assert len(seen) >= 2
    assert set(seen) == {"Карточка закрыта."}
    await world.say("Анна", "Мой день")
    assert (await world.screen("Анна")).startswith(STRANGER)
    await world.forge("Анна", f"ad:{first.run}:card:0")
    assert not [one for one in await world.screens("Анна") if "Ромашка" in one]
    assert (await world.card(first.run)).owner == "Борис"
    assert await world.rows("SELECT count(*) FROM deals WHERE owner_id = :anna", anna=company.anna.id) == [
        (0,)
    ]
    assert await world.rows(
        "SELECT count(*) FROM activities WHERE state = 'open' AND owner_id = :anna", anna=company.anna.id
    ) == [(0,)]
    # Nothing more ever comes.
    count = len(await world.inbox("Анна"))
    await world.until("2026-11-25 12:00")
    assert len(await world.inbox("Анна")) == count


async def test_who_has_left_comes_back_by_an_invitation(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await dismiss(world, "Ольга", "Анна", "Ольга")
    token = await a_link(world)
    await world.say("Анна", f"/start {token}")
    assert "Здравствуйте, Анна!" in await world.screen("Анна")
    assert await world.rows("SELECT count(*) FROM people") == [(4,)]


async def test_work_that_was_handed_over_does_not_go_back_to_a_leaver(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await world.say("Ольга", "/start")
    await world.forge("Ольга", StaffAct(company.anna.id, "leave", company.boris.id).pack())
    await world.forge("Ольга", OpenDeal(built.run, "history", 0).pack())
    assert "Передано: Борис" in await world.screen("Ольга")
    assert "Отменить" not in await world.screen("Ольга")
    ((cause,),) = await world.rows("SELECT max(id) FROM history")
    toast = await world.forge("Ольга", Undo(built.run, cause).pack())
    assert toast is not None
    assert toast.startswith("Отменить уже нельзя.")
    assert (await world.card(built.run)).owner == "Борис"


async def test_a_deal_that_was_closed_is_not_open_again_for_a_leaver(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await world.say("Ольга", "/start")
    await world.forge("Ольга", Move(built.run, 1, "lost").pack())
    await world.press("Ольга", "Нет бюджета")
    ((cause,),) = await world.rows("SELECT max(id) FROM history")
    await world.forge("Ольга", StaffAct(company.anna.id, "leave", company.boris.id).pack())
    toast = await world.forge("Ольга", Undo(built.run, cause).pack())
    assert toast is not None
    assert toast.startswith("Отменить уже нельзя.")
    assert (await world.card(built.run)).outcome == "lost"


async def test_a_deal_of_a_leaver_goes_on_with_whoever_opens_it_again(world: World, company: Company) -> None:
    darya = await world.hire("Дарья", 1006, roles=("director",), team=None)
    built = await world.deal(company.anna)
    await world.say("Дарья", "/start")
    await world.forge("Дарья", Move(built.run, 1, "lost").pack())
    await world.press("Дарья", "Нет бюджета")
    await world.forge("Дарья", StaffAct(company.anna.id, "leave", company.boris.id).pack())
    await world.forge("Дарья", Hand(built.run, "reopen", "prospecting").pack())
    await world.say("Дарья", "Клиент передумал")
    assert "Отменить" not in await world.screen("Дарья")
    card = await world.card(built.run)
    assert (card.outcome, card.owner) == (None, "Дарья")
    left = await world.rows("SELECT owner_id FROM activities WHERE state = 'open'")
    assert left == [(darya.id,)]


async def test_a_director_looks_at_the_deals_of_a_leaver(world: World, company: Company) -> None:
    await world.hire("Дарья", 1006, roles=("director",), team=None)
    await dismiss(world, "Дарья", "Игорь")
    await world.forge("Дарья", Staff(company.igor.id, "card").pack())
    assert not await world.press("Дарья", "Сделки")
    assert "Игорь" in await world.screen("Дарья")


async def test_links_of_a_leaver_open_nothing(world: World, company: Company) -> None:
    await world.hire("Глеб", 1020, roles=("head",))
    await world.hire("Ада", 1021, roles=("admin",), team=None)
    token = await a_link(world)
    await world.say("Ада", "Сотрудники")
    await world.press("Ада", "Ольга")
    await world.press("Ада", "Уволен")
    await world.press("Ада", "Да, уволен")
    await world.guest("Вера", 3001)
    await world.say("Вера", f"/start {token}")
    assert "Эта ссылка больше не действует" in await world.screen("Вера")


async def test_the_last_administrator_stays(world: World, company: Company) -> None:
    ada = await world.hire("Ада", 1021, roles=("admin",), team=None)
    await world.say("Ада", "Сотрудники")
    await world.press("Ада", "Ада")
    await world.press("Ада", "Уволен")
    await world.press("Ада", "Да, уволен")
    assert "единственный администратор" in await world.screen("Ада")
    await world.press("Ада", "Роли")
    await world.press("Ада", "✓ Администратор")
    assert "единственный администратор" in await world.screen("Ада")
    assert await world.rows("SELECT left_at, roles FROM people WHERE id = :ada", ada=ada.id) == [
        (None, '["admin"]')
    ]


async def test_a_head_dismisses_his_reps_only(world: World, company: Company) -> None:
    await world.hire("Глеб", 1020, roles=("head",))
    await world.say("Ольга", "Мой день")
    glebs = [row[0] for row in await world.rows("SELECT id FROM people WHERE name = 'Глеб'")]
    for person in (glebs[0], company.igor.id, company.olga.id):
        assert await world.forge("Ольга", f"asa:{person}:leave:0")
    for data in (
        f"asa:{company.anna.id}:admin:1",
        f"asa:{company.anna.id}:team:0",
        "afm:name::0",
        "atm:0:new:0",
    ):
        assert await world.forge("Ольга", data)
    assert await world.rows("SELECT count(*) FROM people WHERE left_at IS NOT NULL") == [(0,)]
    # Two heads of one team: the second one learns that it is done.
    await world.deal(company.anna)
    await dismiss(world, "Глеб", "Анна", "Борис")
    assert await world.forge("Ольга", f"asa:{company.anna.id}:leave:0")
    assert await world.rows("SELECT count(*) FROM people WHERE left_at IS NOT NULL") == [(1,)]
