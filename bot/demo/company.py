"""The made-up company before its first day: people, a team, products. Clients come with their first deal."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import market
from bot.demo.cast import (
    ADMIN_ID,
    ADMIN_NAME,
    FIRST_REP_ID,
    HEAD_ID,
    HEAD_NAME,
    REPS,
    Actor,
    Character,
    Part,
)
from storage import people, products, settings, teams


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody who will make history; `id` is the person's row."""

    id: int
    character: Character


@dataclass(frozen=True, slots=True)
class Founded:
    """The rows that history needs. `products` are (row id, price in roubles)."""

    actors: tuple[Actor, ...]
    reps: tuple[Rep, ...]
    products: tuple[tuple[int, int], ...]


async def found(tx: AsyncSession, now: datetime) -> Founded:
    """Write the company into an empty database; everybody joined on the UTC instant `now`."""
    await settings.put(tx, name=market.COMPANY)
    team = await teams.add(tx, name=market.TEAM)
    goods = [
        (await products.add(tx, name=name, series=series, price=Decimal(price)), price)
        for name, series, price in market.PRODUCTS
    ]
    actors = [
        await hire(tx, ADMIN_ID, ADMIN_NAME, Part.ADMIN, None, now),
        await hire(tx, HEAD_ID, HEAD_NAME, Part.HEAD, team, now),
    ]
    reps = []
    for number, (name, character) in enumerate(REPS):
        actor = await hire(tx, FIRST_REP_ID + number, name, Part.REP, team, now)
        assert actor.person is not None
        actors.append(actor)
        reps.append(Rep(actor.person, character))
    return Founded(tuple(actors), tuple(reps), tuple(goods))


async def hire(
    tx: AsyncSession, telegram_id: int, name: str, part: Part, team: int | None, now: datetime
) -> Actor:
    """Somebody who has joined, and has a phone in the sandbox."""
    person = await people.add(
        tx, name=name, roles=[part.role], team_id=team, telegram_id=telegram_id, joined_at=now
    )
    return Actor(telegram_id, name, part, person)
