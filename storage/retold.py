"""A deal step by step, made of its rows: how it is now, and what each entry of its history says was there before."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from fsm.deadlines import Exemption
from fsm.definition import TOUCHED, Final, Process, Rule
from fsm.obligations import Matter
from fsm.replay import Course, Step
from fsm.values import Value, valued
from storage import fields
from storage.company import Company


@dataclass(frozen=True, slots=True)
class _State:
    """What history changes."""

    fields: Mapping[str, Value]
    owner: int
    signals: frozenset[str]
    touched: bool


@dataclass(slots=True)
class Rows:
    """Rows of some runs, by run."""

    entries: dict[int, list[Any]]
    done: dict[int, list[tuple[datetime, str]]]
    asked: dict[int, list[Any]]
    ends: dict[int, list[Any]]


def told(
    rule: Rule,
    deals: Sequence[Mapping[Any, Any]],
    rows: Rows,
    processes: Mapping[tuple[str, int], Process],
    company: Company,
) -> list[Course]:
    """The courses of deals; `processes` are `lessened`."""
    found = []
    for row in deals:
        process = processes[row["process"], row["version"]]
        found.append(_course(rule, dict(row), rows, process, company))
    return found


def lessened(process: Process, rule: Rule) -> Process:
    """With those fields only that the rule looks at: the others of thousands of deals are read for nothing."""
    known = {name: one for name, one in process.fields.items() if name in rule.fields}
    return process.model_copy(update={"fields": known})


def _course(rule: Rule, row: dict[str, Any], rows: Rows, process: Process, company: Company) -> Course:
    """The deal step by step; before it was opened nothing is of interest, nor after it has ended."""
    run, opened_at = row["id"], row["opened_at"]
    states = _states(rule, row, process, rows.entries.get(run, ()))
    done = rows.done.get(run, ())
    asked = [_exemption(rule, one, company) for one in rows.asked.get(run, ())]
    ended_at = next(
        (at for at, stage in rows.ends.get(run, ()) if at >= opened_at and _final(process, stage)), None
    )
    moments = {opened_at, *(at for at, _ in states), *(at for at, _ in done), ended_at}
    moments |= {at for one in asked for at in (one.asked_at, one.ended_at)}
    known = sorted(at for at in moments if at is not None and at >= opened_at)
    starts = [at for at, _ in states]
    steps = []
    for at in known:
        if ended_at is not None and at > ended_at:
            break
        state = states[max(bisect_right(starts, at) - 1, 0)][1]
        matter = Matter(
            fields=state.fields,
            done=state.signals
            | {key for closed_at, key in done if closed_at <= at}
            | ({TOUCHED} if state.touched else frozenset()),
            final=at == ended_at,
            exemptions=tuple(_as_of(one, at) for one in asked if one.asked_at <= at),
        )
        steps.append(Step(at, state.owner, matter))
    return Course(run, tuple(steps))


def _states(
    rule: Rule, row: dict[str, Any], process: Process, entries: Sequence[Any]
) -> list[tuple[datetime, _State]]:
    """How it was from each change on, from the first; told backwards from how it is now."""
    state = _State(
        fields.known(process, row), row["owner_id"], frozenset(row["signals"]), row["touched_at"] is not None
    )
    found: list[tuple[datetime, _State]] = []
    for at, image in reversed(entries):
        found.append((at, state))
        state = _before(state, rule, image, process)
    found.append((row["opened_at"] if not found else min(row["opened_at"], found[-1][0]), state))
    return found[::-1]


def _before(state: _State, rule: Rule, image: Mapping[str, Any], process: Process) -> _State:
    known = image.get("fields", {})
    changed = {name: known[name] for name in rule.fields if name in known}
    if changed:
        values = {name: one for name, one in state.fields.items() if name not in changed}
        for name, was in changed.items():
            if was is not None and name in process.fields:
                values[name] = valued(process.fields[name].type, was)
        state = replace(state, fields=values)
    deal = image.get("deal", {})
    if "owner_id" in deal:
        state = replace(state, owner=deal["owner_id"])
    if "touched_at" in deal and deal["touched_at"] is None:
        state = replace(state, touched=False)
    if "signals" in image:
        state = replace(state, signals=frozenset(image["signals"]))
    return state


def _exemption(rule: Rule, row: Any, company: Company) -> Exemption:
    """As storage.duties reads it, once it has ended."""
    assert rule.exempt is not None
    asked_at, ended_at, name, version, state, data = row
    process = company.processes.get((name, version)) if name else None
    if process is None or ended_at is None or state is None:
        return Exemption(asked_at, ended_at)
    field = rule.exempt.until
    written = data.get(field) if process.stages[state].final is Final.WON else None
    until = valued(process.fields[field].type, written) if written else None
    assert until is None or isinstance(until, date), "by the check of the rule"
    return Exemption(asked_at, ended_at, until, refused=until is None and state != process.withdrawn)


def _as_of(one: Exemption, at: datetime) -> Exemption:
    """What was known of it then."""
    ended = one.ended_at is not None and one.ended_at <= at
    return one if ended else Exemption(one.asked_at)


def _final(process: Process, stage: str) -> bool:
    found = process.stages.get(stage)
    return found is not None and found.final is not None
