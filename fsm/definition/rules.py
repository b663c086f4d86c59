"""Rules: what has to be done in time, or may last only so long; who is reminded, and who is told when it is broken."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from fsm.definition.conditions import Condition
from fsm.definition.model import FEW, Key, Label, Model

MOST_REMINDERS = 10
"""Of each list: nobody reads more, and what was told is kept as bits."""
REMINDERS = Field(max_length=MOST_REMINDERS)


class Trigger(StrEnum):
    """What a duty begins with: the deal is opened, which for a draft is when it is confirmed."""

    OPENED = "opened"


class Watch(StrEnum):
    """What the daily audit looks at.

    stage     how long a deal has been in its stage; norms are of stages
    step      how long the next step of a deal is overdue
    far       how far away the next step of a deal is; norms are of stages
    missing   an open deal without a next step
    info      how long nobody has touched a deal
    park      a deal that waits, and whose day is over
    snooze    how often a step was put off
    approval  how long somebody who was asked to approve has not answered
    contact   how long nobody has talked to a client; norms are of segments
    cover     a client about whom nothing is unfinished
    """

    STAGE = "stage"
    STEP = "step"
    FAR = "far"
    MISSING = "missing"
    INFO = "info"
    PARK = "park"
    SNOOZE = "snooze"
    APPROVAL = "approval"
    CONTACT = "contact"
    COVER = "cover"


class Unit(StrEnum):
    """What a limit counts."""

    HOURS = "hours"
    DAYS = "days"
    TIMES = "times"


class Time(StrEnum):
    """Whether only working time counts, or all of it."""

    WORKING = "working"
    CALENDAR = "calendar"


class Limit(Model):
    """How much is allowed; exactly one unit.

    hours     so many hours
    days      so many days after the one on which it begins, that one itself not counted
    times     so often
    calendar  whether working time counts, or all of it
    """

    hours: Annotated[int, Field(ge=1, le=1000)] | None = None
    days: Annotated[int, Field(ge=0, le=3650)] | None = None
    times: Annotated[int, Field(ge=1, le=100)] | None = None
    calendar: Time = Time.WORKING

    @model_validator(mode="after")
    def one_unit(self) -> Self:
        if sum(one is not None for one in (self.hours, self.days, self.times)) != 1:
            raise ValueError("a limit has exactly one of hours, days, times")
        return self

    @property
    def unit(self) -> Unit:
        if self.hours is not None:
            return Unit.HOURS
        return Unit.DAYS if self.days is not None else Unit.TIMES

    @property
    def number(self) -> int:
        """How many of the unit."""
        return self.hours or self.days or self.times or 0

    def of(self, number: int) -> "Limit":
        """The same with another number."""
        return Limit.model_validate({self.unit.value: number, "calendar": self.calendar})


class Threshold(Model):
    """Only deals whose sum is on this side of a border that a head may move; exactly one side.

    field     a field of type money or number; while it is not known, the rule sleeps
    below     less than this
    at_least  this or more
    """

    field: Key
    below: Annotated[Decimal, Field(gt=0)] | None = None
    at_least: Annotated[Decimal, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def one_side(self) -> Self:
        if (self.below is None) == (self.at_least is None):
            raise ValueError("a threshold has exactly one of below, at_least")
        return self

    @property
    def border(self) -> Decimal:
        return self.below if self.below is not None else self.at_least or Decimal(0)

    def of(self, border: Decimal) -> "Threshold":
        """The same side of another border."""
        side = "below" if self.below is not None else "at_least"
        return Threshold.model_validate({"field": self.field, side: border})


class Reminder(Model):
    """When whoever has to do it is told; exactly one of these.

    day    on the working day that comes so many days after it began (0: at once)
    left   so many days before the end
    share  when this part of the time, in per cent, has passed
    """

    day: Annotated[int, Field(ge=0, le=3650)] | None = None
    left: Annotated[int, Field(ge=0, le=3650)] | None = None
    share: Annotated[int, Field(ge=1, le=99)] | None = None

    @model_validator(mode="after")
    def one_moment(self) -> Self:
        if sum(one is not None for one in (self.day, self.left, self.share)) != 1:
            raise ValueError("a reminder has exactly one of day, left, share")
        return self


class Via(StrEnum):
    """How a head learns of it: a line for each, or only how many there are."""

    LINES = "lines"
    COUNT = "count"


class Breach(Model):
    """What happens when it is broken: the head is told in the digest, never by a message for each.

    via       a line for each, or only how many there are
    urgent    whether a head is told at once where the deal is worth as much as the company calls urgent
    escalate  working days after which, nothing having been done, the next head above is told too; nothing: never
    reasons   why it was not done, for whoever has to say so; without them nobody is asked
    """

    via: Via = Via.LINES
    urgent: bool = False
    escalate: Annotated[int, Field(ge=1, le=250)] | None = None
    reasons: Annotated[Mapping[Key, Label], FEW] = Field(default_factory=dict)


class Exempting(Model):
    """The way out: an activity of the deal that asks the head for another date; the clock stands meanwhile.

    activity  the activity that asks, of a process that runs beside the deal
    reason    the field of the reason there; one of its options is `other`, which demands words
    words     the field of the words
    until     the field of the date
    remind    when the rep is told before that date
    share     the share of such deals, in per cent, from which a head sees a mark
    deals     how many deals a rep must have for it
    window    the days over which both are counted
    """

    activity: Key
    reason: Key
    words: Key
    until: Key
    remind: Annotated[tuple[Reminder, ...], REMINDERS] = ()
    share: Annotated[int, Field(ge=1, le=100)] = 40
    deals: Annotated[int, Field(ge=1, le=1000)] = 5
    window: Annotated[int, Field(ge=1, le=3650)] = 90


class Rule(Model):
    """A rule of the company: a duty that begins with something (`trigger`), or a state that is watched (`watch`).

    rule       its name
    title      what people call it
    demands    what has to be done, a sentence to whoever has to do it
    means      what is broken when it is, a sentence to a head
    ignored    what happens next if nothing is done, a sentence
    on         whether it works; a head may switch it
    trigger    what the duty begins with
    watch      what the daily audit looks at
    criteria   only where this condition holds
    threshold  only on this side of a border that a head may move
    limit      how much is allowed; a head may change the number
    norms      the number of a stage (process.stage) or of a segment, where it is another one
    fulfil     the duty is done when this holds; activities, signals and `touched` may be named by `done`
    moment     a field of type date or moment that says when it was done
    remind     when whoever has to do it is told
    breach     what happens when it is broken
    exempt     the way out
    """

    rule: Key
    title: Label
    demands: Label
    means: Label
    ignored: Label
    on: bool = True
    trigger: Trigger | None = None
    watch: Watch | None = None
    criteria: Condition | None = None
    threshold: Threshold | None = None
    limit: Limit
    norms: Mapping[str, Annotated[int, Field(ge=0, le=3650)]] = Field(default_factory=dict)
    fulfil: Condition | None = None
    moment: Key | None = None
    remind: Annotated[tuple[Reminder, ...], REMINDERS] = ()
    breach: Breach = Breach()
    exempt: Exempting | None = None

    @model_validator(mode="after")
    def duty_or_watch(self) -> Self:
        if (self.trigger is None) == (self.watch is None):
            raise ValueError("a rule has exactly one of trigger, watch")
        return self

    @model_validator(mode="after")
    def a_duty_can_be_done(self) -> Self:
        if self.trigger is not None and self.fulfil is None:
            raise ValueError("a rule with a trigger needs `fulfil`: without it nobody could do it")
        if self.watch is not None and (self.fulfil or self.remind or self.exempt or self.moment):
            raise ValueError("fulfil, moment, remind and exempt go with a trigger, not with watch")
        return self

    @cached_property
    def fields(self) -> frozenset[str]:
        """Fields whose changes matter to a duty."""
        conditions = [one for one in (self.criteria, self.fulfil) if one is not None]
        named = {name for name in (self.moment, self.threshold and self.threshold.field) if name}
        return frozenset(named.union(*(one.fields for one in conditions)))

    @cached_property
    def facts(self) -> frozenset[str]:
        """Activities, signals and `touched` that matter to a duty."""
        conditions = [one for one in (self.criteria, self.fulfil) if one is not None]
        return frozenset().union(*(_done(one) for one in conditions))


TOUCHED = "touched"
"""Among what is done: somebody has done something about the deal."""


def _done(condition: Condition) -> frozenset[str]:
    own = {condition.done} if condition.done is not None else set()
    return frozenset(own.union(*(_done(one) for one in condition.parts)))
