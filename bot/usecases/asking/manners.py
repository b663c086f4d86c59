"""The table: in what manner each type of field is asked for. Whoever adds a type adds a line here."""

from collections.abc import Mapping

from bot.usecases.asking import (
    amounts,
    checklists,
    competitors,
    files,
    lines,
    market,
    options,
    participants,
    staff,
    texts,
    times,
)
from bot.usecases.asking.inquiry import Manner
from fsm.definition import FieldType

MANNERS: Mapping[FieldType, Manner] = {
    FieldType.TEXT: texts.TEXT,
    FieldType.PHONE: texts.PHONE,
    FieldType.CHOICE: options.CHOICE,
    FieldType.YES_NO: options.YES_NO,
    FieldType.PROCESS: options.PROCESS,
    FieldType.NUMBER: amounts.NUMBER,
    FieldType.MONEY: amounts.MONEY,
    FieldType.DATE: times.DATE,
    FieldType.MOMENT: times.MOMENT,
    FieldType.PERSON: staff.PERSON,
    FieldType.TEAM: staff.TEAM,
    FieldType.CLIENT: market.CLIENT,
    FieldType.CONTACT: market.CONTACT,
    FieldType.PRODUCT: market.PRODUCT,
    FieldType.LINES: lines.MANNER,
    FieldType.FILE: files.MANNER,
    FieldType.CHECKLIST: checklists.MANNER,
    FieldType.PARTICIPANTS: participants.MANNER,
    FieldType.COMPETITORS: competitors.MANNER,
}
LISTS = frozenset(
    {
        FieldType.LINES,
        FieldType.FILE,
        FieldType.CHECKLIST,
        FieldType.PARTICIPANTS,
        FieldType.COMPETITORS,
    }
)
"""Types whose answers are built row by row: what is known is where they begin, and is not offered as a whole."""
