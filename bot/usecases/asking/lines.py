"""What is sold in a deal: products with quantity, price and discount. There is no cost to know, so there is no margin."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.usecases.asked import PAGE, SOUGHT, Suggestion, Trouble
from bot.usecases.asking import market
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError, Unfinished
from bot.usecases.asking.rows import Chips, Sought, Table, heard, plainly
from bot.usecases.asking.sheet import Row, Sheet, Shown, currency_of
from bot.words.money import LARGEST, money
from bot.words.number import number
from fsm.definition import FieldType
from fsm.values import Line, Money
from storage import products

QUANTITIES = (1, 2, 3, 5, 10)
DISCOUNTS = (5, 10, 15, 20)
WHOLE = Decimal(100)
MOST_OF_ONE = Decimal(10) ** 6
"""More of one product is a slip of the finger."""


class Lines:
    """Columns of the table of products; one that is only of interest has no price yet, which is zero."""

    first: str = "product"
    parts: tuple[str, ...] = ("quantity", "price", "discount")
    most: int = 30

    async def chips(self, inquiry: Inquiry, sheet: Sheet) -> Chips:
        match sheet.part:
            case "product":
                offered = await market.offered_products(_in_catalogue(inquiry, sheet))
                return Chips(offered.suggestions, more=(offered.total or 0) > (sheet.page + 1) * PAGE)
            case "quantity":
                return Chips(tuple(Suggestion(f"n{one}", value=Decimal(one)) for one in QUANTITIES))
            case "price":
                price = await self._price(inquiry, sheet)
                offers = () if price is None else (Suggestion("p", value=Money(price, currency_of(inquiry))),)
                return Chips(offers)
            case _:
                return Chips(tuple(Suggestion(f"n{one}", value=Decimal(one)) for one in DISCOUNTS))

    async def chosen(self, inquiry: Inquiry, sheet: Sheet, choice: str) -> object:
        if sheet.part == self.first:
            return await market.product_pressed(inquiry, choice)
        for one in (await self.chips(inquiry, sheet)).offers:
            if one.choice == choice:
                found = one.value.amount if isinstance(one.value, Money) else one.value
                assert isinstance(found, Decimal)
                return self._fitting(sheet, found)
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)

    async def said(self, inquiry: Inquiry, sheet: Sheet, text: str) -> object:
        match sheet.part:
            case "product":
                found = await heard(market.product_said(inquiry, text), FieldType.PRODUCT)
                return Sought(found.part[SOUGHT]) if isinstance(found, Unfinished) else found
            case "price":
                currency = currency_of(inquiry)
                price = plainly(lambda: money(text, currency), FieldType.MONEY)
                if price.currency != currency:
                    raise NotUnderstoodError(Trouble.OTHER_CURRENCY)
                return self._fitting(sheet, price.amount)
            case _:
                return self._fitting(sheet, plainly(lambda: number(text), FieldType.NUMBER))

    def _fitting(self, sheet: Sheet, found: Decimal) -> Decimal:
        """A share is not over the whole, and what all lines are worth together is an amount that a deal can have."""
        assert sheet.at is not None
        if sheet.part == "discount" and found > WHOLE:
            raise NotUnderstoodError(Trouble.OVER_A_HUNDRED)
        if sheet.part == "quantity" and not found:
            raise NotUnderstoodError(Trouble.NO_QUANTITY)
        if sheet.part == "quantity" and found > MOST_OF_ONE:
            raise NotUnderstoodError(Trouble.TOO_LARGE_NUMBER)
        row = replace(sheet.rows[sheet.at], **{sheet.part: found})
        if total(sheet.with_row(sheet.at, row).rows) > LARGEST:
            raise NotUnderstoodError(Trouble.TOO_MUCH_MONEY)
        return found

    async def row(self, inquiry: Inquiry, value: Any) -> Row:
        product = await products.get(inquiry.tx, int(value))
        if product is None:
            raise NotUnderstoodError(Trouble.NOT_FOUND)
        return Line(product.id, Decimal(1), await _own_price(inquiry, product.price))

    async def _price(self, inquiry: Inquiry, sheet: Sheet) -> Decimal | None:
        assert sheet.at is not None
        product = await products.get(inquiry.tx, sheet.rows[sheet.at].product)
        return (await _own_price(inquiry, product.price) or None) if product else None

    async def shown(self, inquiry: Inquiry, shown: Shown) -> Shown:
        found = await products.of_ids(inquiry.tx, [row.product for row in shown.sheet.rows])
        return replace(shown, products=found, currency=currency_of(inquiry))

    def has(self, row: Row, part: str) -> bool:
        return bool(getattr(row, part))


async def _own_price(inquiry: Inquiry, price: Decimal | None) -> Decimal:
    """The price of the catalogue, which is in the company's currency; zero where that is not the deal's."""
    same = currency_of(inquiry) == inquiry.loaded.currency
    return price if price is not None and same else Decimal(0)


def _in_catalogue(inquiry: Inquiry, sheet: Sheet) -> Inquiry:
    return replace(inquiry, part={SOUGHT: sheet.sought} if sheet.sought else {}, page=sheet.page)


def total(rows: tuple[Any, ...]) -> Decimal:
    """What the lines are worth together."""
    return sum((row.sum for row in rows if isinstance(row, Line)), Decimal(0))


def worth(rows: object) -> Decimal | None:
    """The same as an amount of the deal; None where a price is not known, or nothing is to be paid."""
    if not isinstance(rows, tuple) or not all(isinstance(row, Line) and row.price for row in rows):
        return None
    return total(rows) or None


MANNER = Table(Lines()).manner
