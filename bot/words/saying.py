"""What was said about a time, before anybody asks what time it is now: one day, one time of day, or a span from now."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import time, timedelta
from typing import NoReturn

from bot.words import vocabulary as v
from bot.words.grammar import RULES
from bot.words.refusals import NotUnderstood, Reason

LONGEST = 120
"""Characters; nobody says a time in more."""
MOST = 9999
"""Units of a span; the longest, in minutes, is a week."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a month; what was not said is None."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0; None with `week` 1 is the next week as such. `week` is None where none was named."""

    number: int | None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From now on, negative for what has been; `unit` is day, working, month."""

    count: int
    unit: str


Day = Dated | Weekday | Span


@dataclass(frozen=True, slots=True)
class Clock:
    """`loose`: an hour of one digit without saying which half of the day it is in."""

    at: time
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """`weekday` is a day of the week that was said along with a date, to be checked; Monday is 0."""

    day: Day | None = None
    clock: Clock | None = None
    after: timedelta | None = None
    weekday: int | None = None


def saying(text: str) -> Saying:
    """NotUnderstood where a word is strange, or two of a kind were said, and for days and hours that do not exist."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е").strip()
    if len(plain) > LONGEST:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    heard = _Listener(text)
    place = 0
    while place < len(plain):
        place = heard.listen(plain, place)
    return heard.saying()


class _Listener:
    def __init__(self, text: str) -> None:
        self.text = text
        self.day: Day | None = None
        self.weekday: Weekday | None = None
        self.hour: tuple[int, int, bool, str] | None = None
        self.part: time | None = None
        self.after: timedelta | None = None

    def listen(self, plain: str, place: int) -> int:
        """Where the next words begin."""
        for name, pattern in RULES:
            match = pattern.match(plain, place)
            if match is not None and getattr(self, f"_{name}")(match):
                return match.end()
        return self._refuse()

    def saying(self) -> Saying:
        """All that was heard, if it fits together."""
        day = self.day or self.weekday
        clock = self._clock_heard()
        if self.after is not None and (day is not None or clock is not None):
            self._refuse()
        if day is None and clock is None and self.after is None:
            self._refuse()
        return Saying(day, clock, self.after, self.weekday.number if self.day and self.weekday else None)

    # --- days -----------------------------------------------------------------------------------------

    def _iso(self, match: re.Match[str]) -> bool:
        return self._dated(Dated(int(match["day"]), int(match["month"]), int(match["year"])))

    def _dotted(self, match: re.Match[str]) -> bool:
        year = int(match["year"])
        return self._dated(Dated(int(match["day"]), int(match["month"]), year if year > 99 else 2000 + year))

    def _named(self, match: re.Match[str]) -> bool:
        year = match["year"]
        return self._dated(Dated(int(match["day"]), v.MONTHS[match["name"]], int(year) if year else None))

    def _ordinal(self, match: re.Match[str]) -> bool:
        return self._dated(Dated(int(match["day"])))

    def _short(self, match: re.Match[str]) -> bool:
        """«25.12» is a day, «14.30» a time: no month has such a number, and no day can be said twice."""
        first, second = int(match["day"]), int(match["month"])
        time_of_day = self.day is not None or second > 12
        if match["dot"] == "." and len(match["month"]) == 2 and time_of_day and first < 24 and second < 60:
            return self._timed(first, second, len(match["day"]) == 1, "")
        return self._dated(Dated(first, second))

    def _dated(self, day: Dated) -> bool:
        if not 1 <= day.day <= 31 or not 1 <= (day.month or 1) <= 12:
            raise NotUnderstood(Reason.IMPOSSIBLE_DATE, self.text)
        return self._said(day)

    def _near(self, match: re.Match[str]) -> bool:
        return self._said(Span(v.DAYS[match["word"]], "day"))

    def _week(self, _: re.Match[str]) -> bool:
        if self.weekday is not None and self.weekday.week is None:
            self.weekday = Weekday(self.weekday.number, 1)
            return True
        return self._named_day(Weekday(None, 1))

    def _weekday(self, match: re.Match[str]) -> bool:
        week = 0 if match["this"] else 1 if match["next"] else -1 if match["last"] else None
        if self.weekday == Weekday(None, 1) and week is None:
            self.weekday = Weekday(v.WEEKDAYS[match["word"]], 1)
            return True
        return self._named_day(Weekday(v.WEEKDAYS[match["word"]], week))

    def _named_day(self, day: Weekday) -> bool:
        if self.weekday is not None:
            self._refuse()
        self.weekday = day
        return True

    def _said(self, day: Day) -> bool:
        if self.day is not None:
            self._refuse()
        self.day = day
        return True

    # --- spans ----------------------------------------------------------------------------------------

    def _span(self, match: re.Match[str]) -> bool:
        return self._length(match, 1)

    def _ago(self, match: re.Match[str]) -> bool:
        return self._length(match, -1)

    def _length(self, match: re.Match[str], sign: int) -> bool:
        if self.after is not None:
            self._refuse()
        more = int(match.groupdict().get("minutes") or 0)
        if match["halves"]:
            self.after = sign * timedelta(minutes=v.HALVES[match["halves"]] + more)
            return True
        count = int(match["digits"]) if match["digits"] else v.NUMBERS.get(match["number"] or "one", 1)
        if count > MOST:
            raise NotUnderstood(Reason.TOO_FAR, self.text)
        unit = v.UNITS[match["unit"]]
        if unit in {"minute", "hour"}:
            if match["working"]:
                self._refuse()
            self.after = sign * timedelta(minutes=count * (60 if unit == "hour" else 1) + more)
            return True
        if more or (match["working"] and unit != "day"):
            self._refuse()
        times, kept = {"day": (1, "day"), "week": (7, "day"), "month": (1, "month"), "year": (12, "month")}[
            unit
        ]
        return self._said(Span(sign * count * times, "working" if match["working"] else kept))

    def _now(self, _: re.Match[str]) -> bool:
        if self.after is not None:
            self._refuse()
        self.after = timedelta()
        return True

    # --- times of the day -----------------------------------------------------------------------------

    def _clock(self, match: re.Match[str]) -> bool:
        return self._timed(
            int(match["hour"]), int(match["minute"]), len(match["hour"]) == 1, match["half"] or ""
        )

    def _hour(self, match: re.Match[str]) -> bool:
        half = match["half"] or match.groupdict().get("half2") or ""
        return self._timed(int(match["hour"]), 0, len(match["hour"]) == 1, half)

    def _bare(self, match: re.Match[str]) -> bool:
        """«завтра 11»; alone, or after «пятница», it could as well be a day of the month."""
        if not isinstance(self.day, Span):
            self._refuse()
        return self._timed(int(match["hour"]), 0, len(match["hour"]) == 1, "")

    def _timed(self, hour: int, minute: int, loose: bool, half: str) -> bool:
        if self.hour is not None or hour > 23 or minute > 59:
            self._refuse()
        self.hour = (hour, minute, loose, half)
        return True

    def _part(self, match: re.Match[str]) -> bool:
        if self.part is not None:
            self._refuse()
        self.part = v.PARTS[match["word"]]
        return True

    def _clock_heard(self) -> Clock | None:
        if self.hour is None:
            return None if self.part is None else Clock(self.part)
        hour, minute, loose, half = self.hour
        late = half in v.AFTERNOON or (not half and self.part is not None and self.part >= v.PARTS["полдень"])
        early = half in v.MORNING or (not half and self.part is not None and not late)
        if late and hour < 12:
            hour += 12
        if half and early and hour == 12:
            hour = 0
        return Clock(time(hour, minute), loose and hour > 0 and not late and not early)

    # --- the rest -------------------------------------------------------------------------------------

    def _filler(self, _: re.Match[str]) -> bool:
        return True

    def _blank(self, _: re.Match[str]) -> bool:
        return True

    def _refuse(self) -> NoReturn:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, self.text)
