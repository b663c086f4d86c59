"""Finding clients and deals by whatever was typed, and the card of a client; only what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, admitted, demand, has, led
from bot.usecases.audits import SETTLING
from bot.usecases.work import Work
from storage import audit, caring, deals, dossier, finding, searches
from storage.audit import Entry
from storage.caring import Care
from storage.deals import Line
from storage.dossier import Counts, Done, Dossier, Reachable
from storage.finding import ClientHit, DealHit

PAGE = 8
SHOWN = 6
"""Deals of a client on its card."""
OFFERED = 20
"""Results of an inline query."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. `search` is the number by which other pages are asked for."""

    text: str
    search: int
    deals: Sequence[DealHit]
    clients: Sequence[ClientHit]
    total: int
    guessed: bool
    page: int


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client with its people, its open deals (the first of them), how the others ended, what was done last.

    `ended` are the last of those: only from here is a closed deal found again.
    """

    client: Dossier
    people: Sequence[Reachable]
    deals: Sequence[Line]
    counts: Counts
    done: Sequence[Done]
    ended: Sequence[Line] = ()
    care: Care | None = None  # whether it rests, and what segment it is of
    last: Entry | None = None  # what somebody did about it after the audit had named it
    may: bool = False  # the reader may work it


async def circle(session: AsyncSession, work: Work) -> frozenset[int] | None:
    """Whose clients and deals the person may see; None: everybody's. ForbiddenError for who sells nothing."""
    demand(work.person, Role.REP, Role.HEAD, Role.DIRECTOR)
    if has(work.person, Role.DIRECTOR):
        return None
    return await led(session, work.person) | frozenset(work.covered)


async def look(work: Work, text: str) -> Results:
    """The first page, and a number for the others."""
    async with work.db.read() as session:
        found = await finding.find(session, text, owner_ids=await circle(session, work))
        page = await _page(session, found, 0)
    async with work.begin() as tx:
        search = await searches.add(tx, person_id=work.person.id, text=text, now=work.now)
    return _results(text, search, found, page, 0)


async def turn(work: Work, search: int, page: int) -> Results:
    """Another page of one's own search, as things are found now."""
    async with work.db.read() as session:
        text = await searches.get(session, search, person_id=work.person.id)
        if text is None:
            raise ForbiddenError
        found = await finding.find(session, text, owner_ids=await circle(session, work))
        page = min(page, max(0, found.count - 1) // PAGE)
        shown = await _page(session, found, page)
    return _results(text, search, found, shown, page)


async def said(work: Work, search: int) -> str:
    """What was searched for."""
    async with work.db.read() as session:
        text = await searches.get(session, search, person_id=work.person.id)
    if text is None:
        raise ForbiddenError
    return text


async def offered(work: Work, text: str) -> tuple[Sequence[DealHit], Sequence[ClientHit]]:
    """Deals and clients for an inline query: a search that is not kept."""
    async with work.db.read() as session:
        found = await finding.find(session, text, owner_ids=await circle(session, work))
        deals = await finding.deal_hits(session, found.deals[:OFFERED])
        return deals, await finding.client_hits(session, found.clients[: OFFERED - len(deals)])


async def client(work: Work, client_id: int) -> ClientCard:
    """The card of a client; ForbiddenError for one that is another's, or is none."""
    async with work.db.read() as session:
        owners = await circle(session, work)
        care = await caring.get(session, client_id)
        keeper = None if care is None else care.owner_id
        may = keeper is not None and await admitted(
            session, work.person, keeper, company=work.company, now=work.now
        )
        found = await dossier.get(session, client_id, owner_ids=None if may else owners)
        if found is None:
            raise ForbiddenError
        return ClientCard(
            found,
            await dossier.people(session, client_id),
            await deals.page(session, owner_ids=owners, client_id=client_id, limit=SHOWN),
            await dossier.counts(session, client_id, owner_ids=owners),
            await dossier.done(session, client_id, owner_ids=owners),
            await deals.ended(session, owner_ids=owners, client_id=client_id),
            care,
            (await audit.of_subjects(session, audit.CLIENT, [client_id], SETTLING)).get(client_id),
            may,
        )


async def run_of(work: Work, deal_id: int) -> int:
    """The run of a deal by its row id, which deep links name; ForbiddenError where there is none."""
    async with work.db.read() as session:
        card = await deals.card(session, deal_id)
    if card is None:
        raise ForbiddenError
    return card.run_id


async def _page(
    session: AsyncSession, found: finding.Found, page: int
) -> tuple[Sequence[DealHit], Sequence[ClientHit]]:
    first, last = page * PAGE, (page + 1) * PAGE
    before = len(found.deals)
    deal_ids, client_ids = (
        found.deals[first:last],
        found.clients[max(0, first - before) : max(0, last - before)],
    )
    return await finding.deal_hits(session, deal_ids), await finding.client_hits(session, client_ids)


def _results(
    text: str,
    search: int,
    found: finding.Found,
    page: tuple[Sequence[DealHit], Sequence[ClientHit]],
    number: int,
) -> Results:
    return Results(text, search, page[0], page[1], found.count, found.guessed, number)
