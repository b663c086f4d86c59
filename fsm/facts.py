"""What is known about a run when something happens to it, and what can happen (triggers)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fsm.values import Value


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An activity that is open now. `attempt` counts from 1; due is a UTC instant."""

    id: int
    key: str
    scope: str
    owner: int
    attempt: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A run at one moment.

    state        the stage's key; None before Start
    stage_run    how many stages have been entered, 1 for the first
    done         keys of activities completed: in this stage run, or ever for those of scope `deal`
    opened       keys of activities opened, counted like `done`
    signals      names of signals that have come
    """

    state: str | None
    stage_run: int
    owner: int
    fields: Mapping[str, Value] = field(default_factory=dict)
    open: tuple[OpenTask, ...] = ()
    done: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()


Answer = Value | datetime
Answers = Mapping[str, Answer]
"""Answers by question key: a field's key, or one of decide.WHEN (a UTC instant, or a day), decide.NEXT, decide.ATTEMPTS (choices)."""

NOTHING: Answers = {}


@dataclass(frozen=True, slots=True)
class Start:
    """The run begins: its first stage is entered."""


@dataclass(frozen=True, slots=True)
class Press:
    """An outcome of an open activity was chosen."""

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


Trigger = Start | Press | Move | Signal | Edit
