"""Rows that a story begins with, in one call each: `tx` is a write transaction, ids come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage import clients, contacts, people, products, teams
from storage.apply import Advanced
from storage.company import Company
from storage.openings import NewDeal, open_deal

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Ten o'clock in Moscow on an ordinary working Monday."""


async def a_team(tx: AsyncSession, name: str = "Север", parent: int | None = None) -> int:
    """A team's id; the one of this name if there is one."""
    for team in await teams.all_(tx):
        if team.name == name:
            return team.id
    return await teams.add(tx, name=name, parent_id=parent)


async def a_user(
    tx: AsyncSession,
    name: str = "Анна",
    *,
    roles: tuple[str, ...] = ("rep",),
    team: str | None = "Север",
    telegram: int | None = None,
    now: datetime = MONDAY,
    language: str = "ru",
    zone: str = "Europe/Moscow",
) -> people.Person:
    """Somebody who has joined; without a Telegram id somebody whom only an import knew."""
    number = await people.add(
        tx,
        name=name,
        roles=roles,
        team_id=None if team is None else await a_team(tx, team),
        telegram_id=telegram,
        joined_at=None if telegram is None else now,
        language=language,
        zone=zone,
    )
    person = await people.get(tx, number)
    assert person is not None
    return person


async def a_product(tx: AsyncSession, name: str = "Сервер", price: int | None = None) -> int:
    """A product's id; the one of exactly this name if there is one."""
    for one in await products.find(tx, name, limit=1):
        if one.name == name:
            return one.id
    return await products.add(tx, name=name, price=None if price is None else Decimal(price))


@dataclass(frozen=True, slots=True)
class Built:
    """A deal that has just begun, with its first activity."""

    run: int
    deal: int
    activity: int
    client: int
    contact: int | None


async def a_deal(
    tx: AsyncSession,
    company: Company,
    owner: int,
    *,
    client: str = "Ромашка",
    contact: str | None = "Пётр",
    phone: str | None = "+74951234567",
    product: str | None = None,
    amount: int | None = None,
    now: datetime = MONDAY,
    extra: Mapping[str, Any] | None = None,
    process: str = "simple",
) -> Built:
    """A deal of a process. The contact belongs to the client and is not in the deal: the gate asks for it."""
    client_id = await clients.add(tx, name=client, owner_id=owner, now=now)
    contact_id = (
        None if contact is None else await contacts.add(tx, client_id=client_id, name=contact, phone=phone)
    )
    new = NewDeal(
        owner_id=owner,
        client_id=client_id,
        product_id=None if product is None else await a_product(tx, product),
        amount=None if amount is None else Decimal(amount),
        currency=None if amount is None else "RUB",
        extra=dict(extra or {}),
    )
    begun: Advanced = await open_deal(tx, new, now, company=company, process=process, actor_id=None)
    return Built(begun.run_id, begun.deal_id, begun.opened[0].id, client_id, contact_id)
