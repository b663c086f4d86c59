"""One decision written down: history first, then one match arm an effect, what belongs together in one statement."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.course import Decision
from fsm.definition import FieldType
from fsm.effects import (
    CancelActivities,
    ClearField,
    CloseActivity,
    Confirm,
    Effect,
    EnterStage,
    HandOver,
    KeepSignal,
    OpenActivity,
    RecordActivity,
    Reschedule,
    SetField,
    SetOwner,
    SetPark,
    Spend,
    StartProcess,
)
from fsm.facts import Amend, Edit, Log, Move, Press, Trigger
from fsm.values import plain
from storage import fields, images, tasks
from storage.company import Company
from storage.dialects import count, table
from storage.history import told
from storage.models import Activity, Contact, Deal, History, Run, StageRun, Timer
from storage.runs import DEAL, REQUEST, Loaded

# Over tables and made once: an ORM statement made anew costs more to make than to run.
_activity, _timer, _stay = table(Activity).c, table(Timer).c, table(StageRun).c
_OPEN = _activity.state == literal_column("'open'")
_TELL = insert(table(History)).returning(table(History).c.id)
_CLOSE = update(table(Activity)).where(_OPEN, _activity.id == bindparam("activity"))
_CANCEL = update(table(Activity)).where(_OPEN, _activity.id.in_(bindparam("activities", expanding=True)))
_SPEND = update(table(Activity)).where(_activity.id.in_(bindparam("activities", expanding=True)))
_FORGET = delete(table(Timer)).where(
    _timer.activity_id.in_(bindparam("activities", expanding=True)),
    _timer.state == literal_column("'pending'"),
)
_LEAVE = update(table(StageRun)).where(_stay.run_id == bindparam("run"), _stay.number == bindparam("stay"))
_ENTER = insert(table(StageRun))
_RUN = update(table(Run)).where(
    table(Run).c.id == bindparam("run"), table(Run).c.revision == bindparam("was")
)
_DEAL = update(table(Deal)).where(table(Deal).c.id == bindparam("deal"))
_CONTACT = update(table(Contact)).where(table(Contact).c.id == bindparam("contact"))


TOUCHES = (Press, Move, Log, Amend, Edit)
"""What counts as having done something about a deal."""


class PostConditionError(AssertionError):
    """A change would have left a run that breaks a law; nothing of it is kept."""


class Change:
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
        self.tasks = loaded.tasks
        self.past = loaded.past
        self.recorded_ids: list[int] = []
        self.open = {task.id for task in loaded.facts.open}
        self.stage_run = loaded.facts.stage_run
        self.final: str | None = None
        self.entered: list[EnterStage] = []
        self.opening: list[OpenActivity] = []
        self.opened: list[tasks.Opened] = []
        self.closed: list[int] = []
        self.completed: list[int] = []
        self.cancelled: list[int] = []
        self.recorded: list[RecordActivity] = []
        self.rescheduled: list[Reschedule] = []
        self.handed: list[HandOver] = []
        self.deal: dict[str, Any] = {}
        self.run: dict[str, Any] = {}
        self.contact: dict[str, Any] = {}
        self.before: dict[str, Any] = {}
        self.draft = loaded.facts.draft
        self.values: dict[str, Any] = {}
        self.redone: set[str] = set()
        self.spent: list[int] = []
        self.starting: list[StartProcess] = []

    async def write(self, trigger: Trigger, decision: Decision) -> None:
        assert decision.state is not None
        for effect in decision.effects:
            self._collect(effect)
        if self.actor_id is not None and isinstance(trigger, TOUCHES) and self.row["kind"] == DEAL:
            self.deal["touched_at"] = self.now
        self.cause_id = await self._history(trigger, decision.state)
        for effect in decision.effects:
            await self._close(effect)
        await self._cancel()
        await self._spend()
        if self.recorded or self.rescheduled or self.handed:
            await self._by_hand()
        self.opened = await tasks.open_all(
            self.tx,
            self.opening,
            run_id=self.row["id"],
            stage_run=self.stage_run,
            cause_id=self.cause_id,
            now=self.now,
            company=self.company,
        )
        self.open.update(one.id for one in self.opened)
        await self._enter_all(trigger)
        await self._update(decision.state)
        self._check(decision.state)

    def _collect(self, effect: Effect) -> None:
        """One arm for each effect; what is written together is gathered first."""
        match effect:
            case OpenActivity():
                self.opening.append(effect)
            case CloseActivity(activity, _, completed):
                self.closed.append(activity)
                if completed:
                    self.completed.append(activity)
            case CancelActivities(activities):
                self.cancelled.extend(activities)
            case SetField(key, value):
                self._set(key, value)
            case EnterStage(_, number, final):
                self.entered.append(effect)
                self.stage_run = number
                self.final = final
            case KeepSignal(name):
                self.run["signals"] = [*self.run.get("signals", self.row["signals"]), name]
            case _:
                self._collect_by_hand(effect)

    def _collect_by_hand(
        self,
        effect: RecordActivity
        | Reschedule
        | HandOver
        | ClearField
        | SetOwner
        | SetPark
        | Spend
        | Confirm
        | StartProcess,
    ) -> None:
        match effect:
            case RecordActivity():
                self.recorded.append(effect)
            case Reschedule():
                self.rescheduled.append(effect)
            case HandOver():
                self.handed.append(effect)
            case ClearField(key):
                self._clear(key)
            case SetOwner(owner):
                self.deal["owner_id"] = owner
            case SetPark(until, reason):
                self.deal |= {"parked_until": until, "parked_reason": reason}
            case Spend(activities, signals):
                self.redone.update(activities)
                known = self.run.get("signals", self.row["signals"])
                if signals:
                    self.run["signals"] = [name for name in known if name not in signals]
            case Confirm():
                self.draft = False
                self.deal |= {"draft": False, "opened_at": self.now}
            case StartProcess():
                self.starting.append(effect)

    def _clear(self, key: str) -> None:
        self._remember(key)
        if self.row["kind"] == REQUEST:
            known = self.run.get("data", self.row["data"])
            self.run["data"] = {name: value for name, value in known.items() if name != key}
            return
        if columns := fields.columns(self.process, key, None):
            self.deal.update(columns)
        else:
            extra = dict(self.deal.get("extra", self.row["extra"]))
            extra.pop(key, None)
            self.deal["extra"] = extra

    def _set(self, key: str, value: Any) -> None:
        self._remember(key)
        self.values[key] = value
        if self.row["kind"] == REQUEST:
            self.run["data"] = {**self.run.get("data", self.row["data"]), key: plain(value)}
            return
        with_contact = self.row["contact_id"] is not None or "contact_id" in self.deal
        if self.process.fields[key].type is FieldType.PHONE and with_contact:
            self.contact["phone"] = value
            return
        columns = fields.columns(self.process, key, value)
        if columns:
            self.deal.update(columns)
        else:
            self.deal["extra"] = {**self.deal.get("extra", self.row["extra"]), key: plain(value)}

    def _remember(self, key: str) -> None:
        previous = self.facts.fields.get(key)
        self.before.setdefault("fields", {})[key] = None if previous is None else plain(previous)

    async def _history(self, trigger: Trigger, state: str) -> int:
        if self.closed or self.cancelled:
            self.before |= {"closed": self.closed, "cancelled": self.cancelled}
        if self.redone:
            self.spent = [*self._stale()]
            self.before["spent"] = self.spent
        if self.rescheduled or self.handed:
            changed = [one.activity for one in self.rescheduled] + [one.activity for one in self.handed]
            self.before["tasks"] = {
                str(task): images.kept(self.tasks[task], ("owner_id", "due", "timed", "snoozed"))
                for task in changed
            }
        columns = set(self.deal)
        if self.entered:
            self.before |= {"stage_run": self.facts.stage_run}
            if self.row["kind"] == DEAL:
                columns |= {"furthest", "outcome", "closed_at"}
        if columns:
            self.before["deal"] = images.kept(self.row, columns)
        if self.contact:
            self.before["contact"] = {"id": self._contact(), "phone": self.row["phone"]}
        for column in self.run:
            self.before[column] = self.row[column]
        written = await self.tx.execute(
            _TELL,
            {
                "run_id": self.row["id"],
                "cause_id": self.parent_cause,
                "revision": self.row["revision"] + 1,
                "at": self.now,
                "actor_id": self.actor_id,
                "trigger": told(trigger, self.facts),
                "state_before": self.facts.state,
                "state": state,
                "before": self.before,
            },
        )
        own: int = written.scalar_one()
        return self.parent_cause or own

    async def _close(self, effect: Effect) -> None:
        if not isinstance(effect, CloseActivity):
            return
        result = await self.tx.execute(
            _CLOSE,
            {
                "activity": effect.activity,
                "state": "done",
                "outcome": effect.outcome,
                "completed": effect.completed,
                **self._closing(),
            },
        )
        if count(result) != 1:
            raise PostConditionError(f"activity {effect.activity} was closed by somebody else")
        self.open.discard(effect.activity)

    def _closing(self) -> dict[str, Any]:
        return {"closed_at": self.now, "closed_by": self.actor_id, "closed_cause_id": self.cause_id}

    async def _cancel(self) -> None:
        if self.cancelled:
            await self.tx.execute(
                _CANCEL, {"activities": self.cancelled, "state": "cancelled", **self._closing()}
            )
            self.open.difference_update(self.cancelled)
        if ended := [*self.closed, *self.cancelled]:
            await self.tx.execute(_FORGET, {"activities": ended})

    async def _by_hand(self) -> None:
        run, cause = self.row["id"], self.cause_id
        for effect in self.recorded:
            values = {
                "run_id": run,
                "stage_run": self.facts.stage_run,
                "closed_by": self.actor_id,
                "cause_id": cause,
                "closed_cause_id": cause,
            }
            self.recorded_ids.append(await tasks.record(self.tx, effect, values, self.now))
        kinds = {number: (one["kind"], one["owner_id"]) for number, one in self.tasks.items()}
        await tasks.reschedule(
            self.tx, self.rescheduled, kinds, run_id=run, cause_id=cause, now=self.now, company=self.company
        )
        await tasks.hand_over(self.tx, self.handed)

    async def _spend(self) -> None:
        """What is done anew counts no more; the rows stay, for history and reports."""
        if self.spent:
            await self.tx.execute(_SPEND, {"activities": self.spent, "spent": True})

    async def _enter_all(self, trigger: Trigger) -> None:
        if not self.entered or self.row["kind"] == REQUEST:  # the deal stays where it is
            return
        how = type(trigger).__name__.lower()
        was = self.facts.state
        if was is not None and self.process.stages[was].final is None:  # an end was left when it was entered
            left = {"run": self.row["id"], "stay": self.facts.stage_run, "left_at": self.now}
            await self.tx.execute(_LEAVE, left)
        await self.tx.execute(
            _ENTER,
            [
                {
                    "run_id": self.row["id"],
                    "number": entered.number,
                    "stage": entered.stage,
                    "entered_at": self.now,
                    # An end is not stayed in, nor a stage that was passed through.
                    "left_at": self.now if entered.final or entered is not self.entered[-1] else None,
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
        elif self.row["outcome"] is not None:
            self.deal |= {"outcome": None, "closed_at": None}

    def _stale(self) -> Iterator[int]:
        """Rows of what is done anew; what is closed just now is among them."""
        for number, task in self.past.items():
            if task in self.redone:
                yield number
        ended = {*self.closed, *self.cancelled}
        for open_ in self.facts.open:
            if open_.id in ended and open_.key in self.redone:
                yield open_.id

    def _furthest(self, stage: str) -> str:
        """The later of the two, in the order of the funnel; a final stage is not part of it."""
        order = self.process.working_stages
        was = self.row["furthest"]
        if stage not in order or (was in order and order.index(was) > order.index(stage)):
            return str(was)
        return stage

    async def _update(self, state: str) -> None:
        was = self.row["revision"]
        run = self.run | {"state": state, "stage_run": self.stage_run, "revision": was + 1}
        result = await self.tx.execute(_RUN, {"run": self.row["id"], "was": was, **run})
        if count(result) != 1:
            raise PostConditionError(f"run {self.row['id']} was changed meanwhile")
        if self.deal:
            await self.tx.execute(_DEAL, {"deal": self.row["deal_id"], **self.deal})
        if self.contact:
            await self.tx.execute(_CONTACT, {"contact": self._contact(), **self.contact})

    def _contact(self) -> int:
        found: int = self.deal.get("contact_id", self.row["contact_id"])
        return found

    def _check(self, state: str) -> None:
        """A final run has nothing open; an open one always has a next step."""
        final = self.process.stages[state].final
        if final is not None and self.open:
            raise PostConditionError(f"run {self.row['id']} is {final} with open activities {self.open}")
        if final is None and not self.open:
            raise PostConditionError(f"run {self.row['id']} in {state} has no next step")
