"""Duties of a deal as people look at them: until when, how much is left, who decides about another date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import admit
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm import obligations as judging
from fsm.calendar import Calendar
from fsm.definition import FieldDefinition, Label, Process, Rule, Time, Unit
from fsm.obligations import Obligation, State, Terms
from storage import deals, obligations, requests
from storage.company import Company
from storage.obligations import Kept
from storage.requests import Request
from storage.runs import Loaded, NoRunError, load


@dataclass(frozen=True, slots=True)
class Left:
    """Until it is due: `days` after today (working ones, or all where `working` is False); None: hours count, as `span`."""

    due: datetime
    days: int | None
    span: timedelta
    working: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """A duty of a deal and how it stands.

    left      of its clock, while that runs
    unknown   it sleeps, because what decides whether it applies is not known
    request   the last one for another date
    exempting what asks for another date, where that can be asked now
    field     what says that it is done, by `rule.moment`
    """

    kept: Kept
    rule: Rule
    left: Left | None = None
    unknown: bool = False
    request: Request | None = None
    exempting: Label | None = None
    field: FieldDefinition | None = None

    @property
    def obligation(self) -> Obligation:
        return self.kept.obligation

    @property
    def state(self) -> State:
        return self.kept.obligation.state

    @property
    def can_be_done(self) -> bool:
        """Whether it is still to be done, in time or not."""
        return self.kept.standing and self.state is not State.SLEEPING

    @property
    def in_time(self) -> bool:
        """Whether what was done is known to have been done in time."""
        return self.state in {State.FULFILLED, State.EXEMPT}

    @property
    def done_at(self) -> datetime | None:
        """When it was done, in time or not; None while it is not."""
        return self.obligation.ended_at if self.in_time else self.obligation.right_at


@dataclass(frozen=True, slots=True)
class Found:
    """A duty with its deal."""

    demand: Demand
    card: deals.Card
    process: Process


def left_of(terms: Terms, obligation: Obligation, now: datetime, calendar: Calendar) -> Left | None:
    """None while the clock does not run, or once it is over."""
    due = obligation.due_at
    if due is None or obligation.state not in judging.TICKING:
        return None
    working = terms.limit.calendar is Time.WORKING
    span = calendar.left(now, due) if working else due - now
    if terms.limit.unit is Unit.HOURS and obligation.state is not State.EXTENDED:
        return Left(due, None, span, working)
    today, last = calendar.day_of(now), calendar.day_of(due)
    days = calendar.working_days_between(today, last) if working else (last - today).days
    return Left(due, days, span, working)


async def demands(
    session: AsyncSession,
    company: Company,
    loaded: Loaded,
    now: datetime,
    asked: Sequence[Request] | None = None,
) -> tuple[Demand, ...]:
    """All of a deal, in the order of the rules; `asked` are its requests, where they are known already."""
    known = await obligations.of_run(session, loaded.row["id"])
    if not known:
        return ()
    if asked is None:
        asked = await requests.of_deal(session, loaded.row["id"]) if loaded.process.requests else ()
    order = list(company.rules)
    found = [
        _demand(one, company.rules[one.rule], company, loaded, now, asked)
        for one in known
        if one.rule in company.rules and one.terms is not None
    ]
    return tuple(sorted(found, key=lambda one: (order.index(one.kept.rule), one.kept.id)))


def _demand(
    kept: Kept, rule: Rule, company: Company, loaded: Loaded, now: datetime, asked: Sequence[Request]
) -> Demand:
    assert kept.terms is not None
    request = exempting = None
    if rule.exempt is not None:
        key = rule.exempt.activity
        request = next((one for one in asked if one.key == key), None)
        running = any(task.key == key for task in loaded.facts.open)
        if kept.obligation.state is State.RUNNING and key in loaded.process.by_hand and not running:
            runs = loaded.process.activities[key].runs
            exempting = company.newest(runs).title if runs is not None else None
    return Demand(
        kept,
        rule,
        left_of(kept.terms, kept.obligation, now, loaded.calendar),
        kept.obligation.state is State.SLEEPING
        and rule.threshold is not None
        and rule.threshold.field in loaded.process.fields
        and loaded.facts.fields.get(rule.threshold.field) is None,
        request,
        exempting,
        loaded.process.fields.get(rule.moment or ""),
    )


async def find(
    session: AsyncSession, company: Company, obligation_id: int, now: datetime
) -> tuple[Found, Loaded] | None:
    """A duty by its row id, with its deal; None where there is none."""
    kept = await obligations.get(session, obligation_id)
    if kept is None or kept.run_id is None or kept.terms is None or kept.rule not in company.rules:
        return None
    try:
        loaded = await load(session, kept.run_id, company, lock=False)
    except NoRunError:
        return None
    card = await deals.card_of_run(session, kept.run_id)
    if card is None:
        return None
    asked = await requests.of_deal(session, kept.run_id) if loaded.process.requests else ()
    demand = _demand(kept, company.rules[kept.rule], company, loaded, now, asked)
    return Found(demand, card, loaded.process), loaded


async def seen(session: AsyncSession, work: Work, obligation_id: int) -> tuple[Found, Loaded]:
    """The same for who may see it. StaleError where there is none (any more), ForbiddenError for others."""
    found = await find(session, work.company, obligation_id, work.now)
    if found is None:
        raise StaleError
    await admit(session, work.person, found[0].card.owner_id, company=work.company, now=work.now)
    return found


async def one(work: Work, obligation_id: int) -> Found:
    """A duty as it stands. Raises as `seen`."""
    async with work.db.read() as session:
        return (await seen(session, work, obligation_id))[0]
