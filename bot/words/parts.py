"""Parts of a day, in the words of both languages, and the hour that is suggested for each."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, from `first` to `last`; `at` is what is suggested. `edge` 1 and -1: by the work of that day."""

    at: time
    first: time
    last: time
    edge: int = 0


_EARLY = Part(time(9), time(6), time(12), edge=1)
_MORNING = Part(time(10), time(6), time(12))
_FORENOON = Part(time(11), time(8), time(12))
_NOON = Part(time(12), time(12), time(12))
_LUNCH = Part(time(13), time(12), time(14))
_AFTERNOON = Part(time(15), time(12), time(17))
_CLOSING = Part(time(17), time(12), time(22), edge=-1)
_EVENING = Part(time(18), time(17), time(22))
_NIGHT = Part(time(21), time(20), time(23))

PARTS = {
    word: part
    for part, words in (
        (
            _EARLY,
            "рано утром|с самого утра|в начале дня|в начале рабочего дня|early in the morning|first thing",
        ),
        (_EARLY, "first thing in the morning|at the start of the day"),
        (_MORNING, "утром|с утра|утро|утречком|in the morning|morning"),
        (
            _FORENOON,
            "до обеда|в первой половине дня|первая половина дня|ближе к обеду|before lunch|late morning",
        ),
        (_NOON, "в полдень|полдень|к полудню|at noon|noon|midday|at midday"),
        (_LUNCH, "в обед|в обеденный перерыв|к обеду|at lunch|at lunchtime|lunchtime"),
        (
            _AFTERNOON,
            "днем|после обеда|во второй половине дня|вторая половина дня|после полудня|в середине дня",
        ),
        (_AFTERNOON, "after lunch|in the afternoon|afternoon|after noon"),
        (_CLOSING, "в конце дня|в конце рабочего дня|под конец дня|ближе к вечеру|под вечер"),
        (_CLOSING, "at the end of the day|late afternoon|late in the afternoon"),
        (_EVENING, "вечером|вечер|вечерком|к вечеру|in the evening|evening|tonight"),
        (_NIGHT, "поздно вечером|поздним вечером|late in the evening|late evening|late at night"),
    )
    for word in words.split("|")
}
"""What somebody means who names a part of the day and no hour."""

WHOLE = {
    "до конца дня",
    "до конца рабочего дня",
    "к концу дня",
    "к концу рабочего дня",
    "в течение дня",
    "by the end of the day",
    "by end of day",
    "end of day",
    "by the end of today",
    "during the day",
    "eod",
    "by eod",
    "cob",
    "by cob",
}
"""The day itself, and no hour of it."""
