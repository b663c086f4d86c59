"""Whose funnel somebody may see, and what else he may choose."""

import pytest

from bot.callbacks import base36
from bot.usecases.access import ForbiddenError
from bot.usecases.funnels import Chosen, funnel
from tests.bot.usecases.conftest import Office
from tests.build import a_team


async def seen(office: Office, name: str, scope: str = "all") -> Chosen:
    return await funnel(office.work(name), "all", scope)


@pytest.fixture
async def busy(office: Office) -> Office:
    for owner in ("anna", "anna", "boris", "igor"):
        await office.deal(owner)
    return office


async def test_all_is_the_widest_that_one_may_see(busy: Office) -> None:
    north = f"t{base36(busy.teams['Север'])}"
    own = f"p{base36(busy.staff['anna'].id)}"
    found = {name: await seen(busy, name) for name in ("anna", "olga", "vera")}
    assert {name: one.report.found.open for name, one in found.items()} == {"anna": 2, "olga": 3, "vera": 4}
    assert {name: one.scope for name, one in found.items()} == {"anna": own, "olga": north, "vera": "all"}
    assert {name: one.whose for name, one in found.items()} == {"anna": "anna", "olga": "Север", "vera": None}
    assert [one.name for one in found["olga"].reps] == ["anna", "boris"]
    assert [one.name for one in found["vera"].teams] == ["Север", "Юг"]
    assert found["anna"].teams == []


async def test_a_head_narrows_to_one_of_his_people(busy: Office) -> None:
    found = await seen(busy, "olga", f"p{base36(busy.staff['boris'].id)}")
    assert (found.report.found.open, found.whose) == (1, "boris")


@pytest.mark.parametrize("name", ["anna", "olga"])
async def test_others_are_refused(busy: Office, name: str) -> None:
    for scope in (f"p{base36(busy.staff['igor'].id)}", f"t{base36(busy.teams['Юг'])}"):
        with pytest.raises(ForbiddenError):
            await seen(busy, name, scope)


async def test_an_empty_team_of_others_does_not_tell_its_name(busy: Office) -> None:
    async with busy.db.begin() as tx:
        secret = await a_team(tx, "Тайная")
    with pytest.raises(ForbiddenError):
        await seen(busy, "olga", f"t{base36(secret)}")


@pytest.mark.parametrize(
    "scope", ["", "t", "p", "x", "t0", "p0", "pzzzzzzzzzzzzz", "tzzzzzzzzzzzz", "t-1", "p1.1"]
)
async def test_nonsense_is_refused(busy: Office, scope: str) -> None:
    for name in ("anna", "olga", "vera"):
        with pytest.raises(ForbiddenError):
            await seen(busy, name, scope)


async def test_an_administrator_sees_no_deals(busy: Office) -> None:
    with pytest.raises(ForbiddenError):
        await seen(busy, "dina")


async def test_a_rep_who_is_also_an_administrator_sees_his_own(busy: Office) -> None:
    await busy.hire("oleg", 1009, roles=("admin", "rep"))
    await busy.deal("oleg")
    assert (await seen(busy, "oleg")).report.found.open == 1
