"""What a rule would have found in what has happened: the same calculation as in earnest, over recorded history.

Who reads history gives courses of deals, for duties, or stays in a state, for what is watched. What comes out are
violations; nothing is known here of rows, and nothing is changed anywhere.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from statistics import fmean

from fsm import obligations
from fsm.allowances import before
from fsm.calendar import Calendar, NoWorkingTime
from fsm.deadlines import planned
from fsm.definition import Rule, Watch
from fsm.obligations import Matter, Obligation, State, Terms

RECOVERED = frozenset({Watch.STAGE, Watch.STEP, Watch.INFO, Watch.CONTACT, Watch.APPROVAL})
"""What is watched and can be told from history: when it began and when it ended."""
_DAY = timedelta(days=1)

Calendars = Callable[[int], Calendar]
"""Working time by person."""


@dataclass(frozen=True, slots=True)
class Step:
    """From this instant on the deal is this owner's, and its duties are about this."""

    at: datetime
    owner: int
    matter: Matter


@dataclass(frozen=True, slots=True)
class Course:
    """A deal, by its run, from the moment at which its duties begin, in the order of time; at least one step."""

    run: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """Something that lasts since an instant until another one (None: still). `norm` is what may have its own number.

    `seen_from` is when audits look at it, where that is later: a deal that waits is left alone until its day.
    `given` tells from when on it was somebody else's, in the order of time; `owner` had it before.
    """

    owner: int
    since: datetime
    ended_at: datetime | None = None
    norm: str | None = None
    seen_from: datetime | None = None
    given: tuple[tuple[datetime, int], ...] = ()

    def owner_at(self, at: datetime) -> int:
        """Whose it was then."""
        return next((owner for since, owner in reversed(self.given) if since <= at), self.owner)


@dataclass(frozen=True, slots=True)
class Violation:
    """Whose, when it was broken or found, and until when it stood (None: still)."""

    owner: int
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """Violations by person, and how many lines each digest would have had, in the order in which the digests came."""

    by_owner: Mapping[int, int]
    lines: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_owner.values())

    @property
    def average(self) -> float | None:
        """Lines of a digest; None where there was none."""
        return fmean(self.lines) if self.lines else None

    @property
    def longest(self) -> int:
        return max(self.lines, default=0)


def replayable(rule: Rule) -> bool:
    """Whether history tells enough: duties, and states whose beginning and end are written down."""
    return rule.trigger is not None or rule.watch in RECOVERED


def duties(rule: Rule, courses: Iterable[Course], calendars: Calendars, now: datetime) -> list[Violation]:
    """What would have been broken until now had each duty begun with the rule as it is given here."""
    quiet = _quiet(rule)
    terms = Terms.of(rule)
    found = (_duty(quiet, terms, course, calendars, now) for course in courses)
    return [one for one in found if one is not None]


def watched(
    rule: Rule, stays: Iterable[Stay], calendars: Calendars, audit: time, now: datetime
) -> list[Violation]:
    """What the daily audits until now would have found, each at that hour of its owner's clock."""
    found = []
    for stay in stays:
        with suppress(NoWorkingTime):  # who never works is never late
            one = _watched(rule, stay, calendars, audit, now)
            if one is not None:
                found.append(one)
    return found


def weighed(
    violations: Iterable[Violation], owners: frozenset[int] | None, digests: Sequence[datetime]
) -> Replayed:
    """Those of some people (None: everybody), and what stood of them when each digest came, in the order of time."""
    chosen = [one for one in violations if owners is None or one.owner in owners]
    begun = sorted(one.at for one in chosen)
    ended = sorted(one.until for one in chosen if one.until is not None)
    lines = tuple(bisect_right(begun, at) - bisect_right(ended, at) for at in digests)
    return Replayed(Counter(one.owner for one in chosen), lines)


# --- inside -------------------------------------------------------------------------------------------


def _quiet(rule: Rule) -> Rule:
    """Without its reminders: nobody is told of anything here, and reckoning them takes most of the time."""
    exempt = rule.exempt and rule.exempt.model_copy(update={"remind": ()})
    return rule.model_copy(update={"remind": (), "exempt": exempt})


def _duty(rule: Rule, terms: Terms, course: Course, calendars: Calendars, now: datetime) -> Violation | None:
    first = course.steps[0]
    duty = obligations.begin(first.at)
    owner = first.owner
    broken: Violation | None = None
    for step in course.steps:
        if step.at > now:
            break
        lapsed = obligations.lapsed(duty, step.at)
        if broken is None:
            broken = _violation(lapsed, owner)
        duty = obligations.judge(rule, terms, lapsed, step.matter, step.at, calendars(step.owner))
        owner = step.owner
        if duty.state is State.BREACHED:
            broken = broken or _violation(duty, owner)
            if broken is not None and (duty.right_at is not None or step.matter.final):
                return replace(broken, until=max(step.at, broken.at))
        elif duty.over:
            return None
    return broken or _violation(obligations.lapsed(duty, now), owner)


def _violation(duty: Obligation, owner: int) -> Violation | None:
    """Of a duty that is broken."""
    if duty.state is not State.BREACHED or duty.ended_at is None:
        return None
    return Violation(owner, duty.ended_at)


def _watched(rule: Rule, stay: Stay, calendars: Calendars, audit: time, now: datetime) -> Violation | None:
    number = rule.norms.get(stay.norm) if stay.norm is not None else None
    limit = rule.limit if number is None else rule.limit.of(number)
    calendar = calendars(stay.owner)
    # Nothing is found before that much time has passed by anybody's calendar; then every audit is asked.
    first = stay.since
    if limit.number:
        first = min(
            planned(limit, stay.since, calendars(one)) for one in (stay.owner, *dict(stay.given).values())
        )
    day = calendar.day_of(first if stay.seen_from is None else max(first, stay.seen_from))
    while True:
        owner = stay.owner_at(calendar.instant(day, audit))
        calendar = calendars(owner)
        at = calendar.instant(day, audit)
        if at > now or (stay.ended_at is not None and at >= stay.ended_at):
            return None
        seen = stay.seen_from is None or stay.seen_from <= at
        if seen and stay.since < before(limit, at, calendar):
            return Violation(owner, at, _righted(stay.ended_at, calendar, audit, now))
        day += _DAY


def _righted(ended_at: datetime | None, calendar: Calendar, audit: time, now: datetime) -> datetime | None:
    """The audit that finds it no more; None: none has yet."""
    if ended_at is None:
        return None
    at = calendar.instant(calendar.day_of(ended_at), audit)
    if at < ended_at:
        at = calendar.instant(calendar.day_of(ended_at) + _DAY, audit)
    return at if at <= now else None
