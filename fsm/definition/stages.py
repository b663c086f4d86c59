"""States of a deal: what they are for, what they open and demand, where one may go from them."""

from enum import StrEnum
from typing import Annotated

from pydantic import model_validator

from fsm.definition.conditions import Condition
from fsm.definition.fields import Requirement
from fsm.definition.model import FEW, Key, Label, Model
from fsm.definition.outcomes import Opening
from fsm.definition.owners import Owners


class Final(StrEnum):
    """How a deal ended."""

    WON = "won"
    LOST = "lost"
    TRANSFERRED = "transferred"


class Pass(Model):
    """A stage that has nothing to do is left at once: where to, and whose the deal is then.

    to      the stage it goes to
    when    a condition; the first that holds is taken
    owner   whose the deal is then
    nobody  only where these rules name nobody: who would have to do the work of the stage is not there
    """

    to: Key
    when: Condition | None = None
    nobody: Owners = ()
    owner: Owners = ()


class ProcessStart(Model):
    """Another process that begins when this stage is entered, with these fields of the deal.

    field    a field of type process that says which
    carry    fields that are taken along
    when     only under this condition
    process  its key, or (`field`) a field of type process that says which
    due      a field of type date or moment: when the first activity there is due
    """

    process: Key | None = None
    field: Key | None = None
    carry: Annotated[tuple[Key, ...], FEW] = ()
    due: Key | None = None
    when: Condition | None = None

    @model_validator(mode="after")
    def one_process(self) -> "ProcessStart":
        if (self.process is None) == (self.field is None):
            raise ValueError("what begins is named by exactly one of process, field")
        return self


class Stage(Model):
    """A state of the deal: its goal, what it opens, what its gate demands, where one may go from it.

    title     what people read
    goal      what it is for, a sentence
    requires  fields that have to be known before one enters
    opens     activities that begin in it
    final     how a deal ends in it
    starts    other processes that begin when it is entered
    out       in words, what gets the deal out of it
    must      activities of it that have to be done, or waived with a reason, before the deal goes forward
    passes    ways out that are taken at once, without anybody
    moves     the usual ways on; `jumps` are the others that the process allows (written by loading)
    draft     a deal that begins in it is a draft until it leaves it
    """

    title: Label
    goal: Label | None = None
    out: Label | None = None
    requires: Annotated[tuple[Requirement, ...], FEW] = ()
    opens: Annotated[tuple[Opening, ...], FEW] = ()
    must: Annotated[tuple[Key, ...], FEW] = ()
    passes: Annotated[tuple[Pass, ...], FEW] = ()
    moves: Annotated[tuple[Key, ...], FEW] = ()
    jumps: tuple[Key, ...] = ()
    final: Final | None = None
    starts: Annotated[tuple[ProcessStart, ...], FEW] = ()
    draft: bool = False

    @property
    def ways(self) -> tuple[str, ...]:
        """Every stage that one may go to, the usual ones first."""
        return (*self.moves, *self.jumps)
