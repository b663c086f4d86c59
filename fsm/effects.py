"""What a decision wants done, as frozen values; storage has one match arm for each."""

from dataclasses import dataclass
from datetime import datetime

from fsm.values import Value


@dataclass(frozen=True, slots=True)
class OpenActivity:
    """A new activity. `due` is a UTC instant; `timed` tells a moment from a whole day.

    `follows` is the id of the activity that this one repeats, None for a fresh one.
    """

    key: str
    kind: str
    scope: str
    owner: int
    due: datetime
    timed: bool
    attempt: int = 1
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class CloseActivity:
    """An activity ended with an outcome; `completed` says whether others may count on it."""

    activity: int
    outcome: str
    completed: bool


@dataclass(frozen=True, slots=True)
class CancelActivities:
    """These are no longer needed, because their stage was left or the deal is final."""

    activities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetField:
    """A field of the deal (or of its client's contact) gets a value."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class EnterStage:
    """The run enters a stage; `number` is the new stage run; `final` is won, lost or None."""

    stage: str
    number: int
    final: str | None


@dataclass(frozen=True, slots=True)
class KeepSignal:
    """A signal came and stays a fact."""

    name: str


Effect = OpenActivity | CloseActivity | CancelActivities | SetField | EnterStage | KeepSignal
