"""Each check by itself: what is well, what is not, and that a line says what to do."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import WebhookInfo
from sqlalchemy import insert, make_url, text

from bot.doctor import database, machine, telegram
from bot.doctor.finding import Finding, Level
from bot.settings import Settings
from storage import backups, heartbeat, people, schema
from storage.db import Database
from storage.models import Timer
from tests.bot.views.health_rows import WELL, ill

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOOK = "https://bot.example.com/telegram"


def levels(found: list[Finding]) -> dict[str, str]:
    return {one.check: one.level.value for one in found}


# --- the machine ------------------------------------------------------------------------------------------


def test_this_machine_is_well(tmp_path: Path) -> None:
    found = list(machine.checks(tmp_path, "Europe/Moscow"))
    assert [one.check for one in found] == ["disk", "time zones", "charts", "processes"]
    assert {one.level for one in found[1:]} == {Level.OK}
    assert "simple 1" in found[3].said


@pytest.mark.parametrize(("free", "level"), [(5e9, "ok"), (5e8, "warn"), (5e7, "fail"), (0, "fail")])
def test_room_on_the_disk(free: float, level: str) -> None:
    found = machine.disk(int(free), Path("/data"))
    assert found.level == level
    assert found.said.startswith(f"{free / 1e9:.1f} GB free at /data")


def test_a_zone_that_is_not_known() -> None:
    found = machine.zones(("Europe/Moscow", "Europe/Nowhere"))
    assert (found.level, found.said) == (
        Level.FAIL,
        "Europe/Nowhere is not known: install tzdata (make setup)",
    )


# --- Telegram ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "level"),
    [
        ("Mon, 23 Nov 2026 09:00:01 GMT", "ok"),
        ("Mon, 23 Nov 2026 08:59:30 GMT", "warn"),
        ("Mon, 23 Nov 2026 10:00:00 GMT", "fail"),
        ("Mon, 23 Nov 2026 12:00:00 +0300", "ok"),
        ("", "warn"),
        ("yesterday", "warn"),
    ],
)
def test_the_clock(date: str, level: str) -> None:
    assert telegram.skew(date, NOW).level == level


def hooked(running: bool = True, url: str = HOOK, **facts: Any) -> Finding:
    options = Settings(webhook_url=facts.pop("wanted", HOOK), webhook_secret=facts.pop("secret", "word"))
    info = WebhookInfo(
        url=url, has_custom_certificate=False, pending_update_count=facts.pop("wait", 0), **facts
    )
    return telegram.hooked(info, options, NOW, running=running)


def test_the_webhook_against_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert hooked() == Finding("updates", Level.OK, "brought to bot.example.com, 0 wait")
    assert hooked(wait=101).level is Level.WARN
    assert hooked(secret=None).level is Level.FAIL
    assert hooked(wanted="http://bot.example.com/x").level is Level.FAIL
    assert hooked(wanted="https://bot.example.com:9000/x").level is Level.FAIL
    assert hooked(url="https://other.example.com").said.startswith(
        "Telegram brings them to other.example.com"
    )
    assert hooked(url="https://other.example.com").level is Level.FAIL
    assert hooked(url="", running=False).level is Level.WARN
    late = hooked(last_error_date=NOW - timedelta(minutes=5), last_error_message="Connection refused")
    assert late.level is Level.FAIL
    assert "Connection refused" in late.said
    assert hooked(last_error_date=NOW - timedelta(days=1), last_error_message="x").level is Level.OK


# --- the database -----------------------------------------------------------------------------------------


async def test_a_database_in_order(database_url: str) -> None:
    async with Database.connect(database_url) as db, db.begin() as tx:
        await heartbeat.beat(tx, NOW)
        await backups.remember(tx, NOW)
        await people.add(tx, name="Ева", roles=["admin"], telegram_id=1, joined_at=NOW)
    found, vitals = await database.look(database_url, NOW)
    assert {one.level for one in found} == {Level.OK}
    assert database.fresh(vitals, NOW)
    assert not database.fresh(vitals, NOW + timedelta(hours=1))
    assert levels(found).keys() >= {"database", "migrations", "writing", "admin", "inbox", "outbox", "backup"}


async def test_trying_to_write_leaves_nothing(database_url: str) -> None:
    await database.look(database_url, NOW)
    async with Database.connect(database_url) as db, db.read() as session:
        assert await heartbeat.last(session) is None


async def test_what_is_wrong_in_the_rows(database_url: str) -> None:
    async with Database.connect(database_url) as db, db.begin() as tx:
        row = {"due": NOW, "kind": "ring", "key": "1", "data": {}, "state": "broken"}
        await tx.execute(insert(Timer).values(row))
        await tx.execute(
            text(
                "INSERT INTO runs (id, kind, subject_id, process, version, stage_run, revision, signals)"
                " VALUES (1, 'deal', 1, 'simple', 99, 1, 1, '[]')"
            )
        )
    found, _ = await database.look(database_url, NOW)
    said = {one.check: one.said for one in found}
    assert (levels(found)["timers"], levels(found)["deals"]) == ("fail", "fail")
    assert said["timers"] == "1 broken: see /health in the chat"
    assert said["deals"].startswith("some are on simple 99")
    assert (levels(found)["admin"], levels(found)["heard"], levels(found)["backup"]) == (
        "warn",
        "warn",
        "warn",
    )


def test_signs_are_as_bad_as_health_says_but_for_what_is_the_owners_to_judge() -> None:
    assert {one.level for one in database.signs(WELL, NOW)} <= {Level.OK, Level.WARN}
    found = levels(database.signs(ill("Анна"), NOW))
    assert found == {
        "heard": "warn",
        "inbox": "fail",
        "outbox": "fail",
        "undelivered": "fail",
        "dead letters": "fail",
        "timers": "fail",
        "people": "warn",
        "heads": "warn",
        "teams": "warn",
        "backup": "warn",
    }


@pytest.mark.parametrize(("revision", "level"), [(None, "warn"), ("0000", "warn"), ("9999", "fail")])
def test_versions_of_the_tables(revision: str | None, level: str) -> None:
    assert database.migrations(revision).level == level
    assert database.migrations(schema.newest()).level is Level.OK


async def test_databases_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.db").write_text("no database" * 1000)  # noqa: ASYNC240 - a test's own file
    found, vitals = await database.look("sqlite+aiosqlite:///text.db", NOW)
    assert (vitals, levels(found)) == (None, {"database": "fail"})
    assert "file is not a database" in found[0].said
    found, _ = await database.look("sqlite+aiosqlite:///nowhere.db", NOW)
    assert levels(found) == {"database": "warn"}
    found, _ = await database.look("postgresql+asyncpg://voronka:hush@127.0.0.1:1/sales", NOW)
    assert levels(found) == {"database": "fail"}
    assert found[0].said.startswith("PostgreSQL, sales at 127.0.0.1: ")
    assert "hush" not in found[0].said


async def test_a_database_that_somebody_holds(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONG", 0.05)
    with closing(sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        found, _ = await database.look(sqlite_url, NOW)
    assert levels(found)["writing"] == "fail"
    assert "another program holds it" in {one.check: one.said for one in found}["writing"]
