"""What the whole company shares and every change needs: processes, working calendar, lead times of rings, who is away.

A plain value, loaded at start and again when a setting changes; `advance` takes it as an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from fsm.calendar import Calendar
from fsm.definition import Process, Rule
from fsm.facts import NOBODY as ORGANISATION
from fsm.facts import Organisation

MEETINGS = ("meeting", "presentation")
"""Kinds of activities for which one meets somebody."""
RINGS: Mapping[str, timedelta] = {
    "call": timedelta(minutes=15),
    **dict.fromkeys(MEETINGS, timedelta(minutes=60)),
}
"""How long before a timed activity of a kind its owner is told."""
NOBODY: frozenset[int] = frozenset()
_NO_DAYS: frozenset[date] = frozenset()
_LONGEST = 1000  # days of one leave that are looked at


@dataclass(frozen=True, slots=True)
class Away:
    """Days of the person, both included, on which he does not work.

    `substitutes` stand in for him, the first of them who is here himself: whoever was named, then his heads.
    """

    person: int
    zone: str
    first: date
    last: date
    substitutes: tuple[int, ...] = ()

    def at(self, now: datetime) -> bool:
        """Whether this instant lies in it."""
        return self.first <= now.astimezone(ZoneInfo(self.zone)).date() <= self.last

    def days(self) -> frozenset[date]:
        """Every day of it."""
        return _days(self.first, self.last)


@lru_cache(maxsize=1024)
def _days(first: date, last: date) -> frozenset[date]:
    count = min((last - first).days + 1, _LONGEST)
    return frozenset(first + timedelta(days=number) for number in range(count))


@dataclass(frozen=True, slots=True)
class Company:
    """`processes` by key and version, as the administrator wants them; days as in fsm.calendar; hours are minutes after midnight."""

    processes: Mapping[tuple[str, int], Process]
    currency: str = "RUB"
    rings: Mapping[str, timedelta] = field(default_factory=lambda: RINGS)
    days_off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    short: frozenset[date] = frozenset()
    less: timedelta = timedelta()
    merge: timedelta = timedelta(minutes=2)  # events on one deal within it are one message
    hourly: int = 8  # messages an hour that somebody is told unasked; more of them wait
    urgent: int = 1_000_000  # from this sum on a head is told at once of what a rule calls urgent; 0: never
    audit: int = 450  # minutes after midnight at which everybody's deals and clients are checked
    audited: int = 10  # clients on the card of the daily audit, at least
    away: tuple[Away, ...] = ()
    revision: int = 0  # counts the changes of settings and absences: another one means, load again
    organisation: Organisation = ORGANISATION
    rules: Mapping[str, Rule] = field(
        default_factory=dict
    )  # as heads want them, in the order in which they are told
    duties: tuple[Rule, ...] = field(init=False)
    """Those of them that are on and begin with something."""
    written: Mapping[tuple[str, int], Process] | None = (
        None  # as the files say, where `processes` differ from it
    )
    _calendars: dict[tuple[str, int, int, frozenset[date]], Calendar] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        on = tuple(rule for rule in self.rules.values() if rule.on and rule.trigger is not None)
        object.__setattr__(self, "duties", on)

    def calendar(self, zone: str, start: int, end: int, person: int | None = None) -> Calendar:
        """When somebody who works from `start` to `end` in this zone is at work; `person` knows of his leave."""
        return self._calendar(zone, start, end, self.leave(person) if person and self.away else _NO_DAYS)

    def planning(self, zone: str, start: int, end: int, person: int) -> Calendar:
        """When the person's work can be due: while somebody stands in for him, his leave does not stop it."""
        if not self.away:
            return self._calendar(zone, start, end, _NO_DAYS)
        alone = [one.days() for one in self.away if one.person == person and not one.substitutes]
        return self._calendar(zone, start, end, _NO_DAYS.union(*alone))

    def leave(self, person: int) -> frozenset[date]:
        """Every day on which the person is away."""
        return _NO_DAYS.union(*(one.days() for one in self.away if one.person == person))

    def is_away(self, person: int, now: datetime) -> bool:
        """Whether the person does not work today, by his own day."""
        return any(one.person == person and one.at(now) for one in self.away)

    def stand_in(self, person: int, now: datetime) -> int | None:
        """Who does the work of somebody who is away: the first of his substitutes who is here; None if nobody is."""
        for one in self.away:
            if one.person == person and one.at(now):
                for substitute in one.substitutes:
                    if not self.is_away(substitute, now):
                        return substitute
        return None

    def addressee(self, person: int, now: datetime) -> int | None:
        """Whom to tell what concerns the work of a person: himself, or who stands in; None while nobody does."""
        if not self.away or not self.is_away(person, now):
            return person
        return self.stand_in(person, now)

    def covered(self, person: int, now: datetime) -> frozenset[int]:
        """For whom the person stands in now."""
        if not self.away:
            return NOBODY
        return frozenset(
            one.person
            for one in self.away
            if person in one.substitutes and one.at(now) and self.stand_in(one.person, now) == person
        )

    def newest(self, process: str) -> Process:
        """The version that new deals take; KeyError when there is no such process."""
        versions = [version for key, version in self.processes if key == process]
        if not versions:
            raise KeyError(process)
        return self.processes[process, max(versions)]

    @property
    def originals(self) -> Mapping[tuple[str, int], Process]:
        """The processes as their files say, without what an administrator has changed."""
        return self.processes if self.written is None else self.written

    def _calendar(self, zone: str, start: int, end: int, leave: frozenset[date]) -> Calendar:
        key = (zone, start, end, leave)
        known = self._calendars.get(key)
        if known is None:
            known = self._calendars[key] = Calendar(
                zone=zone,
                start=time(*divmod(start, 60)),
                end=time(*divmod(end, 60)),
                days_off=self.days_off | leave,
                working=self.working - leave,
                short=self.short,
                less=self.less,
            )
        return known
