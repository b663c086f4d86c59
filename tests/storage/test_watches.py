"""What each watch finds: just inside and just outside, what waits, what is a draft, what an import did not know."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from fsm import rulebook
from fsm.calendar import Calendar
from fsm.definition import Rule
from storage import models, people, watches
from storage.db import Database
from storage.watches import Found, Part
from tests.storage.rows import DAY, HOUR, NOW, a_client, a_deal, a_person, an_activity

MOSCOW = Calendar()
TODAY = NOW.date()
MIDNIGHT = datetime(2026, 11, 22, 21, tzinfo=UTC)
"""When the Monday of NOW began in Moscow."""
AN_HOUR_AGO = NOW - HOUR


def rule(key: str, **changes: Any) -> Rule:
    """A rule as it ships, perhaps with another limit or other norms."""
    found = rulebook.shipped()[key]
    if "days" in changes:
        changes["limit"] = found.limit.of(changes.pop("days"))
    return found.model_copy(update=changes)


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, "Анна", joined_at=NOW)


@pytest.fixture
async def boris(db: Database, anna: int) -> int:
    async with db.begin() as tx:
        return await a_person(tx, "Борис", joined_at=NOW)


async def look(db: Database, key: str | Rule, owner: int, **given: Any) -> list[Found]:
    how: dict[str, Any] = {"now": NOW, "calendar": MOSCOW} | given
    async with db.read() as session:
        found = await watches.found(session, rule(key) if isinstance(key, str) else key, owner, **how)
    return sorted(found, key=lambda one: one.subject_id)


async def subjects(db: Database, key: str | Rule, owner: int, **given: Any) -> list[int]:
    return [one.subject_id for one in await look(db, key, owner, **given)]


async def a_stay(db: Database, owner: int, entered: datetime | None, **deal: Any) -> int:
    """A deal that has been in its stage since then."""
    how, import_id = deal.pop("how", "move"), deal.get("import_id")
    async with db.begin() as tx:
        number, run = await a_deal(tx, owner, **deal)
        stay = {"run_id": run, "number": 1, "stage": deal.get("stage", "prospecting"), "entered_at": entered}
        await tx.execute(insert(models.StageRun).values(**stay, how=how, cause_id=import_id or 1))
    return number


async def a_task(db: Database, owner: int, due: datetime, **values: Any) -> tuple[int, int, int]:
    """Deal, run and an activity of it; `deal` has columns of the deal."""
    async with db.begin() as tx:
        deal, run = await a_deal(tx, values.pop("whose", owner), **values.pop("deal", {}))
        return deal, run, await an_activity(tx, run, owner, due, **values)


# --- deals ----------------------------------------------------------------------------------------------


async def test_stage_by_the_norm_of_the_stage(db: Database, anna: int) -> None:
    """Ten working days in `prospecting`, fifteen where nothing is said; the day itself is whole."""
    ten, fifteen = datetime(2026, 11, 8, 21, tzinfo=UTC), datetime(2026, 11, 1, 21, tzinfo=UTC)
    late = await a_stay(db, anna, ten - timedelta(seconds=1))
    await a_stay(db, anna, ten)
    elsewhere = {"process": "other"}
    unusual = await a_stay(db, anna, fifteen - timedelta(seconds=1), **elsewhere)
    await a_stay(db, anna, fifteen, **elsewhere)
    found = await look(db, "stage_norm", anna)
    assert [one.subject_id for one in found] == [late, unusual]
    assert found[0].since == ten - timedelta(seconds=1)
    assert (found[0].kind, found[0].activity_id, found[0].owner_id) == ("deal", None, anna)


async def test_stage_leaves_alone_what_waits_is_a_draft_is_over_or_another_s(
    db: Database, anna: int, boris: int
) -> None:
    long_ago = NOW - 90 * DAY
    await a_stay(db, anna, long_ago, parked_until=TODAY + DAY)
    woken = await a_stay(db, anna, long_ago, parked_until=TODAY)
    await a_stay(db, anna, long_ago, draft=True)
    await a_stay(db, anna, long_ago, outcome="won", stage="won")
    other = await a_stay(db, boris, long_ago)
    assert await subjects(db, "stage_norm", anna) == [woken]
    assert await subjects(db, "stage_norm", boris) == [other]


async def test_a_stay_that_an_import_told_of_counts_from_the_import(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        for number, days in ((1, 40), (2, 3)):
            tx.add(models.Import(id=number, source="x", at=NOW - days * DAY, report={}))
    long_ago = NOW - 900 * DAY
    old = await a_stay(db, anna, long_ago, import_id=1, how="import")
    unknown = await a_stay(db, anna, None, import_id=1, how="import")
    await a_stay(db, anna, long_ago, import_id=2, how="import")
    await a_stay(db, anna, None, import_id=2, how="import")
    await a_stay(db, anna, None)
    moved = await a_stay(db, anna, NOW - 20 * DAY, import_id=1)
    found = await look(db, "stage_norm", anna)
    assert [one.subject_id for one in found] == [old, unknown, moved]
    assert [one.since for one in found] == [NOW - 40 * DAY, NOW - 40 * DAY, NOW - 20 * DAY]


async def test_only_the_newest_stay_counts(db: Database, anna: int) -> None:
    deal = await a_stay(db, anna, NOW - 90 * DAY)
    async with db.begin() as tx:
        await tx.execute(update(models.Run).where(models.Run.subject_id == deal).values(stage_run=2))
        stay = {"run_id": 1, "number": 2, "stage": "prospecting", "entered_at": NOW - DAY, "how": "move"}
        await tx.execute(insert(models.StageRun).values(**stay, cause_id=2))
    assert await subjects(db, "stage_norm", anna) == []


async def test_far_looks_at_the_first_open_step(db: Database, anna: int) -> None:
    """Fourteen days in `prospecting`, thirty elsewhere; whole days of the owner."""
    limit = MIDNIGHT + 15 * DAY
    late, run, step = await a_task(db, anna, limit)
    await a_task(db, anna, limit - timedelta(seconds=1))
    other = {"deal": {"stage": "engaging"}}
    await a_task(db, anna, limit, **other)
    farther, _, _ = await a_task(db, anna, MIDNIGHT + 31 * DAY, **other)
    both, both_run, _ = await a_task(db, anna, limit + DAY)
    parked, _, _ = await a_task(db, anna, limit, deal={"parked_until": TODAY + DAY})
    async with db.begin() as tx:
        await an_activity(tx, both_run, anna, NOW + DAY)
    found = await look(db, "step_far", anna)
    assert [one.subject_id for one in found] == [late, farther]
    assert (found[0].run_id, found[0].activity_id, found[0].since) == (run, step, NOW)
    async with db.begin() as tx:
        done = models.Activity
        await tx.execute(update(done).where(done.run_id == both_run, done.due < limit).values(state="done"))
    assert await subjects(db, "step_far", anna) == [late, farther, both]
    assert parked not in await subjects(db, "step_far", anna)


async def test_a_deal_without_a_step(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        bare, _ = await a_deal(tx, anna, opened_at=NOW - 9 * DAY)
        _, stepping = await a_deal(tx, anna)
        await an_activity(tx, stepping, anna, NOW + DAY)
        ended, run = await a_deal(tx, anna, opened_at=NOW - 9 * DAY)
        await an_activity(tx, run, anna, NOW, state="done", closed_at=NOW - 2 * DAY)
        await a_deal(tx, anna, parked_until=TODAY + DAY)
        await a_deal(tx, anna, draft=True)
    found = await look(db, "no_step", anna)
    assert [(one.subject_id, one.since) for one in found] == [(bare, NOW - 9 * DAY), (ended, NOW - 2 * DAY)]
    assert await subjects(db, rule("no_step", days=5), anna) == [bare], "a company may give it some days"


async def test_old_information_counts_whole_days(db: Database, anna: int) -> None:
    limit = MIDNIGHT - 14 * DAY
    cases: dict[str, dict[str, Any]] = {
        "forgotten": {"touched_at": limit - timedelta(seconds=1)},
        "touched": {"touched_at": limit},
        "waits": {"touched_at": limit - DAY, "parked_until": TODAY + DAY},
        "waited": {"touched_at": limit - DAY, "parked_until": TODAY},
        "over": {"touched_at": limit - DAY, "outcome": "won"},
        "draft": {"touched_at": limit - DAY, "draft": True},
        "old": {"touched_at": None, "opened_at": limit - DAY},
        "unknown": {"touched_at": None, "opened_at": None},
        "imported": {"touched_at": None, "opened_at": NOW - 900 * DAY, "import_id": 1},
        "long imported": {"touched_at": None, "opened_at": NOW - 900 * DAY, "import_id": 2},
    }
    names = {}
    async with db.begin() as tx:
        for number, days in ((1, 3), (2, 30)):
            tx.add(models.Import(id=number, source="x", at=NOW - days * DAY, report={}))
        for name, values in cases.items():
            names[(await a_deal(tx, anna, **values))[0]] = name
    found = await look(db, "info_old", anna)
    assert [names[one.subject_id] for one in found] == ["forgotten", "waited", "old", "long imported"]
    assert found[-1].since == NOW - 30 * DAY


async def test_a_deal_waits_until_its_day_is_over(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        await a_deal(tx, anna, parked_until=TODAY)
        late, _ = await a_deal(tx, anna, parked_until=TODAY - DAY)
        await a_deal(tx, anna, parked_until=TODAY - DAY, draft=True)
    found = await look(db, "parked_over", anna)
    assert [(one.subject_id, one.since) for one in found] == [(late, MIDNIGHT)]
    assert await subjects(db, rule("parked_over", days=1), anna) == [], "it was a Sunday"


# --- tasks ----------------------------------------------------------------------------------------------


async def test_a_step_is_overdue_once_its_day_is_over(db: Database, anna: int, boris: int) -> None:
    _, run, late = await a_task(db, anna, MIDNIGHT - timedelta(seconds=1))
    await a_task(db, anna, MIDNIGHT)
    await a_task(db, anna, MIDNIGHT - DAY, state="done")
    await a_task(db, anna, MIDNIGHT - DAY, deal={"draft": True})
    _, _, helping = await a_task(db, anna, MIDNIGHT - DAY, whose=boris)
    found = await look(db, "step_overdue", anna)
    assert [one.subject_id for one in found] == [late, helping], (
        "whoever has the task, not whoever has the deal"
    )
    assert found[0] == Found("task", late, run, late, anna, MIDNIGHT - timedelta(seconds=1))
    assert await subjects(db, "step_overdue", boris) == []
    assert await subjects(db, rule("step_overdue", days=1), anna) == [], "the weekend is no working day"
    assert await subjects(db, rule("step_overdue", days=1), anna, now=NOW + DAY) == [late, helping]


async def test_a_step_that_is_put_off_again_and_again(db: Database, anna: int) -> None:
    _, _, often = await a_task(db, anna, NOW + DAY, snoozed=3)
    await a_task(db, anna, NOW + DAY, snoozed=2)
    await a_task(db, anna, NOW + DAY, snoozed=9, state="cancelled")
    await a_task(db, anna, NOW + DAY, snoozed=9, deal={"draft": True})
    assert await subjects(db, "snoozed_often", anna) == [often]


async def test_whoever_is_asked_to_approve_has_eight_working_hours(
    db: Database, anna: int, boris: int
) -> None:
    """At noon on Monday that is since eleven on Friday, at which two of the last hours began."""
    limit = datetime(2026, 11, 20, 10, tzinfo=UTC)
    asked = {"kind": "approval", "key": "decide"}
    late = await a_request(db, boris, anna, limit - timedelta(seconds=1), **asked)
    await a_request(db, boris, anna, limit, **asked)
    await a_request(db, boris, anna, limit - DAY, **asked, state="done")
    await a_request(db, boris, anna, limit - DAY, key="look")
    await a_task(db, anna, NOW + DAY, **asked, opened_at=limit - DAY)
    found = await look(db, "approval_waits", anna)
    assert [(one.subject_id, one.since) for one in found] == [(late, limit - timedelta(seconds=1))]
    assert await subjects(db, "approval_waits", boris) == []


async def a_request(db: Database, asker: int, owner: int, opened: datetime, **values: Any) -> int:
    async with db.begin() as tx:
        deal, parent = await a_deal(tx, asker)
        row = {
            "kind": "request", "subject_id": deal, "process": "discount_approval", "version": 1, "state": "asked",
            "stage_run": 1, "revision": 1, "signals": [], "parent_id": parent,
        }  # fmt: skip
        run = (await tx.execute(insert(models.Run).values(row).returning(models.Run.id))).scalar_one()
        return await an_activity(tx, run, owner, NOW + DAY, opened_at=opened, **values)


# --- clients --------------------------------------------------------------------------------------------


async def a_customer(db: Database, owner: int | None, **values: Any) -> int:
    async with db.begin() as tx:
        number = await a_client(tx, owner_id=owner)
        values.setdefault("created_at", NOW - 900 * DAY)
        await tx.execute(update(models.Client).where(models.Client.id == number).values(values))
    return number


async def a_step(db: Database, client: int, owner: int, **values: Any) -> int:
    """An activity on a deal of the client; its id."""
    deal = {"client_id": client, **values.pop("deal", {})}
    return (await a_task(db, owner, NOW + DAY, deal=deal, **values))[2]


async def test_contact_by_segment(db: Database, anna: int) -> None:
    """Thirty days for key clients, sixty for usual ones, half a year for the others."""
    expected = []
    for segment, days in (("key", 30), ("usual", 60), (None, 60), ("low", 180)):
        since = MIDNIGHT - days * DAY - timedelta(seconds=1)
        late = await a_customer(db, anna, segment=segment, created_at=since)
        await a_customer(db, anna, segment=segment, created_at=since + timedelta(seconds=1))
        expected.append(Found("client", late, None, None, anna, since))
    assert await look(db, "client_contact", anna) == expected


async def test_contact_is_a_talk_that_took_place(db: Database, anna: int, boris: int) -> None:
    ago = {"state": "done", "completed": True, "closed_at": NOW - 5 * DAY}
    talks: dict[str, dict[str, Any]] = {
        "call": ago,
        "meeting": {**ago, "kind": "meeting"},
        "on a draft": {**ago, "deal": {"draft": True}},
        "on a lost deal": {**ago, "deal": {"outcome": "lost"}},
        "long ago": {**ago, "closed_at": NOW - 61 * DAY},
        "not reached": {**ago, "completed": False},
        "a task": {**ago, "kind": "task"},
        "planned": {"state": "open"},
        "taken back": {**ago, "state": "undone"},
    }
    names = {}
    for name, values in talks.items():
        client = await a_customer(db, anna)
        names[client] = name
        await a_step(db, client, boris, **values)
    resting = await a_customer(db, anna, wake_on=TODAY + DAY)
    woken = await a_customer(db, anna, wake_on=TODAY)
    found = await look(db, "client_contact", anna)
    assert [names.get(one.subject_id, "") for one in found] == [
        "long ago", "not reached", "a task", "planned", "taken back", "",
    ]  # fmt: skip
    assert found[0].since == NOW - 61 * DAY
    assert found[-1].subject_id == woken
    assert resting not in {one.subject_id for one in found}


async def test_a_client_is_covered_by_anything_unfinished(db: Database, anna: int, boris: int) -> None:
    steps: dict[str, dict[str, Any]] = {
        "open": {},
        "another's": {"whose": boris},
        "on a draft": {"deal": {"draft": True}},
        "care": {"deal": {"draft": True, "process": "care"}},
        "waiting": {"state": "done", "closed_at": NOW, "deal": {"parked_until": TODAY}},
        "waited": {"state": "done", "closed_at": NOW - DAY, "deal": {"parked_until": TODAY - DAY}},
        "done": {"state": "done", "closed_at": NOW - 3 * DAY},
        "cancelled": {"state": "cancelled", "closed_at": NOW - 4 * DAY, "deal": {"outcome": "lost"}},
        "taken back": {"state": "undone", "closed_at": NOW},
    }
    names = {await a_customer(db, anna): "bare"}
    for name, values in steps.items():
        client = await a_customer(db, anna)
        names[client] = name
        await a_step(db, client, anna, **values)
    names[await a_customer(db, anna, wake_on=TODAY, rest_reason="quiet")] = "woken"
    await a_customer(db, anna, wake_on=TODAY + DAY)
    await a_customer(db, boris)
    since = {names[one.subject_id]: one.since for one in await look(db, "client_cover", anna)}
    assert since == {
        "bare": NOW - 900 * DAY,
        "waited": NOW - DAY,
        "done": NOW - 3 * DAY,
        "cancelled": NOW - 4 * DAY,
        "taken back": NOW - 900 * DAY,
        "woken": MIDNIGHT,
    }


async def test_clients_of_nobody_are_whose_heir_one_is(db: Database, anna: int, boris: int) -> None:
    own, nobodys, boris_s = [await a_customer(db, owner) for owner in (anna, None, boris)]
    assert await subjects(db, "client_cover", anna) == [own]
    assert await subjects(db, "client_cover", anna, heir=True) == [own, nobodys]
    async with db.begin() as tx:
        await people.leave(tx, boris, now=NOW)
    assert await subjects(db, "client_cover", anna, heir=True) == [own, nobodys, boris_s]


# --- whoever looks --------------------------------------------------------------------------------------


async def test_a_day_is_the_owner_s(db: Database, anna: int) -> None:
    """At noon of Moscow's Monday it is Monday evening in Kamchatka, and still night in New York."""
    _, _, task = await a_task(db, anna, MIDNIGHT + HOUR)
    assert await subjects(db, "step_overdue", anna) == []
    assert await subjects(db, "step_overdue", anna, calendar=Calendar(zone="Asia/Kamchatka")) == []
    late = NOW + 4 * HOUR
    assert await subjects(db, "step_overdue", anna, now=late, calendar=Calendar(zone="Asia/Kamchatka")) == [
        task
    ]
    assert await subjects(db, "step_overdue", anna, now=late, calendar=Calendar(zone="America/New_York")) == [
        task
    ]
    assert await subjects(db, "step_overdue", anna, now=late) == []


