"""What a conversation leads to, and what came of a tap or of words, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.usecases.asked import Asked
from fsm.definition import Process
from fsm.facts import Answer, Move, Press, Trigger
from storage.apply import Advanced


class StaleError(Exception):
    """The button speaks of something that has passed; the card is drawn again, and says who did what."""

    def __init__(self, *, activity: int | None = None, run: int | None = None) -> None:
        super().__init__(activity, run)
        self.activity = activity
        self.run = run


@dataclass(frozen=True, slots=True)
class Target:
    """What the conversation leads to: an outcome of an activity, or the stage `to` from the stay `stage_run`."""

    run: int
    activity: int | None = None
    outcome: str | None = None
    to: str | None = None
    stage_run: int | None = None

    def trigger(self, answers: Mapping[str, Answer]) -> Trigger:
        """The trigger with these answers."""
        if self.activity is not None:
            return Press(self.activity, self.outcome or "", answers)
        return Move(self.to or "", answers)

    def written(self) -> dict[str, Any]:
        """JSON for the draft's row."""
        if self.activity is not None:
            return {"press": self.outcome}
        return {"move": self.to, "stage_run": self.stage_run}


@dataclass(frozen=True, slots=True)
class Logged:
    """It happened."""

    target: Target
    advanced: Advanced


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The deal changed during the conversation; `kept` tells whether the answers were written to it."""

    target: Target
    kept: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with the process version whose words it is asked in."""

    asked: Asked
    process: Process


Reply = Asking | Logged | Overtaken


@dataclass(frozen=True, slots=True)
class Said:
    """What came of words; `card` is the message that asked, now out of sight above them."""

    reply: Reply
    card: int | None
    draft: int
