"""What a decision wants done, as frozen values; storage has one match arm for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fsm.values import Value

Alarms = tuple[tuple[int, datetime], ...]
"""Timers of an activity: their places in its list, and the UTC instants at which they run out."""

PROCESS, HAND, INCOMING = "process", "hand", "incoming"
"""Where an activity comes from: the process, a person who added it, a call that came in."""


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
    origin: str = PROCESS
    title: str | None = None
    alarms: Alarms = ()
    runs: str | None = None  # the process to run for it


@dataclass(frozen=True, slots=True)
class RecordActivity:
    """An activity that nobody had planned has happened; it is written down as done."""

    key: str
    kind: str
    scope: str
    owner: int
    outcome: str
    completed: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Reschedule:
    """An open activity is due at another time; `snoozed` is how often it has been put off, this time included.

    `alarms` are those of its timers that are reckoned from its due.
    """

    activity: int
    due: datetime
    timed: bool
    snoozed: int
    alarms: Alarms = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """An open activity is somebody else's from now on."""

    activity: int
    owner: int


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
class Spend:
    """What was done counts no more: these activities (none of them open) and signals are waited for anew."""

    activities: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirm:
    """The deal is no draft any more: it is opened now."""


@dataclass(frozen=True, slots=True)
class StartProcess:
    """Another process begins beside this one, with these values; `due` is when its first activity is due."""

    process: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    due: date | None = None


@dataclass(frozen=True, slots=True)
class SetField:
    """A field of the deal (or of its client's contact) gets a value."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class ClearField:
    """What was known is not known any more, and is asked again."""

    field: str


@dataclass(frozen=True, slots=True)
class SetOwner:
    """The deal is somebody else's from now on."""

    owner: int


@dataclass(frozen=True, slots=True)
class SetPark:
    """The deal waits until a day of its owner, for a reason; None: it does not wait any more."""

    until: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EnterStage:
    """The run enters a stage; `number` is the new stage run; `final` is won, lost, transferred or None."""

    stage: str
    number: int
    final: str | None


@dataclass(frozen=True, slots=True)
class KeepSignal:
    """A signal came and stays a fact."""

    name: str


Effect = (
    OpenActivity
    | RecordActivity
    | CloseActivity
    | CancelActivities
    | Reschedule
    | HandOver
    | SetField
    | ClearField
    | SetOwner
    | SetPark
    | EnterStage
    | Spend
    | Confirm
    | StartProcess
    | KeepSignal
)
