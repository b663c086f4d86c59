"""Buttons of duties: the card of one, why it is there, why it was not done in time."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Duty(Callback):
    """A duty by its row: `part` is empty for its card, why (asked on the card) or deal (asked on the card of the deal)."""

    code: ClassVar[str] = "du"
    obligation: int
    part: str


@dataclass(frozen=True, slots=True)
class Broke(Callback):
    """Why a duty was not done in time: `reason` is one of the rule's list, empty for the question."""

    code: ClassVar[str] = "db"
    obligation: int
    reason: str
