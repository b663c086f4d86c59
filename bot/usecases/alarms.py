"""A broken duty about a large deal, of which a head was told at once: how it stands, and who is asked for it."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import Role, admit, demand
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.definition import Rule
from notifications import owing
from notifications.kinds import Nudge
from storage import deals, obligations
from storage.company import Company
from storage.obligations import Kept


@dataclass(frozen=True, slots=True)
class Alarmed:
    """What was broken by which rule, and the deal it is about."""

    kept: Kept
    rule: Rule
    card: deals.Card

    @property
    def stands(self) -> bool:
        """Whether something is still to be done about it."""
        return self.kept.standing and self.kept.accepted_at is None and self.card.outcome is None


async def find(session: AsyncSession, obligation_id: int, company: Company) -> Alarmed | None:
    """By its row id; None for what is no broken duty about a deal."""
    kept = await obligations.get(session, obligation_id)
    rule = None if kept is None else company.rules.get(kept.rule)
    if kept is None or rule is None or kept.run_id is None or kept.obligation.ended_at is None:
        return None
    card = await deals.card_of_run(session, kept.run_id)
    return None if card is None else Alarmed(kept, rule, card)


async def seen(work: Work, obligation_id: int) -> Alarmed:
    """As it stands now, for who answers for whose the deal is."""
    async with work.db.read() as session:
        return await _permitted(session, work, obligation_id)


async def nudge(work: Work, obligation_id: int) -> tuple[Alarmed, bool]:
    """Ask whose the deal is to take care of it, once a day; whether he is told now."""
    async with work.begin() as tx:
        found = await _permitted(tx, work, obligation_id)
        to = work.company.addressee(found.card.owner_id, work.now)
        if not found.stands or to is None or to == work.person.id:
            return found, False
        asked = Nudge(found.card.run_id, 0, work.person.id, work.today)
        return found, await owing.owe(tx, to, asked, now=work.now)


async def _permitted(session: AsyncSession, work: Work, obligation_id: int) -> Alarmed:
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    found = await find(session, obligation_id, work.company)
    if found is None:
        raise StaleError
    await admit(session, work.person, found.card.owner_id, company=work.company, now=work.now)
    return found
