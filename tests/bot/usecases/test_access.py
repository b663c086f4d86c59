"""Who may do what, as a table, and whom somebody answers for."""

import pytest

from bot.usecases.access import ForbiddenError, Role, demand, has, led, may_invite, may_work
from storage.people import Person
from tests.bot.usecases.conftest import Office
from tests.build import MONDAY, a_team

OWN, OTHER, TEAM = 1, 2, frozenset({1, 2})


def person(*roles: str, left: bool = False, team: int | None = 1) -> Person:
    return Person(
        id=OWN,
        telegram_id=1001,
        name="Анна",
        roles=frozenset(roles),
        team_id=team,
        language="ru",
        zone="Europe/Moscow",
        work_start=540,
        work_end=1080,
        morning=540,
        joined_at=MONDAY,
        blocked_at=None,
        left_at=MONDAY if left else None,
    )


@pytest.mark.parametrize(
    ("roles", "own", "of_team", "of_others"),
    [
        (("rep",), True, False, False),
        (("head",), True, True, False),
        (("director",), True, True, True),
        (("admin",), False, False, False),
        (("admin", "rep"), True, False, False),
        (("rep", "head"), True, True, False),
        (("expert",), False, False, False),
        ((), False, False, False),
    ],
)
def test_who_may_work_whose(roles: tuple[str, ...], own: bool, of_team: bool, of_others: bool) -> None:
    who = person(*roles)
    assert may_work(who, OWN, TEAM) is own
    assert may_work(who, OTHER, TEAM) is of_team
    assert may_work(who, 3, TEAM) is of_others


@pytest.mark.parametrize("role", list(Role))
def test_who_has_left_may_nothing(role: Role) -> None:
    gone = person(role.value, left=True)
    assert not may_work(gone, OWN, TEAM)
    assert not has(gone, role)
    assert may_invite(gone) == ()
    with pytest.raises(ForbiddenError):
        demand(gone, role)


def test_an_invite_lets_nobody_into_more_than_the_one_who_made_it_has() -> None:
    assert may_invite(person("admin")) == tuple(Role)
    assert may_invite(person("head")) == may_invite(person("director")) == (Role.REP,)
    assert may_invite(person("rep")) == may_invite(person("partner")) == ()


async def test_whom_somebody_answers_for(office: Office) -> None:
    async with office.db.begin() as tx:
        below = await a_team(tx, "Север-2", parent=office.teams["Север"])
    deep = await office.hire("gleb", 1007, team="Север-2")
    alone = await office.hire("lone", 1008, roles=("head",), team=None)
    await office.left("boris")
    staff = office.staff
    north = {staff[name].id for name in ("anna", "olga", "gleb")}
    assert below == deep.team_id
    async with office.db.read() as session:
        assert await led(session, staff["olga"]) == north
        assert await led(session, staff["anna"]) == {staff["anna"].id}
        assert await led(session, staff["dina"]) == {staff["dina"].id}
        assert await led(session, alone) == {alone.id}
        everybody = {one.id for one in staff.values()} - {staff["boris"].id}
        assert await led(session, staff["vera"]) == everybody
