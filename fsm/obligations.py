"""A duty that a rule lays on somebody: how it stands, when it is due, who is to be told next. A calculation on values.

A day is the owner's; what is counted in days is due by the end of the work of the last of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from fsm import deadlines
from fsm.calendar import Calendar
from fsm.conditions import holds
from fsm.deadlines import Exemption
from fsm.definition import Limit, Reminder, Rule
from fsm.values import Money

_BROKEN = 15
"""The place in `told` of the word that it is broken."""
_EXEMPT, _PLACES = 16, 62
"""The first place of the reminders of agreed dates in `told`, one date after another, and where there is no room for more."""


class State(StrEnum):
    """How a duty stands; the last four are ends.

    SLEEPING does not apply, or it is not known whether it does · RUNNING its clock runs · SUSPENDED another date is
    asked for, the clock stands · EXTENDED another date is agreed · FULFILLED done in time · BREACHED not done in
    time · EXEMPT done by the date that was agreed · STOPPED needed no more
    """

    SLEEPING = "sleeping"
    RUNNING = "running"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
    FULFILLED = "fulfilled"
    BREACHED = "breached"
    EXEMPT = "exempt"
    STOPPED = "stopped"


ENDS = frozenset({State.FULFILLED, State.BREACHED, State.EXEMPT, State.STOPPED})
TICKING = frozenset({State.RUNNING, State.EXTENDED})
"""In these something happens by itself in time."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was demanded when the duty began: a rule that is changed later changes nothing that runs."""

    limit: Limit
    border: Decimal | None = None

    @classmethod
    def of(cls, rule: Rule) -> "Terms":
        """As the rule is now."""
        return cls(rule.limit, None if rule.threshold is None else rule.threshold.border)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a duty is about, as it is now: values of fields, what is done (`touched` among it), how it goes on.

    `exemptions` are in the order in which they were asked for.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    final: bool = False
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """Instants are UTC. `told` has a bit for each reminder that was told; `woken_at` is when it last began to apply.

    `wake_at` is when something happens by itself next; a broken one has it until somebody was told. A broken one is
    `ended_at` the instant at which it was due, `right_at` is when what was demanded was done all the same: earlier
    than that where it was done in time, and nobody said so in time.
    """

    state: State
    started_at: datetime
    due_at: datetime | None = None
    told: int = 0
    woken_at: datetime | None = None
    ended_at: datetime | None = None
    right_at: datetime | None = None
    extended: bool = False
    wake_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.state in ENDS


@dataclass(frozen=True, slots=True)
class Woken:
    """What has happened to a duty by itself, and which reminder is told now: one for all that were missed; None: none.

    `broken`: that it is broken is told now, and never again.
    """

    obligation: Obligation
    reminder: int | None = None
    broken: bool = False


def begin(started_at: datetime) -> Obligation:
    """A duty of which nothing is judged yet."""
    return Obligation(State.SLEEPING, started_at)


def judge(
    rule: Rule, terms: Terms, before: Obligation, matter: Matter, now: datetime, calendar: Calendar
) -> Obligation:
    """How the duty stands once something has changed, now; what has ended stays so. `calendar` is the owner's."""
    return _judged(rule, terms, lapsed(before, now), matter, now, calendar)


def lapsed(before: Obligation, now: datetime) -> Obligation:
    """What was due by now and not done is broken, whatever has changed since: nobody has told of it yet."""
    if before.state in TICKING and before.due_at is not None and before.due_at <= now:
        return _broken(before, before.due_at)
    return before


def wake(
    rule: Rule, terms: Terms, before: Obligation, matter: Matter, now: datetime, calendar: Calendar
) -> Woken:
    """Its moment has come and nothing has changed but perhaps the calendar: what it is, what is told of what was due."""
    after = _judged(rule, terms, before, matter, now, calendar)
    if after.state is State.BREACHED and after.wake_at is not None:
        return Woken(replace(after, told=after.told | 1 << _BROKEN, wake_at=None), broken=True)
    return _telling(rule, terms, after, matter, now, calendar)


