"""What was said about a time: the words are heard one after another, every one has to be known, and all must fit together."""

import re
import unicodedata
from datetime import time, timedelta

from bot.words import layout
from bot.words import numerals as n
from bot.words import parts as p
from bot.words import vocabulary as v
from bot.words.dating import DayListener
from bot.words.grammar import rules
from bot.words.refusals import NotUnderstood, Reason
from bot.words.said import Clock, Saying, Span

LONGEST = 120
"""Characters; nobody says a time in more."""
_QUARTERS = {"half": 30, "quarter": 15, "четверти": 15}


def saying(text: str) -> Saying:
    """NotUnderstood where a word is strange, or two of a kind were said, and for days and hours that do not exist."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е").replace("’", "'").strip()
    if len(plain) > LONGEST:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    try:
        return _heard(plain, text)
    except NotUnderstood as error:
        retyped = layout.russian(plain)
        if error.reason is not Reason.NOT_UNDERSTOOD or retyped is None:
            raise
    return _heard(retyped, text)


def _heard(plain: str, text: str) -> Saying:
    heard = _Listener(text)
    place = 0
    while place < len(plain):
        place = heard.listen(plain, place)
    return heard.saying()


class _Listener(DayListener):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.hour: tuple[int, int, bool, str] | None = None
        self.part: p.Part | None = None
        self.whole = False
        self.zone: str | None = None

    def listen(self, plain: str, place: int) -> int:
        """Where the next words begin."""
        for name, pattern in rules():
            match = pattern.match(plain, place)
            if match is not None and getattr(self, f"_{name}")(match):
                return match.end()
        return self._refuse()

    def saying(self) -> Saying:
        """All that was heard, if it fits together."""
        day = self.day or self.weekday
        clock = self._clock_heard()
        if self.whole:
            day = day or Span(0, "day")
        spans = [span for span in (self.after, self.working) if span is not None]
        if spans and (len(spans) > 1 or day is not None or clock is not None):
            self._several()
        if day is None and clock is None and not spans:
            self._refuse()
        checked = self.weekday.number if self.day and self.weekday else None
        return Saying(day, clock, self.after, self.working, checked, self.zone)

    def _clock(self, match: re.Match[str]) -> bool:
        hour, half = match["hour"], match["half"] or ""
        return self._timed(int(hour), int(match["minute"]), len(hour) == 1, half)

    def _dotclock(self, match: re.Match[str]) -> bool:
        """«в 14.30» is a time and «к 25.12» a day; who says «до 10.12» means a day, unless he has said one already."""
        hour, minute = int(match["hour"]), int(match["minute"])
        said_at = match["prep"].strip() in {"в", "во", "at", "@"}
        if 1 <= minute <= 12 and (hour > 23 or (not said_at and self.day is None and self.weekday is None)):
            return False
        if "-" in match[0] and minute == hour + 1:  # «в 11-12» is an hour long; «в 14-15» may be either
            return self._refuse() if minute % 5 == 0 else self._timed(hour, 0, hour < 10, match["half"] or "")
        return self._clock(match)

    def _range(self, match: re.Match[str]) -> bool:
        """«с 11 до 12» begins at eleven. A bare «11-12» may be a day of December."""
        if not (match["minute"] and match["end"]) and not match[0][0].isalpha():
            return False
        hour = match["hour"]
        return self._timed(int(hour), int(match["minute"] or 0), len(hour) == 1, match["half"] or "")

    def _hour(self, match: re.Match[str]) -> bool:
        half2 = match.groupdict().get("half2") or ""
        if half2 == "дня" and self.day is None and self.weekday is None:
            self._refuse()  # «3 дня» may be three days
        return self._timed(int(match["hour"]), 0, len(match["hour"]) == 1, match["half"] or half2)

    def _spoken(self, match: re.Match[str]) -> bool:
        hour, minute = n.HOURS[match["word"]], n.MINUTES.get(match.groupdict().get("minutes") or "", 0)
        return self._timed(hour, minute, hour < 10, match["half"] or "")

    def _halved(self, match: re.Match[str]) -> bool:
        return self._timed((n.HALVED[match["halved"]] + 10) % 12 + 1, 30, True, match["half"] or "")

    def _quarter(self, match: re.Match[str]) -> bool:
        said = match["less"]
        minutes = int(said) if said.isdecimal() else _QUARTERS.get(said) or n.NUMBERS.get(said, 0)
        hour = int(match["hour"]) if match["hour"].isdecimal() else n.HOURS[match["hour"]]
        if not 0 < minutes < 60:
            self._refuse()
        if match["way"] != "past":
            hour, minutes = (hour - 1) % 24 if hour != 1 else 12, 60 - minutes
        return self._timed(hour, minutes, hour < 10, match["half"] or "")

    def _bare(self, match: re.Match[str]) -> bool:
        """«завтра 11»; alone, or after «пятница», it could as well be a day of the month."""
        if not isinstance(self.day, Span):
            self._refuse()
        return self._timed(int(match["hour"]), 0, len(match["hour"]) == 1, "")

    def _short(self, match: re.Match[str]) -> bool:
        """«25.12» is a day, «14.30» a time: no month has such a number, and no day can be said twice."""
        first, second = int(match["day"]), int(match["month"])
        time_of_day = self.day is not None or second > 12
        if match["dot"] == "." and len(match["month"]) == 2 and time_of_day and first < 24 and second < 60:
            return self._timed(first, second, len(match["day"]) == 1, "")
        return self._ordered(first, second, None)

    def _timed(self, hour: int, minute: int, loose: bool, half: str) -> bool:
        if self.hour is not None:
            self._several()
        if hour > 23 or minute > 59 or (half and hour > 12 and half in v.MORNING):
            raise NotUnderstood(Reason.IMPOSSIBLE_TIME, self.text)
        self.hour = (hour, minute, loose, half)
        return True

    def _part(self, match: re.Match[str]) -> bool:
        if self.part is not None:
            self._several()
        self.part = p.PARTS[match["word"]]
        return self._said(Span(0, "day")) if match["this"] else True

    def _whole(self, _: re.Match[str]) -> bool:
        self.whole = True
        return True

    def _clock_heard(self) -> Clock | p.Part | None:
        if self.hour is None:
            return self.part
        hour, minute, loose, half = self.hour
        late = half in v.AFTERNOON or (not half and self.part is not None and self.part.at >= time(12))
        early = half in v.MORNING or (not half and self.part is not None and not late)
        if late and hour < 12:
            hour += 12
        if half and early and hour == 12:
            hour = 0
        return Clock(time(hour, minute), loose and hour > 0 and not late and not early)

    def _now(self, _: re.Match[str]) -> bool:
        if self.after is not None:
            self._several()
        self.after = timedelta()
        return True

    def _zone(self, match: re.Match[str]) -> bool:
        self.zone = v.ZONES[match["word"]]
        return True

    def _filler(self, _: re.Match[str]) -> bool:
        return True

    def _blank(self, _: re.Match[str]) -> bool:
        return True
