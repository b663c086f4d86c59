"""The process language, version 1, as frozen models.

A process is read from YAML (loading), checked as a whole (validation) and run (decide). Nothing here
computes: these are the words a head of sales writes. Labels are mappings of language code to text.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
"""At most 20 ASCII characters, because keys travel in the 64 bytes of a button."""

Label = Annotated[
    Mapping[str, str],
    AfterValidator(lambda label: MappingProxyType(dict(label))),
    PlainSerializer(dict, return_type=dict[str, str]),
]
"""Language code -> text; every language of the product is demanded by validation."""


class Model(BaseModel):
    """Frozen, and closed to words that the language does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class FieldType(StrEnum):
    """What a field holds; values.py says how each is written down."""

    TEXT = "text"
    CHOICE = "choice"
    MONEY = "money"
    DATE = "date"
    PHONE = "phone"
    PRODUCT = "product"
    CLIENT = "client"
    CONTACT = "contact"


class Option(Model):
    """One value of a choice. A reserved one is set by the process and never offered to a person."""

    title: Label
    reserved: bool = False


class FieldDefinition(Model):
    """A fact about the deal that a gate may demand, with the question that asks for it."""

    type: FieldType
    title: Label
    question: Label
    options: Mapping[Key, Option] = Field(default_factory=dict)

    @model_validator(mode="after")
    def options_belong_to_choices(self) -> Self:
        if (self.type is FieldType.CHOICE) != bool(self.options):
            raise ValueError("options are given for a field of type choice, and only for that")
        return self


class Condition(Model):
    """True when the field holds one of the values."""

    field: Key
    equals: tuple[str, ...]


class Requirement(Model):
    """A field that a gate demands, perhaps only under a condition. In YAML a bare key is enough."""

    field: Key
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def bare_key(cls, value: object) -> object:
        return {"field": value} if isinstance(value, str) else value


class Due(Model):
    """How far away something is due; exactly one unit.

    `working_hours` gives a moment (it rings). `working_days` and `days` give a day, due by its working
    end, or a moment when `at` (HH:MM of the owner) is given; `days` that end on a day off move on to the next working day.
    """

    working_hours: Annotated[int, Field(ge=0, le=1000)] | None = None
    working_days: Annotated[int, Field(ge=0, le=1000)] | None = None
    days: Annotated[int, Field(ge=0, le=3650)] | None = None
    at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None

    @model_validator(mode="after")
    def one_unit(self) -> Self:
        given = [unit for unit in (self.working_hours, self.working_days, self.days) if unit is not None]
        if len(given) != 1:
            raise ValueError("a due has exactly one of working_hours, working_days, days")
        if self.at is not None and self.working_hours is not None:
            raise ValueError("`at` goes with working_days or days")
        return self


class Ladder(Model):
    """Attempts to reach somebody: one step per failed attempt, then a choice of going on or giving up."""

    steps: Annotated[tuple[Due, ...], Field(min_length=1)]
    give_up: "GiveUp"


class GiveUp(Model):
    """Where a deal goes when the last attempt failed and the owner does not want to go on."""

    to: Key
    set: Mapping[Key, str] = Field(default_factory=dict)


class NextStep(Model):
    """The question «what comes next?»: the legal moves, what is open already, and these suggestions."""

    plan: Key
    chips: Annotated[tuple[Due, ...], Field(min_length=1, max_length=4)]


class Style(StrEnum):
    """How a button looks; never the only bearer of its meaning."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"


class Outcome(Model):
    """A button of an activity, and what pressing it does.

    ask      fields asked before it counts (the answers are written)
    when     the person is asked for a moment, and the activity is opened again for it
    again    the activity is opened again after this long, without asking
    ladder   the activity is opened again by the ladder, a failed attempt more
    next     «what comes next?» is asked
    to       the deal moves to this stage, through its gate
    opens    activities opened in addition
    completes  whether those that wait for this activity (`after`) may go on
    """

    title: Label
    style: Style = Style.PLAIN
    ask: tuple[Key, ...] = ()
    when: bool = False
    again: Due | None = None
    ladder: Key | None = None
    next: NextStep | None = None
    to: Key | None = None
    opens: tuple[Key, ...] = ()
    completes: bool = True

    @model_validator(mode="after")
    def one_way_on(self) -> Self:
        ways = [
            self.when,
            self.again is not None,
            self.ladder is not None,
            self.next is not None,
            self.to is not None,
        ]
        if sum(ways) > 1:
            raise ValueError("an outcome has at most one of when, again, ladder, next, to")
        return self

    @property
    def repeats(self) -> bool:
        """Whether the same activity is opened again, so that it is not done yet."""
        return self.when or self.again is not None or self.ladder is not None


class Kind(StrEnum):
    """What sort of act an activity is; the ring before it depends on this."""

    CALL = "call"
    MEETING = "meeting"
    TASK = "task"
    DOCUMENT = "document"


class Scope(StrEnum):
    """`stage`: cancelled when its stage is left; `deal`: stays until the deal is final."""

    STAGE = "stage"
    DEAL = "deal"


class Activity(Model):
    """Something a person does, with a due and buttons for how it ended.

    `after` names activities or signals; the activity opens once all of them are facts, also when
    they became facts before (level-triggered).
    """

    kind: Kind
    title: Label
    hint: Label | None = None
    scope: Scope = Scope.STAGE
    due: Due
    after: tuple[Key, ...] = ()
    outcomes: Annotated[Mapping[Key, Outcome], Field(min_length=1, max_length=8)]


class Final(StrEnum):
    """How a deal ended."""

    WON = "won"
    LOST = "lost"


class Stage(Model):
    """A state of the deal: its goal, what it opens, what its gate demands, where one may go from it."""

    title: Label
    goal: Label | None = None
    requires: tuple[Requirement, ...] = ()
    opens: tuple[Key, ...] = ()
    moves: tuple[Key, ...] = ()
    final: Final | None = None


class Process(Model):
    """A whole process version. Stages are in the order of the funnel.

    next_step  the activity that opens when a deal would otherwise be left without one
    by_hand    activities that people may add to any open deal, or log without a plan
    no_client  the activity that comes first in a deal that was imported without its client
    """

    process: Key
    version: Annotated[int, Field(ge=1)]
    language: Annotated[int, Field(ge=1, le=1)]
    title: Label
    start: Key
    next_step: Key
    no_client: Key | None = None
    by_hand: tuple[Key, ...] = ()
    fields: Mapping[Key, FieldDefinition]
    signals: tuple[Key, ...] = ()
    ladders: Mapping[Key, Ladder] = Field(default_factory=dict)
    activities: Mapping[Key, Activity]
    stages: Annotated[Mapping[Key, Stage], Field(min_length=2)]

    @property
    def working_stages(self) -> tuple[str, ...]:
        """Stages that are not final, in the order of the funnel."""
        return tuple(key for key, stage in self.stages.items() if stage.final is None)

    def stage_of(self, final: Final) -> str | None:
        """The key of the final stage of this sort."""
        return next((key for key, stage in self.stages.items() if stage.final is final), None)
