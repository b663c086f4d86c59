"""What the deal knows of a field already: it may be left as it is, as long as it could still be chosen."""

from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError
from bot.usecases.asking.manners import LISTS, MANNERS
from fsm.definition import FieldType
from fsm.facts import Answer

_BY_KEY = frozenset({FieldType.CHOICE, FieldType.YES_NO, FieldType.PROCESS})
_BY_ID = frozenset({FieldType.PERSON, FieldType.TEAM, FieldType.CONTACT, FieldType.PRODUCT})


async def known(inquiry: Inquiry) -> Answer:
    """None where nothing is known, or what it names is there no more: somebody has left, the client is another one."""
    found = inquiry.loaded.facts.fields.get(inquiry.question.key)
    kind = inquiry.definition.type
    if found is None or kind in LISTS:
        return None
    if kind not in _BY_KEY | _BY_ID:
        return found
    try:
        await MANNERS[kind].pressed(inquiry, f"i{found}" if kind in _BY_ID else str(found))
    except NotUnderstoodError:
        return None
    return found
