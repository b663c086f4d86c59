"""What a conversation leads to, and what came of a tap or of words, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.usecases.asked import FILES, Act, Asked
from fsm.definition import Process
from fsm.facts import (
    Amend,
    Answer,
    Log,
    Move,
    Park,
    Plan,
    Press,
    Reopen,
    Snooze,
    Trigger,
    Wake,
)
from storage.apply import Advanced


class StaleError(Exception):
    """The button speaks of something that has passed; the card is drawn again, and says who did what."""

    def __init__(self, *, activity: int | None = None, run: int | None = None) -> None:
        super().__init__(activity, run)
        self.activity = activity
        self.run = run


@dataclass(frozen=True, slots=True)
class Target:
    """What the conversation leads to.

    Without an `act`: an outcome of an activity, or the stage `to` from the stay `stage_run`. With one: PLAN and
    LOG an activity's `key` (LOG with its `outcome`), SNOOZE an open `activity`, AMEND the field `key` (SENT with the
    file that goes with it), REOPEN the stage `to`. A NOTE is on the run, perhaps on one of its activities, and a CONTACT or a PHONE (of the contact
    `key`) on its client: these change nothing in the process.
    """

    run: int
    activity: int | None = None
    outcome: str | None = None
    to: str | None = None
    stage_run: int | None = None
    act: Act | None = None
    key: str | None = None
    incoming: bool = False

    def trigger(self, answers: Mapping[str, Answer]) -> Trigger:
        """The trigger with these answers; never asked of a note."""
        match self.act:
            case None if self.activity is not None:
                return Press(self.activity, self.outcome or "", answers)
            case None:
                return Move(self.to or "", answers)
            case Act.PLAN:
                return Plan(self.key or "", answers)
            case Act.LOG:
                return Log(self.key or "", self.outcome or "", answers, self.incoming)
            case Act.SNOOZE:
                return Snooze(self.activity or 0, answers)
            case Act.PARK:
                return Park(answers)
            case Act.WAKE:
                return Wake()
            case Act.AMEND:
                return Amend((self.key or "",), answers)
            case Act.SENT:
                file = FILES.get(self.key or "")
                return Amend((self.key or "",), answers, () if file is None else (file,))
            case Act.REOPEN:
                return Reopen(self.to or "", answers)
            case Act.NOTE | Act.CONTACT | Act.PHONE:
                raise AssertionError("the process knows nothing of this")

    def written(self) -> dict[str, Any]:
        """JSON for the draft's row, without the run and the activity, which have columns."""
        if self.act is None:
            if self.activity is not None:
                return {"press": self.outcome}
            return {"move": self.to, "stage_run": self.stage_run}
        said = {"outcome": self.outcome, "to": self.to, "key": self.key, "incoming": self.incoming}
        return {"act": self.act.value} | {name: value for name, value in said.items() if value}


def target_of(run: int, activity: int | None, written: Mapping[str, Any]) -> Target:
    """What `written` has put into a row."""
    act = written.get("act")
    if act is None:
        return Target(run, activity, written.get("press"), written.get("move"), written.get("stage_run"))
    return Target(
        run,
        activity,
        written.get("outcome"),
        written.get("to"),
        act=Act(act),
        key=written.get("key"),
        incoming=bool(written.get("incoming")),
    )


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


@dataclass(frozen=True, slots=True)
class Added:
    """A contact or a number was written down; `new` is False where it was known already."""

    target: Target
    new: bool


Reply = Asking | Logged | Overtaken | Added


@dataclass(frozen=True, slots=True)
class Said:
    """What came of words; `card` is the message that asked, now out of sight above them."""

    reply: Reply
    card: int | None
    draft: int
