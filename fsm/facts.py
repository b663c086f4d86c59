"""What is known about a run when something happens to it, and what can happen (triggers)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fsm.values import Value


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An activity that is open now. `attempt` counts from 1, `snoozed` from 0; due is a UTC instant."""

    id: int
    key: str
    scope: str
    owner: int
    attempt: int
    due: datetime
    snoozed: int = 0
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who answers for whom: the head of a person, and the head of a team, by row ids. Who has none is absent."""

    heads: Mapping[int, int] = field(default_factory=dict)
    leaders: Mapping[int, int] = field(default_factory=dict)


NOBODY = Organisation()


@dataclass(frozen=True, slots=True)
class Facts:
    """A run at one moment.

    state        the stage's key; None before Start
    stage_run    how many stages have been entered, 1 for the first
    done         keys of activities completed: in this stage run, or ever for those of scope `deal`; what is
                 done anew, or was waited for by a stage that has been left, counts no more
    opened       keys of activities opened, counted like `done`
    signals      names of signals that have come
    parked       the owner's day until which the deal waits; None when it does not
    draft        whether the deal is only being prepared
    actor        who causes the change; None for the system
    """

    state: str | None
    stage_run: int
    owner: int
    fields: Mapping[str, Value] = field(default_factory=dict)
    open: tuple[OpenTask, ...] = ()
    done: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    parked: date | None = None
    draft: bool = False
    actor: int | None = None
    organisation: Organisation = NOBODY


Answer = Value | None
Answers = Mapping[str, Answer]
"""Answers by question key: a field's key, or one of questions.WHEN (a UTC instant, or a day), NEXT, EXIT, ATTEMPTS (choices),
TITLE, REASON, WAIVE (words). None: an optional field was passed over."""

NOTHING: Answers = {}


def known_after(fields: Mapping[str, Value], answers: Answers) -> dict[str, Answer]:
    """Fields as they are with these answers: what was passed over stays as it is known."""
    if None in answers.values():
        return {**fields, **{key: answer for key, answer in answers.items() if answer is not None}}
    return {**fields, **answers}


@dataclass(frozen=True, slots=True)
class Start:
    """The run begins: its first stage is entered. `due` is when what it opens first is due, where that is known."""

    due: date | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """An outcome of an open activity was chosen."""

    activity: int
    outcome: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Elapse:
    """A timer of an open activity (its place in the activity's list) has run out."""

    activity: int
    timer: int


@dataclass(frozen=True, slots=True)
class Return:
    """The process that was run for an open activity has ended in the stage `outcome`; `answers` is what was decided there."""

    activity: int
    outcome: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody wants the deal in another stage."""

    to: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """Something outside happened; it stays a fact of the run."""

    name: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Fields were changed outside a move."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Amend:
    """These fields are to be changed outside a move: each is asked, also what is known already; `optional` may be passed over."""

    fields: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Somebody adds an activity by hand (one of the process's `by_hand`): WHEN, and for a task its TITLE."""

    key: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Log:
    """An activity that was not planned has happened, with this outcome; perhaps the client called."""

    key: str
    outcome: str
    answers: Answers = field(default_factory=dict)
    incoming: bool = False


@dataclass(frozen=True, slots=True)
class Snooze:
    """An open activity is put off: WHEN, and from the third time on the REASON."""

    activity: int
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Park:
    """The deal waits until a day: WHEN and REASON. What is open becomes due then."""

    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wake:
    """A deal that waits goes on today."""


@dataclass(frozen=True, slots=True)
class Assign:
    """The deal, with what its owner had to do on it, becomes somebody else's."""

    owner: int


@dataclass(frozen=True, slots=True)
class Delegate:
    """One open activity becomes somebody else's."""

    activity: int
    owner: int


@dataclass(frozen=True, slots=True)
class Reopen:
    """A deal that had ended goes on in a working stage; REASON says why."""

    to: str
    answers: Answers = field(default_factory=dict)


Handwork = Amend | Plan | Log | Snooze | Park | Wake | Assign | Delegate | Reopen
"""What people do to a deal beside the ways of its process."""
Trigger = Start | Press | Elapse | Return | Move | Signal | Edit | Handwork