def known(
    rule: Rule, terms: Terms, before: Obligation, matter: Matter, now: datetime, calendar: Calendar
) -> Obligation:
    """What is to be told now counts as told: whoever has to do it has just done something himself, and sees it."""
    after = judge(rule, terms, before, matter, now, calendar)
    return _telling(rule, terms, after, matter, now, calendar).obligation


def taken_back(before: Obligation, told: int) -> Obligation:
    """As it stood before a change that is taken back; what was `told` since stays told. It has to be judged anew."""
    after = replace(before, told=before.told | told)
    return _broken(after, after.due_at) if after.state is State.BREACHED and after.due_at else after


def stopped(before: Obligation, now: datetime) -> Obligation:
    """Nobody wants it any more."""
    return before if before.over else _ended(before, State.STOPPED, now)


def asked(rule: Rule, matter: Matter) -> tuple[Exemption, ...]:
    """Other dates that were asked for by the way out of this rule; one without it knows of none."""
    if rule.exempt is None:
        return ()
    return tuple(one for one in matter.exemptions if one.activity in {None, rule.exempt.activity})


def reminder(rule: Rule, place: int) -> Reminder:
    """The reminder of a place in `told`."""
    if place >= _EXEMPT:
        assert rule.exempt is not None
        return rule.exempt.remind[(place - _EXEMPT) % len(rule.exempt.remind)]
    return rule.remind[place]


def schedule(
    rule: Rule, terms: Terms, obligation: Obligation, matter: Matter, calendar: Calendar
) -> tuple[tuple[datetime, int], ...]:
    """When each reminder is told and its place, those that were told too; none while the clock does not run."""
    if obligation.due_at is None:
        return ()
    return tuple(sorted(_moments(rule, terms, obligation, matter, calendar)))


def applies(rule: Rule, terms: Terms, matter: Matter) -> bool:
    """Whether the rule wants anything of this; not while it is not known whether it does."""
    if rule.criteria is not None and not holds(rule.criteria, matter.fields, matter.done):
        return False
    if rule.threshold is None or terms.border is None:
        return True
    value = matter.fields.get(rule.threshold.field)
    number = value.amount if isinstance(value, Money) else value
    if not isinstance(number, Decimal):
        return False
    return number < terms.border if rule.threshold.below is not None else number >= terms.border


# --- inside -------------------------------------------------------------------------------------------


def _judged(
    rule: Rule, terms: Terms, before: Obligation, matter: Matter, now: datetime, calendar: Calendar
) -> Obligation:
    done_at = _done_at(rule, matter, before.started_at, now, calendar)
    if before.over:
        late = before.state is State.BREACHED and before.right_at is None and done_at is not None
        return replace(before, right_at=done_at) if late else before
    after = _running(rule, terms, before, matter, now, calendar)
    if done_at is not None:
        return _done(after, done_at)
    if matter.final:
        return stopped(before, now)
    if after.due_at is not None and after.due_at <= now:
        return _broken(after, after.due_at)
    return _scheduled(rule, terms, after, matter, calendar)


def _running(
    rule: Rule, terms: Terms, before: Obligation, matter: Matter, now: datetime, calendar: Calendar
) -> Obligation:
    """As it stands while it has not ended, with its due."""
    if not applies(rule, terms, matter):
        return replace(before, state=State.SLEEPING, due_at=None, woken_at=None, wake_at=None)
    woken = before.woken_at
    if before.state is State.SLEEPING and before.started_at < now:
        woken = now
    exemptions = asked(rule, matter)
    if exemptions and exemptions[-1].ended_at is None:
        return replace(before, state=State.SUSPENDED, due_at=None, woken_at=woken, wake_at=None)
    due, agreed = deadlines.due(terms.limit, before.started_at, woken, exemptions, calendar)
    if due <= now and (before.due_at is None or before.due_at > now):
        # Somebody else's days, or a day off that is none any more: it cannot have been due before it was so.
        woken = now
        due, agreed = deadlines.due(terms.limit, before.started_at, woken, exemptions, calendar)
    state = State.EXTENDED if agreed else State.RUNNING
    return replace(before, state=state, due_at=due, woken_at=woken, extended=agreed)


