"""What somebody tapped or typed as the answer to a question, as a value of the right type, or why it is none."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import Act, Trouble
from bot.usecases.asked import chosen as placed
from bot.usecases.replies import Target
from bot.usecases.suggestions import REASONS, suggest
from bot.usecases.work import Work
from bot.words.moment import day, moment
from bot.words.money import money
from bot.words.phone import phone, shown
from bot.words.refusals import NotUnderstood, Reason
from bot.words.text import free_text, one_line
from fsm.definition import FieldType
from fsm.facts import Answer
from fsm.questions import REASON, TITLE, WHEN, Question
from storage import clients, contacts, products
from storage.runs import Loaded

FARTHEST = timedelta(days=5 * 366)
"""Nothing is planned, and no deal was closed, farther away than this."""
LONGEST = 300
"""Characters of a title or a reason."""


class NotUnderstoodError(ValueError):
    """The words are no answer; `trouble` says why, `readings` what they may have meant."""

    def __init__(self, trouble: Trouble, readings: tuple[datetime | date, ...] = ()) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.readings = readings


async def chosen(
    tx: AsyncSession, loaded: Loaded, question: str, choice: str, work: Work, target: Target
) -> Answer:
    """The value of a button. Anyone can send any: rows and amounts count only while they are offered.

    Raises NotUnderstoodError for what no button of this question says, or says no more.
    """
    field = loaded.process.fields.get(question)
    if question == WHEN:
        return _when(choice, work, target)
    if question in {TITLE, REASON}:
        if target.act and choice in REASONS.get(target.act, ()):
            return choice
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)
    if field is None:
        return choice  # decide knows the choices of its own questions, and asks again for any other
    match field.type:
        case FieldType.CHOICE if choice in field.options and not field.options[choice].reserved:
            return choice
        case FieldType.DATE:
            return _day(choice, work)
        case FieldType.PRODUCT | FieldType.CONTACT | FieldType.CLIENT | FieldType.MONEY:
            offered = await suggest(tx, loaded, Question(question), work.now, None, reader=work.calendar)
            for one in offered:
                if one.choice == choice and one.value is not None:
                    return one.value
        case _:
            pass  # words are typed, and an option that is not offered is none
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


def _when(choice: str, work: Work, target: Target) -> datetime | date:
    """A day is an answer where a day is asked, or where the button says so."""
    if target.act is Act.PARK or choice.startswith("w"):
        day = _day(choice, work)
        if day <= work.today:
            raise NotUnderstoodError(Trouble.PAST)
        return day
    return _moment(choice, work)


def _moment(choice: str, work: Work) -> datetime:
    place = placed(choice)
    if not isinstance(place, datetime) or abs(place.date() - work.today) > FARTHEST:
        raise NotUnderstoodError(Trouble.NOT_A_MOMENT)
    moment = work.calendar.instant(place.date(), place.time())
    if moment <= work.now:
        raise NotUnderstoodError(Trouble.PAST)
    return moment


async def named(tx: AsyncSession, loaded: Loaded, text: str) -> int:
    """A contact of the deal's client by name and number, written where it is new. Raises NotUnderstoodError."""
    try:
        return await _contact(tx, loaded, text)
    except NotUnderstood as error:
        raise NotUnderstoodError(trouble(error.reason, FieldType.CONTACT), error.readings) from None


def number(text: str) -> str:
    """A phone in E.164. Raises NotUnderstoodError."""
    try:
        return phone(text)
    except NotUnderstood as error:
        raise NotUnderstoodError(trouble(error.reason, FieldType.PHONE), error.readings) from None


def _in_words(question: str, text: str) -> str:
    if question not in {TITLE, REASON}:
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)
    return one_line(text, LONGEST)


def _later(day: date, work: Work, target: Target) -> date:
    if target.act is Act.PARK and day <= work.today:
        raise NotUnderstoodError(Trouble.PAST)
    return day


def _day(choice: str, work: Work) -> date:
    place = placed(choice)
    if isinstance(place, datetime) or place is None or abs(place - work.today) > FARTHEST:
        raise NotUnderstoodError(Trouble.NOT_A_DAY)
    return place


async def understood(
    tx: AsyncSession, loaded: Loaded, question: str, text: str, work: Work, target: Target
) -> Answer:
    """The value that the words say; a client or contact that is not known yet is written. Raises NotUnderstoodError."""
    field = loaded.process.fields.get(question)
    try:
        if question == WHEN:
            found = moment(text, work.now, work.calendar)
            whole = not found.timed or target.act is Act.PARK
            return _later(work.calendar.day_of(found.due), work, target) if whole else found.due
        if field is None:
            return _in_words(question, text)
        match field.type:
            case FieldType.TEXT:
                return free_text(text)
            case FieldType.CHOICE:
                return _option(loaded, question, text)
            case FieldType.DATE:
                return day(text, work.now, work.calendar, past=True)
            case FieldType.MONEY:
                return money(text, loaded.row["currency"] or loaded.currency)
            case FieldType.PHONE:
                return phone(text)
            case FieldType.PRODUCT:
                return await _product(tx, text)
            case FieldType.CLIENT:
                return await _client(tx, text, work)
            case FieldType.CONTACT:
                return await _contact(tx, loaded, text)
    except NotUnderstood as error:
        kind = field.type if field else FieldType.TEXT if question != WHEN else None
        raise NotUnderstoodError(trouble(error.reason, kind), error.readings) from None


