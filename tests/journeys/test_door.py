"""Who comes in: by a link that works once and not for long; a stranger learns nothing."""

import re

from storage import people as staff
from tests.journeys.conftest import BOTH, Company
from tests.world import World, world

STRANGER = "Здравствуйте! Этот бот помогает сотрудникам одной компании."


async def a_link(found: World) -> str:
    """The token of a link that Olga has just made."""
    await found.say("Ольга", "Пригласить")
    await found.press("Ольга", "Менеджер по продажам")
    made = re.search(r"t\.me/\w+\?start=(\S+)", await found.screen("Ольга"))
    assert made
    return made[1]


async def people(found: World) -> int:
    ((count,),) = await found.rows("SELECT count(*) FROM people")
    return int(count)


@BOTH
async def test_a_link_lets_one_person_in(world: World, company: Company) -> None:
    token = await a_link(world)
    await world.guest("Вера", 3001)
    await world.say("Вера", f"/start {token}")
    assert "Здравствуйте, Вера!" in await world.screen("Вера")
    assert "менеджер по продажам" in await world.screen("Вера")
    view = await world.sandbox.chat(3001)
    assert [one["text"] for row in view["keyboard"]["keyboard"] for one in row] == [
        "Мой день",
        "Сделки",
        "Новая сделка",
        "Главная",
    ]
    assert {"today", "deals", "settings", "help"} < {one["command"] for one in view["commands"]}
    assert not {"team", "invite", "health"} & {one["command"] for one in view["commands"]}
    await world.say("Вера", "Мой день")
    assert "Понедельник, 23 ноября" in await world.screen("Вера")
    # She sells in the team of whoever invited her.
    await world.say("Ольга", "Команда")
    assert "Вера" in await world.screen("Ольга")


async def test_a_used_link_lets_nobody_in(world: World, company: Company) -> None:
    token = await a_link(world)
    await world.guest("Вера", 3001)
    await world.say("Вера", f"/start {token}")
    before = await people(world)
    await world.guest("Глеб", 3002)
    await world.say("Глеб", f"/start {token}")
    assert "По этой ссылке уже вошли" in await world.screen("Глеб")
    assert await people(world) == before
    await world.say("Глеб", "Мой день")
    assert STRANGER in await world.screen("Глеб")


async def test_an_expired_link_lets_nobody_in(world: World, company: Company) -> None:
    token = await a_link(world)
    before = await people(world)
    await world.guest("Глеб", 3002)
    await world.advance(days=8)
    await world.say("Глеб", f"/start {token}")
    assert "Эта ссылка больше не действует" in await world.screen("Глеб")
    assert await people(world) == before


async def test_a_stranger_learns_nothing_whatever_he_tries(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.guest("Чужой", 2001)
    for words in ("привет", "/start", "/start abc", "/start " + "я" * 60, "/today", "Воронка", "Ромашка"):
        await world.say("Чужой", words)
        assert (await world.screen("Чужой")).startswith(STRANGER), words
        await world.advance(hours=1)  # within an hour he is not answered for ever
    await world.sandbox.voice(2001)
    await world.sandbox.contact(2001)
    await world.settle()
    seen = await world.screens("Чужой")
    for data in ("ao:1:reached", "at:1", "ad:1:card:0", "af:all:all:", "ai:admin:0", "x"):
        assert not await world.forge("Чужой", data)
    assert await world.screens("Чужой") == seen
    assert {one.splitlines()[0] for one in seen} == {STRANGER}
    assert (await world.sandbox.chat(2001))["keyboard"] is None
    assert len(await world.rows("SELECT id FROM history")) == 1


async def test_a_stranger_who_goes_on_meets_silence_but_a_link_opens_all_the_same(
    world: World, company: Company
) -> None:
    token = await a_link(world)
    await world.guest("Вера", 3001)
    for _ in range(10):
        await world.say("Вера", "Пустите")
        await world.say("Вера", "/start wrong")
    assert len(await world.inbox("Вера")) == 3
    await world.advance(hours=1)
    await world.say("Вера", "Ну пожалуйста")
    assert len(await world.inbox("Вера")) == 4
    for _ in range(5):
        await world.say("Вера", "Пустите")
    await world.say("Вера", f"/start {token}")
    assert "Здравствуйте, Вера!" in await world.screen("Вера")


async def test_a_stranger_is_refused_in_his_own_language(world: World, company: Company) -> None:
    await world.guest("Stranger", 2002, language_code="en")
    await world.say("Stranger", "hello")
    assert (await world.screen("Stranger")).startswith("Hello! This bot works for the staff of one company.")


async def test_who_has_left_is_a_stranger(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    async with world.db.begin() as tx:
        await staff.leave(tx, company.anna.id, now=world.now())
    await world.say("Анна", "Мой день")
    assert (await world.screen("Анна")).startswith(STRANGER)
    await world.until("2026-11-24 12:00")
    assert (await world.screen("Анна")).startswith(STRANGER)


async def test_a_rep_cannot_invite(world: World, company: Company) -> None:
    await world.say("Анна", "/invite")
    assert "Кого приглашаем?" not in await world.screen("Анна")
    for data in ("ai:rep:1", "ai:admin:0"):
        assert await world.forge("Анна", data)
    # A head invites reps, and nobody above them.
    await world.say("Ольга", "Пригласить")
    await world.forge("Ольга", "ai:admin:0")
    assert "t.me" not in await world.screen("Ольга")
    assert await world.rows("SELECT count(*) FROM invites") == [(0,)]


async def test_the_first_start_with_the_owners_token_becomes_the_admin(sqlite_url: str) -> None:
    async with world(sqlite_url, owner="owner-token") as found:
        await found.guest("Хозяин", 5001)
        await found.guest("Второй", 5002)
        await found.say("Хозяин", "/start owner-token")
        assert "администратор" in await found.screen("Хозяин")
        await found.say("Второй", "/start owner-token")
        assert (await found.screen("Второй")).startswith(STRANGER)
        await found.say("Хозяин", "Пригласить")
        assert "[Администратор]" in await found.screen("Хозяин")
