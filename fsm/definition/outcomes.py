"""How an activity can end, and where each end leads."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from fsm.definition.conditions import Condition
from fsm.definition.dues import AnyDue, Due
from fsm.definition.fields import Requirement
from fsm.definition.model import FEW, Key, Label, Model
from fsm.definition.owners import Owners


class Ladder(Model):
    """Attempts to reach somebody: one step per failed attempt, then a choice of going on or giving up.

    steps    the time after each failed attempt
    give_up  what happens when the last one has failed
    """

    steps: Annotated[tuple[Due, ...], Field(min_length=1, max_length=20)]
    give_up: "GiveUp"


class GiveUp(Model):
    """Where a deal goes when the last attempt failed and the owner does not want to go on.

    to   the stage it goes to
    set  fields that are set
    """

    to: Key
    set: Mapping[Key, str] = Field(default_factory=dict)


class NextStep(Model):
    """The question «what comes next?»: the legal moves, what is open already, and these suggestions.

    plan   the activity that is offered
    chips  times for it, at most 4
    """

    plan: Key
    chips: Annotated[tuple[Due, ...], Field(min_length=1, max_length=4)]


class Branch(Model):
    """A stage, perhaps only under a condition. In YAML a bare key is enough.

    to    the stage
    when  only under this condition
    """

    to: Key
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def bare_key(cls, value: object) -> object:
        return {"to": value} if isinstance(value, str) else value


class Opening(Model):
    """An activity to open, perhaps only under a condition. In YAML a bare key is enough.

    open  the activity
    when  only under this condition
    """

    open: Key
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def bare_key(cls, value: object) -> object:
        return {"open": value} if isinstance(value, str) else value


class Exit(Model):
    """The question «where to?» at the end of a stage: these stages first, then (`others`) every other legal one, or to stay.

    suggest  stages that are offered first
    others   whether any other legal stage is offered too
    """

    suggest: Annotated[tuple[Branch, ...], Field(min_length=1, max_length=8)]
    others: bool = True

    @property
    def depends(self) -> bool:
        """Whether what is suggested depends on what is known, also by the answers before it."""
        return any(one.when is not None for one in self.suggest)

    @model_validator(mode="before")
    @classmethod
    def bare_list(cls, value: object) -> object:
        return {"suggest": value} if isinstance(value, list) else value


class Style(StrEnum):
    """How a button looks; never the only bearer of its meaning."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"


class Outcome(Model):
    """A button of an activity, and what pressing it does.

    title      what stands on the button
    style      how the button looks
    ask        fields asked before it counts (the answers are written)
    set        fields that it sets by itself
    when       the person is asked for a moment, and the activity is opened again for it
    again      the activity is opened again after this long, without asking
    counts     opened again, it is one attempt more
    ladder     the activity is opened again by the ladder, a failed attempt more
    next       «what comes next?» is asked
    exit       «where to?» is asked: the stage has done its work
    to         the deal moves to this stage, or the first of these whose condition holds, through its gate
    redo       these activities are done anew, and then all that waits for them
    opens      activities opened in addition
    owner      whose the deal is from now on
    passes_to  whose the activity is when it is opened again
    completes  whether those that wait for this activity (`after`) may go on
    reserved   chosen by a timer or by the end of another process, never by a person
    """

    title: Label
    style: Style = Style.PLAIN
    ask: Annotated[tuple[Requirement, ...], FEW] = ()
    set: Annotated[Mapping[Key, str], FEW] = Field(default_factory=dict)
    when: bool = False
    again: AnyDue | None = None
    counts: bool = False
    ladder: Key | None = None
    next: NextStep | None = None
    exit: Exit | None = None
    to: Annotated[tuple[Branch, ...], FEW] = ()
    redo: Annotated[tuple[Key, ...], FEW] = ()
    opens: Annotated[tuple[Opening, ...], FEW] = ()
    owner: Owners = ()
    passes_to: Owners = ()
    completes: bool = True
    reserved: bool = False

    @model_validator(mode="before")
    @classmethod
    def bare_stage(cls, value: object) -> object:
        if isinstance(value, Mapping) and isinstance(value.get("to"), str | Mapping):
            return {**value, "to": [value["to"]]}
        return value

    @model_validator(mode="after")
    def one_way_on(self) -> Self:
        ways = [
            self.when,
            self.again is not None,
            self.ladder is not None,
            self.next is not None,
            self.exit is not None,
            bool(self.to),
            bool(self.redo),
        ]
        if sum(ways) > 1:
            raise ValueError("an outcome has at most one of when, again, ladder, next, exit, to, redo")
        return self

    @property
    def repeats(self) -> bool:
        """Whether the same activity is opened again, so that it is not done yet."""
        return self.when or self.again is not None or self.ladder is not None
