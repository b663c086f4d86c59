"""Among whom and what a watch looks, and how its norms become conditions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, literal

from fsm.calendar import Calendar
from fsm.definition import Limit, Rule
from storage.columns import Instant


@dataclass(frozen=True, slots=True)
class Found:
    """What breaks a rule: `kind` is deal, task or client, `subject_id` a row of it; `since` (UTC) when that began.

    `run_id` is the run that the task belongs to, or the deal's; none for a client.
    """

    kind: str
    subject_id: int
    run_id: int | None
    activity_id: int | None
    owner_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """Rows with ids over `after`, up to `upto` (None: all of them); perhaps only these ones."""

    after: int = 0
    upto: int | None = None
    only: Collection[int] | None = None


ALL = Part()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is this owner's; `heir`: what is nobody's, too. `calendar` is his own."""

    owner_id: int
    now: datetime
    calendar: Calendar
    part: Part = ALL
    heir: bool = False

    @property
    def today(self) -> date:
        """The owner's day."""
        return self.calendar.day_of(self.now)

    def within(self, number: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The rows of the part, by their id."""
        conditions = [number > self.part.after] if self.part.after else []
        if self.part.upto is not None:
            conditions.append(number <= self.part.upto)
        if self.part.only is not None:
            conditions.append(number.in_(list(self.part.only)))
        return conditions


def normed(
    rule: Rule, key: ColumnElement[str], instant: Callable[[Limit], datetime]
) -> ColumnElement[datetime]:
    """The instant that the rule's limit means, or the one of the norm of this `key`; `instant` reckons either."""
    by_number: dict[int, list[str]] = {}
    for name, number in rule.norms.items():
        by_number.setdefault(number, []).append(name)
    usual = literal(instant(rule.limit), Instant)
    if not by_number:
        return usual
    norms = [
        (key.in_(names), literal(instant(rule.limit.of(number)), Instant))
        for number, names in by_number.items()
    ]
    return case(*norms, else_=usual)
