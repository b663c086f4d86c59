"""Numbers, money, dates and months in the ways of a language, by Babel's data; remembered, because lists repeat them."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol

SPACE = "\u00a0"
_REMEMBERED = 4096


@lru_cache(maxsize=8)
def locale(language: str) -> Locale:
    return Locale.parse(language)


@lru_cache(maxsize=_REMEMBERED)
def number(value: int | Decimal, language: str) -> str:
    return str(format_decimal(value, locale=locale(language)))


@lru_cache(maxsize=_REMEMBERED)
def percent(share: float, language: str) -> str:
    """Whole percents; one decimal below ten, where it says something."""
    pattern = "#,##0.#" if 0 < abs(share) < 0.1 else "#,##0"
    found = str(format_percent(share, format=f"{pattern}%", locale=locale(language)))
    return found.replace("%", f"{SPACE}%") if language == "ru" else found


@lru_cache(maxsize=64)
def symbol(currency: str, language: str) -> str:
    return "₽" if currency == "RUB" else str(get_currency_symbol(currency, locale=locale(language)))


@lru_cache(maxsize=_REMEMBERED)
def money(amount: Decimal, currency: str, language: str, *, compact: bool) -> str:
    """Without the hundredths when they are nothing; `compact`: «1,2 млн ₽»."""
    if compact and abs(amount) >= 100_000:
        written = str(format_compact_decimal(amount, fraction_digits=1, locale=locale(language)))
    else:
        pattern = "#,##0" if compact or amount == amount.to_integral_value() else "#,##0.00"
        written = str(format_decimal(amount, format=pattern, locale=locale(language)))
    sign = symbol(currency, language)
    if language == "ru":
        return f"{written}{SPACE}{sign}"
    return f"{sign}{SPACE if sign[-1:].isalpha() else ''}{written}"


def _short(word: str) -> str:
    """A month in three letters: «нояб.» takes more room on a button than it says."""
    return word[:3]


@lru_cache(maxsize=_REMEMBERED)
def day_and_month(day: date, language: str) -> str:
    """«24 ноя»."""
    return f"{day.day} {_short(str(format_date(day, 'MMM', locale=locale(language))))}"


@lru_cache(maxsize=_REMEMBERED)
def weekday(day: date, language: str) -> str:
    """«пн»."""
    return str(format_date(day, "ccc", locale=locale(language)))


@lru_cache(maxsize=_REMEMBERED)
def long_day(day: date, language: str) -> str:
    """«понедельник, 24 ноября»."""
    return str(format_date(day, "cccc, d MMMM", locale=locale(language)))


@lru_cache(maxsize=_REMEMBERED)
def month(year: int, number_of_month: int, language: str) -> str:
    """«Ноябрь 2026»."""
    written = str(format_date(date(year, number_of_month, 1), "LLLL y", locale=locale(language)))
    return written[:1].upper() + written[1:]
