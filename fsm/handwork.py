"""What people do to a deal beside the ways of its process: add, log, put off, park, hand over, reopen."""

from datetime import date, datetime

from fsm import ends, stays
from fsm.calendar import Moment
from fsm.course import Course
from fsm.definition import FieldType, Kind, Process, Stage, Subject
from fsm.effects import (
    HAND,
    INCOMING,
    ClearField,
    HandOver,
    RecordActivity,
    SetPark,
)
from fsm.facts import (
    Amend,
    Assign,
    Delegate,
    Handwork,
    Log,
    OpenTask,
    Park,
    Plan,
    Reopen,
    Snooze,
    Wake,
)
from fsm.questions import PATIENCE, REASON, TITLE, WHEN, Question, demanded
from fsm.table import ASSIGN, EDIT, Missing, Reason, Refused, fire

OF_A_DEAL = Assign | Park | Wake | Reopen
"""What is done to the deal as a whole, never to a request beside it: only the deal's own run knows its tasks."""
_OF_AN_END = frozenset({FieldType.CHOICE, FieldType.TEXT, FieldType.DATE, FieldType.PROCESS})


def happen(course: Course, work: Handwork) -> None:
    """Raises Refused, or Missing with what is to be asked first."""
    if isinstance(work, OF_A_DEAL) and course.process.subject is Subject.REQUEST:
        raise Refused(Reason.UNKNOWN)
    match work:
        case Amend(keys, _, optional):
            _amend(course, keys, optional)
        case Plan(key):
            _plan(course, key)
        case Log(key, outcome, _, incoming):
            _log(course, key, outcome, incoming=incoming)
        case Snooze(activity):
            _snooze(course, activity)
        case Park():
            _park(course)
        case Wake():
            _wake(course)
        case Assign(owner):
            _assign(course, owner)
        case Delegate(activity, owner):
            _delegate(course, activity, owner)
        case Reopen(to):
            _reopen(course, to)


def _amend(course: Course, keys: tuple[str, ...], optional: tuple[str, ...]) -> None:
    if not keys or not course.process.fields.keys() >= {*keys, *optional}:
        raise Refused(Reason.UNKNOWN)
    fire(course.attempt, EDIT)
    missing = [Question(key) for key in keys if course.answers.get(key) is None]
    missing += [Question(key, optional=True) for key in optional if key not in course.answers]
    if missing:
        raise Missing(missing)
    course.set({key: course.answers[key] for key in (*keys, *optional)})


def _plan(course: Course, key: str) -> None:
    if key not in course.process.by_hand:
        raise Refused(Reason.UNKNOWN)
    fire(course.attempt, EDIT)
    if course.process.activities[key].runs is not None:
        _request(course, key)
        return
    titled = course.process.activities[key].kind is Kind.TASK
    course.ask(*((TITLE,) if titled else ()), WHEN)
    course.settle(key)
    title = course.answers.get(TITLE)
    course.append(key, course.moment(), origin=HAND, title=None if title is None else str(title))


def _request(course: Course, key: str) -> None:
    """Something is asked of somebody else; while it is not answered it is not asked a second time."""
    activity = course.process.activities[key]
    if any(task.key == key for task in course.open):
        raise Refused(Reason.RUNNING)
    missing = demanded(course.process, activity.ask, course.facts, course.answers, form=True)
    if missing:
        raise Missing(missing)
    course.keep_answers()
    circumstances = course.circumstances()
    course.append(key, circumstances.due(activity.due, circumstances.owner), origin=HAND)


