"""How names are folded into keys, by which people and imports find the same thing written differently."""

import re

_SIGNS = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """Lower case, ё as е, quotes and signs as single spaces; empty when no letter or digit is in it."""
    return _SIGNS.sub(" ", name.casefold().replace("ё", "е")).strip()


def digits(text: str) -> str:
    """The digits of a phone or a number, as typed by anybody."""
    return "".join(sign for sign in text if sign in "0123456789")
