"""Who may do what about whom, as a matrix of roles and acts; what a leaver leaves; nobody is left without what is needed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import absences, company, handover, leaving, reading, staff
from bot.usecases.access import ForbiddenError, Role
from bot.usecases.joining import join
from bot.usecases.replies import StaleError
from bot.usecases.rights import HinderedError, Hindrance
from bot.usecases.work import Work
from notifications.handovers import PIECE
from notifications.timers import fire_due
from storage import calendars, invites, models, people
from storage import handover as estates
from storage.db import Database
from storage.openings import NewDeal, open_deal
from storage.settings import Own
from tests.bot.usecases.conftest import COMPANY, Office
from tests.bot.usecases.test_joining import OWNER, somebody
from tests.build import MONDAY

DAY = date(2026, 11, 30)
WHO = ("anna", "olga", "vera", "dina")
"""A rep, the head of the same team, the director, the administrator."""


Act = Callable[[Office, Work, int], Awaitable[object]]


async def _see(office: Office, work: Work, run: int) -> object:
    return await reading.deal(work, run)


async def _give(office: Office, work: Work, run: int) -> object:
    return await handover.deal(work, run, office.staff["olga"].id, message=0)


async def _give_all(office: Office, work: Work, run: int) -> object:
    return await handover.everything(work, office.staff["boris"].id, office.staff["olga"].id)


async def _profile(office: Office, work: Work, run: int) -> object:
    return await staff.profile(work, office.staff["boris"].id)


async def _away(office: Office, work: Work, run: int) -> object:
    return await absences.save(work, office.staff["boris"].id, DAY, DAY, None)


async def _role(office: Office, work: Work, run: int) -> object:
    await staff.set_role(work, office.staff["boris"].id, Role.HEAD, on=True)
    return None


async def _team(office: Office, work: Work, run: int) -> object:
    await staff.set_team(work, office.staff["boris"].id, office.teams["Юг"])
    return None


async def _dismiss(office: Office, work: Work, run: int) -> object:
    return await leaving.dismiss(work, office.staff["boris"].id, office.staff["olga"].id)


async def _list(office: Office, work: Work, run: int) -> object:
    return await staff.listed(work, gone=False, page=0)


async def _settings(office: Office, work: Work, run: int) -> object:
    await company.put(work, currency="KZT")
    return None


async def _days(office: Office, work: Work, run: int) -> object:
    await company.put_days(work, DAY, DAY, Own.OFF)
    return None


async def _teams(office: Office, work: Work, run: int) -> object:
    return await company.name_team(work, None, "Восток")


#            act: may the rep, the head, the director, the administrator?
MATRIX: list[tuple[Act, tuple[bool, bool, bool, bool]]] = [
    (_see, (False, True, True, False)),
    (_give, (False, True, True, False)),
    (_give_all, (False, True, True, True)),
    (_profile, (False, True, True, True)),
    (_away, (False, True, True, True)),
    (_role, (False, False, False, True)),
    (_team, (False, False, False, True)),
    (_dismiss, (False, True, True, True)),
    (_list, (False, True, True, True)),
    (_settings, (False, False, False, True)),
    (_days, (False, False, False, True)),
    (_teams, (False, False, False, True)),
]


@pytest.mark.parametrize(("act", "may"), MATRIX, ids=lambda found: getattr(found, "__name__", ""))
async def test_who_may_do_it_to_one_of_the_team(office: Office, act: Act, may: tuple[bool, ...]) -> None:
    built = await office.deal("boris")
    for name, allowed in zip(WHO, may, strict=True):
        if not allowed:
            with pytest.raises(ForbiddenError):
                await act(office, office.work(name), built.run)
    first = next(name for name, allowed in zip(WHO, may, strict=True) if allowed)
    await act(office, office.work(first), built.run)


@pytest.mark.parametrize("act", [_see, _give_all, _profile, _away, _dismiss])
async def test_a_head_answers_for_his_own_team_only(office: Office, act: Act) -> None:
    built = await office.deal("igor")
    office.staff["boris"] = office.staff["igor"]
    with pytest.raises(ForbiddenError):
        await act(office, office.work("olga"), built.run)


async def test_nobody_dismisses_who_stands_above_him_or_himself(office: Office) -> None:
    head = await office.hire("gleb", 1010, roles=("head",))
    for who, whom in (
        ("olga", head.id),
        ("olga", office.staff["olga"].id),
        ("vera", office.staff["dina"].id),
    ):
        with pytest.raises(ForbiddenError):
            await leaving.dismiss(office.work(who), whom, 0)
    await leaving.dismiss(office.work("vera"), head.id, 0)


async def test_the_last_administrator_and_the_last_role_stay(office: Office) -> None:
    dina = office.staff["dina"].id
    with pytest.raises(HinderedError) as hindered:
        await leaving.dismiss(office.work("dina"), dina, 0)
    assert hindered.value.why is Hindrance.LAST_ADMIN
    with pytest.raises(HinderedError) as hindered:
        await staff.set_role(office.work("dina"), dina, Role.ADMIN, on=False)
    assert hindered.value.why is Hindrance.LAST_ADMIN
    with pytest.raises(HinderedError) as hindered:
        await staff.set_role(office.work("dina"), office.staff["anna"].id, Role.REP, on=False)
    assert hindered.value.why is Hindrance.NO_ROLE
    # One who has not come in yet is no administrator that could help.
    async with office.db.begin() as tx:
        await people.add(tx, name="imported", roles=["admin"])
    with pytest.raises(HinderedError):
        await leaving.dismiss(office.work("dina"), dina, 0)
    await office.hire("gleb", 1010, roles=("admin",), team=None)
    await leaving.dismiss(office.work("dina"), dina, 0)


async def test_two_administrators_who_dismiss_each_other_at_once_leave_one(office: Office) -> None:
    gleb = await office.hire("gleb", 1010, roles=("admin",), team=None)
    found = await asyncio.gather(
        leaving.dismiss(office.work("dina"), gleb.id, 0),
        leaving.dismiss(office.work("gleb"), office.staff["dina"].id, 0),
        return_exceptions=True,
    )
    assert sum(isinstance(one, HinderedError) for one in found) == 1
    active = [one for one in await office.rows(models.Person) if "admin" in one.roles and one.left_at is None]
    assert len(active) == 1


async def test_two_who_bring_the_owners_token_at_once_make_one_administrator(database_url: str) -> None:
    async with Database.connect(database_url) as db:
        empty = Office(db)
        found = await asyncio.gather(
            *(
                join(
                    db,
                    somebody(3000 + number),
                    OWNER,
                    empty.now,
                    company=COMPANY,
                    update_id=None,
                    owner=OWNER,
                )
                for number in range(4)
            ),
            return_exceptions=True,
        )
        assert sum(isinstance(one, invites.Unknown) for one in found) == 3
        assert [one.roles for one in await empty.rows(models.Person)] == [["admin"]]


async def test_a_leaver_with_work_needs_somebody_who_takes_it(office: Office) -> None:
    await office.deal("igor")
    with pytest.raises(HinderedError) as hindered:
        await leaving.dismiss(office.work("dina"), office.staff["igor"].id, office.staff["dina"].id)
    assert hindered.value.why is Hindrance.NOBODY
    assert [one.left_at for one in await office.rows(models.Person) if one.name == "igor"] == [None]
    done = await leaving.dismiss(office.work("dina"), office.staff["igor"].id, office.staff["vera"].id)
    assert done.deals == {office.staff["vera"].id: 1}
    with pytest.raises(ForbiddenError):
        await leaving.dismiss(office.work("dina"), office.staff["igor"].id, office.staff["vera"].id)


async def test_a_thousand_deals_follow_in_pieces_also_after_a_kill(office: Office) -> None:
    count = 2 * PIECE + 5
    async with office.db.begin() as tx:
        for _ in range(count):
            await _bare(tx, office.staff["anna"].id)
    boris = office.staff["boris"].id
    done = await leaving.dismiss(office.work("olga"), office.staff["anna"].id, boris)
    assert (done.more, done.deals) == (True, {boris: PIECE})
    # Nothing but rows remembers it: whoever comes next goes on.
    while await fire_due(office.db, office.now, COMPANY):
        pass
    async with office.db.read() as session:
        assert (await estates.estate(session, office.staff["anna"].id)).empty
        assert (await estates.estate(session, boris)).deals == count
    told = [one for one in await office.rows(models.Outbox) if one.kind == "handed_over"]
    assert [(one.person_id, one.data["count"]) for one in told] == [(boris, count)]


async def _bare(tx: AsyncSession, owner: int) -> None:
    await open_deal(tx, NewDeal(owner_id=owner), MONDAY, company=COMPANY, process="simple", actor_id=None)


async def test_the_second_of_two_heads_is_told_that_it_is_done(office: Office) -> None:
    await office.hire("gleb", 1010, roles=("head",))
    built = await office.deal("anna")
    boris = office.staff["boris"].id
    await handover.deal(office.work("gleb"), built.run, boris, message=0)
    with pytest.raises(StaleError):
        await handover.deal(office.work("olga"), built.run, boris, message=0)
    assert len([one for one in await office.rows(models.History) if "assign" in one.trigger]) == 1


async def test_work_goes_to_nobody_who_has_left_or_does_not_sell(office: Office) -> None:
    built = await office.deal("anna")
    await office.left("boris")
    for name in ("boris", "dina", "igor"):
        with pytest.raises(ForbiddenError):
            await handover.deal(office.work("olga"), built.run, office.staff[name].id, message=0)


async def test_who_stands_in_may_work_and_only_then(office: Office) -> None:
    built = await office.deal("anna")
    today = office.work("anna").today
    await absences.save(office.work("anna"), office.staff["anna"].id, today, today, office.staff["igor"].id)
    with pytest.raises(ForbiddenError):
        await reading.deal(office.work("igor"), built.run)  # his process has not heard of it yet
    async with office.db.read() as session:
        known = await calendars.company(session, processes=COMPANY.processes)
    work = office.work("igor")
    work.company = known
    assert (await reading.deal(work, built.run)).card.owner == "anna"
    later = Work(office.db, known, office.now + timedelta(days=1), office.staff["igor"])
    with pytest.raises(ForbiddenError):
        await reading.deal(later, built.run)
    left = replace(office.staff["igor"], left_at=office.now)
    with pytest.raises(ForbiddenError):
        await reading.deal(Work(office.db, known, office.now, left), built.run)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [(-1, 0, "past"), (3, 2, "order"), (0, 366, "too_long"), (800, 801, "too_long")],
)
async def test_days_that_cannot_be(office: Office, first: int, last: int, wrong: str) -> None:
    today = office.work("anna").today
    with pytest.raises(absences.DaysError) as error:
        await absences.save(
            office.work("anna"),
            office.staff["anna"].id,
            today + timedelta(days=first),
            today + timedelta(days=last),
            None,
        )
    assert error.value.wrong == wrong
    assert await office.rows(models.Absence) == []


async def test_nobody_stands_in_for_himself_or_after_he_has_left(office: Office) -> None:
    today = office.work("anna").today
    await office.left("boris")
    for name in ("anna", "boris", "dina"):
        with pytest.raises(ForbiddenError):
            await absences.save(
                office.work("anna"), office.staff["anna"].id, today, today, office.staff[name].id
            )
