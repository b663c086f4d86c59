"""How an activity ends, and what that leads to: the same again, another one, a move, the work of a stage anew."""

from fsm import stays
from fsm.course import Course
from fsm.definition import Outcome
from fsm.effects import CloseActivity, SetPark, Spend
from fsm.facts import OpenTask
from fsm.questions import ATTEMPTS, EXIT, GIVE_UP, KEEP, NEXT, PLAN_WHEN
from fsm.table import Reason, Refused, fire


def press(course: Course, activity: int, name: str, *, by_itself: bool = False) -> None:
    task = course.task(activity)
    definition = course.process.activities.get(task.key)
    outcome = None if definition is None else definition.outcomes.get(name)
    if definition is None or outcome is None:
        raise Refused(Reason.UNKNOWN)
    if (outcome.reserved or definition.runs is not None) is not by_itself:
        raise Refused(Reason.NO_WAY)
    course.attempt.task = task
    if outcome.set:
        course.attempt.answers = {**course.answers, **outcome.set}
    fire(course.attempt, f"{task.key}.{name}")
    course.keep_answers()
    if outcome.set:
        course.set(dict(outcome.set))
    if course.facts.parked is not None:
        course.effects.append(SetPark())
    completed = outcome.completes and not outcome.repeats
    course.effects.append(CloseActivity(task.id, name, completed))
    course.open.remove(task)
    if completed:
        course.done |= {task.key}
    if outcome.owner:
        course.assign(outcome.owner)
    go_on(course, task, outcome)
    if outcome.opens and course.process.stages[course.attempt.state].final is None:
        course.open_all(outcome.opens)


def elapse(course: Course, activity: int, number: int) -> None:
    task = course.task(activity)
    timers = course.process.activities[task.key].timers
    if number >= len(timers):
        raise Refused(Reason.UNKNOWN)
    outcome = timers[number].outcome
    if outcome is None:
        raise Refused(Reason.UNKNOWN)
    press(course, activity, outcome, by_itself=True)


def returned(course: Course, activity: int, outcome: str) -> None:
    press(course, activity, outcome, by_itself=True)


def go_on(course: Course, task: OpenTask, outcome: Outcome) -> None:
    """What the outcome leads to: the same again, another activity, a move, or nothing of its own."""
    attempt = task.attempt + outcome.counts
    if outcome.when:
        course.settle(task.key)
        course.append_again(task, course.moment(), attempt, outcome.passes_to)
    elif outcome.again is not None:
        owner = course.whose_again(task, outcome.passes_to)
        moment = course.circumstances().due(outcome.again, owner)
        course.append_again(task, moment, attempt, outcome.passes_to)
    elif outcome.ladder is not None:
        _climb(course, task, outcome.ladder)
    elif outcome.next is not None:
        _follow(course, outcome)
    elif outcome.exit is not None:
        choice = str(course.answers[EXIT])
        if choice != KEEP:
            stays.move_on(course, choice.removeprefix("move."))
    elif outcome.to:
        goal = next((one for one in outcome.to if course.circumstances().holds(one.when)), outcome.to[-1])
        stays.move_on(course, goal.to)
    elif outcome.redo:
        _redo(course, outcome.redo)


def _climb(course: Course, task: OpenTask, name: str) -> None:
    ladder = course.process.ladders[name]
    if task.attempt <= len(ladder.steps):
        moment = course.calendar.due(ladder.steps[task.attempt - 1], course.now)
        course.append_again(task, moment, task.attempt + 1)
    elif course.answers[ATTEMPTS] == GIVE_UP:
        course.set(dict(ladder.give_up.set))
        course.attempt.answers = {**course.answers, **ladder.give_up.set}
        stays.move_on(course, ladder.give_up.to)
    else:
        course.append_again(task, course.moment(), task.attempt + 1)


def _follow(course: Course, outcome: Outcome) -> None:
    assert outcome.next is not None
    choice = str(course.answers[NEXT])
    if choice == PLAN_WHEN:
        course.settle(outcome.next.plan)
        course.append(outcome.next.plan, course.moment())
    elif choice.startswith("plan."):
        chip = outcome.next.chips[int(choice.removeprefix("plan."))]
        course.append(outcome.next.plan, course.calendar.due(chip, course.now))
    elif choice != KEEP:
        stays.move_on(course, choice.removeprefix("move."))


def _redo(course: Course, keys: tuple[str, ...]) -> None:
    """These and whatever waits for them are as if they had not been."""
    again = frozenset(keys).union(*(course.process.following[key] for key in keys))
    stale = [task for task in course.open if task.key in again]
    if stale:
        course.cancel(stale)
    course.effects.append(Spend(tuple(sorted(again))))
    course.done -= again
    course.redone = again
    for key in keys:
        course.open_one(key)
