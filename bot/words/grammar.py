"""The shapes that a time can be said in, tried in this order at every place of a text."""

import re
from collections.abc import Iterable

from bot.words import vocabulary as v


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_END = r"(?![^\W_])"
_YEAR = r"(?:,?\s*(?P<year>[0-9]{4})(?:\s*(?:года|году|год|г)\b\.?)?)?"
_HALF_DAY = rf"(?:\s*(?P<half>{_any(v.MORNING | v.AFTERNOON)}){_END})?"
_O_CLOCK = r"(?:\s*(?:часов|часа|час|ч|o'clock)(?![^\W_])\.?)?"
_AT = r"(?:в|во|к|ко|at|by|@)\s*"
_COUNT = rf"(?:(?P<digits>[0-9]{{1,9}})|(?:a\s+)?(?P<number>{_any(v.NUMBERS)}){_END}(?:\s+of{_END})?)"
_LENGTH = (
    rf"(?:(?P<halves>{_any(v.HALVES)})|(?:{_COUNT}\s*)?(?:(?P<working>рабоч\w+|working|business)\s+)?"
    rf"(?P<unit>{_any(v.UNITS)}))"
)

RULES = [
    (name, re.compile(pattern))
    for name, pattern in [
        ("iso", rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:t(?=[0-9])|{_END})"),
        (
            "dotted",
            (
                r"(?P<day>[0-9]{1,2})(?P<dot>[./-])(?P<month>[0-9]{1,2})(?P=dot)(?P<year>[0-9]{4}|[0-9]{2})"
                rf"(?:\s*(?:года|г)\b\.?)?{_END}"
            ),
        ),
        (
            "span",
            rf"(?:через|спустя|in)\s+{_LENGTH}{_END}\.?(?:\s*(?:и|and)?\s*(?P<minutes>[0-9]{{1,3}})\s*(?:мин|min)\w*)?",
        ),
        ("span", rf"{_LENGTH}{_END}\s+(?:спустя|from\s+now|later)"),
        ("ago", rf"{_LENGTH}{_END}\s+(?:тому\s+)?(?:назад|ago){_END}"),
        (
            "clock",
            (
                rf"(?:{_AT})?(?P<hour>[0-9]{{1,2}})(?::|\s*ч\.?\s*)(?P<minute>[0-9]{{2}})(?:\s*мин\w*\.?)?"
                rf"(?::[0-9]{{2}}(?:\.0+)?)?{_HALF_DAY}{_END}"
            ),
        ),
        ("clock", rf"{_AT}(?P<hour>[0-9]{{1,2}})[.-](?P<minute>[0-9]{{2}})(?![.\d]){_HALF_DAY}{_END}"),
        (
            "named",
            rf"(?P<day>[0-9]{{1,2}})(?:-?(?:го|ого|е|st|nd|rd|th))?\s*(?:of\s+)?(?P<name>{_any(v.MONTHS)}){_END}\.?{_YEAR}",
        ),
        (
            "named",
            rf"(?P<name>{_any(v.MONTHS)}){_END}\.?\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![:.]?[0-9]){_END}{_YEAR}",
        ),
        ("ordinal", r"(?P<day>[0-9]{1,2})(?:(?:-?го|-?ого)?\s+числа|-го|th|st|nd|rd)(?![^\W_])"),
        ("hour", rf"{_AT}(?P<hour>[0-9]{{1,2}}){_O_CLOCK}{_HALF_DAY}(?![.:/]?[^\W_])"),
        (
            "hour",
            (
                r"(?P<hour>[0-9]{1,2})\s*(?:(?:часов|часа|час|ч|o'clock)(?![^\W_])\.?"
                rf"{_HALF_DAY}|(?P<half2>{_any(v.MORNING | v.AFTERNOON)})){_END}"
            ),
        ),
        ("short", r"(?P<day>[0-9]{1,2})(?P<dot>[./])(?P<month>[0-9]{1,2})\.?(?![^\W_])"),
        ("now", rf"(?:прямо\s+|right\s+)?(?:сейчас|now){_END}"),
        ("near", rf"(?:the\s+)?(?P<word>{_any(v.DAYS)}){_END}"),
        ("part", rf"(?P<word>{_any(v.PARTS)}){_END}"),
        (
            "weekday",
            (
                rf"(?:(?:(?P<this>{_any(v.THIS)})|(?P<next>{_any(v.NEXT)})|(?P<last>{_any(v.LAST)})|{_any(v.COMING)})\.?\s+)?"
                rf"(?P<word>{_any(v.WEEKDAYS)}){_END}\.?"
            ),
        ),
        ("week", rf"(?:на\s+)?(?:{_any(v.NEXT)})\.?\s+(?:неделе|неделю|недели|week){_END}"),
        ("bare", rf"(?P<hour>[0-9]{{1,2}}){_END}(?![.:/]?[0-9])"),
        ("filler", rf"(?:{_any(v.FILLERS)}){_END}"),
        ("blank", r"[\s,;.!()]+|—|–|-"),
    ]
]
