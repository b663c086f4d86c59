"""The process of a team is its own, or that of the nearest team above it."""

from storage import teams, templates
from storage.db import Database
from storage.templates import Custom

KNOWN = {"simple", "corporate"}


async def test_the_nearest_team_says(db: Database) -> None:
    async with db.begin() as tx:
        above = await teams.add(tx, name="Дирекция")
        below = await teams.add(tx, name="Север", parent_id=above)

        async def of(team: int | None) -> str:
            return await templates.process_of(tx, team, otherwise="simple", known=KNOWN)

        assert [await of(one) for one in (None, above, below)] == ["simple"] * 3
        await templates.put(tx, above, Custom("corporate"))
        assert [await of(one) for one in (None, above, below)] == ["simple", "corporate", "corporate"]
        await templates.put(tx, below, Custom("simple", registers=True))
        assert await of(below) == "simple"
        await templates.put(tx, below, Custom("gone", registers=True))
        assert await of(below) == "corporate", "a process that is no more is not taken"
        assert await templates.registers(tx, below)
        assert not await templates.registers(tx, above)
        assert not await templates.registers(tx, None)
