"""Who is let in, by what, and who is not: invites, the owner's token, and every tap of Start made twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.usecases import joining
from bot.usecases.access import ForbiddenError, Role
from bot.usecases.joining import Newcomer, join
from notifications.sweeping import KIND as SWEEP
from storage import inbox, invites, models
from storage.db import Database
from storage.people import Person
from tests.bot.usecases.conftest import COMPANY, Office
from tests.storage.rows import is_done

OWNER = "owner-token-of-the-console"


def somebody(number: int = 2001, name: str = "Гриша") -> Newcomer:
    return Newcomer(number, name, "ru", "Europe/Moscow")


async def enter(office: Office, who: Newcomer, token: str, **how: Any) -> Person:
    how = {"company": COMPANY, "update_id": None} | how
    return await join(office.db, who, token, office.now, **how)


async def count(db: Database, model: type[models.Row]) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_head_invites_reps_into_his_own_team_only(office: Office) -> None:
    link = await joining.invite(office.work("olga"), Role.REP, office.teams["Юг"])
    assert (link.role, link.team_id) == ("rep", office.teams["Север"])
    person = await enter(office, somebody(), link.token)
    assert (person.roles, person.team_id, person.active) == (frozenset({"rep"}), office.teams["Север"], True)
    planned = [timer.kind for timer in await office.rows(models.Timer) if timer.person_id == person.id]
    assert planned == ["morning", "evening", "audit"]
    assert SWEEP not in planned
    for role in (Role.HEAD, Role.DIRECTOR, Role.ADMIN):
        with pytest.raises(ForbiddenError):
            await joining.invite(office.work("olga"), role, None)
    with pytest.raises(ForbiddenError):
        await joining.invite(office.work("anna"), Role.REP, None)


async def test_an_administrator_invites_anybody_into_teams_that_there_are(office: Office) -> None:
    link = await joining.invite(office.work("dina"), Role.HEAD, office.teams["Юг"])
    assert (await enter(office, somebody(), link.token)).roles == {"head"}
    before = await count(office.db, models.Invite)
    with pytest.raises(ForbiddenError):
        await joining.invite(office.work("dina"), Role.REP, 2**62)
    assert await count(office.db, models.Invite) == before


async def test_somebody_known_gets_one_more_role_and_stays_one_person(office: Office) -> None:
    link = await joining.invite(office.work("dina"), Role.HEAD, None)
    before = await count(office.db, models.Person)
    person = await enter(office, somebody(1001, "Other Name"), link.token)
    assert (person.id, person.name) == (office.staff["anna"].id, "anna")
    assert (person.roles, person.team_id) == (frozenset({"rep", "head"}), office.teams["Север"])
    assert await count(office.db, models.Person) == before


async def test_who_had_left_comes_back_with_what_the_invite_says(office: Office) -> None:
    await office.left("olga")
    link = await joining.invite(office.work("dina"), Role.REP, office.teams["Юг"])
    person = await enter(office, somebody(1004), link.token)
    assert (person.id, person.roles, person.left_at) == (office.staff["olga"].id, frozenset({"rep"}), None)


async def test_an_invite_opens_once_and_its_holder_may_press_start_again(office: Office) -> None:
    link = await joining.invite(office.work("dina"), Role.REP, None)
    person = await enter(office, somebody(), link.token)
    assert await enter(office, somebody(), link.token) == person
    with pytest.raises(invites.Used):
        await enter(office, somebody(2002), link.token)
    with pytest.raises(invites.Used):
        await enter(office, somebody(1001), link.token)


async def test_an_expired_or_unknown_token_opens_nothing(office: Office) -> None:
    link = await joining.invite(office.work("dina"), Role.REP, None)
    office.later(days=7)
    before = await count(office.db, models.Person)
    with pytest.raises(invites.Expired):
        await enter(office, somebody(), link.token)
    for token in ("", "x" * 4096, "нет", "\udcff", "' OR 1=1 --", OWNER):
        with pytest.raises(invites.Unknown):
            await enter(office, somebody(), token)
    assert await count(office.db, models.Person) == before


async def test_a_second_delivery_of_start_welcomes_and_changes_nothing(office: Office) -> None:
    link = await joining.invite(office.work("dina"), Role.REP, None)
    async with office.db.begin() as tx:
        await inbox.receive(tx, [(7, 2001, "{}")], now=office.now)
    person = await enter(office, somebody(), link.token, update_id=7)
    office.later(hours=1)
    again = await enter(office, somebody(), link.token, update_id=7)
    assert again == person
    async with office.db.read() as session:
        assert await is_done(session, 7)


async def test_a_refusal_leaves_the_update_to_be_marked_as_a_read(office: Office) -> None:
    async with office.db.begin() as tx:
        await inbox.receive(tx, [(7, 2001, "{}")], now=office.now)
    with pytest.raises(invites.Unknown):
        await enter(office, somebody(), "nonsense", update_id=7)
    async with office.db.read() as session:
        assert not await is_done(session, 7)


async def test_the_owners_token_makes_the_first_administrator_only(database_url: str) -> None:
    async with Database.connect(database_url) as db:
        empty = Office(db)
        admin = await enter(empty, somebody(), OWNER, owner=OWNER)
        assert admin.roles == {"admin"}
        assert await enter(empty, somebody(), OWNER, owner=OWNER) == admin
        with pytest.raises(invites.Unknown):
            await enter(empty, somebody(2002), OWNER, owner=OWNER)
        assert await count(db, models.Person) == 1


async def test_who_was_let_in_before_there_was_an_administrator_may_become_it(database_url: str) -> None:
    async with Database.connect(database_url) as db:
        empty = Office(db)
        anna = await empty.hire("anna", 1001)
        assert (await enter(empty, somebody(1001), OWNER, owner=OWNER)).roles == {"rep", "admin"}
        await empty.left("anna")
        again = await enter(empty, somebody(1001), OWNER, owner=OWNER)
        assert (again.id, again.roles, again.left_at) == (anna.id, frozenset({"admin"}), None)


async def test_who_blocked_the_bot_and_came_back_has_mornings_again(office: Office) -> None:
    await joining.reachable(office.work("anna"), yes=False)
    assert [one.blocked_at for one in await office.rows(models.Person) if one.name == "anna"] == [office.now]
    office.later(days=3)
    await joining.reachable(office.work("anna"), yes=True)
    assert [one.blocked_at for one in await office.rows(models.Person) if one.name == "anna"] == [None]
    (morning,) = [one.due for one in await office.rows(models.Timer) if one.kind == "morning"]
    assert timedelta() < morning - office.now < timedelta(days=1)