def _done_at(
    rule: Rule, matter: Matter, started_at: datetime, now: datetime, calendar: Calendar
) -> datetime | None:
    """When what is demanded was done; None while it is not. A day that was named is taken to its end, never past now."""
    if rule.fulfil is None or not holds(rule.fulfil, matter.fields, matter.done):
        return None
    named = matter.fields.get(rule.moment) if rule.moment is not None else None
    if isinstance(named, datetime):
        return min(max(named, started_at), now)
    if isinstance(named, date):
        return min(max(calendar.closing(named), started_at), now)
    return now


def _done(before: Obligation, done_at: datetime) -> Obligation:
    """In time or not. Where it did not apply, there was nothing to be in time for."""
    if before.state is State.SLEEPING:
        return _ended(before, State.STOPPED, done_at)
    if before.due_at is not None and done_at > before.due_at:
        return replace(_broken(before, before.due_at), right_at=done_at)
    return _ended(before, State.EXEMPT if before.extended else State.FULFILLED, done_at)


def _ended(before: Obligation, state: State, at: datetime) -> Obligation:
    return replace(before, state=state, ended_at=at, wake_at=None)


def _broken(before: Obligation, due_at: datetime) -> Obligation:
    """With somebody still to be told, unless that was done and taken back."""
    return replace(_ended(before, State.BREACHED, due_at), wake_at=None if _told(before, _BROKEN) else due_at)


def _telling(
    rule: Rule, terms: Terms, after: Obligation, matter: Matter, now: datetime, calendar: Calendar
) -> Woken:
    """The last of the reminders whose moment has passed, all of which count as told then."""
    if after.state not in TICKING:
        return Woken(after)
    passed = [
        (at, place)
        for at, place in _moments(rule, terms, after, matter, calendar)
        if at <= now and not _told(after, place)
    ]
    if not passed:
        return Woken(after)
    told = after.told
    for _, place in passed:
        told |= 1 << place
    return Woken(_scheduled(rule, terms, replace(after, told=told), matter, calendar), max(passed)[1])


def _scheduled(rule: Rule, terms: Terms, after: Obligation, matter: Matter, calendar: Calendar) -> Obligation:
    """With the moment at which something happens by itself next."""
    if after.state not in TICKING:
        return replace(after, wake_at=None)
    moments = [at for at, place in _moments(rule, terms, after, matter, calendar) if not _told(after, place)]
    assert after.due_at is not None
    return replace(after, wake_at=min([*moments, after.due_at]))


def _told(obligation: Obligation, place: int) -> bool:
    return bool(obligation.told >> place & 1)


def _moments(
    rule: Rule, terms: Terms, after: Obligation, matter: Matter, calendar: Calendar
) -> Iterator[tuple[datetime, int]]:
    """When each reminder is told; those of an agreed date stand in for the usual ones, and another date has its own."""
    assert after.due_at is not None
    if after.state is State.EXTENDED and rule.exempt is not None:
        agreed = [one.ended_at for one in asked(rule, matter) if one.until is not None and one.ended_at]
        first = _EXEMPT + (len(agreed) - 1) * len(rule.exempt.remind)
        for place, one in enumerate(rule.exempt.remind, first):
            if place < _PLACES:
                yield deadlines.moment(one, terms.limit, agreed[-1], after.due_at, calendar), place
        return
    since = after.woken_at or after.started_at
    for place, one in enumerate(rule.remind):
        if deadlines.comes(one, terms.limit):
            yield deadlines.moment(one, terms.limit, since, after.due_at, calendar), place
