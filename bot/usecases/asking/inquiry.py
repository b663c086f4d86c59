"""A field that is being asked for, with all that its answers may depend on, and what comes of trying to answer it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import Suggestion, Trouble
from bot.usecases.replies import Target
from bot.usecases.work import Work
from fsm.definition import FieldDefinition, FieldType
from fsm.facts import Answer, Answers
from fsm.questions import Question
from storage.runs import Loaded

Part = Mapping[str, Any]
"""What has been said to a question without answering it yet, as JSON; it stands in the draft (answers.PART)."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`given` are the answers of this conversation so far, `part` what was said to this very question; pages count from 0."""

    tx: AsyncSession
    loaded: Loaded
    question: Question
    work: Work
    target: Target | None = None
    given: Answers = field(default_factory=dict)
    part: Part = field(default_factory=dict)
    page: int = 0

    @property
    def definition(self) -> FieldDefinition:
        """The field; KeyError for one of the engine's own questions."""
        return self.loaded.process.fields[self.question.key]

    @property
    def known(self) -> Answer:
        """What the deal knows of the field, or was just said of it."""
        key = self.question.key
        return self.given.get(key) or self.loaded.facts.fields.get(key)

    def of_type(self, kind: FieldType) -> Answer:
        """The answer to, or what is known of, the first field of this type; None for neither."""
        for key, one in self.loaded.process.fields.items():
            if one.type is kind:
                return self.given.get(key) or self.loaded.facts.fields.get(key)
        return None

    @property
    def client(self) -> int | None:
        """The deal's client, also one that was only just said."""
        found = self.of_type(FieldType.CLIENT)
        return found if isinstance(found, int) else self.loaded.row["client_id"]


@dataclass(frozen=True, slots=True)
class Offered:
    """One-tap answers: all of them, or where `total` says how many there are, the inquiry's page of them.

    `shown` is whatever the type's own view needs beside that; `page` is the one that this is.
    """

    suggestions: tuple[Suggestion, ...] = ()
    total: int | None = None
    shown: object = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something was said that is no answer yet: it is kept, and the question stands. `trouble` is told with it."""

    part: Part
    trouble: Trouble | None = None


class NotUnderstoodError(ValueError):
    """The words are no answer; `trouble` says why, `readings` what they may have meant."""

    def __init__(self, trouble: Trouble, readings: tuple[datetime | date, ...] = ()) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Manner:
    """What a type of field offers, what its buttons mean, and what words mean to it.

    Anyone can send any button, so `pressed` takes only what is offered. Both raise NotUnderstoodError.
    """

    offer: Callable[[Inquiry], Awaitable[Offered]]
    pressed: Callable[[Inquiry, str], Awaitable[Answer | Unfinished]]
    said: Callable[[Inquiry, str], Awaitable[Answer | Unfinished]]


async def nothing(inquiry: Inquiry) -> Offered:
    """No answer is likelier than another."""
    return Offered()


async def no_button(inquiry: Inquiry, choice: str) -> Answer:
    """Words are typed, and an option that is not offered is none."""
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)
