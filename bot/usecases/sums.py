"""The amount of a deal follows its products, as long as nobody has said another one."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asking.lines import worth
from bot.usecases.work import Work
from fsm.definition import FieldType, Process
from fsm.facts import Answer, Edit
from fsm.table import Refused
from fsm.values import Money
from storage.apply import Advanced, advance
from storage.fields import AMOUNT
from storage.runs import Loaded


def lines_of(process: Process) -> str | None:
    """The field that holds the products of a deal with their prices."""
    return next((key for key, one in process.fields.items() if one.type is FieldType.LINES), None)


def has_amount(process: Process) -> bool:
    field = process.fields.get(AMOUNT)
    return field is not None and field.type is FieldType.MONEY


async def follow(
    tx: AsyncSession, work: Work, loaded: Loaded, answers: Mapping[str, Answer], advanced: Advanced
) -> None:
    """What was done has changed the products: an amount that is not known, or that came from them, is theirs.

    One that somebody has said stays; the list of products offers the other one. `loaded` is the run before.
    """
    lines = lines_of(loaded.process)
    if lines is None or lines not in answers or AMOUNT in answers or not has_amount(loaded.process):
        return
    total = worth(answers[lines])
    amount = loaded.facts.fields.get(AMOUNT)
    if total is None or (
        isinstance(amount, Money) and amount.amount != worth(loaded.facts.fields.get(lines))
    ):
        return
    currency = amount.currency if isinstance(amount, Money) else loaded.currency
    if isinstance(amount, Money) and amount.amount == total:
        return
    await write(tx, work, advanced.run_id, total, currency, cause_id=advanced.cause_id)


async def write(
    tx: AsyncSession, work: Work, run: int, total: Decimal, currency: str, *, cause_id: int | None = None
) -> Advanced | None:
    """The amount of the deal from now on; None where it cannot be changed any more."""
    edit = Edit({AMOUNT: Money(total, currency)})
    try:
        return await advance(
            tx, run, edit, work.now, company=work.company, actor_id=work.person.id, cause_id=cause_id
        )
    except Refused:  # the deal has just ended
        return None
