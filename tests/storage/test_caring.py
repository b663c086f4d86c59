"""Who answers for a client, what is known of its rest, and where something with it is planned."""

from typing import Any

from storage import caring, people
from storage.db import Database
from tests.storage.rows import NOW, a_client, a_deal, a_person


async def test_a_client_is_its_owner_s_else_whoever_s_nobody_s_clients_are(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна", joined_at=NOW)
        own, nobodys = await a_client(tx, owner_id=anna), await a_client(tx)
        found = [await caring.get(tx, one) for one in (own, nobodys, 10**9)]
        assert [one and one.owner_id for one in found] == [anna, None, None]
        vera = await a_person(tx, "Вера", roles=["director"], joined_at=NOW)
        await people.leave(tx, anna, now=NOW)
        found = [await caring.get(tx, one) for one in (own, nobodys)]
    assert [one and one.owner_id for one in found] == [vera, vera]
    assert found[0] is not None
    assert (found[0].segment, found[0].wake_on, found[0].rest_reason) == ("usual", None, None)


async def test_what_is_said_of_it_is_kept(db: Database) -> None:
    changes: dict[str, Any] = {
        "name": "Ёлка", "segment": "key", "wake_on": caring.NEVER, "rest_reason": "quiet", "checked_at": NOW,
    }  # fmt: skip
    async with db.begin() as tx:
        client = await a_client(tx)
        await caring.change(tx, client, **changes)
        found = await caring.get(tx, client)
    assert found == caring.Care(client, "Ёлка", None, "key", caring.NEVER, "quiet", NOW)


async def test_something_is_planned_on_the_newest_open_deal_of_its_owner(db: Database) -> None:
    async with db.begin() as tx:
        anna, boris = [await a_person(tx, name, joined_at=NOW) for name in ("Анна", "Борис")]
        client = await a_client(tx, owner_id=anna)
        assert await caring.newest_run(tx, client, anna) is None
        await a_deal(tx, anna, client_id=client)
        _, second = await a_deal(tx, anna, client_id=client, draft=True)
        await a_deal(tx, anna, client_id=client, outcome="lost")
        await a_deal(tx, boris, client_id=client)
        assert await caring.newest_run(tx, client, anna) == second
