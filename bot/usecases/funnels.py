"""The funnel as somebody may see it: his whole, a team of his, or one of his people; over a period."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import number_of
from bot.usecases import reports, scopes
from bot.usecases.beginning import processes
from bot.usecases.reports import FunnelReport
from bot.usecases.work import Work
from fsm.definition import Process
from storage import people, settings, stats, templates
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True, slots=True)
class Chosen:
    """A funnel, whose it is (None: everybody's), and whose one may look at instead.

    `whole` is the widest scope for this person, `scope` the one shown: all, t<id> or p<id>, ids in base 36.
    """

    report: FunnelReport
    whose: str | None
    scope: str
    whole: str
    teams: Sequence[Team]
    reps: Sequence[Person]
    processes: Sequence[Process] = ()  # that have deals there, the one that is shown among them


async def funnel(work: Work, period: str, scope: str, pick: str = "") -> Chosen:
    """`scope` as in Chosen; one that this person may not see, or nonsense, is ForbiddenError.

    `pick` is the key of a process; what is none means the one that new deals there take.
    """
    async with work.db.read() as session:
        found = await scopes.scoped(session, work.person, scope)
        known = {one.process: one for one in processes(work.company)}
        chosen = known.get(pick) or known[await _usual(session, found.scope, known)]
        sold = await stats.having(session, known, owner_ids=found.owners)
        report = await reports.funnel_report(
            session,
            chosen,
            owner_ids=found.owners,
            days=reports.period(period, work.today),
            zone=work.person.zone,
        )
    return Chosen(
        report,
        found.whose,
        found.scope,
        found.whole,
        found.teams,
        found.reps,
        [one for key, one in known.items() if key in sold or one is chosen],
    )


async def _usual(session: AsyncSession, scope: str, known: Collection[str]) -> str:
    """The process that new deals take there."""
    number = number_of(scope[1:]) if scope != "all" else None
    person = await people.get(session, number) if number is not None and scope[0] == "p" else None
    team = person.team_id if person else number if scope[0] == "t" else None
    otherwise = (await settings.get(session)).process
    return await templates.process_of(session, team, otherwise=otherwise, known=known)
