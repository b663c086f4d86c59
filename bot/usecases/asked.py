"""What is being asked in a conversation, as values: a use case makes them, the question's view draws them."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.usecases.naming import NONE, Names
from fsm.definition import FieldDefinition, FieldType
from fsm.facts import Answers
from fsm.questions import WHEN, Question
from fsm.values import Value

NOTE = "own.note"
CONTACT = "own.contact"
PHONE = "own.phone"
"""Questions that no process asks: a note, one more person at the client, one more number."""

SOUGHT = "sought"
"""In the part of a question: the words that its choices are narrowed by."""
SKIP = "own.skip"
KNOWN = "own.known"
"""Choices that no field has: an optional question is passed over, what is known already is the answer."""

PAGE = 8
"""More choices do not fit a phone: the others are on further pages, or are found by typing."""


class Act(StrEnum):
    """What somebody does to a deal by hand; the value stands in the draft's row and in buttons."""

    PLAN = "plan"
    LOG = "log"
    SNOOZE = "snooze"
    PARK = "park"
    WAKE = "wake"
    AMEND = "amend"
    SENT = "sent"
    REOPEN = "reopen"
    NOTE = "note"
    CONTACT = "contact"
    PHONE = "phone"


FILES = {"proposal_sent": "proposal_file"}
"""Fields that say when something was sent, and the file that may go with it."""
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
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE_NUMBER = "negative_number"
    TOO_LARGE_NUMBER = "too_large_number"
    TOO_PRECISE = "too_precise"
    EITHER_NUMBER = "either_number"
    SEVERAL_NUMBERS = "several_numbers"
    NOT_A_CHOICE = "not_a_choice"
    NOT_YES_OR_NO = "not_yes_or_no"
    SEVERAL_FOUND = "several_found"
    NOT_FOUND = "not_found"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    NOT_AN_EMAIL = "not_an_email"
    TOO_MANY_ROWS = "too_many_rows"
    LACKING_PART = "lacking_part"
    NO_ROWS = "no_rows"
    NO_POINTS = "no_points"
    NOT_A_FILE = "not_a_file"
    NO_QUANTITY = "no_quantity"
    OVER_A_HUNDRED = "over_a_hundred"
    OTHER_CURRENCY = "other_currency"
    NOT_YET = "not_yet"
    BEFORE_OPENED = "before_opened"
    OVER = "over"
    TOO_EARLY = "too_early"
    SAME_REASON = "same_reason"


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
    more: str | None = None  # said beside the label where there is room for it


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
    or due of what is open already. For EXIT they are what is suggested, on further pages the others.

    choices  how many there are in all: `suggestions` may be one `page` of them (from 0), of PAGE each
    part     what was said to this question so far, as JSON
    shown    what the view of its type needs beside that
    given    the answers before, by question key
    stage    the one that the deal is in
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
    page: int = 0
    choices: int = 0
    part: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    shown: object = None
    given: Answers = dataclasses.field(default_factory=dict)
    names: Names = NONE
    stage: str | None = None

    @property
    def sought(self) -> str | None:
        """The words that the choices are narrowed by."""
        return self.part.get(SOUGHT)

    @property
    def pages(self) -> int:
        """How many pages the choices make."""
        return max(1, -(-self.choices // PAGE))

    @property
    def is_moment(self) -> bool:
        """Whether a moment is asked for: a day alone is half of the answer, or may be all of it."""
        timed = self.field is not None and self.field.type is FieldType.MOMENT
        return timed or (self.question.key == WHEN and not self.whole)

    @property
    def is_ahead(self) -> bool:
        """Whether only what is to come can be meant."""
        return self.is_moment or self.question.key == WHEN

    @property
    def is_time(self) -> bool:
        """Whether a calendar helps."""
        dated = self.field is not None and self.field.type is FieldType.DATE
        return dated or self.is_moment or self.question.key == WHEN


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
