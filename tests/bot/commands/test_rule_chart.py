"""Rules, exceptions and discipline in numbers and as pictures; a replay; every rate names what it is of."""

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from fsm.obligations import State
from storage import models, schema
from storage.db import Database
from tests.bot.commands.command_line import Voronka
from tests.build import a_user
from tests.storage.obliged import an_obligation
from tests.storage.rows import DAY, HOUR, a_deal, an_activity

URL = "sqlite+aiosqlite:///voronka.db"
OPENED = datetime(2025, 9, 8, 9, tzinfo=UTC)  # a Monday
PERIOD = ("--from", "2025-09-01", "--to", "2025-09-30")


@pytest.fixture
def filled(voronka: Voronka) -> Voronka:
    """Anna has three small deals and asked for another date of two; Boris one, and late steps."""
    asyncio.run(_fill())
    return voronka


async def _fill() -> None:
    await schema.create(URL)
    async with Database.connect(URL) as db, db.begin() as tx:
        anna, boris = [
            (await a_user(tx, name, telegram=number, now=OPENED)).id
            for number, name in enumerate(("Анна", "Борис"), 1)
        ]
        for number, state in enumerate((State.FULFILLED, State.BREACHED, State.EXEMPT)):
            deal, run = await a_deal(tx, anna, opened_at=OPENED, amount=Decimal(5), currency="RUB")
            values: dict[str, Any] = {
                "run_id": run,
                "subject_id": deal,
                "since": OPENED,
                "ended_at": OPENED + 2 * DAY,
            }
            if state is State.BREACHED:
                values["reason"] = "forgot"
            await an_obligation(tx, anna, state, **values)
            if number:
                await an_activity(tx, run, anna, OPENED, key="complex", kind="approval", opened_at=OPENED)
        deal, run = await a_deal(tx, boris, opened_at=OPENED, amount=Decimal(5), currency="RUB")
        await an_obligation(
            tx, boris, State.FULFILLED, run_id=run, subject_id=deal, since=OPENED, ended_at=OPENED + DAY
        )
        await an_activity(
            tx, run, boris, OPENED, state="done", closed_at=OPENED + 2 * DAY, opened_at=OPENED - DAY
        )
        await an_activity(
            tx, run, boris, OPENED, state="done", closed_at=OPENED + HOUR, opened_at=OPENED - DAY, snoozed=3
        )
        sent = {"run_id": run, "revision": 1, "at": OPENED + 3 * DAY, "trigger": {}, "state": "prospecting"}
        await tx.execute(insert(models.History).values(**sent, before={"fields": {"proposal_sent": None}}))
        known = {"proposal_sent": "2025-09-11"}
        await tx.execute(update(models.Deal).where(models.Deal.id == deal).values(extra=known))


def numbers(voronka: Voronka, *arguments: object) -> Any:
    answer = voronka(*arguments, "--json")
    assert (answer.status, answer.err) == (0, "")
    return json.loads(answer.out)


def test_a_rule_in_numbers(filled: Voronka) -> None:
    found = numbers(filled, "chart", "rules", "--rule", "proposal_5d", *PERIOD, "--language", "en")
    assert found["filters"] == {"rep": None, "team": None, "from": "2025-09-01", "to": "2025-09-30"}
    assert found["rules"] == [
        {
            "rule": "proposal_5d", "title": "Proposal within 5 days", "sort": "duty", "on": True, "broken_now": 1,
            "accepted": 0, "begun": 4, "in_time": 2, "breached": 1, "exempt": 1, "stopped": 0, "under_rule": 3,
            "in_time_of_under_rule": pytest.approx(2 / 3), "running_now": 0, "asleep_now": 0, "unknown_now": 0,
            "done": 3, "median_days_of_done": 2.0, "reasons": [{"reason": "forgot", "n": 1}],
        }
    ]  # fmt: skip
    assert [(week["from"][-2:], week["in_time"], week["breached"], week["exempt"]) for week in found["weeks"]] == [
        ("01", 0, 0, 0), ("03", 1, 0, 0), ("10", 1, 1, 1), ("17", 0, 0, 0), ("24", 0, 0, 0),
    ]  # fmt: skip


def test_all_rules_in_numbers(filled: Voronka) -> None:
    found = numbers(filled, "chart", "rules")
    assert len(found["rules"]) == 12
    watch = next(one for one in found["rules"] if one["rule"] == "stage_norm")
    assert watch["sort"] == "watch"
    assert (watch["found"], watch["median_days_to_put_right"]) == (0, None)
    own = numbers(filled, "chart", "rules", "--rule", "proposal_5d", "--rep", "Борис")
    assert (own["rules"][0]["in_time"], own["rules"][0]["in_time_of_under_rule"]) == (1, 1.0)
    assert numbers(filled, "chart", "rules", "--rule", "stage_norm")["weeks"] != []


def test_exceptions_in_numbers(filled: Voronka) -> None:
    found = numbers(filled, "chart", "exceptions", *PERIOD)
    people = [
        (one["person"], one["complex"], one["deals"], one["complex_of_deals"], one["marked"])
        for one in found["people"]
    ]
    assert people == [("Анна", 2, 3, pytest.approx(2 / 3), False), ("Борис", 0, 1, 0.0, False)]
    assert (found["complex"], found["deals"], found["complex_of_deals"]) == (2, 4, 0.5)
    assert (found["threshold"], found["least_deals"]) == (0.4, 5)
    assert found["reasons"] == [{"reason": None, "n": 2, "of_exceptions": 1.0}]
    assert found["days"] == {"from": "2025-09-01", "to": "2025-09-30"}
    window = numbers(filled, "chart", "exceptions", "--to", "2025-09-30")["days"]
    assert window == {"from": "2025-07-03", "to": "2025-09-30"}


