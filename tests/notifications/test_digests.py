"""Whose lines are in whose digest: teams, directors, leave, who stands in, and what has been passed on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.rulebook import shipped
from notifications import daily, digests, reach
from notifications.reach import NOWHERE, Way
from storage import digest_lines, organisation, people, timers
from storage.breaches import UNREACHABLE
from storage.company import Away, Company
from storage.db import Database
from storage.digest_lines import Line
from storage.digests import Digest
from storage.people import Person
from tests import build
from tests.storage.breaches import a_breach
from tests.storage.rows import NOW, a_deal

DAY = timedelta(days=1)
RULES = shipped()
STAGE, STEP = "stage_norm", "step_overdue"  # both are passed on after five working days


@dataclass
class Staff:
    """The North is below the Centre; Vera is the director, Igor has no team at all."""

    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def id(self, name: str) -> int:
        return self.people[name].id


@pytest.fixture
async def staff(db: Database) -> Staff:
    found = Staff()
    async with db.begin() as tx:
        centre = await build.a_team(tx, "Центр")
        await build.a_team(tx, "Север", centre)
        for number, (name, roles, team) in enumerate(
            (
                ("Анна", ("rep",), "Север"),
                ("Ольга", ("head",), "Север"),
                ("Пётр", ("head",), "Центр"),
                ("Вера", ("director",), None),
                ("Игорь", ("rep",), None),
                ("Сергей", ("rep",), "Юг"),
                ("Юлия", ("head",), "Юг"),
            ),
            100,
        ):
            found.people[name] = await build.a_user(tx, name, roles=roles, team=team, telegram=number)
    return found


async def company(db: Database, *away: Away, rules: Mapping[str, object] | None = None) -> Company:
    async with db.read() as session:
        tree = await organisation.get(session)
    return Company({}, organisation=tree, rules=RULES, away=away)


async def broken(db: Database, owner: int, rule: str = STAGE, *, days: int = 0) -> int:
    """Found by an audit so many days ago."""
    async with db.begin() as tx:
        _, run = await a_deal(tx, owner)
        at = NOW - days * DAY
        return await a_breach(tx, owner, run, rule, ended_at=at, since=at - DAY)


async def lines(tx: AsyncSession, found: Digest) -> list[Line]:
    return await digest_lines.lines(tx, found.id, limit=99)


async def told(db: Database, staff: Staff, name: str, now: datetime = NOW, *away: Away) -> list[str]:
    """Whose lines somebody's digest of now has."""
    known = await company(db, *away)
    async with db.begin() as tx:
        made = await digests.make(tx, staff[name], now, known)
        return [line.owner for line in await lines(tx, made)]


def on_leave(staff: Staff, name: str, *substitutes: str) -> Away:
    days = date(2026, 11, 16), date(2026, 12, 31)
    return Away(staff.id(name), "Europe/Moscow", *days, tuple(staff.id(one) for one in substitutes))


async def test_a_head_is_told_of_his_team_and_those_below_and_never_of_his_own(
    db: Database, staff: Staff
) -> None:
    for name in ("Анна", "Ольга", "Пётр", "Игорь", "Сергей"):
        await broken(db, staff.id(name))
    assert await told(db, staff, "Ольга") == ["Анна"]
    assert sorted(await told(db, staff, "Пётр")) == ["Анна", "Ольга"]
    assert await told(db, staff, "Юлия") == ["Сергей"]


async def test_a_director_is_told_of_heads_and_of_who_has_none_not_of_everybody(
    db: Database, staff: Staff
) -> None:
    for name in ("Анна", "Ольга", "Пётр", "Юлия", "Игорь", "Сергей", "Вера"):
        await broken(db, staff.id(name))
    assert sorted(await told(db, staff, "Вера")) == ["Игорь", "Пётр", "Юлия"]


async def test_a_line_goes_up_a_head_for_each_pause(db: Database, staff: Staff) -> None:
    """Broken on Monday the 23rd, five working days each: Monday in a week, and the Monday after that."""
    await broken(db, staff.id("Анна"))
    await broken(db, staff.id("Сергей"), "parked_over")
    assert await told(db, staff, "Вера", NOW + 5 * DAY) == []
    assert await told(db, staff, "Вера", NOW + 8 * DAY) == [], "it has come to Pyotr only"
    assert await told(db, staff, "Вера", NOW + 14 * DAY) == []
    assert await told(db, staff, "Вера", NOW + 15 * DAY) == ["Анна"], "a rule without a pause stays below"


async def test_right_below_the_director_it_takes_one_pause(db: Database, staff: Staff) -> None:
    """And what was accepted is passed on to nobody."""
    await broken(db, staff.id("Сергей"))
    async with db.begin() as tx:
        _, run = await a_deal(tx, staff.id("Сергей"))
        await a_breach(tx, staff.id("Сергей"), run, STAGE, ended_at=NOW, accepted_at=NOW)
    assert await told(db, staff, "Вера", NOW + 7 * DAY) == []
    assert await told(db, staff, "Вера", NOW + 8 * DAY) == ["Сергей"]


