"""A checklist that a form asks for: its points are ticked in place. On the card of a task it is bot.usecases.ticking."""

from bot.usecases.asked import Act, Trouble
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered, Unfinished
from bot.usecases.asking.sheet import Sheet, Shown, kept, sheet_of
from fsm.definition import FieldDefinition
from fsm.facts import Answer


def ticked(field: FieldDefinition, keys: tuple[str, ...], point: str, *, on: bool) -> tuple[str, ...]:
    """The points that are ticked when this one is, or is not any more; in the order of the process."""
    left = {*keys, point} if on else {*keys} - {point}
    return tuple(key for key in field.options if key in left)


async def _offer(inquiry: Inquiry) -> Offered:
    return Offered(shown=Shown(inquiry.definition.type, sheet_of(inquiry)))


async def _pressed(inquiry: Inquiry, choice: str) -> Answer | Unfinished:
    """`on.<point>` and `off.<point>` say what is wanted: a double tap changes nothing twice."""
    sheet, field = sheet_of(inquiry), inquiry.definition
    match choice.split("."):
        case ["on" | "off" as act, point] if point in field.options:
            return kept(Sheet(ticked(field, sheet.rows, point, on=act == "on")))
        case ["done"] if sheet.rows or (inquiry.target and inquiry.target.act is Act.AMEND):
            return sheet.rows
        case ["done"]:
            raise NotUnderstoodError(Trouble.NO_POINTS)
        case _:
            raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


async def _said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


MANNER = Manner(_offer, _pressed, _said)
