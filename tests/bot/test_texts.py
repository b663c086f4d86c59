"""Numbers, money, days and times as each language says them, on the reader's clock."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfoNotFoundError

import pytest

from bot.texts import Texts, language_of, texts

RU = texts("ru", "Europe/Moscow")
EN = texts("en", "America/New_York")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "ru", "en"),
    [
        ("120000", "RUB", "120 000 ₽", "₽120,000"),
        ("5482.50", "USD", "5 482,50 $", "$5,482.50"),
        ("0", "EUR", "0 €", "€0"),
        ("1200.00", "CHF", "1 200 CHF", "CHF 1,200"),
    ],
)
def test_money(amount: str, currency: str, ru: str, en: str) -> None:
    assert spaced(RU.money(Decimal(amount), currency)) == ru
    assert spaced(EN.money(Decimal(amount), currency)) == en


@pytest.mark.parametrize(
    ("amount", "ru", "en"),
    [
        ("99999.40", "99 999 ₽", "₽99,999"),
        ("120500", "120,5 тыс. ₽", "₽120.5K"),
        ("10005534", "10 млн ₽", "₽10M"),
    ],
)
def test_money_in_short(amount: str, ru: str, en: str) -> None:
    assert spaced(RU.money(Decimal(amount), "RUB", compact=True)) == ru
    assert spaced(EN.money(Decimal(amount), "RUB", compact=True)) == en


@pytest.mark.parametrize(
    ("share", "ru", "en"),
    [(0.634, "63 %", "63%"), (0.0534, "5,3 %", "5.3%"), (0, "0 %", "0%"), (1, "100 %", "100%")],
)
def test_percent(share: float, ru: str, en: str) -> None:
    assert (spaced(RU.percent(share)), EN.percent(share)) == (ru, en)


@pytest.mark.parametrize(
    ("days", "ru", "en"),
    [
        (0, "сегодня", "today"),
        (1, "завтра", "tomorrow"),
        (-1, "вчера", "yesterday"),
        (2, "ср 25 ноя", "Wed 25 Nov"),
        (60, "пт 22 янв", "Fri 22 Jan"),
        (400, "28 дек 2027", "28 Dec 2027"),
        (-30, "сб 24 окт", "Sat 24 Oct"),
    ],
)
def test_days(days: int, ru: str, en: str) -> None:
    today = date(2026, 11, 23)
    assert (RU.day(today + timedelta(days=days), today), EN.day(today + timedelta(days=days), today)) == (
        ru,
        en,
    )


@pytest.mark.parametrize(
    ("hours", "timed", "ru", "en"),
    [
        (3, True, "сегодня 15:00", "today 07:00"),
        (3, False, "сегодня", "today"),
        (13, True, "завтра 01:00", "today 17:00"),
        (72, True, "чт 26 ноя, 12:00", "Thu 26 Nov, 04:00"),
        (72, False, "чт 26 ноя", "Thu 26 Nov"),
    ],
)
def test_moments_are_on_the_clock_of_the_reader(hours: int, timed: bool, ru: str, en: str) -> None:
    instant = NOW + timedelta(hours=hours)
    assert (RU.moment(instant, NOW, timed=timed), EN.moment(instant, NOW, timed=timed)) == (ru, en)


@pytest.mark.parametrize(
    ("span", "ru", "en"),
    [
        (timedelta(minutes=15), "15 мин", "15 min"),
        (timedelta(hours=-2, minutes=-59), "3 ч", "3 h"),
        (timedelta(days=1), "1 день", "1 day"),
        (timedelta(days=3), "3 дня", "3 days"),
        (timedelta(days=21), "21 день", "21 days"),
        (timedelta(days=2045), "2 045 дней", "2,045 days"),
    ],
)
def test_spans(span: timedelta, ru: str, en: str) -> None:
    assert (spaced(RU.span(span)), EN.span(span)) == (ru, en)


def test_months_and_long_days() -> None:
    assert (RU.month(2026, 11), EN.month(2026, 11)) == ("Ноябрь 2026", "November 2026")
    assert (RU.long_day(date(2026, 11, 23)), EN.long_day(date(2026, 11, 23))) == (
        "понедельник, 23 ноября",
        "Monday, 23 November",
    )


def test_labels_fall_back() -> None:
    assert EN.label({"ru": "Поиск", "en": "Search"}) == "Search"
    assert EN.label({"ru": "Поиск"}) == "Поиск"
    assert EN.label({"kk": "Іздеу"}) == "Іздеу"
    assert EN.label({}) == ""


@pytest.mark.parametrize(
    ("code", "language"),
    [("en-GB", "en"), ("ru", "ru"), ("EN", "en"), (None, "ru"), ("de", "ru"), ("", "ru")],
)
def test_language_of(code: str | None, language: str) -> None:
    assert language_of(code) == language


def test_words_for_a_reader_are_made_once() -> None:
    assert texts("ru", "Europe/Moscow") is RU


def test_a_zone_that_there_is_not_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Texts("ru", "Mars/Olympus")
