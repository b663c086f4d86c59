"""Payloads of rules: what is demanded, what is broken, what the audit and the digest have found."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Duty:
    """What a rule demands, told once more; `reminder` is its place in fsm.obligations."""

    kind: ClassVar[str] = "duty"
    obligation: int
    reminder: int

    def key(self, person_id: int) -> str:
        return f"duty:{person_id}:{self.obligation}:{self.reminder}"


@dataclass(frozen=True, slots=True)
class Duties:
    """Several that waited together, told as one list, those that are late too. It is made on delivery and never stored."""

    kind: ClassVar[str] = "duties"
    duties: tuple["Duty | Broken", ...]

    def key(self, person_id: int) -> str:
        return f"duties:{person_id}:{self.duties[0].obligation}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A duty was not done in time: whoever had it is asked why."""

    kind: ClassVar[str] = "broken"
    obligation: int

    def key(self, person_id: int) -> str:
        return f"broken:{person_id}:{self.obligation}"


@dataclass(frozen=True, slots=True)
class Urgent:
    """A duty about a large deal was not done in time: a head is told at once."""

    kind: ClassVar[str] = "urgent"
    obligation: int

    def key(self, person_id: int) -> str:
        return f"urgent:{person_id}:{self.obligation}"


@dataclass(frozen=True, slots=True)
class AuditReady:
    """What the daily audit has found among somebody's deals and clients, on his own calendar."""

    kind: ClassVar[str] = "audit"
    day: date

    def key(self, person_id: int) -> str:
        return f"audit:{person_id}:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Chorus:
    """A head asks for all that his digest has of somebody, in one message; once for each digest."""

    kind: ClassVar[str] = "chorus"
    digest: int
    by: int

    def key(self, person_id: int) -> str:
        return f"chorus:{person_id}:{self.digest}"
