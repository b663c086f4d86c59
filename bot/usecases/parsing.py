"""What somebody tapped or typed as the answer to a question, as a value of the right type, or why it is none.

Fields are understood by the manner of their type (asking.manners); here are the engine's own questions.
"""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import exits
from bot.usecases.asked import KNOWN, SKIP, Act, Trouble
from bot.usecases.asking import limits, times
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError, Unfinished
from bot.usecases.asking.known import known
from bot.usecases.asking.manners import MANNERS
from bot.usecases.asking.market import contact
from bot.usecases.asking.refusals import trouble
from bot.usecases.suggestions import reasons
from bot.words.phone import phone
from bot.words.refusals import NotUnderstood
from bot.words.text import one_line
from fsm.definition import FieldType
from fsm.facts import Answer
from fsm.questions import EXIT, REASON, TITLE, WAIVE, WHEN
from storage.names import fold

LONGEST = 300
"""Characters of a title or a reason."""
_SKIPPED = frozenset({"пропустить", "пропуск", "skip"})


async def chosen(inquiry: Inquiry, choice: str) -> Answer | Unfinished:
    """The value of a button. Anyone can send any: rows and amounts count only while they are offered.

    Raises NotUnderstoodError for what no button of this question says, or says no more, and for what a rule refuses.
    """
    return await _within(inquiry, await _pressed(inquiry, choice))


async def _within(inquiry: Inquiry, value: Answer | Unfinished) -> Answer | Unfinished:
    if not isinstance(value, Unfinished):
        await limits.within(inquiry, value)
    return value


async def _pressed(inquiry: Inquiry, choice: str) -> Answer | Unfinished:
    question = inquiry.question.key
    if choice == SKIP and inquiry.question.optional:
        return None
    field = inquiry.loaded.process.fields.get(question)
    if field is not None:
        if choice == KNOWN and (left := await known(inquiry)) is not None:
            return left
        return await MANNERS[field.type].pressed(inquiry, choice)
    if question == WHEN:
        return _when(inquiry, choice)
    if question == EXIT:
        return exits.pressed(inquiry, choice)
    if choice in (*inquiry.question.choices, *reasons(inquiry)):
        return choice
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


def _when(inquiry: Inquiry, choice: str) -> datetime | date:
    """A day is an answer where a day is asked, or where the button says so."""
    if _is_parking(inquiry) or choice.startswith("w"):
        return times.coming_day(choice, inquiry.work)
    return times.moment(choice, inquiry.work)


def _is_parking(inquiry: Inquiry) -> bool:
    return inquiry.target is not None and inquiry.target.act is Act.PARK


async def understood(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    """The value that the words say; a client or contact that is not known yet is written. Raises NotUnderstoodError."""
    return await _within(inquiry, await _said(inquiry, text))


async def _said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    question = inquiry.question.key
    field = inquiry.loaded.process.fields.get(question)
    if inquiry.question.optional and fold(text) in _SKIPPED:
        return None
    try:
        if field is not None:
            return await MANNERS[field.type].said(inquiry, text)
        if question == WHEN:
            return _moment(inquiry, text)
        if question == EXIT:
            return exits.said(inquiry, text)
        if question in {TITLE, REASON, WAIVE}:
            return one_line(text, LONGEST)
    except NotUnderstood as error:
        kind = field.type if field else FieldType.TEXT if question != WHEN else None
        raise NotUnderstoodError(trouble(error.reason, kind), error.readings) from None
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


def _moment(inquiry: Inquiry, text: str) -> datetime | date:
    found = times.said(text, inquiry.work)
    if not _is_parking(inquiry):
        return found
    day = inquiry.work.calendar.day_of(found) if isinstance(found, datetime) else found
    if day <= inquiry.work.today:
        raise NotUnderstoodError(Trouble.PAST)
    return day


async def named(tx: AsyncSession, client: int | None, text: str) -> int:
    """A contact of the client by name and number, written where it is new. Raises NotUnderstoodError."""
    try:
        return await contact(tx, client, text)
    except NotUnderstood as error:
        raise NotUnderstoodError(trouble(error.reason, FieldType.CONTACT), error.readings) from None


def number(text: str) -> str:
    """A phone in E.164. Raises NotUnderstoodError."""
    try:
        return phone(text)
    except NotUnderstood as error:
        raise NotUnderstoodError(trouble(error.reason, FieldType.PHONE), error.readings) from None
