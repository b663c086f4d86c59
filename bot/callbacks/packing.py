"""How a button's data are written: numbers in base 36, words that are keys, at most 64 bytes."""

import re
from dataclasses import dataclass, fields
from typing import ClassVar

VERSION = "a"
WORD = re.compile(r"[a-z0-9_.\-]{0,24}")
NUMBER = re.compile(r"[0-9a-z]{1,13}")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LIMIT = 2**63


class ForgedError(ValueError):
    """Not data that we wrote."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What a button says. Numbers are ids; words are keys."""

    code: ClassVar[str]

    def pack(self) -> str:
        """At most 64 bytes, which Telegram refuses to pass."""
        parts = [f"{VERSION}{self.code}"]
        for field in fields(self):
            value = getattr(self, field.name)
            parts.append(base36(value) if isinstance(value, int) else value)
        data = ":".join(parts)
        assert len(data.encode()) <= 64, data
        return data


def base36(number: int) -> str:
    """A whole number from 0 on, short."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
        if not number:
            return digits


def number_of(part: str) -> int | None:
    """A whole number that `base36` wrote; None for anything else."""
    if not NUMBER.fullmatch(part):
        return None
    number = int(part, 36)
    return number if number < LIMIT else None
