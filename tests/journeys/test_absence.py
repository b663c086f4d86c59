"""Days off: a colleague stands in, sees the tasks as the other's, is rung for them, and it ends by itself."""

from bot.callbacks import base36
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def away_today(
    world: World, who: str = "Анна", substitute: str = "Борис", until: str = "Неделя"
) -> None:
    await world.say(who, "/away")
    await world.press(who, "+ Отсутствие")
    await world.press(who, "Сегодня")
    await world.press(who, until)
    await world.press(who, substitute)
    await world.press(who, "Сохранить")


@BOTH
async def test_a_colleague_stands_in_and_gives_it_back(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await away_today(world)
    assert "замещает Борис" in await world.screen("Анна")
    told = await world.screen("Борис")
    assert "Вы замещаете: Анна" in told
    await world.say("Борис", "Мой день")
    day = await world.screen("Борис")
    assert "Ромашка" in day
    assert "за: Анна" in day
    # The ring goes to who stands in, and to nobody else.
    before = len(await world.inbox("Анна"))
    await world.until("2026-11-23 13:46")
    assert "[Не дозвонился]" in await world.screen("Борис")
    assert len(await world.inbox("Анна")) == before
    # He may work the deal; the next attempt is within the days off, because somebody works it.
    await world.press("Борис", "Не дозвонился")
    ((due,),) = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    assert "2026-11-23" in str(due)
    assert (await world.card(built.run)).owner == "Анна"
    # The mornings of who is away are silent.
    await world.until("2026-11-24 10:00")
    assert len(await world.inbox("Анна")) == before
    # Back earlier.
    await world.say("Анна", "/away")
    await world.press("Анна", "Я вернулся")
    assert "Отсутствие не запланировано" in await world.screen("Анна")
    assert "Вернулся коллега: Анна" in await world.screen("Борис")
    await world.say("Борис", "Мой день")
    assert "Ромашка" not in await world.screen("Борис")
    await world.forge("Борис", f"ad:{built.run}:card:0")
    assert "Ромашка" not in (await world.screens("Борис"))[-1]


async def test_it_ends_by_itself(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    await away_today(world, until="Один день")
    await world.until("2026-11-24 09:30")
    assert "План: вторник" in await world.screen("Анна")
    await world.say("Борис", "Мой день")
    assert "Ромашка" not in await world.screen("Борис")
    await world.forge("Борис", f"ad:{built.run}:card:0")
    assert "Ромашка" not in await world.screen("Борис")


async def test_days_in_words_and_from_a_calendar(world: World, company: Company) -> None:
    await world.say("Анна", "/away")
    await world.press("Анна", "+ Отсутствие")
    await world.say("Анна", "чушь")
    assert "Не получилось понять" in await world.screen("Анна")
    await world.say("Анна", "1–14 декабря")
    assert "1 дек" in await world.screen("Анна")
    await world.press("Анна", "Никто")
    await world.press("Анна", "Сохранить")
    assert await world.rows("SELECT first, last, substitute_id FROM absences") == [
        ("2026-12-01", "2026-12-14", None)
    ]
    await world.press("Анна", "+ Отсутствие")
    await world.press("Анна", "Календарь")
    await world.press("Анна", "›")
    await world.press("Анна", "7")
    await world.press("Анна", "Календарь")
    await world.press("Анна", "9")
    await world.press("Анна", "Борис")
    await world.press("Анна", "Сохранить")
    # The later word overrules the days in the middle; those around stay as they were.
    assert sorted(await world.rows("SELECT first, last FROM absences WHERE ended_at IS NULL")) == [
        ("2026-12-01", "2026-12-06"),
        ("2026-12-07", "2026-12-09"),
        ("2026-12-10", "2026-12-14"),
    ]


async def test_who_stands_in_for_each_other_leaves_it_to_the_head(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await away_today(world, "Борис", "Анна")
    await away_today(world, "Анна", "Борис")
    await world.say("Ольга", "Мой день")
    assert "за: Анна" in await world.screen("Ольга")
    await world.until("2026-11-23 13:46")
    assert "[Не дозвонился]" in await world.screen("Ольга")


async def test_a_head_sets_it_for_a_rep_and_a_rep_for_nobody_else(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    await world.press("Ольга", "Отсутствие")
    await world.press("Ольга", "+ Отсутствие")
    await world.press("Ольга", "Завтра")
    await world.press("Ольга", "Один день")
    await world.press("Ольга", "Борис")
    await world.press("Ольга", "Сохранить")
    assert "Ваше отсутствие" in await world.screen("Анна")
    assert await world.rows("SELECT person_id, substitute_id, by_id FROM absences") == [
        (company.anna.id, company.boris.id, company.olga.id)
    ]
    assert await world.forge("Борис", f"asp:{company.anna.id}:away")
    assert await world.forge("Борис", f"aab:{company.anna.id}:0:0:0:0")
    day = base36(world.now().toordinal() + 5)
    assert await world.forge("Борис", f"aab:{company.anna.id}:{day}:{day}:1:1")
    assert await world.rows("SELECT count(*) FROM absences") == [(1,)]
