"""One decision in the making: the effects so far, and what is open and done after them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fsm.calendar import Calendar, Moment
from fsm.definition import (
    AnyDue,
    FieldDue,
    Final,
    Mode,
    Opening,
    Outcome,
    OwnerRule,
    Pass,
    Process,
    Scope,
    Subject,
)
from fsm.effects import (
    PROCESS,
    Alarms,
    CancelActivities,
    ClearField,
    CloseActivity,
    Confirm,
    Effect,
    EnterStage,
    HandOver,
    KeepSignal,
    OpenActivity,
    Reschedule,
    SetField,
    SetOwner,
    SetPark,
    Spend,
    StartProcess,
)
from fsm.facts import Answers, Facts, OpenTask, known_after
from fsm.moves import unfinished_steps
from fsm.placing import Calendars, Circumstances
from fsm.questions import ATTEMPTS, EXIT, GIVE_UP, KEEP, NEXT, PLAN_WHEN, WAIVE, WHEN, Question
from fsm.table import EDIT, Attempt, Missing, Reason, Refused, fire

_CONFIRMING = (None, Final.WON)
"""A draft that is worked on or won is a deal; one that is lost or goes on elsewhere never was."""


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
        "attempt",
        "calendar",
        "calendars",
        "changed",
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
        self.done = facts.done | facts.signals
        self.opened: set[str] = set()
        self.owner = facts.owner
        self.stage_run = facts.stage_run
        self.due: date | None = None
        self.values: dict[str, Any] = {}
        self.redone: AbstractSet[str] = frozenset()
        self.rescheduled: set[int] = set()

    # --- what can happen --------------------------------------------------------------------------------

    def started(self, due: date | None) -> Decision:
        self.due = due
        self.enter(self.process.start)
        return self.decision()

    def press(self, activity: int, name: str, *, by_itself: bool = False) -> None:
        task = self.task(activity)
        outcome = self._outcome(task, name)
        if (outcome.reserved or self.process.activities[task.key].runs is not None) is not by_itself:
            raise Refused(Reason.NO_WAY)
        self.attempt.task = task
        if outcome.set:
            self.attempt.answers = {**self.answers, **outcome.set}
        fire(self.attempt, f"{task.key}.{name}")
        self.keep_answers()
        if outcome.set:
            self.set(dict(outcome.set))
        if self.facts.parked is not None:
            self.effects.append(SetPark())
        completed = outcome.completes and not outcome.repeats
        self.effects.append(CloseActivity(task.id, name, completed))
        self.open.remove(task)
        if completed:
            self.done |= {task.key}
        if outcome.owner:
            self.assign(outcome.owner)
        self.go_on(task, outcome)
        if outcome.opens and self.process.stages[self.attempt.state].final is None:
            self.open_all(outcome.opens)

    def elapse(self, activity: int, number: int) -> None:
        task = self.task(activity)
        timers = self.process.activities[task.key].timers
        if number >= len(timers):
            raise Refused(Reason.UNKNOWN)
        outcome = timers[number].outcome
        if outcome is None:
            raise Refused(Reason.UNKNOWN)
        self.press(activity, outcome, by_itself=True)

    def returned(self, activity: int, outcome: str) -> None:
        self.press(activity, outcome, by_itself=True)

    def move(self, to: str) -> None:
        if to not in self.process.stages:
            raise Refused(Reason.UNKNOWN)
        if self.process.subject is Subject.REQUEST and to != self.process.withdrawn:
            raise Refused(Reason.NO_WAY)  # it is decided by whoever was asked, and can only be taken back
        self._leave(to)
        self.keep_answers()
        if self.facts.parked is not None:
            self.effects.append(SetPark())
        self.enter(to)

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
                    self._open(one.open)
            if self.values:
                self._replan()
            if self.opened:
                self._drop_asking_for_a_step()
            if not self.open and not self.opened:
                self._open(self.process.next_step)
        return Decision(self.attempt.state, tuple(self.effects))

    def _opened_here(self) -> AbstractSet[str]:
        """Keys opened until now in the stage run that the decision ends in."""
        if self.entered:
            return self.opened.copy()
        return (self.facts.opened - self.redone if self.redone else self.facts.opened) | self.opened

    def _lasting_and_done(self, key: str) -> bool:
        """Whether it was done before this stage was entered, and counts for it."""
        return self.entered and key in self.done and self._lasts(key)

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
        known = known_after(self.facts.fields, self.attempt.answers)
        known.update(self.values)
        return Circumstances(
            self.facts, known, self.done, self.owner, self.now, self.calendar, self.calendars
        )

    def task(self, activity: int) -> OpenTask:
        for task in self.open:
            if task.id == activity:
                return task
        raise Refused(Reason.CLOSED)

    def _outcome(self, task: OpenTask, name: str) -> Outcome:
        activity = self.process.activities.get(task.key)
        outcome = None if activity is None else activity.outcomes.get(name)
        if outcome is None:
            raise Refused(Reason.UNKNOWN)
        return outcome

    def ask(self, *keys: str) -> None:
        missing = [Question(key) for key in keys if self.answers.get(key) is None]
        if missing:
            raise Missing(missing)

    def go_on(self, task: OpenTask, outcome: Outcome) -> None:
        """What the outcome leads to: the same again, another activity, a move, or nothing of its own."""
        attempt = task.attempt + outcome.counts
        if outcome.when:
            self.settle(task.key)
            self._append_again(task, self.moment(), attempt, outcome.passes_to)
        elif outcome.again is not None:
            owner = self._whose_again(task, outcome.passes_to)
            moment = self.circumstances().due(outcome.again, owner)
            self._append_again(task, moment, attempt, outcome.passes_to)
        elif outcome.ladder is not None:
            self._climb(task, outcome.ladder)
        elif outcome.next is not None:
            self._follow(outcome)
        elif outcome.exit is not None:
            choice = str(self.answers[EXIT])
            if choice != KEEP:
                self.move_on(choice.removeprefix("move."))
        elif outcome.to:
            goal = next((one for one in outcome.to if self.circumstances().holds(one.when)), outcome.to[-1])
            self.move_on(goal.to)
        elif outcome.redo:
            self._redo(outcome.redo)

    def _climb(self, task: OpenTask, name: str) -> None:
        ladder = self.process.ladders[name]
        if task.attempt <= len(ladder.steps):
            moment = self.calendar.due(ladder.steps[task.attempt - 1], self.now)
            self._append_again(task, moment, task.attempt + 1)
        elif self.answers[ATTEMPTS] == GIVE_UP:
            self.set(dict(ladder.give_up.set))
            self.attempt.answers = {**self.answers, **ladder.give_up.set}
            self.move_on(ladder.give_up.to)
        else:
            self._append_again(task, self.moment(), task.attempt + 1)

    def _follow(self, outcome: Outcome) -> None:
        assert outcome.next is not None
        choice = str(self.answers[NEXT])
        if choice == PLAN_WHEN:
            self.settle(outcome.next.plan)
            self.append(outcome.next.plan, self.moment())
        elif choice.startswith("plan."):
            chip = outcome.next.chips[int(choice.removeprefix("plan."))]
            self.append(outcome.next.plan, self.calendar.due(chip, self.now))
        elif choice != KEEP:
            self.move_on(choice.removeprefix("move."))

    def _redo(self, keys: tuple[str, ...]) -> None:
        """These and whatever waits for them are as if they had not been."""
        again = set(keys)
        waiting = True
        while waiting:
            found = {
                key
                for key, one in self.process.activities.items()
                if key not in again and not again.isdisjoint(one.after)
            }
            again |= found
            waiting = bool(found)
        stale = [task for task in self.open if task.key in again]
        if stale:
            self.cancel(stale)
        self.effects.append(Spend(tuple(sorted(again))))
        self.done -= again
        self.redone = again
        for key in keys:
            self._open(key)

    def move_on(self, to: str) -> None:
        """A move that an outcome leads to goes through the same gate as any other."""
        self._leave(to)
        self.enter(to)

    def _leave(self, to: str) -> None:
        """Through the gate; strictly, steps that are left undone need a reason."""
        source = self.attempt.state
        fire(self.attempt, f"to.{to}")
        if self.process.gate.steps is Mode.STRICT and self.answers.get(WAIVE) is None:
            undone = unfinished_steps(self.process, source, to, self.done)
            if undone:
                raise Missing([Question(WAIVE, parts=undone)])

    def enter(self, to: str) -> None:
        stage = self.process.stages[to]
        leaving = [task for task in self.open if stage.final is not None or task.scope == Scope.STAGE]
        if leaving:
            self.cancel(leaving)
        if self.process.lasting and self.facts.state is not None:
            self._spend()
        self.stage_run += 1
        self.effects.append(EnterStage(to, self.stage_run, stage.final))
        if self.draft and stage.final in _CONFIRMING and not stage.draft:
            self.draft = False
            self.effects.append(Confirm())
        self.entered = True
        self.done = frozenset(key for key in self.done if self._lasts(key))
        for start in stage.starts:
            self._start(start.process, start.field, start.carry, start.due, applies=start.when)
        for way in stage.passes:
            if self._passes(way):
                if way.owner:
                    self.assign(way.owner)
                self.move_on(way.to)
                return

    def _passes(self, way: Pass) -> bool:
        circumstances = self.circumstances()
        if not circumstances.holds(way.when):
            return False
        return not way.nobody or circumstances.named(way.nobody, self.attempt.task) is None

    def _spend(self) -> None:
        """What a stage has waited for is waited for anew when it is entered again."""
        left = self.process.stages[self.facts.state or ""]
        opened = self.facts.opened | self.opened
        used = {
            name
            for one in left.opens
            if one.open in opened
            for name in self.process.lasting.get(one.open, ())
            if name in self.done
        }
        if used:
            activities = tuple(sorted(used & self.process.activities.keys()))
            self.effects.append(Spend(activities, tuple(sorted(used - set(activities)))))
            self.done -= used

    def _start(
        self, process: str | None, field: str | None, carry: tuple[str, ...], due: str | None, *, applies: Any
    ) -> None:
        circumstances = self.circumstances()
        if not circumstances.holds(applies):
            return
        known = circumstances.known
        key = process or known.get(field or "")
        if key is not None:
            carried = {name: known[name] for name in carry if known.get(name) is not None}
            self.effects.append(StartProcess(key, carried, known.get(due) if due else None))

    def _lasts(self, key: str) -> bool:
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
        if self.answers:
            self.set({key: answer for key, answer in self.answers.items() if key in self.process.fields})

    def set(self, values: Answers) -> None:
        for key, value in values.items():
            if value is not None:  # passed over: what is known stays
                self.values[key] = value
                self.effects.append(SetField(key, value))

    def settle(self, key: str) -> None:
        """Where a field says when this is due, a time that somebody chooses for it is the field's new value."""
        due = self.process.activities[key].due
        if isinstance(due, FieldDue) and not due.before:
            self.set({due.field: self.answers[WHEN]})

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
                self._open(one.open)

    def _open(self, key: str) -> None:
        """Open it, unless it waits for something or a fresh one would be a double."""
        activity = self.process.activities[key]
        if (
            key in self.opened
            or (activity.after and not self.done.issuperset(activity.after))
            or (self.open and any(other.key == key for other in self.open))
        ):
            return
        self.append(key, self._due(activity.due, key))

    def _due(self, due: AnyDue, key: str) -> Moment:
        """By the calendar of whoever has to do it; what a run begins with may have been planned for a day."""
        if self.due is not None and not self.opened:
            planned = self.due
            if isinstance(planned, datetime):
                return Moment(planned, timed=True)
            return self.calendar.whole(max(planned, self.calendar.day_of(self.now)), self.now)
        owners = self.process.activities[key].owner
        if not owners and not isinstance(due, FieldDue) and self.owner == self.facts.owner:
            return self.calendar.due(due, self.now)
        circumstances = self.circumstances()
        return circumstances.due(due, circumstances.whose(owners, self.attempt.task))

    def _whose_again(self, task: OpenTask, rules: tuple[OwnerRule, ...]) -> int:
        return self.circumstances().whose(rules, task) if rules else task.owner

    def _append_again(
        self, task: OpenTask, moment: Moment, attempt: int, rules: tuple[OwnerRule, ...] = ()
    ) -> None:
        self.append(task.key, moment, task, attempt, owner=self._whose_again(task, rules))

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
