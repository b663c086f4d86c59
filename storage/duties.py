"""Duties of a deal, kept in step with it: whatever changes something that a rule names judges them anew, in the same transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm import obligations as judging
from fsm.deadlines import Exemption
from fsm.definition import TOUCHED, Final, Process, Rule, Scope
from fsm.obligations import Matter, Obligation, State, Terms, Woken
from fsm.values import valued
from storage import dialects, images, obligations
from storage.change import Change
from storage.company import Company
from storage.dialects import table
from storage.models import Activity, Run, Timer
from storage.models import Obligation as Row
from storage.obligations import DEAL, STANDING, Kept
from storage.runs import DEAL as OF_DEAL
from storage.runs import Loaded, NoRunError, load

_row, _run, _task, _timer = table(Row).c, table(Run).c, table(Activity).c, table(Timer).c
_ASKED = (
    select(_task.key, _task.opened_at, _task.closed_at, _run.process, _run.version, _run.state, _run.data)
    .outerjoin_from(table(Activity), table(Run), _run.activity_id == _task.id)
    .where(_task.run_id == bindparam("run"), _task.key.in_(bindparam("keys", expanding=True)))
    .where(_task.state != "undone")
    .order_by(_task.id)
)

_MARKED = "marked"
_FORGOTTEN = {"changed_cause_id": None, "before": None}
_KEEP = update(table(Row)).where(_row.id == bindparam("row"), _row.state == bindparam("was"))
# What one cause changes twice is put back to what it was before the first time.
_CHANGE = _KEEP.values(
    before=case(
        (_row.changed_cause_id == bindparam("cause"), _row.before),
        else_=bindparam("image", type_=_row.before.type),
    ),
    changed_cause_id=bindparam("cause"),
)


async def follow(tx: AsyncSession, change: Change, loaded: Loaded, now: datetime) -> list[int]:
    """After a change: duties begin, end, stand still, go on or are due at another time; where it concerns none, nothing is asked.

    Comes back with activities that ask for another date, and are needed no more: what was demanded is done.
    """
    company = change.company
    if not company.duties or change.row["kind"] != OF_DEAL or change.draft:
        return []
    begins = loaded.facts.draft or loaded.facts.state is None
    if not begins and not any(_concerns(rule, change) for rule in company.duties):
        return []
    done = frozenset(_completed(change, loaded))
    after = await load(tx, change.row["id"], company, lock=False)
    matter = await matter_of(tx, after, company, done=done)
    known = [] if begins else await obligations.of_run(tx, change.row["id"])
    own = change.actor_id == after.facts.owner
    if begins and not matter.final:
        await _begin(tx, after, matter, now, company, own=own, cause_id=change.cause_id)
    over = await _judge_all(tx, known, after, matter, now, company, own=own, cause_id=change.cause_id)
    asked = {rule.exempt.activity for rule in over if rule.exempt is not None}
    return [task.id for task in after.facts.open if task.key in asked]


async def restore(
    tx: AsyncSession, run_ids: Iterable[int], cause_id: int, now: datetime, company: Company
) -> None:
    """A change was taken back: what it had begun is gone, what it had ended goes on, and all is judged as things are now."""
    begun = await tx.execute(select(*obligations.columns()).where(_row.cause_id == cause_id))
    for one in [obligations.read(row) for row in begun]:
        await obligations.alarm(tx, one.id, one.obligation, None, run_id=None)
    await tx.execute(delete(table(Row)).where(_row.cause_id == cause_id))
    changed = select(*obligations.columns(), _row.before).where(_row.changed_cause_id == cause_id)
    for *row, image in (await tx.execute(changed)).all():
        await _put_back(tx, obligations.read(row), image)
    for run_id in run_ids:
        known = await obligations.of_run(tx, run_id)
        if known:
            loaded = await load(tx, run_id, company, lock=False)
            matter = await matter_of(tx, loaded, company)
            await _judge_all(tx, known, loaded, matter, now, company, own=True, cause_id=None)


async def erase(tx: AsyncSession, run_ids: Iterable[int]) -> None:
    """Duties of deals that are no more."""
    await tx.execute(delete(table(Row)).where(_row.run_id.in_(list(run_ids))))


async def stop(tx: AsyncSession, rule: str, now: datetime) -> int:
    """A rule was switched off: what runs by it is needed no more; how many that were."""
    await _silence(tx, rule)
    running = update(table(Row)).where(_row.rule == rule, STANDING, _row.ended_at.is_(None))
    values = {"state": State.STOPPED.value, "standing": False, "ended_at": now, "wake_at": None}
    found = await tx.scalars(running.values(**values, **_FORGOTTEN).returning(_row.id))
    stopped = len(list(found))
    await _silence(tx, rule)  # what was being fired meanwhile may have planned the next
    return stopped


async def _silence(tx: AsyncSession, rule: str) -> None:
    """Nobody is woken by its duties. Timers go first, as they do where they fire: in the other order two would wait for each other."""
    running = select(_row.id).where(_row.rule == rule, _row.state != State.BREACHED.value)
    pending = (_timer.kind == obligations.DUTY, _timer.state == "pending")
    whose = _timer.data["obligation"].as_integer().in_(running)
    await tx.execute(delete(table(Timer)).where(*pending, whose))


async def woken(
    tx: AsyncSession, obligation_id: int, run_id: int, now: datetime, company: Company, *, fired: str
) -> tuple[Kept, Loaded, Woken] | None:
    """Its moment has come: how it stands now, the deal, and what is to be told; None where nothing is owed any more.

    `run_id` is that of its deal, `fired` the key of the timer that says so.
    """
    try:
        loaded = await load(tx, run_id, company)
    except NoRunError:
        return None
    known = await obligations.get(tx, obligation_id)  # as it is now that the deal is locked
    rule = company.rules.get(known.rule) if known is not None else None
    if known is None or rule is None or known.terms is None or known.obligation.wake_at is None:
        return None
    matter = await matter_of(tx, loaded, company)
    if rule.on or known.obligation.over:
        found = judging.wake(rule, known.terms, known.obligation, matter, now, loaded.calendar)
    else:
        found = Woken(judging.stopped(known.obligation, now))
    kept = await _keep(tx, known, found.obligation, known.owner_id, final=matter.final, fired=fired)
    return (replace(known, obligation=found.obligation), loaded, found) if kept else None


async def matter_of(
    session: AsyncSession, loaded: Loaded, company: Company, *, done: frozenset[str] = frozenset()
) -> Matter:
    """What duties of this deal are about, as it is now. `done` has just been done, perhaps in a stage that was left."""
    facts = loaded.facts
    touched = {TOUCHED} if loaded.row["touched_at"] is not None else set()
    final = loaded.process.stages[facts.state].final if facts.state is not None else None
    return Matter(
        fields=facts.fields,
        done=facts.done | facts.signals | done | touched,
        final=final is not None,
        exemptions=await _exemptions(session, loaded, company),
    )


async def _exemptions(session: AsyncSession, loaded: Loaded, company: Company) -> tuple[Exemption, ...]:
    """What was asked of the head, in the order in which it was."""
    keys = {rule.exempt.activity: rule.exempt for rule in company.duties if rule.exempt is not None}
    asking = [key for key in keys if key in loaded.process.requests]
    there = {*loaded.past.values(), *(task.key for task in loaded.facts.open)}
    if all(_stays(loaded.process, key) and key not in there for key in asking):
        return ()
    given = {"run": loaded.row["id"], "keys": list(keys)}
    found = []
    for key, asked_at, ended_at, name, version, state, data in await session.execute(_ASKED, given):
        process = company.processes.get((name, version)) if name else None
        if process is None or ended_at is None:
            found.append(Exemption(asked_at, ended_at, activity=key))
            continue
        until = _agreed(process, state, data.get(keys[key].until), keys[key].until)
        refused = until is None and state != process.withdrawn
        found.append(Exemption(asked_at, ended_at, until, refused, key))
    return tuple(found)


def _stays(process: Process, key: str) -> bool:
    """Whether what was once opened is always among the tasks that are loaded."""
    return process.activities[key].scope is Scope.DEAL and not process.following[key]


def _agreed(process: Process, state: str, written: Any, field: str) -> date | None:
    """The day that a request has ended with; None where it was refused or taken back."""
    if process.stages[state].final is not Final.WON or not written:
        return None
    day = valued(process.fields[field].type, written)
    assert isinstance(day, date), "by the check of the rule"
    return day


# --- inside -------------------------------------------------------------------------------------------


def _concerns(rule: Rule, change: Change) -> bool:
    """Whether the change could mean anything to this rule."""
    if change.final is not None or "owner_id" in change.deal or "outcome" in change.deal:
        return True
    if not rule.fields.isdisjoint(change.before.get("fields", {})):
        return True
    first = "touched_at" in change.deal and change.row["touched_at"] is None
    if first and TOUCHED in rule.facts:
        return True
    keys = rule.facts | ({rule.exempt.activity} if rule.exempt is not None else set())
    ended = {*change.closed, *change.cancelled}
    named = any(task.id in ended and task.key in keys for task in change.facts.open)
    return (
        named
        or any(one.key in keys for one in change.opened)
        or any(one.key in keys for one in change.recorded)
        or not keys.isdisjoint(change.run.get("signals", ()))
    )


def _completed(change: Change, loaded: Loaded) -> Iterable[str]:
    open_ = {task.id: task.key for task in loaded.facts.open}
    yield from (open_[one] for one in change.completed if one in open_)
    yield from (one.key for one in change.recorded if one.completed)


async def _begin(
    tx: AsyncSession,
    loaded: Loaded,
    matter: Matter,
    now: datetime,
    company: Company,
    *,
    own: bool,
    cause_id: int,
) -> None:
    judge = judging.known if own else judging.judge
    rows: list[dict[str, Any]] = []
    for rule in company.duties:
        terms = Terms.of(rule)
        started = judging.begin(loaded.row["opened_at"] or now)
        found = judge(rule, terms, started, matter, now, loaded.calendar)
        rows.append(
            {
                "rule": rule.rule,
                "kind": DEAL,
                "subject_id": loaded.row["deal_id"],
                "run_id": loaded.row["id"],
                "owner_id": loaded.facts.owner,
                "terms": obligations.terms_of(terms),
                "since": found.started_at,
                "cause_id": cause_id,
                "created_at": now,
                **obligations.state_of(found),
            }
        )
    ids = await obligations.put(tx, rows)
    planned = [
        obligations.timer(number, row["wake_at"], row["told"], run_id=loaded.row["id"])
        for number, row in zip(ids, rows, strict=True)
        if row["wake_at"] is not None
    ]
    if planned:
        await tx.execute(insert(table(Timer)), planned)


async def _judge_all(
    tx: AsyncSession,
    known: Iterable[Kept],
    loaded: Loaded,
    matter: Matter,
    now: datetime,
    company: Company,
    *,
    own: bool,
    cause_id: int | None,
) -> list[Rule]:
    """The rules whose duties have just ended."""
    judge = judging.known if own else judging.judge
    over = []
    for one in known:
        rule = company.rules.get(one.rule)
        if rule is None or one.terms is None:
            continue
        # What was over before the change was not ended by it, and is not taken back with it.
        was = replace(one, obligation=judging.lapsed(one.obligation, now))
        if rule.on or was.obligation.over:
            found = judge(rule, one.terms, was.obligation, matter, now, loaded.calendar)
        else:
            found = judging.stopped(was.obligation, now)
        if was != one:
            await _keep(tx, one, was.obligation, one.owner_id, final=False)
        owner = one.owner_id if was.obligation.over else loaded.facts.owner
        await _keep(tx, was, found, owner, final=matter.final, cause_id=cause_id)
        if found.over and not one.obligation.over:
            over.append(rule)
    return over


async def _keep(
    tx: AsyncSession,
    known: Kept,
    found: Obligation,
    owner_id: int,
    *,
    final: bool,
    cause_id: int | None = None,
    fired: str | None = None,
) -> bool:
    """Where something is different now. False where it has ended meanwhile, because its rule was switched off.

    About a deal that is `final` nothing is to be put right any more.
    """
    was, columns = known.obligation, obligations.state_of(found)
    columns["standing"] = columns["standing"] and not (found.over and final)
    if (found, owner_id, columns["standing"]) == (was, known.owner_id, known.standing):
        return True
    values = {**columns, "owner_id": owner_id}
    if cause_id is not None:
        values |= {"cause": cause_id, "image": _image(known, found)}
    statement = _KEEP if cause_id is None else _CHANGE
    kept = await tx.execute(statement, {"row": known.id, "was": was.state.value, **values})
    if not dialects.count(kept):
        return False
    if (found.wake_at, found.told) != (was.wake_at, was.told):
        await obligations.alarm(tx, known.id, was, found, run_id=known.run_id, fired=fired)
    return True


def _image(known: Kept, found: Obligation) -> dict[str, Any]:
    """How it stood before a change, and what counted as told right after it."""
    columns = {**obligations.state_of(known.obligation), "owner_id": known.owner_id}
    return {**images.kept(columns, columns), _MARKED: found.told}


async def _put_back(tx: AsyncSession, now: Kept, image: Mapping[str, Any]) -> None:
    """As it stood before a change that is taken back; what was told since stays told."""
    values = images.restored(Row, image)
    owner, state = values.pop("owner_id"), State(values.pop("state"))
    values.pop("standing")
    was = Obligation(state, now.obligation.started_at, **values)
    back = judging.taken_back(was, now.obligation.told & ~image[_MARKED])
    row = {"row": now.id, "was": now.obligation.state.value, "owner_id": owner, **_FORGOTTEN}
    await tx.execute(_KEEP, {**row, **obligations.state_of(back)})
    await obligations.alarm(tx, now.id, now.obligation, back, run_id=now.run_id)
