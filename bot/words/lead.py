"""Somebody new in one line: «Пётр +7 916 123-45-67», «ООО Ромашка», a tax number, or just a phone."""

import re
from dataclasses import dataclass

from bot.words.phone import phone
from bot.words.refusals import NotUnderstood
from bot.words.text import one_line

LONGEST = 150
_DIGITS = 10
"""Fewer that are no phone may be a part of a name."""
_NUMBER = re.compile(r"[+＋]?[(\d][\d\s()\-–—.\u00a0]{5,22}\d")
_INN = re.compile(r"(?:\bинн\b|\binn\b)?[\s:№]*\b(\d{12}|\d{10})\b", re.IGNORECASE)
_SAID_INN = re.compile(r"\b(?:инн|inn)\b", re.IGNORECASE)
_FORM = re.compile(r"\b(?:ооо|оао|зао|пао|ао|ип|нко|llc|ltd|inc|gmbh|jsc)\b|[«»“”\"]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lead:
    """What is known of somebody new: a company or a person's name, a phone in E.164, a tax number."""

    client: str | None = None
    contact: str | None = None
    phone: str | None = None
    inn: str | None = None


def lead(text: str) -> Lead:
    """Who is meant. A name with a number beside it is a person's, unless it is written like a company's.

    NotUnderstood when the number is none (TOO_SHORT, NO_SUCH_NUMBER, …), when nothing is to be read, or too much.
    """
    line = one_line(text, LONGEST)
    inn = _tax_number(line)
    rest = line if inn is None else _INN.sub(" ", line, count=1)
    number = None if _SAID_INN.search(line) and inn else _NUMBER.search(rest)
    said = None
    if number is not None:
        try:
            said = phone(number[0])
        except NotUnderstood:
            if sum(sign.isdigit() for sign in number[0]) >= _DIGITS:
                raise
            number = None  # «Проект 2025-2026» is a name
    if number is not None:
        rest = rest[: number.start()] + " " + rest[number.end() :]
    name = re.sub(
        r"\b(?:тел|телефон|моб|phone|tel)\b\.?:?", " ", _SAID_INN.sub(" ", rest), flags=re.IGNORECASE
    )
    name = " ".join(name.split()).strip(" ,;:-–—№")
    if not re.search(r"\w", name):
        name = ""
    is_company = said is None or _FORM.search(name) is not None
    return Lead(
        client=name or None if is_company else None,
        contact=None if is_company else name or None,
        phone=said,
        inn=inn,
    )


def has_phone(text: str) -> bool:
    """Whether a whole number stands in the words: then somebody is meant, and not a part of a name."""
    try:
        return lead(text).phone is not None
    except NotUnderstood:
        return False


def _tax_number(line: str) -> str | None:
    """Ten or twelve digits whose last ones agree with the others; a mobile number of ten begins with 9."""
    found = _INN.search(line)
    if found is None:
        return None
    number = found[1]
    if _SAID_INN.search(line):
        return number
    return number if _agrees(number) and not (len(number) == 10 and number.startswith("9")) else None


def _agrees(number: str) -> bool:
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    figures = [int(one) for one in number]

    def check(upto: int) -> bool:
        total = sum(a * b for a, b in zip(weights[-upto:], figures, strict=False))
        return total % 11 % 10 == figures[upto]

    return check(9) if len(number) == 10 else check(10) and check(11)
