"""Fields of numbers and of money."""

from decimal import Decimal

from bot.usecases.asked import Suggestion, Trouble
from bot.usecases.asking import lines
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered, no_button, nothing
from bot.usecases.estimates import estimates
from bot.words.money import money
from bot.words.number import number
from fsm.definition import FieldType
from fsm.facts import Answer
from fsm.values import Money
from storage import products
from storage.fields import AMOUNT


async def _number(inquiry: Inquiry, text: str) -> Answer:
    found = number(text)
    most = inquiry.definition.most
    if most is not None and found > most:
        raise NotUnderstoodError(Trouble.TOO_LARGE_NUMBER)
    return found


async def _amounts(inquiry: Inquiry) -> Offered:
    """What its products come to, what the deal says already, and what its product costs."""
    row = inquiry.loaded.row
    amounts: list[tuple[Decimal, str]] = []
    total = lines.worth(inquiry.of_type(FieldType.LINES))
    if total is not None:
        amounts.append((total, row["currency"] or inquiry.loaded.currency))
    if row["amount"] is not None:
        amounts.append((row["amount"], row["currency"]))
    if row["product_id"] is not None:
        product = await products.get(inquiry.tx, row["product_id"])
        if product is not None and product.price is not None:
            amounts.append((product.price, row["currency"] or inquiry.loaded.currency))
    unknown = row["amount"] is None and total is None
    if unknown and inquiry.loaded.facts.draft and inquiry.question.key == AMOUNT:  # roughly, while it is made
        amounts += [(Decimal(one), inquiry.loaded.currency) for one in estimates()]
    return Offered(
        tuple(
            Suggestion(f"a{amount:.2f}", value=Money(amount, currency))
            for amount, currency in dict.fromkeys(amounts)
        )
    )


async def _chosen(inquiry: Inquiry, choice: str) -> Answer:
    for one in (await _amounts(inquiry)).suggestions:
        if one.choice == choice:
            return one.value
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


async def _money(inquiry: Inquiry, text: str) -> Answer:
    return money(text, inquiry.loaded.row["currency"] or inquiry.loaded.currency)


NUMBER = Manner(nothing, no_button, _number)
MONEY = Manner(_amounts, _chosen, _money)
