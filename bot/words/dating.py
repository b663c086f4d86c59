"""The ear for days and spans: what each shape of the grammar says about the day."""

import re
from datetime import timedelta
from typing import NoReturn

from bot.words import numerals as n
from bot.words import vocabulary as v
from bot.words.refusals import NotUnderstood, Reason
from bot.words.said import Dated, Day, Edge, Span, Weekday

MOST = 9999
"""Units of a span; the longest, in minutes, is a week."""
_OF_UNIT = {
    "day": (1, "day"),
    "week": (7, "day"),
    "month": (1, "month"),
    "quarter": (3, "month"),
    "year": (12, "month"),
}


class DayListener:
    """A method for each rule that is about days; True when the words were taken, False to try the next rule."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.day: Day | None = None
        self.weekday: Weekday | None = None
        self.after: timedelta | None = None
        self.working: timedelta | None = None

    # --- dates ----------------------------------------------------------------------------------------

    def _iso(self, match: re.Match[str]) -> bool:
        return self._dated(Dated(int(match["day"]), int(match["month"]), int(match["year"])))

    def _dotted(self, match: re.Match[str]) -> bool:
        year = int(match["year"])
        return self._ordered(int(match["day"]), int(match["month"]), year if year > 99 else 2000 + year)

    def _ordered(self, first: int, second: int, year: int | None) -> bool:
        if first <= 12 < second <= 31:
            return self._dated(Dated(second, first, year, swapped=True))
        return self._dated(Dated(first, second, year))

    def _named(self, match: re.Match[str]) -> bool:
        return self._dated(Dated(int(match["day"]), v.MONTHS[match["name"]], _year(match)))

    def _worded(self, match: re.Match[str]) -> bool:
        name = match.groupdict().get("name")
        day = n.ORDINALS[match["word"]]
        if name is None:
            return self._dated(Dated(day, ahead=_ahead(match)))
        return self._dated(Dated(day, v.MONTHS[name], _year(match)))

    def _ordinal(self, match: re.Match[str]) -> bool:
        return self._dated(Dated(int(match["day"]), ahead=_ahead(match)))

    def _dated(self, day: Dated) -> bool:
        if not 1 <= day.day <= 31 or not 1 <= (day.month or 1) <= 12:
            raise NotUnderstood(Reason.IMPOSSIBLE_DATE, self.text)
        return self._said(day)

    # --- near days, weeks and what is longer ----------------------------------------------------------

    def _near(self, match: re.Match[str]) -> bool:
        return self._said(Span(v.DAYS[match["word"]], "day"))

    def _nextday(self, match: re.Match[str]) -> bool:
        return self._said(Span(1, "working" if match["working"] else "day"))

    def _weekday(self, match: re.Match[str]) -> bool:
        week = 0 if match["this"] else 1 if match["next"] else -1 if match["last"] else None
        if self.weekday is not None and self.weekday.number is None and week is None:
            self.weekday = Weekday(v.WEEKDAYS[match["word"]], self.weekday.week)
            return True
        return self._named_day(Weekday(v.WEEKDAYS[match["word"]], week))

    def _saturday(self, _: re.Match[str]) -> bool:
        return self._named_day(Weekday(5))

    def _named_day(self, day: Weekday) -> bool:
        if self.weekday is not None:
            self._several()
        self.weekday = day
        return True

    def _period(self, match: re.Match[str]) -> bool:
        """«на следующей неделе», «в этом месяце»: what comes begins, what is here already ends."""
        unit, ahead = v.PERIODS[match["period"]], _ahead(match)
        if unit != "week":
            return self._said(Edge(unit, "start" if ahead else "end", ahead))
        if self.weekday is not None and self.weekday.week is None:
            self.weekday = Weekday(self.weekday.number, ahead or 0)
            return True
        return self._named_day(Weekday(None, ahead or 0))

    def _edge(self, match: re.Match[str]) -> bool:
        place = v.PLACES[match["place"]]
        if match["name"]:
            return self._said(Edge("month", place, month=v.MONTHS[match["name"]], year=_year(match)))
        return self._said(Edge(v.PERIODS[match["period"]], place, _ahead(match)))

    def _ending(self, match: re.Match[str]) -> bool:
        return self._said(Edge(v.ENDINGS[match["word"]], "end"))

    def _inmonth(self, match: re.Match[str]) -> bool:
        month = v.IN_MONTHS[match["word"]] if match["word"] else v.MONTHS[match["name"]]
        return self._said(Edge("month", "within", month=month, year=_year(match)))

    def _newyear(self, match: re.Match[str]) -> bool:
        after = match["how"] in {"после", "after"}
        return self._said(Edge("year", "start", 1) if after else Edge("year", "end"))

    def _weekend(self, _: re.Match[str]) -> bool:
        return self._said(Edge("week", "start", 1))

    def _said(self, day: Day) -> bool:
        if self.day is not None:
            self._several()
        self.day = day
        return True

    # --- spans ----------------------------------------------------------------------------------------

    def _span(self, match: re.Match[str]) -> bool:
        return self._length(match, 1)

    def _ago(self, match: re.Match[str]) -> bool:
        return self._length(match, -1)

    def _length(self, match: re.Match[str], sign: int) -> bool:
        if self.after is not None or self.working is not None:
            self._several()
        groups = match.groupdict()
        more = int(groups.get("minutes") or 0)
        if match["long"]:
            count, kept = v.LONG_HALVES[match["long"]]
            return self._said(Span(sign * count, kept))
        if match["halves"]:
            self.after = sign * timedelta(minutes=v.HALVES[match["halves"]] + more)
            return True
        count = int(match["digits"]) if match["digits"] else n.NUMBERS.get(match["number"] or "one", 1)
        if count > MOST:
            raise NotUnderstood(Reason.TOO_FAR, self.text)
        unit, half = v.UNITS[match["unit"]], bool(match["decimal"] or match["more_half"])
        if unit in {"minute", "hour"} and not (half and unit == "minute"):
            minutes = (count * 60 + 30 * half if unit == "hour" else count) + more
            return self._minutes(sign * timedelta(minutes=minutes), working=bool(match["working"]))
        if more or half or (match["working"] and unit != "day"):
            self._refuse()
        times, kept = _OF_UNIT[unit]
        counted = match["digits"] or match["number"] or match["working"]
        vague = not counted and match["unit"] == "день" and groups.get("through") == "через"
        return self._said(Span(sign * count * times, "working" if match["working"] else kept, vague))

    def _minutes(self, length: timedelta, *, working: bool) -> bool:
        if working and length < timedelta():
            self._refuse()
        if working:
            self.working = length
        else:
            self.after = length
        return True

    # --- refusals -------------------------------------------------------------------------------------

    def _several(self) -> NoReturn:
        raise NotUnderstood(Reason.SEVERAL, self.text)

    def _refuse(self) -> NoReturn:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, self.text)


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _ahead(match: re.Match[str]) -> int | None:
    return 0 if match["this"] else 1 if match["next"] else None
