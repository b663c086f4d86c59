"""One's own numbers of a week or a month, beside those of the one before up to the same moment of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import Role, demand
from bot.usecases.work import Work
from fsm.definition import Kind, Outcome, Process
from storage import agenda, numbers
from storage.numbers import Acts

FARTHEST = 60
"""So many weeks or months ago one may look."""


class Period(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Score:
    """What was done. `in_time` of `done` activities; `won` of `closed` deals; the sum in the company's currency."""

    calls: int = 0
    reached: int = 0
    meetings: int = 0
    done: int = 0
    in_time: int = 0
    new: int = 0
    won: int = 0
    closed: int = 0
    won_sum: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """`first` and `last` are days of the person."""

    period: Period
    back: int
    first: date
    last: date
    now: Score
    before: Score
    overdue: int
    currency: str


async def numbers_of(work: Work, period: Period, back: int) -> Numbers:
    """The person's own; ForbiddenError for who sells nothing."""
    demand(work.person, Role.REP, Role.HEAD, Role.DIRECTOR)
    back = min(back, FARTHEST)
    first, end = bounds(work.today, period, back)
    since, until = _instant(work, first), min(_instant(work, end), work.now)
    earlier, _ = bounds(work.today, period, back + 1)
    start = _instant(work, earlier)
    async with work.db.read() as session:
        now = await _score(session, work, since, until)
        before = await _score(session, work, start, min(start + (until - since), since))
        load = await agenda.loads(session, owner_ids=[work.person.id], now=work.now, tomorrow=work.tomorrow)
    return Numbers(
        period,
        back,
        first,
        end - timedelta(days=1),
        now,
        before,
        load[work.person.id].overdue if work.person.id in load else 0,
        work.company.currency,
    )


def bounds(today: date, period: Period, back: int) -> tuple[date, date]:
    """The first day of the period, and the first day after it."""
    if period is Period.WEEK:
        monday = today - timedelta(days=today.weekday(), weeks=back)
        return monday, monday + timedelta(weeks=1)
    month = today.year * 12 + today.month - 1 - back
    return date(month // 12, month % 12 + 1, 1), date((month + 1) // 12, (month + 1) % 12 + 1, 1)


def _instant(work: Work, day: date) -> datetime:
    return work.calendar.instant(day, time())


async def _score(session: AsyncSession, work: Work, since: datetime, until: datetime) -> Score:
    acts = await numbers.acts(session, person_id=work.person.id, since=since, until=until)
    deals = await numbers.deals(session, owner_id=work.person.id, since=since, until=until)
    processes = work.company.processes
    return Score(
        calls=sum(one.count for one in acts if one.kind == Kind.CALL),
        reached=sum(one.count for one in acts if one.kind == Kind.CALL and talked(one, processes)),
        meetings=sum(one.count for one in acts if one.kind == Kind.MEETING and talked(one, processes)),
        done=sum(one.count for one in acts),
        in_time=sum(one.in_time for one in acts),
        new=deals.new,
        won=deals.won,
        closed=deals.won + deals.lost,
        won_sum=deals.won_sum,
    )


def talked(act: Acts, processes: Mapping[tuple[str, int], Process]) -> bool:
    """Whether it came to a talk: nobody is called again for it, or met at another time."""
    process = processes.get((act.process, act.version))
    activity = process.activities.get(act.key) if process else None
    outcome: Outcome | None = activity.outcomes.get(act.outcome or "") if activity else None
    return outcome is not None and not (
        outcome.ladder or outcome.again or outcome.when or not outcome.completes
    )