def _log(course: Course, key: str, name: str, *, incoming: bool) -> None:
    """Where something is open already, a call that reached nobody plans no other one."""
    if key not in course.process.by_hand:
        raise Refused(Reason.UNKNOWN)
    activity = course.process.activities[key]
    outcome = activity.outcomes.get(name)
    if outcome is None or outcome.reserved or activity.runs is not None:
        raise Refused(Reason.UNKNOWN)
    task = course.attempt.task = OpenTask(0, key, activity.scope.value, course.facts.owner, 1, course.now)
    fire(course.attempt, f"{key}.{name}")
    course.keep_answers()
    if outcome.set:
        course.set(dict(outcome.set))
    _unpark(course)
    completed = outcome.completes and not outcome.repeats
    origin = INCOMING if incoming else HAND
    kind, scope = activity.kind.value, activity.scope.value
    course.effects.append(RecordActivity(key, kind, scope, task.owner, name, completed, origin))
    if completed:
        course.done |= {key}
    if outcome.owner:
        course.assign(outcome.owner)
    if not (course.open and outcome.repeats and not outcome.when):
        ends.go_on(course, task, outcome)
    if outcome.opens and course.process.stages[course.attempt.state].final is None:
        course.open_all(outcome.opens)


def _snooze(course: Course, activity: int) -> None:
    task = course.task(activity)
    fire(course.attempt, EDIT)
    times = task.snoozed + 1
    course.ask(WHEN, *((REASON,) if times >= PATIENCE else ()))
    moment = course.moment()
    course.settle(task.key)
    course.reschedule(task, moment, times)


def _park(course: Course) -> None:
    """Everything that is open and due before becomes due on that day."""
    fire(course.attempt, EDIT)
    course.ask(WHEN, REASON)
    answer = course.answers[WHEN]
    assert isinstance(answer, date)
    wanted = course.calendar.day_of(answer) if isinstance(answer, datetime) else answer
    day = course.calendar.add_working_days(wanted, 0)
    moment = course.calendar.whole(day, course.now)
    _shift(course, [task for task in course.open if task.due < moment.due], moment)
    course.effects.append(SetPark(day, str(course.answers[REASON])))


def _unpark(course: Course) -> None:
    if course.facts.parked is not None:
        course.effects.append(SetPark())


def _wake(course: Course) -> None:
    if course.facts.parked is None:
        raise Refused(Reason.CLOSED)
    fire(course.attempt, EDIT)
    today = course.calendar.whole(course.calendar.day_of(course.now), course.now)
    waiting = [
        task
        for task in course.open
        if task.due > today.due and course.calendar.day_of(task.due) == course.facts.parked
    ]
    _shift(course, waiting, today)
    _unpark(course)


def _shift(course: Course, tasks: list[OpenTask], moment: Moment) -> None:
    for task in tasks:
        course.reschedule(task, moment, task.snoozed)


def _assign(course: Course, owner: int) -> None:
    if owner == course.facts.owner:
        raise Refused(Reason.CLOSED)
    fire(course.attempt, ASSIGN)
    course.hand_over(owner)


def _delegate(course: Course, activity: int, owner: int) -> None:
    task = course.task(activity)
    if task.owner == owner:
        raise Refused(Reason.CLOSED)
    fire(course.attempt, EDIT)
    course.effects.append(HandOver(task.id, owner))


def _of_the_end(process: Process, ended: Stage) -> list[str]:
    """What only the end demands, and what another end would demand anew: a reason, a name, a day, where it goes on, but no sum."""
    lasting = {one.field for key in process.working_stages for one in process.stages[key].requires}
    return [
        one.field
        for one in ended.requires
        if one.field not in lasting and process.fields[one.field].type in _OF_AN_END
    ]


def _reopen(course: Course, to: str) -> None:
    """What the end had demanded in words, days and choices will be asked again at the next end."""
    if to not in course.process.stages:
        raise Refused(Reason.UNKNOWN)
    ended = course.process.stages[course.attempt.state]
    fire(course.attempt, f"reopen.{to}")
    course.ask(REASON)
    course.keep_answers()
    for key in _of_the_end(course.process, ended):
        if course.facts.fields.get(key) is not None:
            course.effects.append(ClearField(key))
    stays.enter(course, to)
