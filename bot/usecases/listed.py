"""Lists of a deal as one looks at them: participants, competitors, products, and documents with their versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError
from bot.usecases.asking.lines import worth
from bot.usecases.dialogue import admit
from bot.usecases.handing import owe
from bot.usecases.replies import StaleError
from bot.usecases.sums import has_amount, write
from bot.usecases.work import Work
from fsm.definition import FieldType, Process
from fsm.values import Line, Participant, valued
from storage import contacts, deals, notes, products
from storage.contacts import Contact
from storage.deals import Card
from storage.notes import Note
from storage.products import Product

TABLES = frozenset({FieldType.PARTICIPANTS, FieldType.COMPETITORS, FieldType.LINES, FieldType.FILE})


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of a deal with the names of what its rows are of. `total` is what products are worth, where that is
    an amount that the deal could have and has not.
    """

    card: Card
    process: Process
    key: str
    rows: tuple[Any, ...]
    currency: str
    total: Decimal | None = None
    contacts: Mapping[int, Contact] = field(default_factory=dict)
    products: Mapping[int, Product] = field(default_factory=dict)
    notes: Mapping[int, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Documents:
    """Files of a deal by field, the oldest version first."""

    card: Card
    process: Process
    versions: Mapping[str, tuple[int, ...]]
    notes: Mapping[int, Note]


async def listed(work: Work, run: int, key: str) -> Listed:
    """StaleError where there is no such deal, ForbiddenError where it or the field is none of the person's."""
    async with work.db.read() as session:
        return await _listed(session, work, run, key)


async def _listed(session: AsyncSession, work: Work, run: int, key: str) -> Listed:
    card, process = await _deal(session, work, run)
    definition = process.fields.get(key)
    if definition is None or definition.type not in TABLES:
        raise ForbiddenError
    rows = rows_of(card, process, key)
    return Listed(
        card,
        process,
        key,
        rows,
        card.currency or work.company.currency,
        total=_total(card, process, rows),
        contacts=await contacts.of_ids(
            session, [one.contact for one in rows if isinstance(one, Participant)]
        ),
        products=await products.of_ids(session, [one.product for one in rows if isinstance(one, Line)]),
        notes=await notes.of_ids(session, rows) if definition.type is FieldType.FILE else {},
    )


async def documents(work: Work, run: int) -> Documents:
    """All files of a deal. Raises like `listed`."""
    async with work.db.read() as session:
        card, process = await _deal(session, work, run)
        versions = {
            key: rows_of(card, process, key)
            for key, one in process.fields.items()
            if one.type is FieldType.FILE
        }
        last = [ids[-1] for ids in versions.values() if ids]
        return Documents(card, process, versions, await notes.of_ids(session, last))


async def use_total(work: Work, run: int, key: str, hundredths: int) -> Listed:
    """The deal is worth what its products are, if that is still what was promised; the list as it is then."""
    async with work.begin() as tx:
        found = await _listed(tx, work, run, key)
        if found.card.outcome is None and found.total is not None and found.total * 100 == hundredths:
            advanced = await write(tx, work, run, found.total, found.currency)
            if advanced is not None:
                await owe(tx, work, advanced, next_card=False)
        return await _listed(tx, work, run, key)


def rows_of(card: Card, process: Process, key: str) -> tuple[Any, ...]:
    """The rows of a list; nothing where the process has another type for it by now."""
    written = card.extra.get(key)
    if written is None:
        return ()
    try:
        rows = valued(process.fields[key].type, written)
    except ValueError:
        return ()
    return rows if isinstance(rows, tuple) else ()


def _total(card: Card, process: Process, rows: tuple[Any, ...]) -> Decimal | None:
    found = worth(rows)
    return found if has_amount(process) and found is not None and found != card.amount else None


async def _deal(session: AsyncSession, work: Work, run: int) -> tuple[Card, Process]:
    card = await deals.card_of_run(session, run)
    if card is None:
        raise StaleError
    await admit(session, work, card.owner_id)
    return card, work.company.processes[card.process, card.version]
