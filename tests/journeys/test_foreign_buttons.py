"""Every button that a rep and his head see, sent by people whose business it is not, as a custom client can."""

from bot.callbacks import (
    AskFor,
    Invitation,
    ListOf,
    Move,
    OpenDeal,
    OpenTask,
    Path,
    Press,
    Preview,
    Requests,
    Stages,
    Strictness,
    TeamRule,
    Tick,
    UseTotal,
    Withdraw,
    Wordbook,
)
from storage import people
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


async def test_buttons_of_corporate_sales_are_nobody_elses_either(world: World, company: Company) -> None:
    """A deal with a list, a checklist, a meeting and a request, and everything that an administrator sets."""
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    built = await world.deal(company.anna, process="corporate", amount=500_000)
    await world.say("Анна", "/find Ромашка")
    await world.forge("Анна", Move(built.run, 1, "presentation").pack())
    await world.forge("Анна", AskFor(built.run, "approve_discount").pack())
    for words in ("12", "Клиент сравнивает цены"):
        await world.say("Анна", words)
    await world.advance(minutes=3)
    ((asked,),) = await world.rows("SELECT id FROM runs WHERE kind = 'request'")
    tasks = await world.rows("SELECT id, key FROM activities WHERE state = 'open'")
    of_deal = [
        *(OpenDeal(built.run, part, 0) for part in ("card", "history")),
        *(Preview(built.run, 2, to) for to in ("won", "interest", "presentation")),
        *(ListOf(built.run, field, 0) for field in ("", "participants", "products", "proposal", "amount")),
        *(OpenTask(number) for number, _ in tasks),
        *(Tick(number, point, 1) for number, _ in tasks for point in ("deck", "nothing")),
        *(Invitation(number) for number, _ in tasks),
        *(
            Press(number, outcome)
            for number, _ in tasks
            for outcome in ("done", "held", "approve", "escalated")
        ),
        *(Move(run, 1, to) for run in (built.run, asked) for to in ("lost", "withdrawn", "approved")),
        Path(built.run),
        Stages(built.run, 0),
        Requests(built.run),
        AskFor(built.run, "approve_contract"),
        UseTotal(built.run, "products", 100),
        *(kind(asked) for kind in (Withdraw, Requests, Path)),
    ]
    of_company = [
        Strictness("", "", ""),
        Strictness("corporate", "steps", "strict"),
        Wordbook("", "", "", 0),
        TeamRule(1, "process", "corporate"),
        TeamRule(1, "registers", "on"),
    ]
    state = (
        "SELECT count(*), sum(revision) FROM runs",
        "SELECT count(*) FROM history",
        "SELECT * FROM settings WHERE key <> 'alive'",
    )
    before = [await world.rows(query) for query in state]
    for name, buttons in (("Игорь", [*of_deal, *of_company]), ("Ася", of_deal), ("Борис", of_deal)):
        await world.say(name, "/start")
        for button in buttons:
            await world.forge(name, button.pack())
            shown = (await world.screens(name))[-1]
            assert not any(word in shown for word in SECRET), (name, button, shown)
    for button in of_company:
        await world.forge("Анна", button.pack())
    assert [await world.rows(query) for query in state] == before
    assert await world.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == []


async def test_nobody_decides_for_himself_by_a_forged_button(world: World, company: Company) -> None:
    """Anna asks; what only Olga sees the buttons of, Anna may send, and so may who has left."""
    built = await world.deal(company.anna, process="corporate", amount=500_000)
    await world.say("Анна", "/find Ромашка")
    await world.forge("Анна", Move(built.run, 1, "needs").pack())
    await world.forge("Анна", AskFor(built.run, "approve_discount").pack())
    for words in ("12", "Клиент сравнивает цены"):
        await world.say("Анна", words)
    await world.advance(minutes=3)
    rows = await world.rows("SELECT id, key FROM activities WHERE key IN ('decide', 'approve_discount')")
    for outcome in ("approve", "rework", "reject", "escalated", "approved", "unneeded", "withdrawn"):
        for number, _ in rows:
            await world.forge("Анна", Press(number, outcome).pack())
    open_ = "SELECT key FROM activities WHERE state = 'open' AND key IN ('decide', 'approve_discount')"
    assert sorted(await world.rows(open_)) == [("approve_discount",), ("decide",)]
    async with world.db.begin() as tx:
        await people.leave(tx, company.olga.id, now=world.now())
    for number, key in rows:
        if key == "decide":
            await world.forge("Ольга", Press(number, "approve").pack())
    assert sorted(await world.rows(open_)) == [("approve_discount",), ("decide",)]
