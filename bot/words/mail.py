"""An e-mail address, as somebody types it."""

import re

from bot.words.refusals import NotUnderstood, Reason
from bot.words.text import one_line

LONGEST = 320
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def address(text: str) -> str:
    """The one address in the words. NotUnderstood with NOT_UNDERSTOOD, SEVERAL, EMPTY; TooLong."""
    found = _ADDRESS.findall(one_line(text, LONGEST))
    if len(found) == 1:
        return str(found[0]).strip(".").lower()
    raise NotUnderstood(Reason.SEVERAL if found else Reason.NOT_UNDERSTOOD, text)
