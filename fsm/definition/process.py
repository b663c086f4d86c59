"""A process as a whole."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from fsm.definition.activities import Activity, Scope
from fsm.definition.fields import FieldDefinition
from fsm.definition.model import FEW, MANY, Key, Label, Model
from fsm.definition.outcomes import Ladder
from fsm.definition.stages import Final, Stage


class Subject(StrEnum):
    """What a run of the process is about: a sale, a request beside one, or the care for a client, which is no sale."""

    DEAL = "deal"
    REQUEST = "request"
    CARE = "care"


class By(StrEnum):
    """Who may jump: whoever works the deal, or only a head."""

    ANYBODY = "anybody"
    HEAD = "head"


class Jumps(Model):
    """Moves beside those that stages name: past a stage, to an earlier one, into the same once more, to an end.

    skip    to a later stage, past those in between
    back    to an earlier stage
    repeat  into the same stage once more
    end     to any final stage
    """

    skip: By | None = None
    back: By | None = None
    repeat: By | None = None
    end: By | None = None


class Mode(StrEnum):
    """Whether what is missing has to be given before a forward move, or is only pointed out."""

    STRICT = "strict"
    NUDGE = "nudge"


class Gate(Model):
    """How strict forward moves are: about fields of the stages that are passed over, and about steps not done.

    fields  whether fields of the stages that are passed over are asked for too
    steps   whether steps that are not done need a reason
    """

    fields: Mode = Mode.STRICT
    steps: Mode = Mode.NUDGE


class Process(Model):
    """A whole process version. Stages are in the order of the funnel.

    process     its name
    version     raised with every change; a deal stays on the version that it began with
    language    2, or 1 for what was written before
    subject     what a run of it is about
    title       what people read
    start       the stage in which it begins
    jumps       moves beside the usual ones
    gate        how strict moves forward are
    fields      what there is to know, by name
    signals     names of what may happen outside
    ladders     attempts to reach somebody, by name
    activities  what people do, by name
    stages      the stages, by name, in the order of the funnel
    next_step   the activity that opens when a deal would otherwise be left without one
    by_hand     activities that people may add to any open deal, or log without a plan
    no_client   the activity that comes first in a deal that was imported without its client
    withdrawn   the final stage of a request that is needed no more
    """

    process: Key
    version: Annotated[int, Field(ge=1)]
    language: Annotated[int, Field(ge=1, le=2)]
    subject: Subject = Subject.DEAL
    title: Label
    start: Key
    next_step: Key
    no_client: Key | None = None
    withdrawn: Key | None = None
    by_hand: Annotated[tuple[Key, ...], FEW] = ()
    jumps: Jumps = Jumps()
    gate: Gate = Gate()
    fields: Annotated[Mapping[Key, FieldDefinition], MANY]
    signals: Annotated[tuple[Key, ...], FEW] = ()
    ladders: Annotated[Mapping[Key, Ladder], FEW] = Field(default_factory=dict)
    activities: Annotated[Mapping[Key, Activity], MANY]
    stages: Annotated[Mapping[Key, Stage], Field(min_length=2, max_length=50)]

    @cached_property
    def working_stages(self) -> tuple[str, ...]:
        """Stages that are not final, in the order of the funnel."""
        return tuple(key for key, stage in self.stages.items() if stage.final is None)

    @cached_property
    def lasting(self) -> Mapping[str, tuple[str, ...]]:
        """Activity -> facts it waits for that outlive a stage: activities of the deal, signals."""
        found = {
            key: tuple(
                name
                for name in activity.after
                if name not in self.activities or self.activities[name].scope is Scope.DEAL
            )
            for key, activity in self.activities.items()
        }
        return {key: names for key, names in found.items() if names}

    @cached_property
    def following(self) -> Mapping[str, frozenset[str]]:
        """Activity -> all that wait for it, also by way of others."""
        found: dict[str, frozenset[str]] = {}
        for key in self.activities:
            chain = {key}
            while more := {
                name
                for name, one in self.activities.items()
                if name not in chain and not chain.isdisjoint(one.after)
            }:
                chain |= more
            found[key] = frozenset(chain - {key})
        return found

    @cached_property
    def routes(self) -> bool:
        """Whether work may go to somebody else than the deal's owner."""
        return any(
            activity.owner or any(one.owner or one.passes_to for one in activity.outcomes.values())
            for activity in self.activities.values()
        ) or any(way.owner for stage in self.stages.values() for way in stage.passes)

    @cached_property
    def requests(self) -> frozenset[str]:
        """Keys of activities that wait for another process."""
        return frozenset(key for key, activity in self.activities.items() if activity.runs is not None)

    def stage_of(self, final: Final) -> str | None:
        """The key of the final stage of this sort."""
        return next((key for key, stage in self.stages.items() if stage.final is final), None)

    def skipped(self, source: str, to: str) -> tuple[str, ...]:
        """Working stages that a move forward passes over, without its ends; nothing for any other move."""
        order = self.working_stages
        if source not in order or to not in order:
            return ()
        return order[order.index(source) + 1 : order.index(to)]