async def test_leave_is_no_working_time(db: Database, anna: int) -> None:
    deal = await a_stay(db, anna, NOW - 18 * DAY)
    away = Calendar(days_off=frozenset(date(2026, 11, day) for day in range(9, 14)))
    assert await subjects(db, "stage_norm", anna) == [deal]
    assert await subjects(db, "stage_norm", anna, calendar=away) == []
    never = Calendar(weekend=frozenset(range(7)))
    assert await subjects(db, "stage_norm", anna, calendar=never) == []


async def test_a_part_is_looked_at_alone(db: Database, anna: int) -> None:
    clients = [await a_customer(db, anna) for _ in range(5)]
    for part, expected in (
        (Part(clients[1]), clients[2:]),
        (Part(0, clients[1]), clients[:2]),
        (Part(clients[0], clients[3]), clients[1:4]),
        (Part(only=[clients[4], 10**9]), clients[4:]),
        (Part(only=[]), []),
    ):
        assert await subjects(db, "client_cover", anna, part=part) == expected
    async with db.read() as session:
        given: dict[str, Any] = {"now": NOW, "calendar": MOSCOW, "heir": False}
        first = await watches.part(session, "client", anna, after=0, size=2, **given)
        last = await watches.part(session, "client", anna, after=clients[2], size=2, **given)
        none = await watches.part(session, "deal", anna, after=0, size=2, **given)
    assert first == (Part(0, clients[1]), 2)
    assert last == (Part(clients[2]), 2)
    assert none == (Part(), 0)


async def test_a_duty_is_no_watch(db: Database, anna: int) -> None:
    with pytest.raises(ValueError, match="proposal_5d"):
        await look(db, "proposal_5d", anna)
