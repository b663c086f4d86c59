"""A duty in memory: time passes, something changes, and all that was told is remembered."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from fsm import obligations
from fsm.calendar import Calendar
from fsm.deadlines import Exemption
from fsm.definition import Rule
from fsm.obligations import Matter, Obligation, State, Terms
from fsm.rulebook import shipped
from fsm.values import Money

RULE = shipped()["proposal_5d"]
BROKEN = -1
"""Stands in `told` for the word that it is broken."""
SMALL, LARGE = 400_000, 600_000


def moscow(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


def rubles(amount: int) -> Money:
    return Money(Decimal(amount), "RUB")


@dataclass(slots=True)
class Course:
    """How one duty goes. `told` are the places of reminders, and BROKEN, with the instants at which they were told."""

    now: datetime
    rule: Rule = RULE
    calendar: Calendar = field(default_factory=Calendar)
    matter: Matter = field(default_factory=lambda: Matter({"amount": rubles(SMALL)}))
    told: list[tuple[datetime, int]] = field(default_factory=list)
    duty: Obligation = field(init=False)
    terms: Terms = field(init=False)

    def __post_init__(self) -> None:
        self.terms = Terms.of(self.rule)
        self.duty = obligations.begin(self.now)
        self.judge()

    # --- time -------------------------------------------------------------------------------------------

    def until(self, now: datetime) -> "Course":
        """Time passes, and the duty is woken whenever it wants to be."""
        while self.duty.wake_at is not None and self.duty.wake_at <= now:
            self.now = max(self.duty.wake_at, self.now)
            self.wake()
        self.now = now
        return self

    def down_until(self, now: datetime) -> "Course":
        """Nobody is there to wake it until then."""
        self.now = now
        return self

    def wake(self) -> "Course":
        """Its moment has come, or somebody thinks so."""
        found = obligations.wake(self.rule, self.terms, self.duty, self.matter, self.now, self.calendar)
        self.duty = found.obligation
        if found.reminder is not None:
            self.told.append((self.now, found.reminder))
        if found.broken:
            self.told.append((self.now, BROKEN))
        return self

    # --- changes ----------------------------------------------------------------------------------------

    def judge(self, *, own: bool = False) -> "Course":
        """Something has changed now; `own`: whoever has the duty did it."""
        judge = obligations.known if own else obligations.judge
        self.duty = judge(self.rule, self.terms, self.duty, self.matter, self.now, self.calendar)
        return self

    def change(self, *, own: bool = False, **matter: Any) -> "Course":
        """Some of what the duty is about is something else now."""
        self.matter = replace(self.matter, **matter)
        return self.judge(own=own)

    def fields(self, **values: Any) -> "Course":
        """These are known from now on; None: not known any more."""
        known = {**self.matter.fields, **values}
        return self.change(fields={key: value for key, value in known.items() if value is not None})

    def done(self, *keys: str) -> "Course":
        return self.change(done=self.matter.done | {*keys})

    def sent(self, day: date) -> "Course":
        return self.fields(proposal_sent=day)

    def ask(self) -> "Course":
        """Another date is asked for."""
        return self.change(exemptions=(*self.matter.exemptions, Exemption(self.now)))

    def agree(self, until: date) -> "Course":
        return self._answer(until=until)

    def reject(self) -> "Course":
        return self._answer(refused=True)

    def withdraw(self) -> "Course":
        return self._answer()

    def _answer(self, **how: Any) -> "Course":
        *others, last = self.matter.exemptions
        return self.change(exemptions=(*others, replace(last, ended_at=self.now, **how)))

    # --- what came of it --------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self.duty.state

    @property
    def due(self) -> datetime | None:
        return self.duty.due_at

    def local(self) -> list[tuple[str, int]]:
        """What was told, by the clock of whoever has the duty."""
        return [(f"{self.calendar.local(at):%a %d.%m %H:%M}", place) for at, place in self.told]


def told(course: Course) -> list[int]:
    """Only the places."""
    return [place for _, place in course.told]
