"""The shapes that a time can be said in, tried in this order at every place of a text."""

import re
from collections.abc import Iterable
from functools import cache

from bot.words import numerals as n
from bot.words import parts as p
from bot.words import vocabulary as v


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_END = r"(?![^\W_])"
_YEAR = r"(?:,?\s*(?P<year>[0-9]{4})(?:\s*(?:года|году|год|г)\b\.?)?)?"
_HALVES = _any(v.MORNING | v.AFTERNOON)
_HALF_DAY = rf"(?:\s*(?P<half>{_HALVES}){_END})?"
_O_CLOCK = r"(?:\s*(?:часов|часам|часа|час|ч|o'clock)(?![^\W_])\.?)?"
_AT = r"(?:в|во|к|ко|до|с|со|после|около|at|by|before|after|around|about|until|till|from|@)\s*"
_UNITS = _any(v.UNITS)
_MONTHS = _any(v.MONTHS)
_NO_DAY = rf"(?!\s*(?:-?го\b|-?му\b|числ|(?:{_MONTHS}|{_UNITS}|рабоч\w+|working|business){_END}))"
"""What follows a number that is no hour."""
_COUNT = (
    rf"(?:(?P<digits>[0-9]{{1,9}})(?P<decimal>[.,]5)?|(?:a\s+)?(?P<number>{_any(n.NUMBERS)}){_END}(?:\s+of{_END})?)"
    r"(?P<more_half>\s+с\s+половиной|\s+and\s+a\s+half)?"
)
_LENGTH = (
    rf"(?:(?P<halves>{_any(v.HALVES)})|(?P<long>{_any(v.LONG_HALVES)})|(?:{_COUNT}\s*)?"
    rf"(?:(?P<working>рабоч\w+|раб\.?|working|business)\s+)?(?P<unit>{_UNITS}))"
)
_THIS, _NEXT, _COMING = _any(v.THIS), _any(v.NEXT), _any(v.COMING)
_WHICH = rf"(?:(?P<this>{_THIS})|(?P<next>{_NEXT})|{_COMING})\.?"
_OF_MONTH = rf"(?:\s+(?:of\s+)?(?:(?P<this>{_THIS})|(?P<next>{_NEXT}))\.?\s+(?:месяца|month){_END})?"
_HOURS = _any(n.HOURS)
_MINUTES = _any(n.MINUTES)

