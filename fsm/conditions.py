"""Whether a condition holds, on plain values."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal

from fsm.definition.conditions import Condition
from fsm.values import Money


def holds(
    condition: Condition,
    known: Mapping[str, object],
    done: AbstractSet[str] = frozenset(),
    leaders: Mapping[int, int] | None = None,
) -> bool:
    """`known` are values of fields, `done` completed activities and signals, `leaders` heads by team."""
    if condition.field is not None:
        value = known.get(condition.field)
        return value in condition.equals if condition.equals is not None else _of_field(condition, value)
    if condition.done is not None:
        return condition.done in done
    if condition.headed is not None:
        return bool(leaders) and known.get(condition.headed) in (leaders or {})
    if condition.denied is not None:
        return not holds(condition.denied, known, done, leaders)
    if condition.all:
        return all(holds(one, known, done, leaders) for one in condition.all)
    return any(holds(one, known, done, leaders) for one in condition.any)


def _of_field(condition: Condition, value: object) -> bool:
    if condition.known is not None:
        return (value is not None and value != ()) is condition.known
    if value is None:
        return False
    number = value.amount if isinstance(value, Money) else value
    if not isinstance(number, Decimal):
        return False
    if condition.at_least is not None:
        return number >= condition.at_least
    return condition.below is not None and number < condition.below
