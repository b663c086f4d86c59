"""The channel of a team: set up in private, told of new, won and lost deals, silent otherwise, closed when it is put out."""

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World

GROUP = -5001


async def a_group(world: World, *members: str, **facts: object) -> None:
    """A group without the bot."""
    people = [world.staff[name] for name in members]
    await world.sandbox.group("Отдел продаж", people, id=GROUP, bot=False, **facts)


async def invite(world: World, person: str) -> None:
    await world.sandbox.membership(world.staff[person], GROUP, inside=True)
    await world.settle()


async def posts(world: World) -> list[str]:
    return [one["text"] for one in await world.sandbox.messages(GROUP) if one["from"] == "bot"]


async def lost(world: World) -> None:
    """Anna's first deal is over."""
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")


async def new(world: World, company: Company, who: str, client: str) -> None:
    """A deal that somebody begins in the chat."""
    await world.say(who, f"/new {client}")
    await world.press(who, "Создать")


@BOTH
async def test_a_head_brings_the_bot_in_and_chooses_what_it_says(world: World, company: Company) -> None:
    await a_group(world, "Ольга", "Анна")
    await invite(world, "Ольга")
    assert await posts(world) == [], "nothing is said in the group before it is wanted"
    asked = await world.screen("Ольга")
    assert "Отдел продаж" in asked
    assert "Пока ничего туда не пишу" in asked
    await world.press("Ольга", "Включить всё")
    assert "☑ Новые сделки" in await world.screen("Ольга")
    (hello,) = await posts(world)
    assert hello == "Буду писать сюда о сделках команды: новые сделки, выигранные сделки, проигранные сделки."
    await world.deal(company.anna)
    await lost(world)
    assert len(await posts(world)) == 1, "a minute in which it can be taken back"
    await world.advance(seconds=61)
    post = (await posts(world))[-1]
    assert post.startswith("✕ Проиграна")
    assert "Ромашка" in post
    assert "Анна" in post
    assert "495" not in post
    assert "Пётр" not in post


async def test_a_won_deal_of_another_team_is_not_told(world: World, company: Company) -> None:
    await a_group(world, "Ольга")
    await invite(world, "Ольга")
    await world.press("Ольга", "Включить всё")
    await world.deal(company.igor)
    await world.say("Игорь", "Мой день")
    await world.press("Игорь", "1 · ")
    await world.press("Игорь", "Отказ")
    await world.press("Игорь", "Дорого")
    await world.advance(minutes=5)
    assert len(await posts(world)) == 1


async def test_what_is_switched_off_is_not_told_and_it_speaks_english(world: World, company: Company) -> None:
    await a_group(world, "Ольга")
    await invite(world, "Ольга")
    await world.press("Ольга", "Новые сделки")
    await world.press("Ольга", "English")
    await world.press("Ольга", "Чьи сделки…")
    await world.press("Ольга", "Север")
    await world.deal(company.anna)
    await lost(world)
    await world.advance(minutes=5)
    assert len(await posts(world)) == 1
    await world.press("Ольга", "Проигранные сделки")
    await world.deal(company.anna, client="Лютик")
    await lost(world)
    await world.advance(minutes=5)
    assert (await posts(world))[-1].startswith("✕ Lost")


async def test_an_undone_loss_is_not_told(world: World, company: Company) -> None:
    await a_group(world, "Ольга")
    await invite(world, "Ольга")
    await world.press("Ольга", "Включить всё")
    await world.deal(company.anna)
    await lost(world)
    await world.press("Анна", "↩ Отменить")
    await world.advance(minutes=5)
    assert len(await posts(world)) == 1


async def test_put_out_it_is_closed_and_its_owner_learns_it(world: World, company: Company) -> None:
    await a_group(world, "Ольга", "Анна")
    await invite(world, "Ольга")
    await world.press("Ольга", "Включить всё")
    await world.sandbox.membership(world.staff["Анна"], GROUP, inside=False)
    await world.settle()
    assert "больше не могу писать в канал «Отдел продаж»" in await world.screen("Ольга")
    await world.deal(company.anna)
    await lost(world)
    await world.advance(minutes=5)
    assert await world.rows("SELECT count(*) FROM outbox WHERE state = 'pending'") == [(0,)]
    await world.say("Ольга", "/channel")
    assert "Пока ни одного" in await world.screen("Ольга")


async def test_strangers_and_reps_set_nothing_up(world: World, company: Company) -> None:
    await world.guest("Чужой", 7001, started=True)
    await world.sandbox.group("Чужая группа", [7001, 1001], id=GROUP, bot=False)
    await invite(world, "Чужой")
    await world.sandbox.say(1001, "/channel", chat=GROUP)
    await world.sandbox.say(7001, "/start", chat=GROUP)
    await world.settle()
    assert await posts(world) == []
    assert await world.inbox("Чужой") == []
    assert await world.inbox("Анна") == []
    assert await world.rows("SELECT count(*) FROM channels") == [(0,)]


async def test_a_topic_of_a_group_is_a_channel_of_its_own(world: World, company: Company) -> None:
    await a_group(world, "Ольга", is_forum=True)
    await invite(world, "Ольга")
    world.server.messenger.groups[GROUP].topics[77] = "Победы"
    await world.sandbox.say(1004, "/channel", chat=GROUP, thread=77)
    await world.settle()
    assert "одна тема группы" in await world.screen("Ольга")
    await world.press("Ольга", "Проигранные сделки")
    await world.deal(company.anna)
    await lost(world)
    await world.advance(minutes=5)
    told = [one for one in await world.sandbox.messages(GROUP) if one["from"] == "bot"]
    assert [one["thread"] for one in told] == [77, 77]


async def test_a_rep_cannot_press_his_way_in(world: World, company: Company) -> None:
    await a_group(world, "Ольга")
    await invite(world, "Ольга")
    await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    assert await world.forge("Анна", "acs:1:all:0") is not None
    assert await world.forge("Анна", "act") is not None
    assert await world.rows("SELECT kinds FROM channels") in ([("[]",)], [([],)])


async def test_a_new_deal_is_told(world: World, company: Company) -> None:
    await a_group(world, "Ольга")
    await invite(world, "Ольга")
    await world.press("Ольга", "Включить всё")
    await new(world, company, "Анна", "Подсолнух")
    await world.advance(minutes=5)
    post = (await posts(world))[-1]
    assert post.startswith("+ Новая сделка")
    assert "Подсолнух" in post
