"""Why what somebody typed is not what was asked; the edge has the sentences."""

from datetime import date, datetime
from enum import StrEnum


class Reason(StrEnum):
    """The first is for everything that has no better word."""

    NOT_UNDERSTOOD = "not_understood"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_TIME = "impossible_time"
    MONTH_FIRST = "month_first"
    OTHER_WEEKDAY = "other_weekday"
    PAST = "past"
    WHICH_YEAR = "which_year"
    TOO_FAR = "too_far"
    AMBIGUOUS = "ambiguous"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_LARGE = "too_large"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_PRECISE = "too_precise"
    NO_SUCH_NUMBER = "no_such_number"
    EXTENSION = "extension"
    SEVERAL = "several"
    EMPTY = "empty"


class NotUnderstood(ValueError):  # noqa: N818 - what happened, said as such
    """`said` is what was typed, as it came; `readings` what may have been meant: UTC instants, or days of the speaker."""

    def __init__(self, reason: Reason, said: str, readings: tuple[datetime | date, ...] = ()) -> None:
        super().__init__(f"{reason}: {said[:100]!r}")
        self.reason = reason
        self.said = said
        self.readings = readings


class TooLong(NotUnderstood):
    """`length` of what was typed is over `limit`, both in characters."""

    def __init__(self, said: str, length: int, limit: int) -> None:
        super().__init__(Reason.TOO_LONG, said)
        self.length = length
        self.limit = limit
