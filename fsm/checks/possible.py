"""Whether conditions can hold together at all, whatever there is to know about a deal.

It is tried out, with a bound: what would take too long counts as possible, so that nothing is told that is not so.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeAlias

from fsm.definition import Condition

Demand = tuple[Condition, bool]
"""A condition, and whether it is to hold or not to hold."""
_Agenda: TypeAlias = "tuple[Demand, _Agenda] | None"
ENOUGH = 20_000
"""Steps for all questions about one file; the shipped rules take less than a hundredth of it."""


@dataclass(slots=True)
class Steps:
    """How many may still be taken."""

    left: int = ENOUGH

    def take(self, number: int = 1) -> bool:
        """Whether so many were left."""
        self.left -= number
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class World:
    """What there can be: fields, things that can be done, options of fields. None: anything."""

    fields: Collection[str] | None = None
    facts: Collection[str] | None = None
    options: Mapping[str, Collection[str]] = field(default_factory=dict)


ANY = World()


@dataclass(frozen=True, slots=True)
class _Value:
    """What is demanded of one field. The bounds count for as long as it is known."""

    known: bool | None = None
    least: Decimal | None = None
    below: Decimal | None = None
    among: frozenset[str] | None = None
    besides: frozenset[str] = frozenset()

    @property
    def possible(self) -> bool:
        if self.known is not True:
            return True
        if self.least is not None and self.below is not None and self.least >= self.below:
            return False
        return self.among is None or bool(self.among - self.besides)


def possible(demands: Iterable[Demand], steps: Steps, world: World = ANY) -> bool:
    """Whether all of them can be met at once in some deal of that world."""
    agenda: _Agenda = None
    for demand in demands:
        agenda = (demand, agenda)
    waiting: list[tuple[_Agenda, _Agenda, dict[tuple[str, str], Any]]] = [(agenda, None, {})]
    while waiting:
        agenda, choices, known = waiting.pop()
        met = True
        while met and (agenda or choices):
            if agenda is None:
                assert choices is not None
                (condition, holds), choices = choices
                first, *others = _parts(condition, holds)
                if not steps.take(len(known) * len(others)):
                    return True
                waiting += [((part, None), choices, dict(known)) for part in others]
                agenda = (first, None)
                continue
            (condition, holds), agenda = agenda
            parts = _parts(condition, holds)
            if not steps.take(1 + len(parts)):
                return True
            if not parts:
                met = _add(known, condition, holds, world)
            elif condition.any if holds else condition.all:
                choices = ((condition, holds), choices)
            else:
                for part in parts:
                    agenda = (part, agenda)
        if met:
            return True
    return False


def _parts(condition: Condition, holds: bool) -> list[Demand]:
    """What has to be so for it to hold, or not to hold: all of it, or one of it."""
    if condition.denied is not None:
        return [(condition.denied, not holds)]
    return [(one, holds) for one in condition.parts]


def _add(known: dict[tuple[str, str], Any], condition: Condition, holds: bool, world: World) -> bool:
    """Puts down what one word demands; False where it contradicts what is there."""
    if condition.done is not None:
        there = world.facts is None or condition.done in world.facts
        return (there or not holds) and known.setdefault(("done", condition.done), holds) is holds
    name = condition.field or condition.headed or ""
    before = known.get(("field", name), _Value())
    if condition.headed is not None:
        if known.setdefault(("headed", name), holds) is not holds:
            return False
        after = _known(before, value=True) if holds else before
    else:
        after = _of_field(before, condition, holds, world)
    if after is None or (after.known and world.fields is not None and name not in world.fields):
        return False
    known["field", name] = after
    return after.possible


def _of_field(before: _Value, condition: Condition, holds: bool, world: World) -> _Value | None:
    if condition.known is not None:
        return _known(before, value=condition.known is holds)
    after = _known(before, value=True) if holds else before
    if after is None:
        return None
    if condition.equals is not None:
        values = frozenset(condition.equals)
        if not holds:
            return replace(after, besides=after.besides | values)
        if (options := world.options.get(condition.field or "")) is not None:
            values &= frozenset(options)
        return replace(after, among=values if after.among is None else after.among & values)
    if (condition.at_least is not None) is holds:
        least = condition.at_least if condition.at_least is not None else condition.below
        return replace(
            after, least=least if after.least is None or least is None else max(after.least, least)
        )
    below = condition.below if condition.below is not None else condition.at_least
    return replace(after, below=below if after.below is None or below is None else min(after.below, below))


def _known(before: _Value, *, value: bool) -> _Value | None:
    return None if before.known is (not value) else replace(before, known=value)
