"""Performance discipline and exceptions as somebody may see them: his whole, a team of his, or one of his people."""

from bot.usecases import reports, rule_reports, scopes
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.rule_reports import DisciplineReport, ExceptionsReport
from bot.usecases.scopes import Scope
from bot.usecases.work import Work


async def discipline(work: Work, period: str, scope: str) -> tuple[DisciplineReport, Scope]:
    """For heads and directors."""
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    async with work.db.read() as session:
        found = await scopes.scoped(session, work.person, scope)
        report = await rule_reports.discipline_report(
            session,
            owner_ids=found.owners,
            days=reports.period(period, work.today),
            zone=work.person.zone,
            now=work.now,
        )
    return report, found


async def exceptions(work: Work, period: str, scope: str) -> tuple[ExceptionsReport, Scope]:
    """For heads and directors; ForbiddenError where no rule has a way out."""
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    known = rule_reports.excusing(work.company.rules)
    if known is None:
        raise ForbiddenError
    async with work.db.read() as session:
        found = await scopes.scoped(session, work.person, scope)
        report = await rule_reports.exceptions_report(
            session,
            *known,
            owner_ids=found.mine if found.owners is None else found.owners,
            days=reports.period(period, work.today),
            zone=work.person.zone,
        )
    return report, found
