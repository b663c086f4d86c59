"""A run in memory: facts, an interpreter of effects, and the history that can be played again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from fsm.calendar import Calendar
from fsm.course import Decision
from fsm.decide import decide
from fsm.definition import Process
from fsm.effects import (
    PROCESS,
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
from fsm.facts import NOBODY, Answer, Facts, Move, OpenTask, Organisation, Press, Start, Trigger
from fsm.values import Value

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Ten in the morning in Moscow, on a working day."""
OWNER = 7


@dataclass(frozen=True, slots=True)
class Row:
    """An activity as it would be stored. What is `spent` counts neither as done nor as opened any more."""

    task: OpenTask
    stage_run: int
    timed: bool = False
    outcome: str | None = None
    completed: bool = False
    cancelled: bool = False
    spent: bool = False
    origin: str = PROCESS

    @property
    def open(self) -> bool:
        return self.outcome is None and not self.cancelled


@dataclass(slots=True)
class Play:
    """A run of a process; every method that changes it goes through decide.

    `actor` does it, `leave` holds the calendars of those who do not work as `calendar` says, `visited` are the
    stages entered so far, `begun` what it has started beside itself.
    """

    process: Process
    now: datetime = MONDAY
    calendar: Calendar = field(default_factory=Calendar)
    state: str | None = None
    stage_run: int = 0
    fields: dict[str, Value] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    signals: frozenset[str] = frozenset()
    owner: int = OWNER
    parked: date | None = None
    reason: str | None = None
    draft: bool = False
    actor: int | None = OWNER
    organisation: Organisation = NOBODY
    leave: Mapping[int, Calendar] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)
    begun: list[StartProcess] = field(default_factory=list)
    history: list[tuple[datetime, int | None, Trigger]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.state is None:
            self.draft = self.process.stages[self.process.start].draft

    def facts(self) -> Facts:
        counted = [
            row
            for row in self.rows
            if not row.spent and (row.task.scope == "deal" or row.stage_run == self.stage_run)
        ]
        return Facts(
            state=self.state,
            stage_run=self.stage_run,
            owner=self.owner,
            fields=dict(self.fields),
            open=tuple(row.task for row in self.rows if row.open),
            done=frozenset(row.task.key for row in counted if row.completed),
            opened=frozenset(row.task.key for row in counted),
            signals=self.signals,
            parked=self.parked,
            draft=self.draft,
            actor=self.actor,
            organisation=self.organisation,
        )

    def calendar_of(self, person: int) -> Calendar:
        return self.leave.get(person, self.calendar)

    def decide(self, trigger: Trigger) -> Decision:
        """What would happen; nothing does."""
        return decide(
            self.process, self.facts(), trigger, self.now, self.calendar_of(self.owner), self.calendar_of
        )

    def do(self, trigger: Trigger) -> Decision:
        """Decide and, unless something is asked, carry it out."""
        decision = self.decide(trigger)
        if not decision.questions:
            for effect in decision.effects:
                self._apply(effect)
            assert self.state == decision.state
            self.history.append((self.now, self.actor, trigger))
        return decision

    def start(self, due: date | None = None) -> "Play":
        self.do(Start(due))
        return self

    def press(self, key: str, outcome: str, answers: Mapping[str, Answer] | None = None) -> Decision:
        """Press a button of the open activity with this key."""
        return self.do(Press(self.task(key).id, outcome, answers or {}))

    def move(self, to: str, answers: Mapping[str, Answer] | None = None) -> Decision:
        return self.do(Move(to, answers or {}))

    def task(self, key: str) -> OpenTask:
        (task,) = (row.task for row in self.rows if row.open and row.task.key == key)
        return task

    @property
    def open(self) -> list[str]:
        """Keys of the open activities, in the order they were opened."""
        return [row.task.key for row in self.rows if row.open]

    def again(self) -> "Play":
        """A fresh run on which the same history happens."""
        other = Play(self.process, calendar=self.calendar, organisation=self.organisation, leave=self.leave)
        for other.now, other.actor, trigger in self.history:
            other.do(trigger)
        other.now, other.actor = self.now, self.actor
        return other

    def _apply(self, effect: Effect) -> None:
        match effect:
            case OpenActivity():
                number = len(self.rows) + 1
                task = OpenTask(
                    number,
                    effect.key,
                    effect.scope,
                    effect.owner,
                    effect.attempt,
                    effect.due,
                    title=effect.title,
                )
                self.rows.append(Row(task, self.stage_run, effect.timed, origin=effect.origin))
            case CloseActivity(activity, outcome, completed):
                self._close(activity, outcome=outcome, completed=completed)
            case CancelActivities(activities):
                for activity in activities:
                    self._close(activity, cancelled=True)
            case SetField(key, value):
                self.fields[key] = value
            case EnterStage(stage, number, _):
                assert number == self.stage_run + 1
                self.state, self.stage_run = stage, number
                self.visited.append(stage)
            case KeepSignal(name):
                self.signals |= {name}
            case Spend(activities, signals):
                self.signals -= set(signals)
                self.rows = [
                    replace(row, spent=True)
                    if row.task.key in activities and not row.spent and not row.open
                    else row
                    for row in self.rows
                ]
            case Confirm():
                assert self.draft, "a deal is confirmed once"
                self.draft = False
            case StartProcess():
                self.begun.append(effect)
            case _:
                self._apply_by_hand(effect)

    def _apply_by_hand(
        self, effect: RecordActivity | Reschedule | HandOver | ClearField | SetOwner | SetPark
    ) -> None:
        match effect:
            case RecordActivity(key, _, scope, owner, outcome, completed, origin):
                task = OpenTask(len(self.rows) + 1, key, scope, owner, 1, self.now)
                self.rows.append(
                    Row(task, self.stage_run, outcome=outcome, completed=completed, origin=origin)
                )
            case Reschedule(activity, due, timed, snoozed):
                row = self.rows[activity - 1]
                assert row.open
                task = replace(row.task, due=due, snoozed=snoozed)
                self.rows[activity - 1] = replace(row, task=task, timed=timed)
            case HandOver(activity, owner):
                row = self.rows[activity - 1]
                assert row.open
                self.rows[activity - 1] = replace(row, task=replace(row.task, owner=owner))
            case SetOwner(owner):
                self.owner = owner
            case SetPark(until, reason):
                self.parked, self.reason = until, reason
            case ClearField(key):
                self.fields.pop(key, None)

    def _close(self, activity: int, **how: object) -> None:
        row = self.rows[activity - 1]
        assert row.open, f"{row.task} was ended twice"
        self.rows[activity - 1] = replace(row, **how)  # type: ignore[arg-type]  # names of Row, as given above
