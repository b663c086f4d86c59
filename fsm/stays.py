"""Leaving a stage and entering another: what is cancelled, what counts no more, what begins, what is passed through."""

from datetime import date

from fsm.course import Course
from fsm.definition import Final, Mode, Pass, ProcessStart, Scope, Subject
from fsm.effects import Confirm, EnterStage, SetPark, Spend, StartProcess
from fsm.moves import unfinished_steps
from fsm.questions import WAIVE, Question
from fsm.table import Missing, Reason, Refused, fire

_CONFIRMING = (None, Final.WON)
"""A draft that is worked on or won is a deal; one that is lost or goes on elsewhere never was."""


def start(course: Course, due: date | None) -> None:
    """The run begins; `due` is when what it opens first is due, where that is known."""
    course.due = due
    enter(course, course.process.start)


def move(course: Course, to: str) -> None:
    if to not in course.process.stages:
        raise Refused(Reason.UNKNOWN)
    if course.process.subject is Subject.REQUEST and to != course.process.withdrawn:
        raise Refused(Reason.NO_WAY)  # it is decided by whoever was asked, and can only be taken back
    leave(course, to)
    course.keep_answers()
    if course.facts.parked is not None:
        course.effects.append(SetPark())
    enter(course, to)


def move_on(course: Course, to: str) -> None:
    """A move that an outcome leads to goes through the same gate as any other."""
    leave(course, to)
    enter(course, to)


def leave(course: Course, to: str) -> None:
    """Through the gate; strictly, steps that are left undone need a reason."""
    source = course.attempt.state
    fire(course.attempt, f"to.{to}")
    if course.process.gate.steps is Mode.STRICT and course.answers.get(WAIVE) is None:
        undone = unfinished_steps(course.process, source, to, course.done)
        if undone:
            raise Missing([Question(WAIVE, parts=undone)])


def enter(course: Course, to: str) -> None:
    stage = course.process.stages[to]
    leaving = [task for task in course.open if stage.final is not None or task.scope == Scope.STAGE]
    if leaving:
        course.cancel(leaving)
    if course.process.lasting and course.facts.state is not None:
        _spend(course)
    course.stage_run += 1
    course.effects.append(EnterStage(to, course.stage_run, stage.final))
    if (
        course.draft
        and stage.final in _CONFIRMING
        and not stage.draft
        and course.process.subject is Subject.DEAL
    ):
        course.draft = False
        course.effects.append(Confirm())
    course.entered = True
    course.done = frozenset(key for key in course.done if course.lasts(key))
    for other in stage.starts:
        _begin(course, other)
    for way in stage.passes:
        if _passes(course, way):
            if way.owner:
                course.assign(way.owner)
            move_on(course, way.to)
            return


def _passes(course: Course, way: Pass) -> bool:
    circumstances = course.circumstances()
    if not circumstances.holds(way.when):
        return False
    return not way.nobody or circumstances.named(way.nobody, course.attempt.task) is None


def _spend(course: Course) -> None:
    """What a stage has waited for is waited for anew when it is entered again."""
    left = course.process.stages[course.facts.state or ""]
    opened = course.facts.opened | course.opened
    used = {
        name
        for one in left.opens
        if one.open in opened
        for name in course.process.lasting.get(one.open, ())
        if name in course.done
    }
    if used:
        activities = tuple(sorted(used & course.process.activities.keys()))
        course.effects.append(Spend(activities, tuple(sorted(used - set(activities)))))
        course.done -= used


def _begin(course: Course, other: ProcessStart) -> None:
    """Another process, where its condition holds and it is known which."""
    circumstances = course.circumstances()
    if not circumstances.holds(other.when):
        return
    known = circumstances.known
    key = other.process or known.get(other.field or "")
    if key is not None:
        carried = {name: known[name] for name in other.carry if known.get(name) is not None}
        course.effects.append(StartProcess(key, carried, known.get(other.due) if other.due else None))
