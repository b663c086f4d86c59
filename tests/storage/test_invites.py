from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import invites, models, people, teams
from storage.db import Database
from tests.storage.rows import HOUR, NOW, a_person

ANNA, OLEG = 7_000_000_001, 8_000_000_002


async def made(db: Database, **values: object) -> str:
    async with db.begin() as tx:
        return await invites.create(tx, now=NOW, **({"role": "rep"} | values))  # type: ignore[arg-type]  # by name


async def test_a_link_lets_a_stranger_in_once(db: Database) -> None:
    async with db.begin() as tx:
        admin = await a_person(tx, "Админ", roles=["admin"])
        team = await teams.add(tx, name="Север")
        token = await invites.create(tx, role="head", team_id=team, by=admin, now=NOW)
    async with db.begin() as tx:
        joined = await invites.redeem(
            tx, token, telegram_id=ANNA, name="Анна <b>", now=NOW + HOUR, language="en", zone="Asia/Omsk"
        )
        person = await people.by_telegram(tx, ANNA)
    assert person is not None
    assert joined == invites.Joined(person.id, "head", team, admin, new=True)
    assert (person.name, person.roles, person.team_id, person.joined_at, person.language, person.zone) == (
        "Анна <b>",
        frozenset({"head"}),
        team,
        NOW + HOUR,
        "en",
        "Asia/Omsk",
    )
    async with db.begin() as tx:
        with pytest.raises(invites.Used) as used:
            await invites.redeem(tx, token, telegram_id=OLEG, name="Олег", now=NOW + 2 * HOUR)
        assert await people.by_telegram(tx, OLEG) is None
    assert (used.value.by, used.value.at) == (person.id, NOW + HOUR)


async def test_a_late_link_and_an_unknown_one_let_nobody_in(db: Database) -> None:
    token = await made(db, ttl=timedelta(hours=1))
    async with db.begin() as tx:
        with pytest.raises(invites.Expired) as expired:
            await invites.redeem(tx, token, telegram_id=ANNA, name="Анна", now=NOW + HOUR)
        for forged in ("", "no-such-token", token[:-1], token + "x", "\ud800", "ключ"):
            with pytest.raises(invites.Unknown):
                await invites.redeem(tx, forged, telegram_id=ANNA, name="Анна", now=NOW)
        assert await people.by_telegram(tx, ANNA) is None
    assert expired.value.at == NOW + HOUR


async def test_a_colleague_gets_the_role_in_addition(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, telegram_id=ANNA, joined_at=NOW)
    token = await made(db, role="head")
    async with db.begin() as tx:
        joined = await invites.redeem(tx, token, telegram_id=ANNA, name="Другое имя", now=NOW)
        person = await people.get(tx, anna)
    assert joined == invites.Joined(anna, "head", None, None, new=False)
    assert person is not None
    assert (person.name, person.roles) == ("Анна Белова", frozenset({"rep", "head"}))


async def test_who_comes_back_has_what_the_new_link_says(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, roles=["admin"], telegram_id=ANNA, joined_at=NOW)
        await people.leave(tx, anna, now=NOW)
    token = await made(db)
    async with db.begin() as tx:
        await invites.redeem(tx, token, telegram_id=ANNA, name="Анна", now=NOW + HOUR)
        person = await people.get(tx, anna)
    assert person is not None
    assert (person.roles, person.active) == (frozenset({"rep"}), True)


async def test_a_link_for_an_imported_person_makes_no_second_one(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        first = await invites.create(tx, role="rep", person_id=anna, now=NOW)
        second = await invites.create(tx, role="rep", person_id=anna, now=NOW)
    async with db.begin() as tx:
        joined = await invites.redeem(tx, first, telegram_id=ANNA, name="anna_b", now=NOW)
        person = await people.by_telegram(tx, ANNA)
    assert joined == invites.Joined(anna, "rep", None, None, new=False)
    assert person is not None
    assert (person.id, person.name) == (anna, "Анна Белова")
    async with db.begin() as tx:
        # Somebody else's Telegram account never takes over a person who has joined.
        other = await invites.redeem(tx, second, telegram_id=OLEG, name="Олег", now=NOW)
    assert other.new
    assert other.person_id != anna


async def test_the_token_is_not_in_the_database_and_fits_a_link(db: Database) -> None:
    token = await made(db)
    async with db.read() as session:
        kept = await session.scalar(select(models.Invite.token_hash))
    assert kept is not None
    assert token not in kept
    assert len(token) <= 64
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


async def test_it_is_known_whether_somebody_runs_the_place(db: Database) -> None:
    async with db.begin() as tx:
        await a_person(tx, "Импортированный", roles=["admin"])
        await a_person(tx, "Анна", joined_at=NOW, telegram_id=ANNA)
        assert not await invites.any_admin(tx)
        admin = await a_person(tx, "Админ", roles=["rep", "admin"], joined_at=NOW, telegram_id=OLEG)
        assert await invites.any_admin(tx)
        await people.leave(tx, admin, now=NOW)
        assert not await invites.any_admin(tx)
