"""One decision in the making: the effects so far, and what is open and done after them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from fsm.calendar import Calendar, Moment
from fsm.definition import Due, Outcome, Process, Scope
from fsm.effects import (
    PROCESS,
    CancelActivities,
    CloseActivity,
    Effect,
    EnterStage,
    KeepSignal,
    OpenActivity,
    SetField,
    SetPark,
)
from fsm.facts import Answers, Facts, OpenTask
from fsm.questions import ATTEMPTS, GIVE_UP, KEEP, NEXT, PLAN_WHEN, WHEN, Question
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
        "attempt",
        "calendar",
        "done",
        "effects",
        "entered",
        "facts",
        "now",
        "open",
        "opened",
        "process",
    )

    def __init__(
        self, process: Process, facts: Facts, answers: Answers, now: datetime, calendar: Calendar
    ) -> None:
        self.process = process
        self.facts = facts
        self.answers = answers
        self.now = now
        self.calendar = calendar
        self.attempt = Attempt(facts.state or process.start, process, facts, answers)
        self.effects: list[Effect] = []
        self.entered = False
        self.open: list[OpenTask] = list(facts.open)
        self.done = facts.done | facts.signals
        self.opened: set[str] = set()

    def started(self) -> Decision:
        self.enter(self.process.start, 1)
        return self.decision()

    def press(self, activity: int, name: str) -> None:
        task = self.task(activity)
        self.attempt.task = task
        fire(self.attempt, f"{task.key}.{name}")
        outcome = self.process.activities[task.key].outcomes[name]
        self.keep_answers()
        if self.facts.parked is not None:
            self.effects.append(SetPark())
        completed = outcome.completes and not outcome.repeats
        self.effects.append(CloseActivity(task.id, name, completed))
        self.open.remove(task)
        if completed:
            self.done |= {task.key}
        self.go_on(task, outcome)
        if outcome.opens and self.process.stages[self.attempt.state].final is None:
            for key in outcome.opens:
                self._open(key)

    def move(self, to: str) -> None:
        if to not in self.process.stages:
            raise Refused(Reason.UNKNOWN)
        fire(self.attempt, f"to.{to}")
        self.keep_answers()
        if self.facts.parked is not None:
            self.effects.append(SetPark())
        self.enter(to, self.facts.stage_run + 1)

    def signal(self, name: str) -> None:
        fire(self.attempt, f"signal.{name}")
        self.effects.append(KeepSignal(name))
        self.done |= {name}

    def edit(self, values: Answers) -> None:
        if not values.keys() <= self.process.fields.keys():
            raise Refused(Reason.UNKNOWN)
        fire(self.attempt, EDIT)
        self.set(values)

    def task(self, activity: int) -> OpenTask:
        for task in self.open:
            if task.id == activity:
                return task
        raise Refused(Reason.CLOSED)

    def ask(self, *keys: str) -> None:
        missing = [Question(key) for key in keys if self.answers.get(key) is None]
        if missing:
            raise Missing(missing)

    def decision(self) -> Decision:
        """The end of every course: those that waited open; nothing is left without a next step."""
        stage = self.process.stages[self.attempt.state]
        if stage.final is None:
            here = self._opened_here()
            for key in stage.opens:
                if key not in here:
                    self._open(key)
            if self.opened:
                self._drop_asking_for_a_step()
            if not self.open and not self.opened:
                self._open(self.process.next_step)
        return Decision(self.attempt.state, tuple(self.effects))

    def _opened_here(self) -> AbstractSet[str]:
        """Keys opened until now in the stage run that the decision ends in."""
        return self.opened.copy() if self.entered else self.facts.opened | self.opened

    def go_on(self, task: OpenTask, outcome: Outcome) -> None:
        """What the outcome leads to: the same again, another activity, a move, or nothing of its own."""
        if outcome.when:
            self._open_at(task.key, self.moment(), task=task, attempt=task.attempt)
        elif outcome.again is not None:
            self._open(task.key, due=outcome.again, task=task, attempt=task.attempt)
        elif outcome.ladder is not None:
            self._climb(task, outcome.ladder)
        elif outcome.next is not None:
            self._follow(outcome)
        elif outcome.to is not None:
            self.move_on(outcome.to)

    def _climb(self, task: OpenTask, name: str) -> None:
        ladder = self.process.ladders[name]
        if task.attempt <= len(ladder.steps):
            self._open(task.key, due=ladder.steps[task.attempt - 1], task=task, attempt=task.attempt + 1)
        elif self.answers[ATTEMPTS] == GIVE_UP:
            self.set(dict(ladder.give_up.set))
            self.attempt.answers = {**self.answers, **ladder.give_up.set}
            self.move_on(ladder.give_up.to)
        else:
            self._open_at(task.key, self.moment(), task=task, attempt=task.attempt + 1)

    def _follow(self, outcome: Outcome) -> None:
        assert outcome.next is not None
        choice = str(self.answers[NEXT])
        if choice == PLAN_WHEN:
            self._open_at(outcome.next.plan, self.moment())
        elif choice.startswith("plan."):
            chip = outcome.next.chips[int(choice.removeprefix("plan."))]
            moment = self.calendar.due(chip, self.now)
            self.append(outcome.next.plan, moment.due, timed=moment.timed)
        elif choice != KEEP:
            self.move_on(choice.removeprefix("move."))

    def move_on(self, to: str) -> None:
        """A move that an outcome leads to goes through the same gate as any other."""
        fire(self.attempt, f"to.{to}")
        self.enter(to, self.facts.stage_run + 1)

    def enter(self, to: str, number: int) -> None:
        stage = self.process.stages[to]
        leaving = [task for task in self.open if stage.final is not None or task.scope == Scope.STAGE]
        if leaving:
            self.effects.append(CancelActivities(tuple(task.id for task in leaving)))
            self.open = [task for task in self.open if task not in leaving]
        self.effects.append(EnterStage(to, number, stage.final))
        self.entered = True
        self.done = frozenset(key for key in self.done if self._lasts(key))

    def _lasts(self, key: str) -> bool:
        """Whether what was done stays done when a stage is left: signals, and activities of the deal."""
        activity = self.process.activities.get(key)
        return activity is None or activity.scope is Scope.DEAL

    def keep_answers(self) -> None:
        if self.answers:
            self.set({key: answer for key, answer in self.answers.items() if key in self.process.fields})

    def set(self, values: Answers) -> None:
        for key, value in values.items():
            assert not isinstance(value, datetime)
            self.effects.append(SetField(key, value))

    def moment(self) -> Moment:
        """«завтра» is a day and does not ring, «завтра в 11» does."""
        answer = self.answers[WHEN]
        if isinstance(answer, datetime):
            return Moment(answer, timed=True)
        assert isinstance(answer, date)
        return self.calendar.whole(answer, self.now)

    def _open(self, key: str, due: Due | None = None, task: OpenTask | None = None, attempt: int = 1) -> None:
        """Open it, unless it waits for something or a fresh one would be a double."""
        activity = self.process.activities[key]
        if task is None and (
            key in self.opened
            or (activity.after and not self.done.issuperset(activity.after))
            or (self.open and any(other.key == key for other in self.open))
        ):
            return
        moment = self.calendar.due(due or activity.due, self.now)
        self.append(key, moment.due, task, attempt, timed=moment.timed)

    def _open_at(self, key: str, moment: Moment, task: OpenTask | None = None, attempt: int = 1) -> None:
        self.append(key, moment.due, task, attempt, timed=moment.timed)

    def append(
        self,
        key: str,
        due: datetime,
        task: OpenTask | None = None,
        attempt: int = 1,
        *,
        timed: bool,
        origin: str = PROCESS,
        title: str | None = None,
    ) -> None:
        activity = self.process.activities[key]
        self.opened.add(key)
        self.effects.append(
            OpenActivity(
                key=key,
                kind=activity.kind.value,
                scope=activity.scope.value,
                owner=task.owner if task else self.facts.owner,
                due=due,
                timed=timed,
                attempt=attempt,
                follows=task.id if task and task.id else None,
                origin=origin,
                title=task.title if task else title,
            )
        )

    def _drop_asking_for_a_step(self) -> None:
        """«Plan the next step» has done its work as soon as there is another one."""
        if self.opened == {self.process.next_step}:
            return
        asking = [task for task in self.open if task.key == self.process.next_step]
        if asking:
            self.effects.append(CancelActivities(tuple(task.id for task in asking)))
            self.open = [task for task in self.open if task.key != self.process.next_step]
