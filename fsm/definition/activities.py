"""What people do in a stage."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from fsm.definition.dues import AnyDue, Timer
from fsm.definition.fields import Requirement
from fsm.definition.model import FEW, Key, Label, Model
from fsm.definition.outcomes import Outcome
from fsm.definition.owners import Owners


class Kind(StrEnum):
    """What sort of act an activity is; the ring before it depends on this."""

    CALL = "call"
    MEETING = "meeting"
    PRESENTATION = "presentation"
    TASK = "task"
    DOCUMENT = "document"
    CALCULATION = "calculation"
    PROPOSAL = "proposal"
    CONTRACT = "contract"
    SIGNING = "signing"
    INVOICE = "invoice"
    CHECK = "check"
    REQUEST = "request"
    REFRESH = "refresh"
    APPROVAL = "approval"
    FORM = "form"
    QUESTION = "question"


class Scope(StrEnum):
    """`stage`: cancelled when its stage is left; `deal`: stays until the deal is final."""

    STAGE = "stage"
    DEAL = "deal"


class Activity(Model):
    """Something a person does, with a due and buttons for how it ended.

    `after` names activities or signals; the activity opens once all of them are facts, also when
    they became facts before (level-triggered).

    kind       what sort of act it is
    title      what people read
    hint       a sentence of advice on its card
    scope      `stage`: cancelled when its stage is left; `deal`: stays
    due        when it is due
    after      activities and signals that it waits for, all of them
    outcomes   its buttons, by name
    owner      whose it is; without it, the deal's owner
    checklist  a field of type checklist that is ticked on its card, afresh each time it is opened
    timers     what happens by itself while it is open
    runs       the process that is run for it; its outcomes are named like that process's final stages
    place      a field of type text that says where it takes place
    ask        fields asked before it is opened by hand, for that process
    """

    kind: Kind
    title: Label
    hint: Label | None = None
    scope: Scope = Scope.STAGE
    owner: Owners = ()
    due: AnyDue
    after: Annotated[tuple[Key, ...], FEW] = ()
    checklist: Key | None = None
    timers: Annotated[tuple[Timer, ...], Field(max_length=5)] = ()
    place: Key | None = None
    runs: Key | None = None
    ask: Annotated[tuple[Requirement, ...], FEW] = ()
    outcomes: Annotated[Mapping[Key, Outcome], Field(min_length=1, max_length=8)]
