"""A duty has come to a moment of its clock: whoever has it is reminded, or it is broken and the reason is asked for."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Rule
from notifications import owing
from notifications.kinds import Broken, Duty, Payload, Urgent
from storage import duties, obligations, requests
from storage.company import Company
from storage.obligations import DUTY, Kept
from storage.timers import Due

KIND = DUTY
OTHER = "other"
"""The reason that is said in words."""


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """One message at most, whatever was missed; a head hears of a breach by his digest, of an urgent one at once."""
    number = timer.data.get("obligation")
    if not isinstance(number, int) or timer.run_id is None:
        return
    found = await duties.woken(tx, number, timer.run_id, now, company, fired=timer.key)
    if found is None:
        return
    kept, loaded, woken = found
    rule = company.rules[kept.rule]
    if not rule.on:
        return
    if woken.broken and kept.standing:
        await _tell_above(tx, kept, loaded.row["amount"], now, company)
    payload: Payload | None = None
    # Whoever has the deal since then could not say why.
    own = kept.owner_id == loaded.facts.owner
    if woken.broken and own and rule.breach.reasons and not await _said_before(tx, kept, rule, company):
        payload = Broken(kept.id)
    elif woken.reminder is not None:
        payload = Duty(kept.id, woken.reminder)
    addressee = company.addressee(loaded.facts.owner, now)
    if payload is not None and addressee is not None:
        await owing.owe(tx, addressee, payload, now=now)


async def _said_before(tx: AsyncSession, kept: Kept, rule: Rule, company: Company) -> bool:
    """Whether the reason is known: said already, or given when another date was asked for, which is not asked twice."""
    if kept.reason is not None:
        return True
    exempt, run_id = rule.exempt, kept.run_id
    if exempt is None or run_id is None:
        return False
    for one in await requests.of_deal(tx, run_id):
        process = company.processes.get((one.process, one.version))
        if one.key != exempt.activity or process is None or one.state == process.withdrawn:
            continue
        reason, words = one.data.get(exempt.reason), one.data.get(exempt.words)
        if reason in rule.breach.reasons:
            said = words if reason == OTHER else None
            await obligations.change(tx, [{"row": kept.id, "reason": reason, "words": said}])
            return True
    return False


async def _tell_above(
    tx: AsyncSession, kept: Kept, amount: Decimal | None, now: datetime, company: Company
) -> None:
    if not company.rules[kept.rule].breach.urgent or not company.urgent or (amount or 0) < company.urgent:
        return
    head = company.organisation.heads.get(kept.owner_id)
    addressee = None if head is None else company.addressee(head, now)
    if addressee is not None and addressee != kept.owner_id:
        await owing.owe(tx, addressee, Urgent(kept.id), now=now, urgent=True)
