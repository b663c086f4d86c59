"""What happens to a run when something happens: decide(process, facts, trigger, now, calendar) -> Decision.

The whole of it is a calculation on values. Either there are questions and nothing happens until they
are answered, or there are effects, or Refused is raised.
"""

from datetime import datetime

from fsm import ends, handwork, stays
from fsm.calendar import Calendar
from fsm.course import Course, Decision
from fsm.definition import Process
from fsm.facts import NOTHING, Edit, Elapse, Facts, Move, Press, Return, Signal, Start, Trigger
from fsm.placing import Calendars
from fsm.table import Missing, Reason, Refused


def decide(
    process: Process,
    facts: Facts,
    trigger: Trigger,
    now: datetime,
    calendar: Calendar,
    calendars: Calendars | None = None,
) -> Decision:
    """`now` is a UTC instant, `calendar` the owner's, `calendars` those of others; Refused when this cannot happen."""
    if facts.state is None:
        if not isinstance(trigger, Start):
            raise Refused(Reason.UNKNOWN)
        course = Course(process, facts, NOTHING, now, calendar, calendars)
        stays.start(course, trigger.due)
        return course.decision()
    course = Course(process, facts, getattr(trigger, "answers", NOTHING), now, calendar, calendars)
    try:
        match trigger:
            case Press(activity, outcome):
                ends.press(course, activity, outcome)
            case Move(to):
                stays.move(course, to)
            case Signal(name):
                course.signal(name)
            case Edit(values):
                course.edit(values)
            case Elapse(activity, timer):
                ends.elapse(course, activity, timer)
            case Return(activity, outcome):
                ends.returned(course, activity, outcome)
            case Start():
                raise Refused(Reason.STARTED)
            case _:
                handwork.happen(course, trigger)
    except Missing as missing:
        return Decision(facts.state, questions=tuple(missing.questions))
    return course.decision()
