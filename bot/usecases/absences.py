"""«Прикройте меня»: days on which somebody does not work, and who does his work then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.work import Work
from notifications import daily, owing
from notifications.kinds import AwayNews
from storage import absences, audit, people
from storage.absences import Absence
from storage.people import Person

LONGEST = 366
"""Days that one absence may have."""
_SELLS = (Role.REP, Role.HEAD, Role.DIRECTOR)


class Wrong(StrEnum):
    """Why days cannot be days off; the view has the sentence."""

    PAST = "past"
    ORDER = "order"
    TOO_LONG = "too_long"


class DaysError(Exception):
    """These days cannot be."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Standing:
    """One absence with the name of who stands in."""

    absence: Absence
    substitute: str | None


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody's absences that are not over; `candidates` may stand in, the names of `away` are away then themselves."""

    person: Person
    own: bool
    standing: Sequence[Standing]
    candidates: Sequence[Person] = ()
    away: frozenset[int] = frozenset()


async def of(work: Work, person_id: int) -> Leave:
    """Somebody's own, or of whom one answers for; ForbiddenError else."""
    async with work.db.read() as session:
        person = await _person(session, work, person_id)
        today = _today(work, person)
        found = await absences.ahead(session, today, person_id=person_id)
        named = await people.of(session, [one.substitute_id for one in found if one.substitute_id])
    return Leave(person, person_id == work.person.id, [_standing(one, named) for one in found])


async def candidates(work: Work, person_id: int, first: date, last: date) -> Leave:
    """Who may stand in on these days: those of the team first, whoever is away then last."""
    async with work.db.read() as session:
        person = await _person(session, work, person_id)
        _check(work, person, first, last)
        every = [
            one
            for one in await people.everyone(session)
            if one.id != person_id and one.active and has(one, *_SELLS)
        ]
        others = await absences.ahead(session, first)
    away = frozenset(one.person_id for one in others if one.first <= last)
    team = person.team_id
    near = [one for one in every if team is not None and one.team_id == team] or every
    ordered = sorted(near, key=lambda one: (one.id in away, one.name))
    return Leave(person, person_id == work.person.id, (), ordered, away)


async def save(work: Work, person_id: int, first: date, last: date, substitute: int | None) -> Standing:
    """The person is away on these days; what was said of them before is overruled. Raises DaysError, ForbiddenError."""
    async with work.begin() as tx:
        person = await _person(tx, work, person_id)
        _check(work, person, first, last)
        stands = None if substitute is None else await people.get(tx, substitute)
        if substitute is not None and (
            stands is None or not stands.active or stands.id == person_id or not has(stands, *_SELLS)
        ):
            raise ForbiddenError
        for one in await absences.ahead(tx, first, person_id=person_id):
            await _overrule(tx, work, one, first, last)
        number = await absences.add(
            tx,
            person_id=person_id,
            first=first,
            last=last,
            substitute_id=substitute,
            by_id=work.person.id,
            now=work.now,
        )
        await audit.tell(
            tx,
            "absence",
            actor_id=work.person.id,
            now=work.now,
            subject=person_id,
            first=first.isoformat(),
            last=last.isoformat(),
            substitute=None if stands is None else stands.name,
        )
        found = await absences.get(tx, number)
        assert found is not None
        await _changed(tx, work, found, over=False)
    return Standing(found, None if stands is None else stands.name)


async def whose(work: Work, absence_id: int) -> int:
    """The person whose absence it is; ForbiddenError where there is none, or it is no business of this person."""
    async with work.db.read() as session:
        found = await absences.get(session, absence_id)
        if found is None:
            raise ForbiddenError
        await _person(session, work, found.person_id)
    return found.person_id


async def back(work: Work, absence_id: int) -> bool:
    """It is over, or will not be; False when it was over already. Days that have passed stay days off."""
    async with work.begin() as tx:
        found = await absences.get(tx, absence_id)
        if found is None:
            raise ForbiddenError
        person = await _person(tx, work, found.person_id)
        today = _today(work, person)
        if found.ended_at is not None or found.last < today:
            return False
        if found.first < today:
            await absences.reframe(tx, absence_id, first=found.first, last=today - timedelta(days=1))
        else:
            await absences.end(tx, absence_id, now=work.now)
        await audit.tell(
            tx,
            "absence",
            actor_id=work.person.id,
            now=work.now,
            subject=found.person_id,
            first=found.first.isoformat(),
            last=found.last.isoformat(),
            back=today.isoformat(),
        )
        await _changed(tx, work, found, over=True)
    return True


async def _overrule(tx: AsyncSession, work: Work, old: Absence, first: date, last: date) -> None:
    """What an earlier absence says of these days is no longer so; its other days stay."""
    day = timedelta(days=1)
    if old.first > last or old.last < first:
        return
    if old.first < first:
        await absences.reframe(tx, old.id, first=old.first, last=first - day)
        if old.last > last:
            await absences.add(
                tx,
                person_id=old.person_id,
                first=last + day,
                last=old.last,
                substitute_id=old.substitute_id,
                by_id=old.by_id,
                now=work.now,
            )
    elif old.last > last:
        await absences.reframe(tx, old.id, first=last + day, last=old.last)
    else:
        await absences.end(tx, old.id, now=work.now)


async def _changed(tx: AsyncSession, work: Work, found: Absence, *, over: bool) -> None:
    """The company knows at once; plans of the day are planted anew; whoever stands in, and the person, are told."""
    await work.reload(tx)
    concerned = {found.person_id, *([found.substitute_id] if found.substitute_id else [])}
    for number, person in (await people.of(tx, concerned)).items():
        await daily.replant(tx, person, work.now, work.company)
        if number != work.person.id:
            news = AwayNews(found.id, over)
            await owing.owe(tx, number, news, now=work.now)


def _check(work: Work, person: Person, first: date, last: date) -> None:
    if last < first:
        raise DaysError(Wrong.ORDER)
    if first < _today(work, person):
        raise DaysError(Wrong.PAST)
    if (last - first).days >= LONGEST or (first - _today(work, person)).days > 2 * LONGEST:
        raise DaysError(Wrong.TOO_LONG)


def _today(work: Work, person: Person) -> date:
    return work.company.calendar(person.zone, person.work_start, person.work_end).day_of(work.now)


def _standing(one: Absence, named: dict[int, Person]) -> Standing:
    substitute = named.get(one.substitute_id or 0)
    return Standing(one, substitute.name if substitute else None)


async def _person(session: AsyncSession, work: Work, person_id: int) -> Person:
    """Oneself, or one of those for whom one answers; an administrator sets up everybody."""
    person = work.person if person_id == work.person.id else await people.get(session, person_id)
    if person is None or person.left_at is not None:
        raise ForbiddenError
    if person_id == work.person.id or has(work.person, Role.ADMIN):
        return person
    if not has(work.person, Role.HEAD, Role.DIRECTOR) or person_id not in await led(session, work.person):
        raise ForbiddenError
    return person
