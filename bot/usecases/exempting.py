"""Another date for a duty: when that can be asked, what nobody writes by hand, what whoever decides should know."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError
from fsm import deadlines
from fsm.definition import Final, Process, Rule
from fsm.facts import Amend, Plan, Trigger
from fsm.obligations import State
from fsm.values import valued
from storage import activities, duties, exemptions, obligations, people, requests
from storage.company import Company
from storage.exemptions import Share, Weighed
from storage.obligations import Kept
from storage.requests import Request
from storage.runs import DEAL, Loaded, NoRunError, load

OTHER = "other"
"""The reason that demands words."""


class NotNeededError(ForbiddenError):
    """The rule wants nothing of this deal; `unknown`: nobody knows yet whether it does."""

    def __init__(self, *, unknown: bool) -> None:
        super().__init__(unknown)
        self.unknown = unknown


class AgreedError(ForbiddenError):
    """Another date is agreed already; `until` is a UTC instant."""

    def __init__(self, until: datetime | None, now: datetime) -> None:
        super().__init__(until)
        self.until = until
        self.now = now


class OverError(ForbiddenError):
    """There is no time any more that could be longer; `late`: it is over, and nothing was done."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late


def keys(company: Company) -> frozenset[str]:
    """Activities that ask for another date, by any rule."""
    return frozenset(one.exempt.activity for one in company.rules.values() if one.exempt is not None)


def rule_of(company: Company, activity: str) -> Rule | None:
    """The rule whose date this activity asks to change."""
    rules = (one for one in company.rules.values() if one.exempt is not None)
    return next((one for one in rules if one.exempt and one.exempt.activity == activity), None)


def sealed(company: Company, process: Process) -> frozenset[str]:
    """Fields that only asking and deciding writes: nobody approves his own date by hand."""
    return frozenset(_sealed(company, process))


def _sealed(company: Company, process: Process) -> Iterator[str]:
    for key in keys(company) & process.activities.keys():
        rule = rule_of(company, key)
        if rule is not None and rule.exempt is not None:
            yield from (rule.exempt.reason, rule.exempt.words, rule.exempt.until)
        for outcome in process.activities[key].outcomes.values():
            yield from outcome.set


async def permit(tx: AsyncSession, company: Company, loaded: Loaded, trigger: Trigger, now: datetime) -> None:
    """Whether another date can be asked for now; raises one of the errors above, which say why not."""
    if loaded.row["kind"] != DEAL:
        return
    match trigger:
        case Amend(fields, _, optional):
            if not sealed(company, loaded.process).isdisjoint({*fields, *optional}):
                raise ForbiddenError
        case Plan(key) if (rule := rule_of(company, key)) is not None:
            if any(task.key == key for task in loaded.facts.open):
                return  # the engine says that it is being decided
            _demand(rule, await duty_of(tx, loaded.row["id"], rule), loaded, now)
        case _:
            pass


def _demand(rule: Rule, kept: Kept | None, loaded: Loaded, now: datetime) -> None:
    if kept is None:
        raise NotNeededError(unknown=False)
    duty = kept.obligation
    if duty.state is State.SLEEPING:
        field = rule.threshold.field if rule.threshold is not None else None
        raise NotNeededError(unknown=field is not None and loaded.facts.fields.get(field) is None)
    if duty.state is State.EXTENDED:
        raise AgreedError(duty.due_at, now)
    if duty.over or (duty.due_at is not None and duty.due_at <= now):
        raise OverError(late=duty.state in {State.BREACHED, State.RUNNING} and duty.right_at is None)


async def duty_of(session: AsyncSession, run_id: int, rule: Rule) -> Kept | None:
    """The duty that the rule has laid on this deal."""
    return next((one for one in await obligations.of_run(session, run_id) if one.rule == rule.rule), None)


async def usual(session: AsyncSession, company: Company, deal: Loaded, rule: Rule) -> date | None:
    """The day on which it would be due if the last request had not been made; the owner's day."""
    kept = await duty_of(session, deal.row["id"], rule)
    if kept is None or kept.terms is None:
        return None
    matter = await duties.matter_of(session, deal, company)
    duty, earlier = kept.obligation, matter.exemptions[:-1]
    due, _ = deadlines.due(kept.terms.limit, duty.started_at, duty.woken_at, earlier, deal.calendar)
    return deal.calendar.day_of(due)


async def refused(session: AsyncSession, company: Company, run_id: int, rule: Rule) -> list[Request]:
    """Requests for another date that were rejected: the same reason is none a second time."""
    assert rule.exempt is not None
    found = []
    for one in await requests.of_deal(session, run_id, limit=50):
        process = company.processes.get((one.process, one.version))
        if one.key != rule.exempt.activity or one.open or process is None:
            continue
        if process.stages[one.state].final is Final.LOST and one.state != process.withdrawn:
            found.append(one)
    return found


async def weighed(
    session: AsyncSession, card: activities.Card, company: Company, now: datetime
) -> activities.Card:
    """The card of whoever decides, with the usual date and how often the rep asks; any other card as it is."""
    request = card.request
    rule = rule_of(company, request.key) if request is not None and card.is_step else None
    if request is None or rule is None or rule.exempt is None or not request.open:
        return card
    exempt = rule.exempt
    owner = await people.get(session, request.owner_id)
    try:
        deal = await load(session, request.deal_run, company, lock=False)
    except NoRunError:
        return card
    since = now - timedelta(days=exempt.window)
    found = await exemptions.share(session, [request.owner_id], since, activities=[exempt.activity])
    written = request.data.get(exempt.until)
    process = company.processes[request.process, request.version]
    wanted = valued(process.fields[exempt.until].type, written) if written is not None else None
    return replace(
        card,
        weighed=Weighed(
            exempt,
            owner.name if owner else "",
            await usual(session, company, deal, rule),
            wanted if isinstance(wanted, date) else None,
            found.get(request.owner_id, Share()),
        ),
    )


def offered(
    process: Process, running: Collection[str], company: Company, *, askable: Collection[str]
) -> tuple[str, ...]:
    """What people may ask of others about a deal: another date only while it can be asked, or is being decided."""
    but = keys(company) - {*running, *askable}
    return tuple(
        key for key in process.by_hand if process.activities[key].runs is not None and key not in but
    )