async def test_who_stands_in_is_told_of_the_team_of_a_head_who_is_away(db: Database, staff: Staff) -> None:
    await broken(db, staff.id("Анна"))
    away = on_leave(staff, "Ольга", "Юлия")
    assert await told(db, staff, "Юлия", NOW, away) == ["Анна"]


async def test_a_rep_who_stands_in_is_sent_no_digest_so_the_next_head_is(db: Database, staff: Staff) -> None:
    """He decides for her, but whose lines are told is a matter of heads."""
    await broken(db, staff.id("Анна"))
    away = on_leave(staff, "Ольга", "Сергей", "Пётр")
    known = await company(db, away)
    async with db.read() as session:
        within = await reach.of(session, staff["Пётр"], NOW, known)
    assert within.ladders[staff.id("Анна")] == (staff.id("Пётр"), staff.id("Вера"))


async def test_where_nobody_stands_in_the_next_head_is_told_at_once(db: Database, staff: Staff) -> None:
    await broken(db, staff.id("Сергей"))
    assert await told(db, staff, "Вера", NOW, on_leave(staff, "Юлия")) == ["Сергей"]


async def test_a_head_who_has_not_joined_holds_nothing_up(db: Database, staff: Staff) -> None:
    async with db.begin() as tx:
        await build.a_user(tx, "Новый", roles=("head",), team="Запад")
        rep = await build.a_user(tx, "Захар", team="Запад", telegram=300)
    await broken(db, rep.id)
    assert await told(db, staff, "Вера") == ["Захар"]


async def test_kinds_come_in_the_order_of_the_rules_and_numbers_without_lines(
    db: Database, staff: Staff
) -> None:
    anna = staff.id("Анна")
    await broken(db, anna, STAGE, days=9)
    await broken(db, anna, "proposal_5d")
    async with db.begin() as tx:
        for client in (1, 2):
            await a_breach(tx, anna, None, "client_cover", kind="client", subject_id=client)
        await people.block(tx, anna, now=NOW)
        known = await company(db)
        made = await digests.make(tx, staff["Ольга"], NOW, known)
        assert [line.kind for line in await lines(tx, made)] == ["proposal_5d", STAGE, UNREACHABLE]
        assert await digests.make(tx, staff["Ольга"], NOW + timedelta(hours=1), known) == made, "once a day"
    assert made.counts == {"proposal_5d": 1, STAGE: 1, UNREACHABLE: 1, "client_cover": 2}


async def test_a_rule_that_is_off_is_told_of_by_nobody(db: Database, staff: Staff) -> None:
    await broken(db, staff.id("Анна"))
    rules = {key: rule.model_copy(update={"on": key != STAGE}) for key, rule in RULES.items()}
    async with db.begin() as tx:
        known = await company(db)
        made = await digests.make(
            tx, staff["Ольга"], NOW, Company({}, organisation=known.organisation, rules=rules)
        )
    assert made.counts == {}


async def the_way(db: Database, staff: Staff, name: str, now: datetime) -> Way:
    known = await company(db)
    async with db.begin() as tx:
        made = await digests.make(tx, staff[name], now, known)
        found = await reach.ways(tx, await lines(tx, made), staff[name], now, known)
    return found.get(1, NOWHERE)


async def test_it_is_known_who_has_not_decided_and_who_is_told_next(db: Database, staff: Staff) -> None:
    await broken(db, staff.id("Анна"))
    assert await the_way(db, staff, "Ольга", NOW) == Way(to="Пётр", on=date(2026, 12, 1))
    assert await the_way(db, staff, "Пётр", NOW) == Way(to="Вера", on=date(2026, 12, 8)), "he has it at once"
    assert await the_way(db, staff, "Пётр", NOW + 8 * DAY) == Way("Ольга", 5, "Вера", date(2026, 12, 8))
    assert await the_way(db, staff, "Вера", NOW + 15 * DAY) == Way("Пётр", 10)


async def digest_days(db: Database, person: Person, now: datetime, days: int) -> list[date]:
    """The next three days on which the digest comes."""
    calendar = Company({})
    found: list[date] = []
    async with db.begin() as tx:
        await people.set_habits(tx, person.id, digest_days=days)
        changed = await people.get(tx, person.id)
        assert changed is not None
        await daily.replant(tx, changed, now, calendar)
        while len(found) < 3:
            due = [one for one in await timers.claim_due(tx, now=now + 400 * DAY) if one.kind == daily.DIGEST]
            if not due:
                break
            found.append(due[0].due.date())
            await timers.done(tx, [due[0].id])
            await daily.turn(tx, due[0], due[0].due, calendar)
    return found


@pytest.mark.parametrize(
    ("days", "comes"),
    [
        (0b1111111, [24, 25, 26]),
        (0b0010101, [25, 27, 30]),
        (0b0000001, [30, 37, 44]),
        (0b1100000, []),  # he never works on a weekend
    ],
)
async def test_it_comes_on_the_days_that_the_head_wants(
    db: Database, staff: Staff, days: int, comes: list[int]
) -> None:
    first = date(2026, 11, 1)
    wanted = [first + DAY * (day - 1) for day in comes]
    assert await digest_days(db, staff["Ольга"], NOW, days) == wanted
