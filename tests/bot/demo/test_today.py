"""What the first morning of the demo is to show is there, each in its own state, and the rules find it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo import company as companies
from bot.demo import today
from bot.demo.history import BEGINS, SEED
from bot.demo.scenes import SCENES
from fsm.loading import versions
from storage import audits, calendars, people
from storage.db import Database
from tests.bot.demo.conftest import Played

CHECKED = BEGINS.replace(hour=4, minute=30)  # half past seven in Moscow


async def made(db: Database) -> Played:
    async with db.begin() as tx:
        founded = await companies.found(tx, BEGINS - timedelta(days=200))
        shared = await calendars.company(tx, processes=versions())
        for now, act in today.acts(shared, founded, begins=BEGINS, seed=SEED):
            await act(tx, now)
    return Played(db, shared, founded, [])


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Played]:
    async with Database.connect(sqlite_url) as db:
        yield await made(db)


async def test_the_clock_of_each_deal_stands_where_its_scene_says(company: Played) -> None:
    rows = await company.rows(
        "SELECT clients.name, obligations.state, obligations.due_at FROM obligations"
        " JOIN deals ON deals.id = obligations.subject_id JOIN clients ON clients.id = deals.client_id"
        " WHERE rule = 'proposal_5d'"
    )
    found = {name: (state, str(due or "")[:16]) for name, state, due in rows}
    assert found == {
        "Пивоварня «Хмель и Ко»": ("running", "2026-11-24 15:00"),
        "Ферма «Дубки»": ("running", "2026-11-25 15:00"),
        "Клиника «Берёза»": ("sleeping", ""),
        "Автобаза «Маяк»": ("extended", "2026-11-30 15:00"),
        "Завод «Кварц»": ("suspended", ""),
        "Гостиница «Прибой»": ("fulfilled", "2026-11-18 15:00"),
        # Its time was over when work ended yesterday: the product itself finds that out, and asks why.
        "Прачечная «Лотос»": ("running", "2026-11-23 15:00"),
        "Кондитерская «Ирис»": ("fulfilled", "2026-11-18 15:00"),
    }


async def test_the_audit_finds_what_waits_too_long_and_whose_nobody_is(company: Played) -> None:
    async with company.db.begin() as tx:
        for person in await people.everyone(tx):
            calendar = company.company.calendar(person.zone, person.work_start, person.work_end)
            await audits.reconcile(tx, company.company.rules.values(), person.id, CHECKED, calendar)
    rows = await company.rows(
        "SELECT rule, people.telegram_id, coalesce(owned.name, own.name) FROM obligations"
        " JOIN people ON people.id = obligations.owner_id"
        " LEFT JOIN clients own ON obligations.kind = 'client' AND own.id = obligations.subject_id"
        " LEFT JOIN runs ON runs.id = obligations.run_id LEFT JOIN deals ON deals.id = runs.subject_id"
        " LEFT JOIN clients owned ON owned.id = deals.client_id WHERE obligations.state = 'breached'"
    )
    found = set(rows)
    assert ("parked_over", 1004, "Гостиница «Прибой»") in found
    assert ("snoozed_often", 1005, "Кондитерская «Ирис»") in found
    assert ("client_cover", 1002, "Элеватор «Колос»") in found
    assert {rule for rule, _, _ in found} <= {
        "parked_over",
        "snoozed_often",
        "client_cover",
        "client_contact",
        "step_overdue",
    }


async def test_everything_happened_before_the_demo_in_working_hours(company: Played) -> None:
    calendar = company.company.calendar("Europe/Moscow", 540, 1080)
    found = [
        datetime.fromisoformat(str(at)).replace(tzinfo=UTC)
        for (at,) in await company.rows("SELECT at FROM history")
    ]
    assert max(found) < BEGINS
    assert all(calendar.is_working_at(at) for at in found)


async def test_every_scene_has_a_client_of_its_own_that_no_other_part_of_the_demo_has(
    company: Played,
) -> None:
    names = [name for (name,) in await company.rows("SELECT name FROM clients")]
    assert len(names) == len(set(names)) == len(SCENES) + 1
