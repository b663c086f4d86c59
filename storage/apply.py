"""advance: the only way in which a run changes. Lock, decide, write, check the post-conditions.

It never commits: the caller's transaction carries the change together with its cause.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from fsm.decide import Decision, decide
from fsm.definition import FieldType, Process
from fsm.effects import (
    CancelActivities,
    CloseActivity,
    Effect,
    EnterStage,
    KeepSignal,
    OpenActivity,
    SetField,
)
from fsm.facts import Edit, Facts, Move, OpenTask, Press, Signal, Start, Trigger
from fsm.questions import Question
from fsm.values import plain
from storage import fields
from storage.company import Company
from storage.models import Activity, Client, Contact, Deal, History, Person, Run, StageRun, Timer


class NoRunError(LookupError):
    """There is no such run."""


class PostConditionError(AssertionError):
    """A change would have left a run that breaks a law; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An activity that a change opened; `due` is a UTC instant."""

    id: int
    key: str
    kind: str
    owner: int
    due: datetime
    timed: bool
    attempt: int


@dataclass(slots=True)
class Loaded:
    """A locked run with all that a decision needs."""

    process: Process
    facts: Facts
    calendar: Calendar
    currency: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Advanced:
    """What a change did; with questions, nothing happened and they are to be asked first."""

    run_id: int
    deal_id: int
    owner: int
    state: str | None
    final: str | None = None
    moved: bool = False
    cause_id: int | None = None
    opened: tuple[Opened, ...] = ()
    closed: tuple[int, ...] = ()
    questions: tuple[Question, ...] = ()
    loaded: Loaded | None = None  # with questions: what they were asked about


async def advance(
    tx: AsyncSession,
    run_id: int,
    trigger: Trigger,
    now: datetime,
    *,
    company: Company,
    actor_id: int | None,
    cause_id: int | None = None,
    loaded: Loaded | None = None,
) -> Advanced:
    """Let the trigger happen to the run, or say what is to be asked. `actor_id` None is the system.

    `loaded` is the run as `load` has locked it in this transaction, if it has. Raises fsm.table.Refused when it cannot happen and NoRunError when there is no such run.
    """
    if loaded is None:
        loaded = await load(tx, run_id, company)
    decision = decide(loaded.process, loaded.facts, trigger, now, loaded.calendar)
    if decision.questions:
        row = loaded.row
        return Advanced(
            run_id,
            row["deal_id"],
            loaded.facts.owner,
            loaded.facts.state,
            questions=decision.questions,
            loaded=loaded,
        )
    change = _Change(tx, loaded, now, company, actor_id, cause_id)
    return await change.write(trigger, decision)


async def load(tx: AsyncSession, run_id: int, company: Company, *, lock: bool = True) -> Loaded:
    """The run, its deal and its activities as facts; locked against rivals where the database needs that."""
    query = (
        select(
            Run.__table__,
            Deal.id.label("deal_id"),
            Deal.client_id,
            Deal.contact_id,
            Deal.product_id,
            Deal.owner_id,
            Deal.amount,
            Deal.currency,
            Deal.close_date,
            Deal.extra,
            Deal.furthest,
            Contact.phone,
            Client.name.label("client"),
            Person.zone,
            Person.work_start,
            Person.work_end,
        )
        .join(Deal, Deal.id == Run.subject_id)
        .join(Person, Person.id == Deal.owner_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .outerjoin(Client, Client.id == Deal.client_id)
        .where(Run.id == run_id, Run.kind == "deal")
    )
    if lock:
        query = query.with_for_update(of=Run)
    found = (await tx.execute(query)).mappings().one_or_none()
    if found is None:
        raise NoRunError(run_id)
    row = dict(found)
    process = company.processes[row["process"], row["version"]]
    tasks = (
        await tx.execute(
            select(
                Activity.id,
                Activity.key,
                Activity.scope,
                Activity.owner_id,
                Activity.attempt,
                Activity.due,
                Activity.state,
                Activity.completed,
                Activity.stage_run,
            )
            .where(Activity.run_id == run_id)
            .where(
                (Activity.state == "open")
                | (Activity.stage_run == row["stage_run"])
                | (Activity.scope == "deal")
            )
            .order_by(Activity.id)
        )
    ).all()
    here = [task for task in tasks if task.scope == "deal" or task.stage_run == row["stage_run"]]
    facts = Facts(
        state=row["state"],
        stage_run=row["stage_run"],
        owner=row["owner_id"],
        fields=fields.known(process, row),
        open=tuple(
            OpenTask(task.id, task.key, task.scope, task.owner_id, task.attempt, task.due)
            for task in tasks
            if task.state == "open"
        ),
        done=frozenset(task.key for task in here if task.completed),
        opened=frozenset(task.key for task in here),
        signals=frozenset(row["signals"]),
    )
    calendar = company.calendar(row["zone"], row["work_start"], row["work_end"])
    return Loaded(process, facts, calendar, company.currency, row)


class _Change:
    """One change of one run while it is written."""

    def __init__(
        self,
        tx: AsyncSession,
        loaded: Loaded,
        now: datetime,
        company: Company,
        actor_id: int | None,
        cause_id: int | None,
    ) -> None:
        self.tx = tx
        self.row = loaded.row
        self.process = loaded.process
        self.facts = loaded.facts
        self.now = now
        self.company = company
        self.actor_id = actor_id
        self.parent_cause = cause_id
        self.cause_id = 0
        self.open = {task.id for task in loaded.facts.open}
        self.stage_run = loaded.facts.stage_run
        self.final: str | None = None
        self.entered: list[EnterStage] = []
        self.opening: list[OpenActivity] = []
        self.opened: list[Opened] = []
        self.closed: list[int] = []
        self.cancelled: list[int] = []
        self.deal: dict[str, Any] = {}
        self.run: dict[str, Any] = {}
        self.contact: dict[str, Any] = {}
        self.before: dict[str, Any] = {}

    async def write(self, trigger: Trigger, decision: Decision) -> Advanced:
        assert decision.state is not None
        for effect in decision.effects:
            self._collect(effect)
        self.cause_id = await self._history(trigger, decision.state)
        for effect in decision.effects:
            await self._close(effect, trigger)
        await self._cancel()
        await self._open_all()
        await self._enter_all(trigger)
        await self._update(decision.state)
        self._check(decision.state)
        return Advanced(
            run_id=self.row["id"],
            deal_id=self.row["deal_id"],
            owner=self.facts.owner,
            state=decision.state,
            final=self.final,
            moved=bool(self.entered) and self.facts.state is not None,
            cause_id=self.cause_id,
            opened=tuple(self.opened),
            closed=tuple(self.closed),
        )

    def _collect(self, effect: Effect) -> None:
        """One arm for each effect; what is written together is gathered first."""
        match effect:
            case OpenActivity():
                self.opening.append(effect)
            case CloseActivity(activity):
                self.closed.append(activity)
            case CancelActivities(activities):
                self.cancelled.extend(activities)
            case SetField(key, value):
                self._set(key, value)
            case EnterStage(_, number, final):
                self.entered.append(effect)
                self.stage_run = number
                self.final = final
            case KeepSignal(name):
                self.run["signals"] = [*self.row["signals"], name]

    def _set(self, key: str, value: Any) -> None:
        previous = self.facts.fields.get(key)
        self.before.setdefault("fields", {})[key] = None if previous is None else plain(previous)
        with_contact = self.row["contact_id"] is not None or "contact_id" in self.deal
        if self.process.fields[key].type is FieldType.PHONE and with_contact:
            self.contact["phone"] = value
            return
        columns = fields.columns(self.process, key, value)
        if columns:
            self.deal.update(columns)
        else:
            self.deal["extra"] = {**self.deal.get("extra", self.row["extra"]), key: plain(value)}

    async def _history(self, trigger: Trigger, state: str) -> int:
        if self.closed or self.cancelled:
            self.before |= {"closed": self.closed, "cancelled": self.cancelled}
        if self.entered:
            self.before |= {"stage_run": self.facts.stage_run, "furthest": self.row["furthest"]}
        written = await self.tx.execute(
            insert(History)
            .values(
                run_id=self.row["id"],
                cause_id=self.parent_cause,
                revision=self.row["revision"] + 1,
                at=self.now,
                actor_id=self.actor_id,
                trigger=self._said(trigger),
                state_before=self.facts.state,
                state=state,
                before=self.before,
            )
            .returning(History.id)
        )
        own: int = written.scalar_one()
        return self.parent_cause or own

    def _said(self, trigger: Trigger) -> dict[str, Any]:
        """The trigger as history tells it; activities by key, so that the line can be read for ever."""
        match trigger:
            case Press(activity, outcome, answers):
                key = next(task.key for task in self.facts.open if task.id == activity)
                return {"press": outcome, "activity": key, "id": activity, "answers": _plain(answers)}
            case Move(to, answers):
                return {"move": to, "answers": _plain(answers)}
            case Signal(name):
                return {"signal": name}
            case Edit(values):
                return {"edit": _plain(values)}
            case Start():
                return {"start": True}

    async def _close(self, effect: Effect, trigger: Trigger) -> None:
        if not isinstance(effect, CloseActivity):
            return
        result = await self.tx.execute(
            update(Activity)
            .where(Activity.id == effect.activity, Activity.state == "open")
            .values(
                state="done",
                outcome=effect.outcome,
                completed=effect.completed,
                closed_at=self.now,
                closed_by=self.actor_id,
                closed_cause_id=self.cause_id,
            )
        )
        if result.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result, by construction
            raise PostConditionError(f"activity {effect.activity} was closed by somebody else")
        self.open.discard(effect.activity)

    async def _cancel(self) -> None:
        if self.cancelled:
            await self.tx.execute(
                update(Activity)
                .where(Activity.id.in_(self.cancelled), Activity.state == "open")
                .values(
                    state="cancelled",
                    closed_at=self.now,
                    closed_by=self.actor_id,
                    closed_cause_id=self.cause_id,
                )
            )
            self.open.difference_update(self.cancelled)
        if ended := [*self.closed, *self.cancelled]:
            await self.tx.execute(delete(Timer).where(Timer.activity_id.in_(ended), Timer.state == "pending"))

    async def _open_all(self) -> None:
        if not self.opening:
            return
        ids = await self.tx.execute(
            insert(Activity).returning(Activity.id, sort_by_parameter_order=True),
            [
                {
                    "run_id": self.row["id"],
                    "owner_id": one.owner,
                    "key": one.key,
                    "kind": one.kind,
                    "scope": one.scope,
                    "stage_run": self.stage_run,
                    "due": one.due,
                    "timed": one.timed,
                    "attempt": one.attempt,
                    "state": "open",
                    "completed": False,
                    "opened_at": self.now,
                    "cause_id": self.cause_id,
                }
                for one in self.opening
            ],
        )
        for one, number in zip(self.opening, ids.scalars(), strict=True):
            self.opened.append(Opened(number, one.key, one.kind, one.owner, one.due, one.timed, one.attempt))
            self.open.add(number)
        rings = [ring for one in self.opened if (ring := self._ring(one))]
        if rings:
            await self.tx.execute(insert(Timer), rings)

    def _ring(self, one: Opened) -> dict[str, Any] | None:
        """A timed activity rings ahead of its moment; when that has passed, at once is too late to be of use."""
        lead = self.company.rings.get(one.kind)
        if not one.timed or lead is None or one.due - lead <= self.now:
            return None
        return {
            "due": one.due - lead,
            "kind": "ring",
            "key": f"ring:{one.id}",
            "run_id": self.row["id"],
            "activity_id": one.id,
            "person_id": one.owner,
            "data": {},
            "state": "pending",
            "cause_id": self.cause_id,
        }

    async def _enter_all(self, trigger: Trigger) -> None:
        if not self.entered:
            return
        how = type(trigger).__name__.lower()
        if self.facts.state is not None:
            await self.tx.execute(
                update(StageRun)
                .where(StageRun.run_id == self.row["id"], StageRun.number == self.facts.stage_run)
                .values(left_at=self.now)
            )
        await self.tx.execute(
            insert(StageRun),
            [
                {
                    "run_id": self.row["id"],
                    "number": entered.number,
                    "stage": entered.stage,
                    "entered_at": self.now,
                    "left_at": self.now if entered.final else None,
                    "by_id": self.actor_id,
                    "how": how,
                    "cause_id": self.cause_id,
                }
                for entered in self.entered
            ],
        )
        last = self.entered[-1]
        self.deal |= {"stage": last.stage, "furthest": self._furthest(last.stage)}
        if last.final:
            self.deal |= {"outcome": last.final, "closed_at": self.now}

    def _furthest(self, stage: str) -> str:
        """The later of the two, in the order of the funnel; a final stage is not part of it."""
        order = self.process.working_stages
        was = self.row["furthest"]
        if stage not in order or (was in order and order.index(was) > order.index(stage)):
            return str(was)
        return stage

    async def _update(self, state: str) -> None:
        run = self.run | {"state": state, "stage_run": self.stage_run, "revision": self.row["revision"] + 1}
        result = await self.tx.execute(
            update(Run).where(Run.id == self.row["id"], Run.revision == self.row["revision"]).values(run)
        )
        if result.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result, by construction
            raise PostConditionError(f"run {self.row['id']} was changed meanwhile")
        if self.deal:
            await self.tx.execute(update(Deal).where(Deal.id == self.row["deal_id"]).values(self.deal))
        if self.contact:
            contact = self.deal.get("contact_id", self.row["contact_id"])
            await self.tx.execute(update(Contact).where(Contact.id == contact).values(self.contact))

    def _check(self, state: str) -> None:
        """A final run has nothing open; an open one always has a next step."""
        final = self.process.stages[state].final
        if final is not None and self.open:
            raise PostConditionError(f"run {self.row['id']} is {final} with open activities {self.open}")
        if final is None and not self.open:
            raise PostConditionError(f"run {self.row['id']} in {state} has no next step")


def _plain(answers: Any) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, datetime) else plain(value)
        for key, value in answers.items()
    }