_RULES = [
    ("iso", rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:t(?=[0-9])|{_END})"),
    (
        "dotted",
        (
            r"(?P<day>[0-9]{1,2})(?P<dot>[./-])(?P<month>[0-9]{1,2})(?P=dot)(?P<year>[0-9]{4}|[0-9]{2})"
            rf"(?:\s*(?:года|г)\b\.?)?{_END}"
        ),
    ),
    ("whole", rf"(?:{_any(p.WHOLE)}){_END}"),
    (
        "span",
        (
            rf"(?P<through>через|спустя|in|after|within|в\s+течение)\s+{_LENGTH}{_END}\.?"
            r"(?:\s*(?:и|and)?\s*(?P<minutes>[0-9]{1,3})\s*(?:мин|min)\w*)?"
        ),
    ),
    ("span", rf"{_LENGTH}{_END}\s+(?:спустя|from\s+(?:now|today)|later)"),
    ("ago", rf"{_LENGTH}{_END}\s+(?:тому\s+)?(?:назад|ago){_END}"),
    (
        "edge",
        (
            r"(?:(?:в|во|к|ко|до|с|на|at|by|in|before|until|towards)\s+)?(?:the\s+)?"
            rf"(?P<place>{_any(v.PLACES)})(?:\s+of)?(?:\s+the)?(?:\s+числах)?"
            rf"(?:[\s-]+{_WHICH})?[\s-]+(?:(?P<period>{_any(v.PERIODS)})|(?P<name>{_MONTHS})){_END}{_YEAR}"
        ),
    ),
    ("ending", rf"(?:(?:by|at|before)\s+)?(?:the\s+)?(?P<word>{_any(v.ENDINGS)}){_END}"),
    (
        "newyear",
        rf"(?P<how>после|до|after|before)\s+(?:the\s+)?(?:нового\s+года|new\s+year(?:'s)?){_END}",
    ),
    ("weekend", rf"(?:после\s+выходных|after\s+the\s+weekend){_END}"),
    ("saturday", rf"(?:(?:на|в)\s+выходн(?:ых|ые)|(?:at|on|over|this)\s+(?:the\s+)?weekend){_END}"),
    (
        "nextday",
        (
            rf"(?:(?:в|на)\s+)?(?:the\s+)?(?:{_NEXT}|{_COMING})\.?\s+"
            rf"(?:(?P<working>рабочий|раб\.?|working|business)\s+)?(?:день|day){_END}"
        ),
    ),
    (
        "range",
        (
            r"(?:(?:с|со|from|between|между)\s*)?(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?\s*"
            rf"(?:до|по|to|till|until|and|и|-|–|—)\s*[0-9]{{1,2}}(?P<end>:[0-9]{{2}})?{_HALF_DAY}{_END}"
            rf"(?![.:/]?[0-9]){_NO_DAY}"
        ),
    ),
    (
        "clock",
        (
            rf"(?:{_AT})?(?P<hour>[0-9]{{1,2}})(?::|\s*ч\.?\s*)(?P<minute>[0-9]{{2}})(?:\s*мин\w*\.?)?"
            rf"(?::[0-9]{{2}}(?:\.0+)?)?{_HALF_DAY}{_END}"
        ),
    ),
    (
        "dotclock",
        rf"(?P<prep>{_AT})(?P<hour>[0-9]{{1,2}})[.-](?P<minute>[0-9]{{2}})(?![.\d]){_HALF_DAY}{_END}",
    ),
    ("clock", rf"(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}})\s*(?P<half>{_HALVES}){_END}"),
    (
        "clock",
        rf"{_AT}(?P<hour>[0-9]{{1,2}})\s+(?P<minute>[0-5][0-9])(?![.:/]?[0-9]){_NO_DAY}{_HALF_DAY}{_END}",
    ),
    (
        "named",
        rf"(?P<day>[0-9]{{1,2}})(?:-?(?:го|ого|му|ому|е|st|nd|rd|th))?\s*(?:of\s+)?(?P<name>{_MONTHS}){_END}\.?{_YEAR}",
    ),
    (
        "named",
        rf"(?P<name>{_MONTHS}){_END}\.?\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![:.]?[0-9]){_END}{_YEAR}",
    ),
    (
        "worded",
        rf"(?:the\s+)?(?P<word>{_any(n.ORDINALS)})\s+(?:of\s+)?(?P<name>{_MONTHS}){_END}\.?{_YEAR}",
    ),
    ("worded", rf"(?P<name>{_MONTHS})\s+(?:the\s+)?(?P<word>{_any(n.ORDINALS)}){_END}{_YEAR}"),
    (
        "worded",
        rf"(?P<word>{_any(w for w in n.ORDINALS if not w.isascii())})(?:\s+числ[ау])?{_END}{_OF_MONTH}",
    ),
    ("worded", rf"the\s+(?P<word>{_any(w for w in n.ORDINALS if w.isascii())}){_END}{_OF_MONTH}"),
    (
        "ordinal",
        rf"(?P<day>[0-9]{{1,2}})(?:(?:-?(?:го|ого|му|ому))?\s+числ[ау]|-го|-му|th|st|nd|rd){_END}{_OF_MONTH}",
    ),
    ("inmonth", rf"(?:(?:в|во)\s+(?P<word>{_any(v.IN_MONTHS)})|in\s+(?P<name>{_MONTHS})){_END}{_YEAR}"),
    ("period", rf"(?:(?:в|во|на|in)\s+)?{_WHICH}\s+(?P<period>{_any(v.PERIODS)}){_END}"),
    (
        "halved",
        rf"(?:{_AT})?(?:половин[еуы]\s+|пол[\s-]?)(?P<halved>{_any(n.HALVED)}){_HALF_DAY}{_END}",
    ),
    (
        "quarter",
        rf"(?:{_AT})?(?P<less>half|quarter|{_any(n.NUMBERS)}|[0-9]{{1,2}})(?:\s+min\w*)?\s+(?P<way>past|to)\s+(?P<hour>{_HOURS}|[0-9]{{1,2}}){_HALF_DAY}{_END}",
    ),
    (
        "quarter",
        rf"(?P<way>без)\s+(?P<less>четверти|{_any(n.NUMBERS)}|[0-9]{{1,2}})(?:\s+минут\w?)?\s+(?P<hour>{_HOURS}|[0-9]{{1,2}}){_HALF_DAY}{_END}",
    ),
    ("hour", rf"{_AT}(?P<hour>[0-9]{{1,2}}){_O_CLOCK}{_HALF_DAY}(?![.:/]?[^\W_]){_NO_DAY}"),
    (
        "hour",
        (
            r"(?P<hour>[0-9]{1,2})\s*(?:(?:часов|часа|час|ч|o'clock)(?![^\W_])\.?"
            rf"{_HALF_DAY}|(?P<half2>{_HALVES})){_END}"
        ),
    ),
    (
        "spoken",
        (
            rf"(?:с|со|from|between|между)\s+(?P<word>{_HOURS})\s*(?:до|to|till|until|and|и|-|–|—)"
            rf"\s*(?:{_HOURS}){_O_CLOCK}{_HALF_DAY}{_END}{_NO_DAY}"
        ),
    ),
    (
        "spoken",
        rf"{_AT}(?P<word>{_HOURS}){_END}{_O_CLOCK}(?:[\s-]+(?P<minutes>{_MINUTES}){_END})?{_HALF_DAY}{_END}{_NO_DAY}",
    ),
    (
        "spoken",
        rf"(?P<word>{_HOURS}){_END}{_O_CLOCK}(?:[\s-]+(?P<minutes>{_MINUTES}){_END})?\s*(?P<half>{_HALVES}){_END}",
    ),
    ("short", r"(?P<day>[0-9]{1,2})(?P<dot>[./])(?P<month>[0-9]{1,2})\.?(?![^\W_])"),
    ("now", rf"(?:прямо\s+|right\s+)?(?:сейчас|щас|now){_END}"),
    ("near", rf"(?:the\s+)?(?P<word>{_any(v.DAYS)}){_END}"),
    ("part", rf"(?:(?P<this>this)\s+)?(?P<word>{_any(p.PARTS)}){_END}"),
    (
        "weekday",
        (
            rf"(?:(?:(?P<this>{_THIS})|(?P<next>{_NEXT})|(?P<last>{_any(v.LAST)})|{_COMING})\.?\s+)?"
            rf"(?P<word>{_any(v.WEEKDAYS)}){_END}\.?"
        ),
    ),
    ("bare", rf"(?P<hour>[0-9]{{1,2}}){_END}(?![.:/]?[0-9])"),
    ("zone", rf"(?P<word>{_any(v.ZONES)}){_END}"),
    ("filler", rf"(?:{_any(v.FILLERS)}){_END}"),
    ("blank", r"[\s,;.!?()«»\"“”]+|—|–|-"),
]


@cache
def rules() -> list[tuple[str, re.Pattern[str]]]:
    """A name and its shape. Compiled when somebody says something, for it takes a tenth of a second."""
    return [(name, re.compile(pattern)) for name, pattern in _RULES]
