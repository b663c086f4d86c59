"""What is being asked in a conversation, as values: a use case makes them, the question's view draws them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from fsm.definition import FieldDefinition
from fsm.questions import Question
from fsm.values import Value

NOTE = "own.note"
CONTACT = "own.contact"
PHONE = "own.phone"
"""Questions that no process asks: a note, one more person at the client, one more number."""


class Act(StrEnum):
    """What somebody does to a deal by hand; the value stands in the draft's row and in buttons."""

    PLAN = "plan"
    LOG = "log"
    SNOOZE = "snooze"
    PARK = "park"
    WAKE = "wake"
    AMEND = "amend"
    REOPEN = "reopen"
    NOTE = "note"
    CONTACT = "contact"
    PHONE = "phone"


ASIDE = {Act.NOTE: NOTE, Act.CONTACT: CONTACT, Act.PHONE: PHONE}
"""Acts that the process knows nothing of, and what each of them asks."""


class Trouble(StrEnum):
    """Why what somebody said is not an answer; the view has the sentence."""

    NOT_A_MOMENT = "not_a_moment"
    NOT_A_DAY = "not_a_day"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_TIME = "impossible_time"
    MONTH_FIRST = "month_first"
    OTHER_WEEKDAY = "other_weekday"
    PAST = "past"
    WHICH_YEAR = "which_year"
    TOO_FAR = "too_far"
    EITHER_MOMENT = "either_moment"
    SEVERAL_MOMENTS = "several_moments"
    NOT_MONEY = "not_money"
    NEGATIVE_MONEY = "negative_money"
    NO_MONEY = "no_money"
    TOO_MUCH_MONEY = "too_much_money"
    EITHER_MONEY = "either_money"
    NOT_A_PHONE = "not_a_phone"
    SHORT_PHONE = "short_phone"
    LONG_PHONE = "long_phone"
    NO_SUCH_PHONE = "no_such_phone"
    PHONE_EXTENSION = "phone_extension"
    SEVERAL_PHONES = "several_phones"
    NOT_A_CHOICE = "not_a_choice"
    NOT_FOUND = "not_found"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_TEXT = "not_text"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with the last answer, and the words of it, if there were words.

    `readings` is what they may have meant, to be chosen from: UTC instants, or days of the reader.
    """

    trouble: Trouble
    said: str | None = None
    readings: tuple[datetime | date, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer that one tap gives. `choice` travels in the button (callbacks.Choice): at most 24 of [a-z0-9_.-].

    Where `label` is None, `value` is shown: a value of the field, or the instant or day that is meant.
    """

    choice: str
    label: str | None = None
    value: Value | datetime | None = None
    activity: str | None = None  # for KEEP: the key of what is open already


@dataclass(frozen=True, slots=True)
class Subject:
    """What the conversation is about, in keys of the process: an outcome of an activity, a move to `to`, or an act.

    `title` is what a person called the activity; `times` counts how often it is put off, this time included.
    """

    client: str | None
    activity: str | None = None
    outcome: str | None = None
    to: str | None = None
    act: Act | None = None
    field: str | None = None
    title: str | None = None
    times: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a draft. `position` counts from 1; `field` is None for the engine's own questions.

    `whole`: WHEN asks for a day here, and not for a moment.

    For NEXT and ATTEMPTS the choices are the question's own; a suggestion of the same name adds what the
    process does not know: for `plan.N` the due as its value (a day when it is not timed), for KEEP the label
    or due of what is open already.
    """

    draft: int
    question: Question
    field: FieldDefinition | None
    position: int
    total: int
    subject: Subject
    suggestions: tuple[Suggestion, ...] = ()
    problem: Problem | None = None
    whole: bool = False


def day_choice(day: date) -> str:
    """The choice of a day in a calendar: d20261124. For a moment it is half of one, and hours come next."""
    return f"d{day:%Y%m%d}"


def whole_choice(day: date) -> str:
    """The choice of a day on which something is to be done at any time: w20261124."""
    return f"w{day:%Y%m%d}"


def moment_choice(day: date, at: time) -> str:
    """The choice of a wall time of the reader: m202611241030."""
    return f"m{day:%Y%m%d}{at:%H%M}"


_CHOICES = {"d": ("%Y%m%d", 9), "w": ("%Y%m%d", 9), "m": ("%Y%m%d%H%M", 13)}


def chosen(choice: str) -> date | datetime | None:
    """What the three choices above say (a moment as naive wall time); None for anything else."""
    written, length = _CHOICES.get(choice[:1], ("", 0))
    if len(choice) != length or not choice[1:].isdecimal():
        return None
    try:
        found = datetime.strptime(choice[1:], written)  # noqa: DTZ007 - a wall time, whose zone the reader knows
    except ValueError:
        return None
    return found if choice[0] == "m" else found.date()
