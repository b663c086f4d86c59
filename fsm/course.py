"""One decision in the making: the effects so far, and what is open and done after them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fsm.calendar import Calendar, Moment
from fsm.definition import (
    AnyDue,
    FieldDue,
    FieldType,
    Opening,
    OwnerRule,
    Process,
    Scope,
)
from fsm.effects import (
    PROCESS,
    Alarms,
    CancelActivities,
    ClearField,
    Effect,
    HandOver,
    KeepSignal,
    OpenActivity,
    Reschedule,
    SetField,
    SetOwner,
)
from fsm.facts import Answers, Facts, OpenTask, known_after
from fsm.placing import Calendars, Circumstances
from fsm.questions import WHEN, Question
from fsm.table import EDIT, Attempt, Missing, Reason, Refused, fire


@dataclass(frozen=True, slots=True)
class Decision:
    """The stage the run is in afterwards, and what is to be done, in order; or what is to be asked first."""

    state: str | None
    effects: tuple[Effect, ...] = ()
    questions: tuple[Question, ...] = ()


class Course:
    """`open` and `done` are as they are after the effects so far; `attempt` carries the machine's state."""

    __slots__ = (
        "answers",
        "around",
        "attempt",
        "calendar",
        "calendars",
        "done",
        "draft",
        "due",
        "effects",
        "entered",
        "facts",
        "now",
        "open",
        "opened",
        "owner",
        "process",
        "redone",
        "rescheduled",
        "stage_run",
        "values",
    )

    def __init__(
        self,
        process: Process,
        facts: Facts,
        answers: Answers,
        now: datetime,
        calendar: Calendar,
        calendars: Calendars | None = None,
    ) -> None:
        self.process = process
        self.facts = facts
        self.draft = facts.draft
        self.answers = answers
        self.now = now
        self.calendar = calendar
        self.calendars = calendars
        self.attempt = Attempt(facts.state or process.start, process, facts, answers)
        self.effects: list[Effect] = []
        self.entered = False
        self.open: list[OpenTask] = list(facts.open)
        self.done = facts.done | facts.signals if facts.signals else facts.done
        self.opened: set[str] = set()
        self.owner = facts.owner
        self.stage_run = facts.stage_run
        self.due: date | None = None
        self.values: dict[str, Any] = {}
        self.around: Circumstances | None = None  # made when something looks at it first, and kept in step
        self.redone: AbstractSet[str] = frozenset()
        self.rescheduled: set[int] = set()

    # --- what can happen --------------------------------------------------------------------------------

    def signal(self, name: str) -> None:
        fire(self.attempt, f"signal.{name}")
        self.effects.append(KeepSignal(name))
        self.done |= {name}

    def edit(self, values: Answers) -> None:
        if not values.keys() <= self.process.fields.keys():
            raise Refused(Reason.UNKNOWN)
        fire(self.attempt, EDIT)
        self.set(values)

    # --- the end of every course ------------------------------------------------------------------------

    def decision(self) -> Decision:
        """Those that waited open; what hangs on a field that has changed is due anew; nothing is left without a step."""
        stage = self.process.stages[self.attempt.state]
        if stage.final is None:
            here = self._opened_here()
            for one in stage.opens:
                if one.open not in here and not self._lasting_and_done(one.open) and self._applies(one):
                    self.open_one(one.open)
            if self.values:
                self._replan()
            if self.opened and self.open:
                self._drop_asking_for_a_step()
            if not self.open and not self.opened:
                self.open_one(self.process.next_step)
        return Decision(self.attempt.state, tuple(self.effects))

    def _opened_here(self) -> AbstractSet[str]:
        """Keys opened until now in the stage run that the decision ends in."""
        if self.entered:
            return self.opened.copy()
        return (self.facts.opened - self.redone if self.redone else self.facts.opened) | self.opened

    def _lasting_and_done(self, key: str) -> bool:
        """Whether it was done before this stage was entered, and counts for it."""
        return self.entered and key in self.done and self.lasts(key)

    def _applies(self, one: Opening) -> bool:
        return one.when is None or self.circumstances().holds(one.when)

    def _replan(self) -> None:
        """A new value of a field moves what is due by it."""
        for task in self.open:
            activity = self.process.activities.get(task.key)
            due = None if activity is None else activity.due
            if isinstance(due, FieldDue) and due.field in self.values and task.id not in self.rescheduled:
                moment = self.circumstances().due(due, task.owner)
                if moment.due != task.due:
                    self.reschedule(task, moment, task.snoozed)

    def _drop_asking_for_a_step(self) -> None:
        """«Plan the next step» has done its work as soon as there is another one."""
        if self.opened == {self.process.next_step}:
            return
        asking = [task for task in self.open if task.key == self.process.next_step]
        if asking:
            self.cancel(asking)

    # --- steps of a course ------------------------------------------------------------------------------

    def circumstances(self) -> Circumstances:
        """What rules and conditions look at now."""
        found = self.around
        if found is None:
            known = {**known_after(self.facts.fields, self.attempt.answers), **self.values}
            found = self.around = Circumstances(
                self.facts, known, self.done, self.owner, self.now, self.calendar, self.calendars
            )
        else:
            found.done, found.owner = self.done, self.owner
        return found

    def task(self, activity: int) -> OpenTask:
        for task in self.open:
            if task.id == activity:
                return task
        raise Refused(Reason.CLOSED)

    def ask(self, *keys: str) -> None:
        missing = [Question(key) for key in keys if self.answers.get(key) is None]
        if missing:
            raise Missing(missing)

    def lasts(self, key: str) -> bool:
        """Whether what was done stays done when a stage is left: signals, and activities of the deal."""
        activity = self.process.activities.get(key)
        return activity is None or activity.scope is Scope.DEAL

    def assign(self, rules: tuple[OwnerRule, ...]) -> None:
        """The deal, with what its owner had to do on it, becomes whose the rules say."""
        owner = self.circumstances().whose(rules)
        if owner != self.owner:
            self.hand_over(owner)

    def hand_over(self, owner: int) -> None:
        self.effects.append(SetOwner(owner))
        self.effects += [HandOver(task.id, owner) for task in self.open if task.owner == self.owner]
        self.owner = owner

    def cancel(self, tasks: list[OpenTask]) -> None:
        self.effects.append(CancelActivities(tuple(task.id for task in tasks)))
        self.open = [task for task in self.open if task not in tasks]

    def keep_answers(self) -> None:
        fields = self.process.fields
        values = {key: answer for key, answer in self.answers.items() if key in fields}
        if values:
            self.set(values)

    def set(self, values: Answers) -> None:
        for key, value in values.items():
            if value is not None:  # passed over: what is known stays
                self.values[key] = value
                if self.around is not None:
                    self.around.known[key] = value
                self.effects.append(SetField(key, value))

    def settle(self, key: str) -> None:
        """Where a field says when this is due, a time that somebody chooses for it is the field's new value."""
        due = self.process.activities[key].due
        if isinstance(due, FieldDue) and not due.before:
            chosen = self.answers[WHEN]
            if isinstance(chosen, datetime) and self.process.fields[due.field].type is FieldType.DATE:
                chosen = self.calendar.day_of(chosen)
            self.set({due.field: chosen})

    def reschedule(self, task: OpenTask, moment: Moment, snoozed: int) -> None:
        self.rescheduled.add(task.id)
        activity = self.process.activities[task.key]
        alarms: Alarms = ()
        if activity.timers:
            alarms = self.circumstances().alarms(activity, moment.due, task.owner, opened=False)
        self.effects.append(Reschedule(task.id, moment.due, moment.timed, snoozed, alarms))

    def moment(self) -> Moment:
        """«завтра» is a day and does not ring, «завтра в 11» does."""
        answer = self.answers[WHEN]
        if isinstance(answer, datetime):
            return Moment(answer, timed=True)
        assert isinstance(answer, date)
        return self.calendar.whole(answer, self.now)

    def open_all(self, openings: tuple[Opening, ...]) -> None:
        for one in openings:
            if self._applies(one):
                self.open_one(one.open)

    def open_one(self, key: str) -> None:
        """Open it, unless it waits for something or a fresh one would be a double."""
        activity = self.process.activities[key]
        if (
            key in self.opened
            or (activity.after and not self.done.issuperset(activity.after))
            or (self.open and any(other.key == key for other in self.open))
        ):
            return
        owner = self.owner
        if activity.owner:
            owner = self.circumstances().whose(activity.owner, self.attempt.task)
        self.append(key, self._due(activity.due, owner), owner=owner)

    def _due(self, due: AnyDue, owner: int) -> Moment:
        """By the calendar of whoever has to do it; what a run begins with may have been planned for a day."""
        if self.due is not None and not self.opened:
            planned = self.due
            if isinstance(planned, datetime):
                return Moment(planned, timed=True)
            return self.calendar.whole(max(planned, self.calendar.day_of(self.now)), self.now)
        if owner == self.facts.owner and not isinstance(due, FieldDue):
            return self.calendar.due(due, self.now)
        return self.circumstances().due(due, owner)

    def whose_again(self, task: OpenTask, rules: tuple[OwnerRule, ...]) -> int:
        return self.circumstances().whose(rules, task) if rules else task.owner

    def append_again(
        self, task: OpenTask, moment: Moment, attempt: int, rules: tuple[OwnerRule, ...] = ()
    ) -> None:
        owner = self.whose_again(task, rules) if rules else task.owner
        self.append(task.key, moment, task, attempt, owner=owner)

    def append(
        self,
        key: str,
        moment: Moment,
        task: OpenTask | None = None,
        attempt: int = 1,
        *,
        owner: int | None = None,
        origin: str = PROCESS,
        title: str | None = None,
    ) -> None:
        activity = self.process.activities[key]
        self.opened.add(key)
        if owner is None:
            owner = self.owner
            if activity.owner:
                owner = self.circumstances().whose(activity.owner, self.attempt.task)
        if activity.checklist is not None and task is None and self.facts.fields.get(activity.checklist):
            self.effects.append(ClearField(activity.checklist))
        self.effects.append(
            OpenActivity(
                key=key,
                kind=activity.kind.value,
                scope=activity.scope.value,
                owner=owner,
                due=moment.due,
                timed=moment.timed,
                attempt=attempt,
                follows=task.id if task and task.id else None,
                origin=origin,
                title=task.title if task else title,
                alarms=self.circumstances().alarms(activity, moment.due, owner) if activity.timers else (),
                runs=activity.runs,
            )
        )
