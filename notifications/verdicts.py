"""What became of messages, as values, and one transaction that writes down many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import owing
from notifications.channels import shut
from notifications.kinds import Unreachable
from notifications.port import Sent
from storage import cards, outbox, people
from storage.company import Company
from storage.outbox import Owed


@dataclass(frozen=True, slots=True)
class Delivered:
    """It was sent, or there was nothing to say any more."""

    owed: Owed
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class Postponed:
    """It is tried again at `due`, a UTC instant; `reason` None where nothing failed.

    `holds`: so are the person's other messages, to stay in order.
    """

    owed: Owed
    due: datetime
    reason: str | None
    holds: bool = False


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It will not be sent; `blocked`: nor will anything else to this person."""

    owed: Owed
    reason: str
    blocked: bool = False


Verdict = Delivered | Postponed | GivenUp


async def write(tx: AsyncSession, verdicts: Sequence[Verdict], now: datetime, company: Company) -> None:
    """Settle them: rows, cards, and who cannot be reached."""
    delivered = [verdict for verdict in verdicts if isinstance(verdict, Delivered)]
    rows = [(one.owed.id, one.sent.place.message_id if one.sent else None) for one in delivered]
    await outbox.sent(tx, rows, now=now)
    for one in delivered:
        if one.sent and one.sent.shown:
            await _card(tx, one.owed.lane, one.sent, now)
    for verdict in verdicts:
        match verdict:
            case Postponed(owed, due, reason):
                await outbox.later(tx, owed.id, due=due, error=reason, attempt=reason is not None)
            case GivenUp(owed, reason, blocked):
                await outbox.dead(tx, owed.id, error=reason)
                if blocked and owed.person_id is not None:
                    await unreachable(tx, owed.person_id, now, company)
                elif blocked and owed.channel_id is not None:
                    await shut(tx, owed.channel_id, now)
            case Delivered():
                pass


async def _card(tx: AsyncSession, person_id: int, sent: Sent, now: datetime) -> None:
    assert sent.shown is not None
    await cards.put(
        tx,
        person_id=person_id,
        kind=sent.shown.kind,
        subject_id=sent.shown.subject_id,
        chat_id=sent.place.chat_id,
        message_id=sent.place.message_id,
        revision=sent.shown.revision,
        now=now,
    )


async def unreachable(tx: AsyncSession, person_id: int, now: datetime, company: Company) -> None:
    """The rest of what is owed dies with it, and the heads are told, once a day."""
    person = await people.get(tx, person_id)
    await people.block(tx, person_id, now=now)
    await outbox.dead_of(tx, person_id, error="the person blocked the bot")
    if person is None or person.team_id is None:
        return
    for head in await people.heads(tx, person.team_id):
        if head.id == person_id or not head.reachable:
            continue
        day = company.calendar(head.zone, head.work_start, head.work_end).day_of(now)
        await owing.owe(tx, head.id, Unreachable(person_id, day), now=now)
