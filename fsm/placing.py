"""Whose something is and when it is due, by the rules of the process and what is known now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fsm.calendar import Calendar, Moment
from fsm.conditions import holds
from fsm.definition import Activity, AnyDue, Condition, Due, OwnerRule, Timer, Who
from fsm.effects import Alarms
from fsm.facts import Facts, OpenTask

Calendars = Callable[[int], Calendar]
"""A person's working calendar, by row id."""


@dataclass(slots=True)
class Circumstances:
    """What rules look at. `known` are values of fields after the answers so far, `owner` whose the deal is by now."""

    facts: Facts
    known: dict[str, Any]
    done: frozenset[str]
    owner: int
    now: datetime
    calendar: Calendar
    calendars: Calendars | None = None

    def holds(self, condition: Condition | None) -> bool:
        """No condition always holds."""
        return condition is None or holds(condition, self.known, self.done, self.facts.organisation.leaders)

    def calendar_of(self, person: int) -> Calendar:
        if person == self.facts.owner or self.calendars is None:
            return self.calendar
        return self.calendars(person)

    def whose(self, rules: tuple[OwnerRule, ...], task: OpenTask | None = None) -> int:
        """The first that a rule names; the deal's owner where none does."""
        found = self.named(rules, task)
        return self.owner if found is None else found

    def named(self, rules: tuple[OwnerRule, ...], task: OpenTask | None = None) -> int | None:
        """The same, None where no rule names anybody. `task` is what is opened again, or what has led here."""
        for rule in rules:
            if self.holds(rule.when):
                found = self._named(rule, task)
                if found is not None:
                    return found
        return None

    def _named(self, rule: OwnerRule, task: OpenTask | None) -> int | None:
        if rule.person is not None:
            return self.known.get(rule.person)
        if rule.head_of is not None:
            return self.facts.organisation.leaders.get(self.known.get(rule.head_of, 0))
        heads = self.facts.organisation.heads
        match rule.who:
            case Who.ACTOR:
                return self.facts.actor or self.owner
            case Who.HEAD:
                return heads.get(self.owner)
            case Who.ABOVE:
                return None if task is None else heads.get(task.owner)
            case Who.SAME if task is not None:
                return task.owner
            case _:
                return self.owner

    def due(self, due: AnyDue, owner: int) -> Moment:
        """When that is, by the calendar of whoever has to do it."""
        calendar = self.calendar_of(owner)
        if isinstance(due, Due):
            return calendar.due(due, self.now)
        value = self.known.get(due.field)
        if not isinstance(value, date):
            return calendar.due(due.otherwise, self.now)
        if isinstance(value, datetime) and not due.before:
            return Moment(max(value, self.now), timed=True)
        day = calendar.day_of(value) if isinstance(value, datetime) else value
        if due.before:
            day = calendar.working_day_before(day, due.before)
        return calendar.whole(max(day, calendar.day_of(self.now)), self.now)

    def alarms(self, activity: Activity, due: datetime, owner: int, *, opened: bool = True) -> Alarms:
        """When its timers run out; of one that was opened before, only those that are reckoned from its due."""
        return alarms(activity.timers, self.calendar_of(owner), due, self.now if opened else None)


def alarms(timers: Iterable[Timer], calendar: Calendar, due: datetime, opened: datetime | None) -> Alarms:
    """When the timers of an activity run out; `opened` None leaves out those that are reckoned from its opening."""
    found = []
    for number, timer in enumerate(timers):
        if timer.overdue is not None:
            found.append((number, calendar.due(timer.overdue, due).due))
        elif timer.opened is not None and opened is not None:
            found.append((number, calendar.due(timer.opened, opened).due))
    return tuple(found)
