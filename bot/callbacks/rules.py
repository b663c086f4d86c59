"""Buttons of rules: what each demands and how it does, what is changed about it, its lists, and what would have been."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Rules(Callback):
    """All rules."""

    code: ClassVar[str] = "ru"


@dataclass(frozen=True, slots=True)
class RuleCard(Callback):
    """A rule: `period` a preset's key, `scope` all, t<id> or p<id>."""

    code: ClassVar[str] = "rc"
    rule: str
    period: str
    scope: str


@dataclass(frozen=True, slots=True)
class RuleSet(Callback):
    """Something about a rule: `what` is empty (all of it), on, limit or border; `value` what it is to be, empty to choose.

    Of on it is on, off (asks first) or sure.
    """

    code: ClassVar[str] = "rs"
    rule: str
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class RuleNorm(Callback):
    """A number of a stage or of a segment: `name` is its checksum (0: choose which), `value` the number, empty to choose."""

    code: ClassVar[str] = "rn"
    rule: str
    name: int
    value: str


@dataclass(frozen=True, slots=True)
class RuleList(Callback):
    """A page of one of a rule's lists, by its letter; `period` and `scope` as in RuleCard."""

    code: ClassVar[str] = "rl"
    rule: str
    group: str
    period: str
    scope: str
    page: int


@dataclass(frozen=True, slots=True)
class RuleFile(Callback):
    """All lists of a rule as a file; `form` is x or c."""

    code: ClassVar[str] = "rf"
    rule: str
    period: str
    scope: str
    form: str


@dataclass(frozen=True, slots=True)
class Replay(Callback):
    """What would have been: `what` is limit or border, `value` what it would have been, empty to choose; `period` a preset's key."""

    code: ClassVar[str] = "rp"
    rule: str
    what: str
    value: str
    period: str


@dataclass(frozen=True, slots=True)
class Discipline(Callback):
    """What people did on time; `period` and `scope` as in RuleCard."""

    code: ClassVar[str] = "rd"
    period: str
    scope: str


@dataclass(frozen=True, slots=True)
class Exceptions(Callback):
    """Whose deals are how often complex; `period` and `scope` as in RuleCard."""

    code: ClassVar[str] = "re"
    period: str
    scope: str