def trouble(reason: Reason, kind: FieldType | None) -> Trouble:
    """What to tell somebody who was asked for this kind of field, or for a moment where it is None."""
    match kind:
        case FieldType.MONEY:
            return _OF_MONEY.get(reason, Trouble.NOT_MONEY)
        case FieldType.PHONE:
            return _OF_PHONES.get(reason, Trouble.NOT_A_PHONE)
        case FieldType.CONTACT if reason not in _OF_TEXT:
            return _OF_PHONES.get(reason, Trouble.NOT_A_PHONE)  # a name is never wrong
        case FieldType.DATE:
            return _OF_TIMES.get(reason, Trouble.NOT_A_DAY)
        case None:
            return _OF_TIMES.get(reason, Trouble.NOT_A_MOMENT)
        case _:
            return _OF_TEXT[reason]


_OF_TEXT = {Reason.EMPTY: Trouble.EMPTY, Reason.TOO_LONG: Trouble.TOO_LONG}
_OF_TIMES = {
    Reason.IMPOSSIBLE_DATE: Trouble.IMPOSSIBLE_DATE,
    Reason.IMPOSSIBLE_TIME: Trouble.IMPOSSIBLE_TIME,
    Reason.MONTH_FIRST: Trouble.MONTH_FIRST,
    Reason.OTHER_WEEKDAY: Trouble.OTHER_WEEKDAY,
    Reason.PAST: Trouble.PAST,
    Reason.WHICH_YEAR: Trouble.WHICH_YEAR,
    Reason.TOO_FAR: Trouble.TOO_FAR,
    Reason.AMBIGUOUS: Trouble.EITHER_MOMENT,
    Reason.SEVERAL: Trouble.SEVERAL_MOMENTS,
}
_OF_MONEY = {
    Reason.NEGATIVE: Trouble.NEGATIVE_MONEY,
    Reason.ZERO: Trouble.NO_MONEY,
    Reason.TOO_LARGE: Trouble.TOO_MUCH_MONEY,
    Reason.AMBIGUOUS: Trouble.EITHER_MONEY,
}
_OF_PHONES = {
    Reason.TOO_SHORT: Trouble.SHORT_PHONE,
    Reason.TOO_LONG: Trouble.LONG_PHONE,
    Reason.NO_SUCH_NUMBER: Trouble.NO_SUCH_PHONE,
    Reason.EXTENSION: Trouble.PHONE_EXTENSION,
    Reason.SEVERAL: Trouble.SEVERAL_PHONES,
}


def _option(loaded: Loaded, question: str, text: str) -> str:
    """An option by its title in any language."""
    said = text.strip().casefold()
    for key, option in loaded.process.fields[question].options.items():
        if not option.reserved and said in {title.casefold() for title in option.title.values()}:
            return key
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


async def _product(tx: AsyncSession, text: str) -> int:
    found = await products.find(tx, one_line(text), limit=2)
    exact = [one for one in found if one.name.casefold() == text.strip().casefold()] or found
    if len(exact) != 1:
        raise NotUnderstoodError(Trouble.NOT_FOUND)
    return exact[0].id


async def _client(tx: AsyncSession, text: str, work: Work) -> int:
    """The client of this name, or a new one: whoever says a name means it."""
    name = one_line(text)
    known = await clients.by_name(tx, name)
    if known is not None:
        return known.id
    return await clients.add(tx, name=name, owner_id=work.person.id, now=work.now)


async def _contact(tx: AsyncSession, loaded: Loaded, text: str) -> int:
    """«Имя, телефон» in any order; one of the client's own is recognised by the name or the number."""
    name, number = _name_and_phone(text)
    if not name and number is None:
        raise NotUnderstoodError(Trouble.EMPTY)
    client = loaded.row["client_id"]
    own = [] if client is None else await contacts.of_client(tx, client)
    for one in own:
        if (number is not None and one.phone == number) or (name and one.name.casefold() == name.casefold()):
            if number is not None and one.phone is None:
                await contacts.set_phone(tx, one.id, number)
            return one.id
    return await contacts.add(tx, client_id=client, name=name or shown(number or ""), phone=number)


def _name_and_phone(text: str) -> tuple[str, str | None]:
    line = one_line(text)
    start = next((place for place, char in enumerate(line) if char == "+" or char.isdecimal()), len(line))
    number = phone(line[start:]) if start < len(line) else None
    return line[:start].strip(" ,;:—–-"), number
