"""Money of a whole column: whether a dot or a comma is the decimal mark is found out, and never guessed."""

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.imports.problems import N_, AmbiguousAmounts
from bot.imports.tables import Cell, words

LARGEST = Decimal(10) ** 14
_CENT = Decimal("0.01")
_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₸": "KZT", "₴": "UAH",
    "руб": "RUB", "руб.": "RUB", "р.": "RUB", "р": "RUB",
}  # fmt: skip
_UNIT = r"[$€£₽₸₴]|руб\.?|р\.?|[A-Za-z]{3}"
_AMOUNT = re.compile(
    rf"(?P<before>{_UNIT})?\s*(?P<number>-?[\d.,'\s]*\d[.,]?)\s*(?P<after>{_UNIT})?", re.IGNORECASE
)
_BLANKS = re.compile(r"(?<=\d)[\s'](?=\d{3}(?!\d))")
_BY_MARK = {
    ".": re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?"),
    ",": re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?"),
}


def mark(file: str, header: str, cells: Iterable[tuple[int, Cell]]) -> str:
    """The decimal mark of a column, given as (line, cell). AmbiguousAmounts when it is or contradicts itself."""
    seen: dict[str, tuple[int, str]] = {}
    unclear: tuple[int, str] | None = None
    for line, cell in cells:
        if not isinstance(cell, str) or not (found := _AMOUNT.fullmatch(words(cell))):
            continue
        number = _BLANKS.sub("", found["number"])
        told = _told(number)
        if told == "?":
            unclear = unclear or (line, words(cell))
        elif told:
            seen.setdefault(told, (line, words(cell)))
    if len(seen) == 2:
        (dot_line, dot), (comma_line, comma) = seen["."], seen[","]
        told = N_(
            "{file}, column `{column}`: {first} (line {first_line}) has a decimal point and {second}"
            ' (line {second_line}) a decimal comma; say `decimal: "."` or `decimal: ","` in the mapping',
            file=file,
            column=header,
            first=dot,
            first_line=dot_line,
            second=comma,
            second_line=comma_line,
        )
        raise AmbiguousAmounts(told, file=file, header=header, line=dot_line, example=dot)
    if seen:
        return next(iter(seen))
    if unclear:
        line, text = unclear
        told = N_(
            "{file}, column `{column}`: {value} (line {line}) may have thousands or three decimals, and nothing in the"
            ' column tells; say `decimal: "."` or `decimal: ","` in the mapping',
            file=file,
            column=header,
            value=text,
            line=line,
        )
        raise AmbiguousAmounts(told, file=file, header=header, line=line, example=text)
    return "."


def _told(number: str) -> str:
    """The decimal mark that one number shows; "?" if it could be either, "" if it shows none."""
    dots, commas = number.count("."), number.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return "." if number.rindex(".") > number.rindex(",") else ","
    sign, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    whole, _, rest = number.lstrip("-").partition(sign)
    return "?" if len(rest) == 3 and 0 < len(whole) <= 3 and whole != "0" else sign


def parsed(cell: Cell, decimal_mark: str, currency: str | None) -> Decimal | None:
    """The amount, None for nothing. ValueError with the problem in words, also for another currency."""
    if isinstance(cell, bool):
        raise ValueError(N_("not an amount"))  # noqa: TRY004 - the problem is the value in the file
    if isinstance(cell, int | float | Decimal):
        return _checked(Decimal(str(cell)))
    text = words(cell)
    if not text:
        return None
    found = _AMOUNT.fullmatch(text)
    if not found or not _BY_MARK[decimal_mark].fullmatch(number := _BLANKS.sub("", found["number"])):
        raise ValueError(N_("not an amount"))
    for sign in (found["before"], found["after"]):
        unit = sign and _SIGNS.get(sign.lower(), sign.upper())
        if unit and currency and unit != currency:
            raise ValueError(N_("in {unit}, but the column is in {currency}", unit=unit, currency=currency))
    thousands = "," if decimal_mark == "." else "."
    return _checked(Decimal(number.replace(thousands, "").replace(decimal_mark, ".")))


def _checked(amount: Decimal) -> Decimal:
    if not amount.is_finite():
        raise ValueError(N_("not an amount"))
    if amount < 0:
        raise ValueError(N_("below zero"))
    if amount >= LARGEST:
        raise ValueError(N_("too large for an amount"))
    if amount != amount.quantize(_CENT):
        raise ValueError(N_("more than two decimals"))
    return amount.quantize(_CENT)
