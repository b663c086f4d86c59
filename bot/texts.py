"""Words for one reader: sentences of the catalogue, labels of a process, numbers, and times on the reader's clock."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import figures

LANGUAGES = ("ru", "en")
"""The languages of the product; the first is the one to fall back on."""

Day = date
"""Texts.date is a word of ours, so the type goes by another name inside the class."""

_LOCALES = Path(__file__).parent / "locales"
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@lru_cache(maxsize=8)
def catalogue(language: str) -> GNUTranslations:
    """The catalogue of a language, read as it is kept (.po); FileNotFoundError for one that there is not."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (_LOCALES / language / "LC_MESSAGES" / "voronka.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, domain="voronka"))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_of(code: str | None) -> str:
    """A language of the product for any code that a client may send («en-GB», None)."""
    short = (code or "")[:2].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


class Texts:
    """`zone` is an IANA name; instants given to the methods are aware, days are the reader's days."""

    __slots__ = ("gettext", "language", "ngettext", "npgettext", "pgettext", "tz", "zone")

    def __init__(self, language: str, zone: str) -> None:
        self.language = language_of(language)
        self.zone = zone
        self.tz = ZoneInfo(zone)
        translations = catalogue(self.language)
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext
        self.pgettext = translations.pgettext
        self.npgettext = translations.npgettext

    def label(self, label: Mapping[str, str]) -> str:
        """What a process calls something: in the reader's language, else in the first of ours, else in any."""
        found = label.get(self.language)
        if found is None:
            found = label.get(LANGUAGES[0])
        return next(iter(label.values()), "") if found is None else found

    # --- numbers --------------------------------------------------------------------------------------

    def number(self, value: int | Decimal) -> str:
        return figures.number(value, self.language)

    def percent(self, share: float) -> str:
        """`share` is of one: 0.63 is «63 %»."""
        return figures.percent(share, self.language)

    def money(self, amount: Decimal, currency: str, *, compact: bool = False) -> str:
        return figures.money(amount, currency, self.language, compact=compact)

    # --- days and times -------------------------------------------------------------------------------

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.tz)

    def today(self, now: datetime) -> Day:
        return now.astimezone(self.tz).date()

    def date(self, day: Day) -> str:
        """«24 ноя 2026»."""
        return f"{figures.day_and_month(day, self.language)} {day.year}"

    def long_day(self, day: Day) -> str:
        """«понедельник, 24 ноября»."""
        return figures.long_day(day, self.language)

    def month(self, year: int, month: int) -> str:
        """«Ноябрь 2026»."""
        return figures.month(year, month, self.language)

    def weekday(self, day: Day) -> str:
        """«пн»."""
        return figures.weekday(day, self.language)

    def day(self, day: Day, today: Day) -> str:
        """«сегодня», «завтра», «вчера», «пн 24 ноя»; with the year when that is not clear."""
        away = (day - today).days
        if away == 0:
            return self.gettext("today")
        if away == 1:
            return self.gettext("tomorrow")
        if away == -1:
            return self.gettext("yesterday")
        if day.year != today.year and abs(away) > 180:
            return self.date(day)
        weekday = figures.weekday(day, self.language)
        return f"{weekday} {figures.day_and_month(day, self.language)}"

    def time(self, instant: datetime) -> str:
        """«15:00»."""
        return f"{self.local(instant):%H:%M}"

    def moment(self, instant: datetime, now: datetime, *, timed: bool = True) -> str:
        """«сегодня 15:00», «пн 24 ноя, 10:00»; what is not timed is a day."""
        local, today = self.local(instant), self.today(now)
        day = self.day(local.date(), today)
        if not timed:
            return day
        near = abs((local.date() - today).days) <= 1
        return f"{day} {local:%H:%M}" if near else f"{day}, {local:%H:%M}"

    def span(self, span: timedelta) -> str:
        """How long, in one unit, rounded, whatever the sign: «15 мин», «2 ч», «3 дня»."""
        length = abs(span)
        minutes, hours, days = (round(length / unit) for unit in (_MINUTE, _HOUR, _DAY))
        if minutes < 60:
            return self.gettext("{number} min").format(number=minutes)
        if hours < 24:
            return self.gettext("{number} h").format(number=hours)
        return self.ngettext("{number} day", "{number} days", days).format(number=self.number(days))


@lru_cache(maxsize=256)
def texts(language: str, zone: str) -> Texts:
    """The words of this language and zone; ZoneInfoNotFoundError for a zone that there is not."""
    return Texts(language, zone)
