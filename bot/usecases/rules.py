"""Rules as a head looks at them: which there are, how each does among his people, what was changed about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.usecases import reports, rule_reports, scopes
from bot.usecases.access import ForbiddenError, Role, demand, has
from bot.usecases.beginning import processes
from bot.usecases.rule_reports import Health, Week
from bot.usecases.scopes import Scope
from bot.usecases.work import Work
from fsm.checks.rules.limits import OF_STAGES, SEGMENTS
from fsm.definition import Process, Rule, Watch
from storage import audit, excused, tallies
from storage.audit import Entry

PERIODS = ("month", "last_month", "quarter", "90d")
SHOWN = 5
"""Changes of a rule that its card tells."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them, in the order in which they are told; how many stand broken, None for who has no people."""

    rules: Sequence[Rule]
    broken: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Norm:
    """What has a number of its own: a stage (`key`) of a process, or without one a segment of clients, by `name`."""

    name: str
    number: int
    process: Process | None
    key: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How a rule does among some people over a period; `excused` are exceptions that were asked for in it."""

    period: str
    scope: Scope
    health: Health
    trend: tuple[Week, ...]
    excused: int


@dataclass(frozen=True, slots=True)
class Card:
    """A rule as it is, its changes (the newest first), and how many duties run by it in the company.

    `seen` is None where nobody's numbers are shown.
    """

    rule: Rule
    norms: Sequence[Norm]
    changes: Sequence[Entry]
    running: int
    currency: str
    seen: Seen | None = None


def known(work: Work, key: str) -> Rule:
    """The rule as it is; ForbiddenError for none, and for who has nothing to say about rules."""
    demand(work.person, Role.HEAD, Role.DIRECTOR, Role.ADMIN)
    rule = work.company.rules.get(key)
    if rule is None:
        raise ForbiddenError
    return rule


async def every(work: Work) -> Rules:
    """For heads, directors and administrators."""
    demand(work.person, Role.HEAD, Role.DIRECTOR, Role.ADMIN)
    rules = list(work.company.rules.values())
    if not _leads(work):
        return Rules(rules, None)
    async with work.db.read() as session:
        scope = await scopes.scoped(session, work.person, "all")
        return Rules(rules, await tallies.broken(session, scope.owners))


async def card(work: Work, key: str, period: str, scope: str) -> Card:
    """`period` is one of PERIODS, the first for anything else; `scope` as in Scope."""
    found = await known_card(work, key)
    if not _leads(work):
        return found
    return replace(found, seen=await _seen(work, found.rule, period, scope))


async def known_card(work: Work, key: str) -> Card:
    """The same without how it does, for its settings."""
    rule = known(work, key)
    async with work.db.read() as session:
        changes = await audit.of_rule(session, key, limit=SHOWN)
        running = await tallies.running(session, key)
    return Card(rule, norms(work, rule), changes, running, work.company.currency)


async def _seen(work: Work, rule: Rule, period: str, scope: str) -> Seen:
    period = a_period(period)
    days, zone = reports.period(period, work.today), work.person.zone
    async with work.db.read() as session:
        chosen = await scopes.scoped(session, work.person, scope)
        health = await rule_reports.health(session, rule, owner_ids=chosen.owners, days=days, zone=zone)
        since, until = reports.instants(days, zone)
        out = rule.exempt and await excused.count(
            session, rule.exempt, owner_ids=chosen.owners, since=since, until=until
        )
    return Seen(period, chosen, health, rule_reports.trend([health], zone, work.today), out or 0)


def norms(work: Work, rule: Rule) -> list[Norm]:
    """Everything that may have a number of its own, with the one that it has; nothing for other rules."""
    number = rule.limit.number
    if rule.watch is Watch.CONTACT:
        return [Norm(name, rule.norms.get(name, number), None, name) for name in SEGMENTS]
    if rule.watch not in OF_STAGES:
        return []
    return [
        Norm(name, rule.norms.get(name, number), process, stage)
        for process in processes(work.company)
        for stage in process.working_stages
        for name in (f"{process.process}.{stage}",)
    ]


def a_period(key: str) -> str:
    """One of PERIODS."""
    return key if key in PERIODS else PERIODS[0]


def _leads(work: Work) -> bool:
    """Whether there are people whose numbers the person may see."""
    return has(work.person, Role.HEAD, Role.DIRECTOR)
