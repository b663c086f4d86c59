"""What the whole company shares and every change needs: processes, working calendar, lead times of rings.

A plain value, loaded at start and again when a setting changes; `advance` takes it as an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from fsm.calendar import Calendar
from fsm.definition import Process

RINGS: Mapping[str, timedelta] = {"call": timedelta(minutes=15), "meeting": timedelta(minutes=60)}
"""How long before a timed activity of a kind its owner is told."""


@dataclass(frozen=True, slots=True)
class Company:
    """`processes` by key and version; days as in fsm.calendar; hours are minutes after midnight."""

    processes: Mapping[tuple[str, int], Process]
    currency: str = "RUB"
    rings: Mapping[str, timedelta] = field(default_factory=lambda: RINGS)
    days_off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    _calendars: dict[tuple[str, int, int], Calendar] = field(default_factory=dict, repr=False, compare=False)

    def calendar(self, zone: str, start: int, end: int) -> Calendar:
        """The calendar of somebody who works from `start` to `end` in this zone."""
        key = (zone, start, end)
        known = self._calendars.get(key)
        if known is None:
            known = self._calendars[key] = Calendar(
                zone=zone,
                start=time(*divmod(start, 60)),
                end=time(*divmod(end, 60)),
                days_off=self.days_off,
                working=self.working,
            )
        return known

    def newest(self, process: str) -> Process:
        """The version that new deals take; KeyError when there is no such process."""
        versions = [version for key, version in self.processes if key == process]
        if not versions:
            raise KeyError(process)
        return self.processes[process, max(versions)]
