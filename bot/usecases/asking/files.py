"""Files of a deal with versions: what is sent to the question is kept as a note, and its id is one more version."""

from dataclasses import replace

from bot.usecases.asked import Act, Trouble
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered, Unfinished
from bot.usecases.asking.sheet import Shown, kept, known_rows, sheet_of
from fsm.facts import Answer
from storage import notes

MOST = 50
"""Versions of one document."""
KINDS = frozenset({"document", "photo", "video"})
"""What may be a version; a voice and words are notes."""


async def _offer(inquiry: Inquiry) -> Offered:
    sheet = sheet_of(inquiry)
    old = len(known_rows(inquiry))
    shown = Shown(inquiry.definition.type, sheet, old=old, full=len(sheet.rows) >= MOST)
    return Offered(shown=replace(shown, notes=await notes.of_ids(inquiry.tx, sheet.rows)))


async def _pressed(inquiry: Inquiry, choice: str) -> Answer | Unfinished:
    sheet = sheet_of(inquiry)
    stamp, _, act = choice.partition(".")
    if stamp != sheet.stamp:
        return kept(sheet)
    known = known_rows(inquiry)
    match act.split("."):
        case ["done"] if sheet.rows or (inquiry.target and inquiry.target.act is Act.AMEND):
            return (*known, *(one for one in sheet.rows if one not in known))
        case ["done"]:
            raise NotUnderstoodError(Trouble.NOT_A_FILE)
        case ["cut", at] if at.isdecimal() and len(known) <= int(at[:4]) < len(sheet.rows):
            return kept(sheet.without(int(at[:4])))
        case _:
            raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


async def _said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    raise NotUnderstoodError(Trouble.NOT_A_FILE)


def welcome(inquiry: Inquiry, kind: str) -> None:
    """Raises NotUnderstoodError for what is no document, and where there are too many versions already."""
    if kind not in KINDS:
        raise NotUnderstoodError(Trouble.NOT_A_FILE)
    if len(sheet_of(inquiry).rows) >= MOST:
        raise NotUnderstoodError(Trouble.TOO_MANY_ROWS)


def attached(inquiry: Inquiry, note: int) -> Unfinished:
    """One more version."""
    sheet = sheet_of(inquiry)
    return kept(sheet.with_row(len(sheet.rows), note))


MANNER = Manner(_offer, _pressed, _said)
