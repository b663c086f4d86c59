"""Buttons of activities and of the questions that follow them."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Press(Callback):
    """An outcome of an activity."""

    code: ClassVar[str] = "o"
    activity: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Choice(Callback):
    """An answer to the question of a draft."""

    code: ClassVar[str] = "q"
    draft: int
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Page(Callback):
    """A page of the choices of a draft's question."""

    code: ClassVar[str] = "qp"
    draft: int
    question: str
    page: int


@dataclass(frozen=True, slots=True)
class Conversation(Callback):
    """`act` is cancel, back, why, ask (show the question again), all (its whole list) or resume."""

    code: ClassVar[str] = "c"
    draft: int
    act: str


@dataclass(frozen=True, slots=True)
class Month(Callback):
    """A month of the calendar that a date is chosen from; year*12 + month-1."""

    code: ClassVar[str] = "k"
    draft: int
    month: int


@dataclass(frozen=True, slots=True)
class OpenTask(Callback):
    """The card of an activity."""

    code: ClassVar[str] = "t"
    activity: int


@dataclass(frozen=True, slots=True)
class Day(Callback):
    """What is to be done: `part` is all (one's own day) or a person (p<base36 id>)."""

    code: ClassVar[str] = "n"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Hand(Callback):
    """By hand on a deal: `act` is menu, fields, log, incoming, plan, park, wake, amend, sent or reopen; `key` of what."""

    code: ClassVar[str] = "h"
    run: int
    act: str
    key: str


@dataclass(frozen=True, slots=True)
class Record(Callback):
    """The outcome of an activity that nobody had planned; `incoming` is 1 when the client called."""

    code: ClassVar[str] = "r"
    run: int
    key: str
    outcome: str
    incoming: int


@dataclass(frozen=True, slots=True)
class PutOff(Callback):
    """An open activity at another time."""

    code: ClassVar[str] = "w"
    activity: int


@dataclass(frozen=True, slots=True)
class Invitation(Callback):
    """A meeting as a file for calendars."""

    code: ClassVar[str] = "iv"
    activity: int


@dataclass(frozen=True, slots=True)
class TaskMenu(Callback):
    """What else can be done from the card of an activity."""

    code: ClassVar[str] = "v"
    activity: int


@dataclass(frozen=True, slots=True)
class Undo(Callback):
    """Take back what the person has done; `cause` is the entry of history."""

    code: ClassVar[str] = "u"
    run: int
    cause: int


@dataclass(frozen=True, slots=True)
class TakeNote(Callback):
    """What is said next is a note on the deal, perhaps on one of its activities (0: none)."""

    code: ClassVar[str] = "y"
    run: int
    activity: int


@dataclass(frozen=True, slots=True)
class NoteFile(Callback):
    """The file of a note, to be sent again."""

    code: ClassVar[str] = "x"
    note: int


@dataclass(frozen=True, slots=True)
class Postpone(Callback):
    """All that is overdue at another time: `to` is empty for the question, today, tomorrow or week; `reason` a key."""

    code: ClassVar[str] = "b"
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Aside(Callback):
    """A conversation that is not about a deal that there is: `act` is ask or cancel."""

    code: ClassVar[str] = "se"
    draft: int
    act: str
