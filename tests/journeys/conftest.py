"""A small company: Anna and Boris sell in the North, Olga answers for them, Igor sells in the South."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.handlers import routing
from storage.people import Person
from tests import build
from tests.world import World
from tests.world import world as opened

BOTH = pytest.mark.parametrize(
    "world_url", ["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)], indirect=True
)
"""For the stories in which databases could differ; the others are told on SQLite."""


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A toast is a toast also where the machine is busy and the watchdog would have been first."""
    monkeypatch.setattr(routing, "WATCHDOG", 60.0)


@pytest.fixture
def world_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with tables."""
    url: str = request.getfixturevalue(getattr(request, "param", "sqlite_url"))
    return url


@pytest.fixture
async def world(world_url: str) -> AsyncIterator[World]:
    """The product at ten on a Monday in Moscow, and nobody in it."""
    async with opened(world_url) as found:
        yield found


@dataclass(frozen=True, slots=True)
class Company:
    """Who there is."""

    anna: Person
    boris: Person
    igor: Person
    olga: Person


@pytest.fixture
async def company(world: World) -> Company:
    """Two teams and two products. Whoever needs a deal makes it."""
    async with world.db.begin() as tx:
        await build.a_product(tx, "Сервер", 150_000)
        await build.a_product(tx, "Шкаф", 20_000)
    return Company(
        anna=await world.hire("Анна", 1001),
        boris=await world.hire("Борис", 1002),
        igor=await world.hire("Игорь", 1003, team="Юг"),
        olga=await world.hire("Ольга", 1004, roles=("head",)),
    )
