"""Plain numbers as people type them: «12», «1 250,5», «15 %», «1,5 тыс», "2.5 million"."""

import re
import unicodedata
from decimal import Decimal

from bot.words.refusals import NotUnderstood, Reason

LARGEST = Decimal(10) ** 12
DECIMALS = 3

_LONGEST = 60
_TIMES = {
    "к": 3,
    "k": 3,
    "тыс": 3,
    "тысяч": 3,
    "тысяча": 3,
    "тысячи": 3,
    "thousand": 3,
    "млн": 6,
    "миллион": 6,
    "миллиона": 6,
    "миллионов": 6,
    "million": 6,
    "mln": 6,
}
_NUMBER = re.compile(r"(?P<number>[0-9]+(?:[ .,'_’][0-9]+)*)\s*(?P<times>[^\W\d_]+)?\.?\s*%?")
_ABOUT = re.compile(r"^(?:около|примерно|about|~)\s*")


def number(text: str) -> Decimal:
    """From zero on, with at most three decimals; a per cent sign says nothing, «тыс» and «млн» multiply.

    Both a comma and a point begin the decimals. One that is followed by just three digits may also part thousands:
    AMBIGUOUS. NotUnderstood also with NEGATIVE, TOO_LARGE, TOO_PRECISE, SEVERAL, NOT_UNDERSTOOD.
    """
    plain = _ABOUT.sub("", " ".join(unicodedata.normalize("NFKC", text).lower().split()))
    if len(plain) > _LONGEST:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    if re.match(r"[-−–]\s*[0-9]", plain):
        raise NotUnderstood(Reason.NEGATIVE, text)
    match = _NUMBER.fullmatch(plain)
    times = 0 if match is None or match["times"] is None else _TIMES.get(match["times"])
    if match is None or times is None:
        several = len(re.findall(r"[0-9]+(?:[.,][0-9]+)?", plain)) > 1
        raise NotUnderstood(Reason.SEVERAL if several else Reason.NOT_UNDERSTOOD, text)
    found = _read(match["number"], text, whole=not times).scaleb(times)
    if found > LARGEST:
        raise NotUnderstood(Reason.TOO_LARGE, text)
    kept = found.normalize()
    if -int(kept.as_tuple().exponent) > DECIMALS:
        raise NotUnderstood(Reason.TOO_PRECISE, text)
    return kept.quantize(Decimal(1)) if kept == kept.to_integral() else kept


def _read(written: str, text: str, *, whole: bool) -> Decimal:
    signs = re.findall(r"[^0-9]", written)
    if not signs:
        return Decimal(written)
    last = signs[-1]
    head, _, tail = written.rpartition(last)
    if last in ".," and last not in signs[:-1]:
        if len(signs) == 1 and len(tail) == 3 and len(head) <= 3 and not head.startswith("0") and whole:
            raise NotUnderstood(Reason.AMBIGUOUS, text)
        return Decimal(f"{_joined(head, text)}.{tail}")
    return Decimal(_joined(written, text))


def _joined(written: str, text: str) -> str:
    """Digits in groups of three, all parted by the same sign."""
    first, *groups = re.split(r"[^0-9]", written)
    if groups and (
        not 1 <= len(first) <= 3
        or any(len(group) != 3 for group in groups)
        or len(set(re.findall(r"[^0-9]", written))) > 1
    ):
        raise NotUnderstood(Reason.SEVERAL, text)
    return first + "".join(groups)
