"""Every button that a rep and his head see, sent by people whose business it is not, as a custom client can."""

from tests.journeys.conftest import Company
from tests.world import World

SECRET = ("Ромашка", "Вега", "123-45-67")
SAID = {
    "Анна": ("Мой день", "Сделки", "/find Ромашка", "/settings", "/me"),
    "Ольга": ("Команда", "/people", "/digest", "/funnel", "/channel", "/deals"),
}
DEEP = 45
"""Buttons of each person that are really pressed, breadth first: what they lead to has buttons, too."""


async def seen(world: World, name: str) -> list[str]:
    """The data of all buttons that stand in somebody's chat."""
    rows = [row for message in await world.inbox(name) for row in message["buttons"]]
    return [button["data"] for row in rows for button in row if "data" in button]


async def crawled(world: World, name: str) -> list[str]:
    """All buttons that somebody comes across; those that would change anything are looked at and not pressed."""
    for words in SAID[name]:
        await world.say(name, words)
    found = list(dict.fromkeys(await seen(world, name)))
    for data in found[:DEEP]:
        if data.split(":")[0] not in {"ao", "am", "agt", "asa", "au", "ab"}:
            await world.forge(name, data)
            found += [one for one in await seen(world, name) if one not in found]
    return found


async def test_foreign_buttons_change_nothing_and_show_nothing(world: World, company: Company) -> None:
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    for client in ("Ромашка", "Вега"):
        await world.deal(company.anna, client=client)
    await world.advance(days=2)
    found = [*await crawled(world, "Анна"), *await crawled(world, "Ольга")]
    found = list(dict.fromkeys(found))
    assert len({data.split(":")[0] for data in found}) > 20, sorted({data.split(":")[0] for data in found})
    state = "SELECT count(*), sum(revision) FROM runs", "SELECT count(*) FROM history"
    before = [await world.rows(query) for query in state]
    for name in ("Игорь", "Ася"):
        await world.say(name, "/start")
        for data in found:
            if name == "Ася" and data.split(":")[0] in {"agt", "asa"}:
                continue  # who sets up hands over the work of others, and sees none of it
            await world.forge(name, data)
            shown = (await world.screens(name))[-1]
            assert not any(word in shown for word in SECRET), (name, data, shown)
    assert [await world.rows(query) for query in state] == before
    assert await world.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == []
