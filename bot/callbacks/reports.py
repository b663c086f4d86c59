"""Buttons of charts, digests, channels, files and the state of the system."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Funnel(Callback):
    """The funnel: `period` a preset's key, `scope` all, t<id> or p<id>; `pick` is a process, empty for the usual one."""

    code: ClassVar[str] = "f"
    period: str
    scope: str
    pick: str


@dataclass(frozen=True, slots=True)
class FunnelFile(Callback):
    """The numbers of a funnel as a file; `period` and `scope` as in Funnel, `form` is xlsx or csv, or x.<process>, c.<process>."""

    code: ClassVar[str] = "xf"
    period: str
    scope: str
    form: str


@dataclass(frozen=True, slots=True)
class Digest(Callback):
    """A page of a digest; `part` is empty, why, or all (everybody is asked for his)."""

    code: ClassVar[str] = "dg"
    digest: int
    page: int
    part: str


@dataclass(frozen=True, slots=True)
class DigestRow(Callback):
    """A line of a digest; `act` is empty for its card, nudge, why, accept, or with a reason accept.<reason>."""

    code: ClassVar[str] = "dr"
    digest: int
    number: int
    act: str


@dataclass(frozen=True, slots=True)
class Summons(Callback):
    """All that a head has asked the reader for at once, from his digest; `part` is empty, or why."""

    code: ClassVar[str] = "dc"
    digest: int
    part: str


@dataclass(frozen=True, slots=True)
class Alarm(Callback):
    """A broken duty that a head was told of at once; `act` is empty, nudge or why."""

    code: ClassVar[str] = "ur"
    obligation: int
    act: str


@dataclass(frozen=True, slots=True)
class Channels(Callback):
    """The channels that are told what happens to deals."""

    code: ClassVar[str] = "ct"


@dataclass(frozen=True, slots=True)
class Channel(Callback):
    """One channel: `act` is empty, new, won, lost, all, language, teams, team (0: all of them) or close."""

    code: ClassVar[str] = "cs"
    channel: int
    act: str
    team: int


@dataclass(frozen=True, slots=True)
class Health(Callback):
    """How the system is: `part` is empty for the overview, or messages, letters, timers."""

    code: ClassVar[str] = "hh"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Retry(Callback):
    """Once more what has failed: `part` is messages or timers, `number` a row, `page` the one it stands on."""

    code: ClassVar[str] = "hr"
    part: str
    number: int
    page: int


@dataclass(frozen=True, slots=True)
class Upload(Callback):
    """On a file that is being imported: `act` with a table, a column of it (or a page, or a word) and a key."""

    code: ClassVar[str] = "up"
    upload: int
    act: str
    part: int
    column: int
    choice: str


@dataclass(frozen=True, slots=True)
class TakeBack(Callback):
    """Take an import back, whole."""

    code: ClassVar[str] = "ub"
    imported: int


@dataclass(frozen=True, slots=True)
class Export(Callback):
    """Everything that the person may see, as a file: `form` is xlsx or csv; empty: choose."""

    code: ClassVar[str] = "xp"
    form: str


@dataclass(frozen=True, slots=True)
class Why(Callback):
    """Why a message of this kind has come by itself."""

    code: ClassVar[str] = "wy"
    kind: str


@dataclass(frozen=True, slots=True)
class Idle(Callback):
    """A button that only shows something."""

    code: ClassVar[str] = "z"