def test_discipline_in_numbers(filled: Voronka) -> None:
    found = numbers(filled, "chart", "discipline", *PERIOD, "--team", "Север", "--rep", "Борис")
    assert found == {
        "filters": {"rep": "Борис", "team": "Север", "from": "2025-09-01", "to": "2025-09-30"},
        "tasks": 2,
        "on_time": 1,
        "on_time_of_tasks": 0.5,
        "people": [
            {
                "person": "Борис", "on_time": 1, "late": 1, "missed": 0, "tasks": 2, "on_time_of_tasks": 0.5,
                "snoozed": 3, "median_hours_of_late": 48.0,
            }
        ],
    }  # fmt: skip


def test_nothing_selected_is_null(filled: Voronka, tmp_path: Path) -> None:
    none = ("--from", "2020-01-01", "--to", "2020-02-01", "--out", tmp_path / "x.png")
    rule = numbers(filled, "chart", "rules", "--rule", "proposal_5d", *none)["rules"][0]
    assert (rule["in_time_of_under_rule"], rule["median_days_of_done"], rule["under_rule"]) == (None, None, 0)
    exceptions = numbers(filled, "chart", "exceptions", *none)
    assert (exceptions["complex_of_deals"], exceptions["people"], exceptions["reasons"]) == (None, [], [])
    discipline = numbers(filled, "chart", "discipline", *none)
    assert (discipline["on_time_of_tasks"], discipline["people"]) == (None, [])


@pytest.mark.parametrize("name", ["rules", "exceptions", "discipline"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_picture_is_written_and_nothing_printed(
    name: str, language: str, filled: Voronka, tmp_path: Path
) -> None:
    out = tmp_path / "x.png"
    answer = filled("chart", name, *PERIOD, "--out", out, "--language", language)
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert out.read_bytes().startswith(b"\x89PNG\r\n")


def test_a_replay_in_numbers(filled: Voronka) -> None:
    found = numbers(filled, "rule", "replay", "proposal_5d", "--limit", "2", *PERIOD)
    assert (found["rule"], found["days"], found["imported_left_out"]) == (
        "proposal_5d",
        {"from": "2025-09-01", "to": "2025-09-30"},
        0,
    )
    assert (found["now"]["limit"], found["now"]["violations"]) == (5, 1)
    assert (found["then"]["limit"], found["then"]["violations"]) == (2, 2)
    assert found["then"]["people"] == [
        {"person": "Анна", "violations": 1},
        {"person": "Борис", "violations": 1},
    ]
    assert (found["now"]["digests"], found["now"]["lines_per_digest"], found["now"]["longest_digest"]) == (
        22,
        0.5,
        1,
    )
    assert (found["then"]["lines_per_digest"], found["then"]["longest_digest"]) == (0.68, 2)
    border = numbers(filled, "rule", "replay", "proposal_5d", "--border", "4", *PERIOD)
    assert (border["then"]["border"], border["then"]["violations"]) == ("4", 0)


def test_a_replay_in_words(filled: Voronka) -> None:
    answer = filled("rule", "replay", "proposal_5d", "--limit", "2", *PERIOD)
    assert answer.status == 0
    assert answer.out.splitlines() == [
        "proposal_5d: 5 days -> 2 days, 2025-09-01 to 2025-09-30",
        "violations: 1 -> 2",
        "  Анна: 1 -> 1",
        "  Борис: 0 -> 1",
        "lines in a digest, on average: 0.5 -> 0.7; the longest: 1 -> 2",
        "nothing was changed",
    ]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["chart", "rules", "--rule", "proposal"], "no rule `proposal`; "),
        (["chart", "funnel", "--rule", "proposal_5d"], "--rule is for `rules`, not for `funnel`"),
        (["chart", "discipline", "--process", "simple"], "`discipline` counts the deals of all processes"),
        (["chart", "exceptions", "--rep", "Анатолий"], "no single person or team is called 'Анатолий'"),
        (["chart", "exceptions", "--from", "2025-02-01", "--to", "2025-01-01"], "--to 2025-01-01 is before"),
        (["rule", "replay", "proposal_5d"], "say what would have been another one"),
        (["rule", "replay", "proposal", "--limit", "3"], "no rule `proposal`; "),
        (["rule", "replay", "step_far", "--limit", "3"], "history does not tell enough about `step_far`"),
        (["rule", "replay", "proposal_5d", "--limit", "0"], "--limit 0: zero"),
        (["rule", "replay", "proposal_5d", "--limit=-1"], "--limit -1: negative"),
        (["rule", "replay", "proposal_5d", "--border", "much"], "--border much: a number such as 300000 is meant"),
        (["rule", "replay", "proposal_5d", "--border=-5"], "--border -5: a number such as 300000 is meant"),
        (["rule", "replay", "first_answer", "--border", "5"], "`first_answer` has no border"),
        (["rule", "replay", "proposal_5d", "--limit", "3", "--team", "Юг"], "no single person or team is called 'Юг'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(arguments: list[str], why: str, filled: Voronka) -> None:
    wanted = ["--json"] if arguments[0] == "chart" else []
    answer = filled(*arguments, *wanted)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(f"voronka: {why}")


@pytest.mark.parametrize(
    "arguments", [["chart", "rules", "--json"], ["rule", "replay", "proposal_5d", "--limit", "3"]]
)
def test_without_a_database_nothing_is_made(arguments: list[str], voronka: Voronka, tmp_path: Path) -> None:
    answer = voronka(*arguments)
    assert answer.status == 1
    assert "there is no database yet" in answer.err
    assert list(tmp_path.iterdir()) == []
