"""Deals that came of one another: what a deal was started from, and what has been started from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import Deal, Person, Run

_MOST = 4
_Other = aliased(Run)


@dataclass(frozen=True, slots=True)
class Relative:
    """Another deal; `outcome` is None while it is open."""

    run_id: int
    process: str
    version: int
    stage: str
    outcome: str | None
    owner_id: int
    owner: str


@dataclass(frozen=True, slots=True)
class Kin:
    """`parent` is what the deal was started from, `children` what was started from it, the newest first."""

    parent: Relative | None = None
    children: Sequence[Relative] = ()


NOBODY = Kin()


async def of(session: AsyncSession, run_id: int) -> Kin:
    """Whoever may see them is not looked at here."""
    mine = aliased(Run)
    above = _relatives().join(mine, mine.parent_id == _Other.id).where(mine.id == run_id)
    below = _relatives().where(_Other.parent_id == run_id).order_by(_Other.id.desc()).limit(_MOST)
    parent = (await session.execute(above)).one_or_none()
    children = [Relative(*row) for row in await session.execute(below)]
    return Kin(None if parent is None else Relative(*parent), children)


def _relatives() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _Other.id, _Other.process, _Other.version, Deal.stage, Deal.outcome, Deal.owner_id, Person.name
        )
        .join(Deal, Deal.id == _Other.subject_id)
        .join(Person, Person.id == Deal.owner_id)
        .where(_Other.kind == "deal")
    )
