"""Buttons of the daily audit: its card, what stands on it, clients about whom nothing is planned, and what is done about them."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Audit(Callback):
    """A page of one's own audit; `part` is empty, or why."""

    code: ClassVar[str] = "ud"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class AuditLine(Callback):
    """The deal or the task of a row; `page` of the audit is where one comes back to."""

    code: ClassVar[str] = "ul"
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Uncovered(Callback):
    """Clients that stand by a rule against a person; 0: how many against whom, of those one answers for."""

    code: ClassVar[str] = "uc"
    rule: str
    person: int
    page: int


@dataclass(frozen=True, slots=True)
class Attend(Callback):
    """What is done about a client: `act` is one of bot.usecases.attending, empty for the card; `back` is where to go afterwards."""

    code: ClassVar[str] = "uw"
    client: int
    act: str
    value: str
    back: str
