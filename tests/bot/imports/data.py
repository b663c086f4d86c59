"""Small files as people save them, and the public sample where it is there."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.imports import mapping, planning
from bot.imports.files import tables_in
from bot.imports.mapping import Mapping
from bot.imports.planning import Read
from bot.imports.tables import Table
from fsm.loading import shipped

ROOT = Path(__file__).parents[3]
MAVEN = ROOT.parent / "shared" / "data" / "maven-crm"
EXAMPLE = ROOT / "examples" / "maven-crm.yaml"
SIMPLE = shipped()["simple"]
MOSCOW = ZoneInfo("Europe/Moscow")
TODAY = date(2018, 1, 9)

HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"

needs_maven = pytest.mark.skipif(not MAVEN.is_dir(), reason="the sample data are not on this machine")


def example() -> Mapping:
    return mapping.load(EXAMPLE)


def read(*tables: Table, said: Mapping | None = None, today: date = TODAY) -> Read:
    """The plan of some tables, by the mapping of the sample."""
    return planning.read(tables, said or example(), process=SIMPLE, currency="RUB", zone=MOSCOW, today=today)


def table(text: str | bytes, name: str = "deals.csv") -> Table:
    (found,) = tables_in(name, text.encode() if isinstance(text, str) else text)
    return found


def deals(*lines: str, header: str = HEADER) -> Table:
    """A table of deals out of lines of CSV."""
    return table("\n".join((header, *lines)) + "\n")
