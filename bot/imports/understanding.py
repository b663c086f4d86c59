"""A file that was sent, as far as it is understood: its tables, what is known of them, what must be asked, the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.imports import asking, planning, sketch
from bot.imports.asking import Ask, Odd
from bot.imports.planning import Read
from bot.imports.sketch import Sketch
from bot.imports.tables import Table
from fsm.definition import Process


@dataclass(frozen=True, slots=True)
class Understood:
    """`read` is the plan of the import; None while something is asked. Titles of the tables are unique."""

    process: Process
    tables: tuple[Table, ...]
    sketch: Sketch
    asks: tuple[Ask, ...]
    odd: tuple[Odd, ...]
    currency: str
    read: Read | None


def understand(
    raw: Sequence[Table],
    kept: Mapping[str, Any],
    process: Process,
    *,
    currency: str,
    zone: ZoneInfo,
    today: date,
) -> Understood:
    """Read the tables by what was `kept` of a Sketch (nothing at first). Raises Refused. Long: for a thread."""
    said = sketch.begun(raw, process)
    if kept:
        said = Sketch.model_validate(kept)
    tables = tuple(sketch.titled(table) for table in raw)
    asks = tuple(asking.asks(tables, said))
    odd = tuple(asking.odd(tables, said))
    if asks:
        return Understood(process, tables, said, asks, odd, currency, None)
    both = list(zip(tables, said.parts, strict=True))
    pairs = [(table, sketch.meant(table, part)) for table, part in both if part.rows is not None]
    skipped = tuple(table.file for table, part in both if part.rows is None)
    plan = planning.plan(pairs, skipped, process=process, currency=currency, zone=zone, today=today)
    return Understood(process, tables, said, (), odd, currency, plan)
