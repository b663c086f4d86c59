"""An hour of the day, or two of them: «8:30», «в 9», «с 9 до 18», "10-19"; minutes after midnight come out."""

import re

from bot.words.refusals import NotUnderstood, Reason
from bot.words.text import cleaned

_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))?(?![\d:.])")
_DAY = 24 * 60
_OFF = frozenset({"выкл", "выключить", "выключи", "не", "нет", "никогда", "off", "no", "never"})


def minute(text: str) -> int:
    """One hour. NotUnderstood with IMPOSSIBLE_TIME, SEVERAL or NOT_UNDERSTOOD."""
    found = _found(text)
    if len(found) > 1:
        raise NotUnderstood(Reason.SEVERAL, text)
    return found[0]


def span(text: str) -> tuple[int, int]:
    """From one hour to another, which may be on the next day. NotUnderstood also when they are the same."""
    found = _found(text)
    if len(found) != 2 or found[0] == found[1]:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    return found[0], found[1]


def is_off(text: str) -> bool:
    """Whether somebody wants none of it."""
    return bool(set(re.findall(r"[^\W\d_]+", text.casefold())) & _OFF)


def _found(text: str) -> list[int]:
    said = [(int(hour), int(past or 0)) for hour, past in _HOUR.findall(cleaned(text))]
    if not said:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    if any(past > 59 or hour * 60 + past > _DAY for hour, past in said):
        raise NotUnderstood(Reason.IMPOSSIBLE_TIME, text)
    return [(hour * 60 + past) % _DAY for hour, past in said]
