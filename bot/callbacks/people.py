"""Buttons of people: teams, days off, one's own settings, those of the company."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Team(Callback):
    """The people whom somebody answers for."""

    code: ClassVar[str] = "p"
    page: int


@dataclass(frozen=True, slots=True)
class Invite(Callback):
    """A link for a role in a team (0: none, or not chosen yet); without a role, the choice of it."""

    code: ClassVar[str] = "i"
    role: str
    team: int


@dataclass(frozen=True, slots=True)
class Language(Callback):
    """The language in which the person wants to be spoken to."""

    code: ClassVar[str] = "g"
    language: str


@dataclass(frozen=True, slots=True)
class Mine(Callback):
    """One's own numbers: `period` is week or month, `back` how many of them ago."""

    code: ClassVar[str] = "sm"
    period: str
    back: int


@dataclass(frozen=True, slots=True)
class Preference(Callback):
    """A setting: `part` which one (empty: all of them), `value` what it is from now on (empty: choose)."""

    code: ClassVar[str] = "st"
    part: str
    value: str


@dataclass(frozen=True, slots=True)
class Staff(Callback):
    """One of the people: `part` is card, roles, teams, leave (dismissal) or again (one more link)."""

    code: ClassVar[str] = "sp"
    person: int
    part: str


@dataclass(frozen=True, slots=True)
class StaffAct(Callback):
    """`act` is a role (taken or given), team (`value` its id, 0 none), or leave (`value` who gets the work)."""

    code: ClassVar[str] = "sa"
    person: int
    act: str
    value: int


@dataclass(frozen=True, slots=True)
class People(Callback):
    """Everybody; `part` is empty, or gone for those who have left."""

    code: ClassVar[str] = "pl"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Group(Callback):
    """A team (0: the list of them): `act` is card, new, rename, parent (`value` 0: choose, 1: none, else id + 1)."""

    code: ClassVar[str] = "tm"
    team: int
    act: str
    value: int


@dataclass(frozen=True, slots=True)
class TeamRule(Callback):
    """What is said of a team: `act` is process or registers, `value` what it is to be, empty to choose."""

    code: ClassVar[str] = "tr"
    team: int
    act: str
    value: str


@dataclass(frozen=True, slots=True)
class Firm(Callback):
    """Settings of the company: `part` which one (empty: all of them), `value` what it is to be, empty to choose."""

    code: ClassVar[str] = "fm"
    part: str
    value: str
    page: int


@dataclass(frozen=True, slots=True)
class Strictness(Callback):
    """How strict a process is (empty: all of them): `what` is fields or steps, `mode` strict or nudge."""

    code: ClassVar[str] = "fg"
    process: str
    what: str
    mode: str


@dataclass(frozen=True, slots=True)
class Wordbook(Callback):
    """A dictionary (empty: all of them): `act` is open, add, or with an option word, rename, hide, show."""

    code: ClassVar[str] = "fw"
    book: str
    act: str
    option: str
    page: int


@dataclass(frozen=True, slots=True)
class Absent(Callback):
    """Days off of a person, as ordinals, 0 while they are to be chosen; `substitute` 0 to choose, 1 nobody, else id + 1.

    `sure` is 1 on the button that saves it.
    """

    code: ClassVar[str] = "ab"
    person: int
    first: int
    last: int
    substitute: int
    sure: int


@dataclass(frozen=True, slots=True)
class AbsentMonth(Callback):
    """A month from which the first day (`first` 0), or the last one, is chosen; year*12 + month-1."""

    code: ClassVar[str] = "am"
    person: int
    first: int
    month: int


@dataclass(frozen=True, slots=True)
class BackAgain(Callback):
    """An absence is over, or will not be."""

    code: ClassVar[str] = "ae"
    absence: int
