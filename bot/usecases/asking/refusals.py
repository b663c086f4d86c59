"""Why words are no answer to a field of some type, from what the ear says."""

from bot.usecases.asked import Trouble
from bot.words.refusals import Reason
from fsm.definition import FieldType


def trouble(reason: Reason, kind: FieldType | None) -> Trouble:
    """What to tell somebody who was asked for this kind of field, or for a moment where it is None."""
    match kind:
        case FieldType.MONEY:
            return _OF_MONEY.get(reason, Trouble.NOT_MONEY)
        case FieldType.NUMBER:
            return _OF_NUMBERS.get(reason, Trouble.NOT_A_NUMBER)
        case FieldType.PHONE:
            return _OF_PHONES.get(reason, Trouble.NOT_A_PHONE)
        case FieldType.CONTACT if reason not in _OF_TEXT:
            return _OF_PHONES.get(reason, Trouble.NOT_A_PHONE)  # a name is never wrong
        case FieldType.DATE:
            return _OF_TIMES.get(reason, Trouble.NOT_A_DAY)
        case None | FieldType.MOMENT:
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
_OF_NUMBERS = {
    Reason.NEGATIVE: Trouble.NEGATIVE_NUMBER,
    Reason.TOO_LARGE: Trouble.TOO_LARGE_NUMBER,
    Reason.AMBIGUOUS: Trouble.EITHER_NUMBER,
    Reason.SEVERAL: Trouble.SEVERAL_NUMBERS,
    Reason.TOO_PRECISE: Trouble.TOO_PRECISE,
}
_OF_PHONES = {
    Reason.TOO_SHORT: Trouble.SHORT_PHONE,
    Reason.TOO_LONG: Trouble.LONG_PHONE,
    Reason.NO_SUCH_NUMBER: Trouble.NO_SUCH_PHONE,
    Reason.EXTENSION: Trouble.PHONE_EXTENSION,
    Reason.SEVERAL: Trouble.SEVERAL_PHONES,
}
