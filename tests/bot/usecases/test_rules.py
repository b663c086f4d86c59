"""Rules as a head looks at them: among his people, over a period; lists, discipline, exceptions, and what would have been."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import base36
from bot.usecases import disciplines, replays, rule_lists, rule_reports, rules
from bot.usecases.access import ForbiddenError
from bot.usecases.reports import ALL, period
from bot.usecases.rule_changes import RuleError
from bot.usecases.rule_lists import EXEMPT
from bot.usecases.rule_reports import Health
from bot.usecases.work import Work
from bot.views.rule_changes import checksum
from fsm.loading import versions
from fsm.obligations import State
from fsm.rulebook import shipped
from storage import calendars, models
from storage.discipline import Discipline
from storage.exemptions import Share
from storage.rule_lists import Group
from storage.tallies import End, Standing
from tests.bot.usecases.conftest import Office
from tests.build import MONDAY
from tests.storage.obliged import an_obligation
from tests.storage.rows import DAY, a_deal, an_activity

KEY = "proposal_5d"
LEADING = ("olga", "vera")


async def work(office: Office, name: str) -> Work:
    async with office.db.read() as session:
        company = await calendars.company(session, processes=versions())
    return Work(office.db, company, office.now, office.staff[name])


@pytest.fixture
async def busy(office: Office) -> Office:
    """In time two of Anna's and one of Boris's; Anna broke one a month ago, Igor of the South one today."""
    async with office.db.begin() as tx:
        anna, boris, igor = (office.staff[name].id for name in ("anna", "boris", "igor"))
        for owner in (anna, anna, boris):
            await _ended(tx, owner, State.FULFILLED, MONDAY)
        await _ended(tx, anna, State.BREACHED, MONDAY - 30 * DAY)
        await _ended(tx, igor, State.BREACHED, MONDAY)
        await _ended(tx, anna, State.RUNNING, None)
        await _ended(tx, anna, State.SLEEPING, None, amount=None)
    return office


async def _ended(tx: AsyncSession, owner: int, state: State, at: Any, **values: Any) -> None:
    began = (at or MONDAY) - 2 * DAY
    await an_obligation(tx, owner, state, ended_at=at, since=began, **values)


# --- the list and the card --------------------------------------------------------------------------------


async def test_how_many_stand_broken_among_ones_people(busy: Office) -> None:
    found = {name: await rules.every(await work(busy, name)) for name in (*LEADING, "dina")}
    assert {name: one.broken for name, one in found.items()} == {
        "olga": {KEY: 1},
        "vera": {KEY: 2},
        "dina": None,
    }
    assert [one.rule for one in found["dina"].rules] == list(shipped())


ACTS: dict[str, Callable[[Work], Awaitable[object]]] = {
    "list": rules.every,
    "card": lambda work: rules.card(work, KEY, "month", "all"),
    "page": lambda work: rule_lists.page(work, KEY, Group.LATE, "month", "all", 0),
    "file": lambda work: rule_lists.whole(work, KEY, "month", "all"),
    "discipline": lambda work: disciplines.discipline(work, "month", "all"),
    "exceptions": lambda work: disciplines.exceptions(work, "90d", "all"),
}


@pytest.mark.parametrize("act", ACTS)
async def test_who_may_look(act: str, busy: Office) -> None:
    for name in LEADING:
        await ACTS[act](await work(busy, name))
    with pytest.raises(ForbiddenError):
        await ACTS[act](await work(busy, "anna"))
    if act not in {"list", "card"}:
        with pytest.raises(ForbiddenError):
            await ACTS[act](await work(busy, "dina"))


@pytest.mark.parametrize(
    ("name", "key", "scope", "expected"),
    [
        ("olga", "month", "all", (3, 0)),
        ("vera", "month", "all", (3, 1)),
        ("olga", "last_month", "all", (0, 1)),
        ("olga", "quarter", "all", (3, 1)),
        ("olga", "90d", "all", (3, 1)),
        ("olga", "nonsense", "all", (3, 0)),
        ("olga", "month", "anna", (2, 0)),
        ("vera", "month", "igor", (0, 1)),
    ],
)
async def test_how_a_rule_does(
    name: str, key: str, scope: str, expected: tuple[int, int], busy: Office
) -> None:
    chosen = scope if scope == "all" else f"p{base36(busy.staff[scope].id)}"
    card = await rules.card(await work(busy, name), KEY, key, chosen)
    assert card.seen is not None
    health = card.seen.health
    assert (health.ended(State.FULFILLED), health.ended(State.BREACHED)) == expected
    assert (sum(one.good for one in card.seen.trend), sum(one.bad for one in card.seen.trend)) == expected


async def test_what_runs_and_what_is_not_known(busy: Office) -> None:
    card = await rules.card(await work(busy, "olga"), KEY, "month", "all")
    assert card.seen is not None
    assert card.seen.health.standing == Standing(running=1, sleeping=1, unknown=1, broken=1)
    assert (card.running, card.seen.scope.whose, card.seen.health.begun) == (2, "Север", 5)
    admin = await rules.card(await work(busy, "dina"), KEY, "month", "all")
    assert (admin.seen, admin.running) == (None, 2)


async def test_others_are_refused(busy: Office) -> None:
    olga = await work(busy, "olga")
    for scope in (f"p{base36(busy.staff['igor'].id)}", f"t{base36(busy.teams['Юг'])}", "x", "", "p"):
        for act in (
            lambda scope=scope: rules.card(olga, KEY, "month", scope),
            lambda scope=scope: rule_lists.page(olga, KEY, Group.LATE, "month", scope, 0),
            lambda scope=scope: disciplines.discipline(olga, "month", scope),
            lambda scope=scope: disciplines.exceptions(olga, "month", scope),
        ):
            with pytest.raises(ForbiddenError):
                await act()
    for key in ("", "nothing"):
        with pytest.raises(ForbiddenError):
            await rules.card(olga, key, "month", "all")
    for group in ("", "x", "f"):
        with pytest.raises(ForbiddenError):
            await rule_lists.page(olga, KEY, group, "month", "all", 0)
    for group in (Group.IN_TIME, EXEMPT):
        with pytest.raises(ForbiddenError):
            await rule_lists.page(olga, "stage_norm", group, "month", "all", 0)


# --- lists ------------------------------------------------------------------------------------------------


async def test_a_list_with_the_counts_of_the_others(busy: Office) -> None:
    found = await rule_lists.page(await work(busy, "olga"), KEY, Group.IN_TIME, "month", "all", 0)
    assert (len(found.lines), found.total) == (3, 3)
    assert found.counts == {
        Group.IN_TIME: 3, Group.LATE: 0, EXEMPT: 0, Group.BROKEN: 1, Group.UNKNOWN: 1,
    }  # fmt: skip
    far = await rule_lists.page(await work(busy, "olga"), KEY, Group.IN_TIME, "month", "all", 10**12)
    assert (far.lines, far.total) == ([], 3)


async def test_everything_for_a_file(busy: Office) -> None:
    found = await rule_lists.whole(await work(busy, "vera"), KEY, "quarter", "all")
    assert {group: len(lines) for group, lines in found.lines.items()} == {
        Group.IN_TIME: 3, Group.LATE: 2, Group.BROKEN: 2, Group.UNKNOWN: 1,
    }  # fmt: skip
    assert found.excused == []
    assert (await rule_lists.whole(await work(busy, "vera"), "stage_norm", "month", "all")).excused is None


# --- weeks ------------------------------------------------------------------------------------------------


def an_end(day: date, state: State = State.FULFILLED) -> End:
    at = MONDAY.replace(year=day.year, month=day.month, day=day.day)
    return End(state, at, accepted=False, right=False, took=1.0)


def a_health(days: tuple[date | None, date | None], *ended: date) -> Health:
    ends = tuple(an_end(day) for day in sorted(ended))
    return Health(shipped()[KEY], days, 0, ends, Standing(), {}, (), 0)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("key", "weeks", "first"), [("month", 4, 2), ("last_month", 5, 3), ("quarter", 8, 5), ("90d", 13, 6)]
)
def test_the_weeks_of_a_period_are_all_of_it(key: str, weeks: int, first: int) -> None:
    """Each of its days is in one of them, the days that make no week in the first."""
    days = period(key, TODAY)
    assert days[0] is not None
    assert days[1] is not None
    every = [days[0] + timedelta(days=number) for number in range((days[1] - days[0]).days + 1)]
    found = rule_reports.trend([a_health(days, *every)], "Europe/Moscow", TODAY)
    assert (len(found), found[0].first, found[0].good) == (weeks, days[0], first)
    assert {one.good for one in found[1:]} == {7}
    assert sum(one.good for one in found) == len(every)


def test_a_quarter_of_92_days_has_13_weeks() -> None:
    days = (date(2026, 7, 1), date(2026, 9, 30))
    found = rule_reports.trend([a_health(days, *days)], "Europe/Moscow", TODAY)
    assert (len(found), found[0].first, sum(one.good for one in found)) == (13, days[0], 2)


def test_of_a_year_the_last_13_weeks_are_shown() -> None:
    found = rule_reports.trend(
        [a_health(period("365d", TODAY), date(2026, 1, 1), TODAY)], "Europe/Moscow", TODAY
    )
    assert (len(found), sum(one.good for one in found)) == (13, 1)
    assert rule_reports.trend([a_health(ALL)], "Europe/Moscow", TODAY)[0].good == 0
    assert rule_reports.trend([], "Europe/Moscow", TODAY)[0].good == 0
    ahead = (date(2027, 1, 1), date(2027, 2, 1))
    assert rule_reports.trend([a_health(ahead)], "Europe/Moscow", TODAY) == ()


def test_of_a_watch_what_was_found_is_told() -> None:
    ends = [
        End(State.BREACHED, MONDAY, accepted=False, right=True, took=1),
        End(State.BREACHED, MONDAY, accepted=True, right=True, took=1),
        End(State.BREACHED, MONDAY, accepted=False, right=False, took=None),
    ]
    health = Health(shipped()["stage_norm"], (TODAY, TODAY), 0, tuple(ends), Standing(), {}, (2.0, 4.0), 1)
    (week,) = rule_reports.trend([health], "Europe/Moscow", TODAY)
    assert (week.good, week.bad, week.outside) == (1, 1, 1)
    assert (health.found, health.median) == ((1, 1, 1), 3)


def test_a_rate_names_what_it_is_of() -> None:
    states = [State.FULFILLED] * 3 + [State.BREACHED] + [State.EXEMPT] * 5 + [State.STOPPED] * 7
    ends = tuple(an_end(TODAY, state) for state in states)
    health = Health(shipped()[KEY], (TODAY, TODAY), 0, ends, Standing(), {}, (), 0)
    assert (health.under, health.rate, health.median) == (4, 0.75, 1)
    nothing = Health(shipped()[KEY], (TODAY, TODAY), 0, (), Standing(), {}, (), 0)
    assert (nothing.under, nothing.rate, nothing.median) == (0, None, None)


# --- discipline and exceptions ----------------------------------------------------------------------------


async def test_discipline_of_ones_people(office: Office) -> None:
    async with office.db.begin() as tx:
        for name, late in (("anna", 1), ("boris", 0), ("igor", 0)):
            owner = office.staff[name].id
            _, run = await a_deal(tx, owner, opened_at=MONDAY - 3 * DAY)
            for number in range(2):
                due = MONDAY - 2 * DAY
                closed = due + (DAY * 2 if number < late else -DAY / 8)
                await an_activity(tx, run, owner, due, state="done", closed_at=closed, opened_at=due - DAY)
    found, scope = await disciplines.discipline(await work(office, "olga"), "month", "all")
    assert [(name, one.on_time, one.late) for name, one in found.people] == [("anna", 1, 1), ("boris", 2, 0)]
    assert (scope.whose, found.days) == ("Север", (date(2026, 11, 1), TODAY))
    everybody, _ = await disciplines.discipline(await work(office, "vera"), "month", "all")
    assert len(everybody.people) == 3
    alone, _ = await disciplines.discipline(
        await work(office, "vera"), "month", f"p{base36(office.staff['igor'].id)}"
    )
    assert alone.people == (("igor", Discipline(on_time=2)),)


async def test_exceptions_the_largest_share_first(office: Office) -> None:
    async with office.db.begin() as tx:
        for name, asked, deals in (("anna", 1, 5), ("boris", 2, 5), ("igor", 5, 5)):
            for number in range(deals):
                _, run = await a_deal(tx, office.staff[name].id, opened_at=MONDAY - DAY)
                if number < asked:
                    await an_activity(
                        tx,
                        run,
                        office.staff[name].id,
                        MONDAY,
                        key="complex",
                        kind="approval",
                        opened_at=MONDAY - DAY,
                    )
    found, _ = await disciplines.exceptions(await work(office, "olga"), "90d", "all")
    assert [(one.name, one.share, one.marked) for one in found.people] == [
        ("boris", Share(2, 5), True),
        ("anna", Share(1, 5), False),
    ]
    assert found.reasons == {None: 3}
    everybody, _ = await disciplines.exceptions(await work(office, "vera"), "90d", "all")
    assert [one.name for one in everybody.people] == ["igor", "boris", "anna"]


# --- what would have been ---------------------------------------------------------------------------------


async def small_deals(office: Office) -> None:
    """A week ago: one of Anna's that was sent on the fourth day, one of Boris's and one of Igor's that never was."""
    async with office.db.begin() as tx:
        for name in ("anna", "boris", "igor"):
            values = {"amount": Decimal(5), "currency": "RUB", "opened_at": MONDAY - 10 * DAY}
            if name == "anna":
                values["extra"] = {"proposal_sent": "2026-11-19"}
            _, run = await a_deal(tx, office.staff[name].id, **values)
            if name == "anna":
                entry = {
                    "run_id": run,
                    "revision": 1,
                    "at": MONDAY - 4 * DAY,
                    "trigger": {},
                    "state": "prospecting",
                }
                before = {"fields": {"proposal_sent": None}}
                await tx.execute(insert(models.History).values(**entry, before=before))


def asked(work: Work, what: str = "limit", key: str = KEY, period: str = "month") -> replays.Asked:
    return replays.asked(work, key, what, period, checksum=checksum)


async def compared(
    office: Office, name: str, value: str, what: str = "limit"
) -> tuple[dict[str, int], dict[str, int]]:
    """Violations now and then, by name."""
    person = await work(office, name)
    found = asked(person, what)
    result, _ = await replays.of(person, found, replays.with_value(found, value))
    now, then = (
        {result.names[key]: count for key, count in one.by_owner.items()} for one in (result.now, result.then)
    )
    return now, then


async def test_fewer_days_would_have_been_more_violations(office: Office) -> None:
    await small_deals(office)
    assert await compared(office, "olga", "3") == ({"boris": 1}, {"anna": 1, "boris": 1})
    assert await compared(office, "vera", "3") == (
        {"boris": 1, "igor": 1},
        {"anna": 1, "boris": 1, "igor": 1},
    )
    assert await compared(office, "olga", "30") == ({"boris": 1}, {})
    assert await compared(office, "olga", "3", "border") == ({"boris": 1}, {})


async def test_nothing_is_changed_by_it(office: Office) -> None:
    await small_deals(office)
    kinds = (models.Obligation, models.Setting, models.Audit, models.Timer, models.History, models.Outbox)
    before = [len(await office.rows(kind)) for kind in kinds]
    await compared(office, "olga", "3")
    assert [len(await office.rows(kind)) for kind in kinds] == before


async def test_digests_come_on_working_days(office: Office) -> None:
    await small_deals(office)
    olga = await work(office, "olga")
    found = asked(olga)
    result, whose = await replays.of(olga, found, replays.with_value(found, "3"))
    assert whose == "Север"
    assert result.digests[0] == date(2026, 11, 2)
    assert date(2026, 11, 4) not in result.digests  # a holiday
    assert len(result.digests) == len(result.now.lines) == len(result.then.lines)
    # Due on the 18th and on the 20th, told from the next digest on.
    told = dict(zip(result.digests, zip(result.now.lines, result.then.lines, strict=True), strict=True))
    assert {day.day: lines for day, lines in told.items() if day.day > 17} == {
        18: (0, 0), 19: (0, 2), 20: (0, 1), 23: (1, 1),
    }  # fmt: skip


async def test_what_cannot_be_replayed(office: Office) -> None:
    olga = await work(office, "olga")
    for key in ("step_far", "no_step", "parked_over", "snoozed_often", "client_cover", "nothing"):
        with pytest.raises(ForbiddenError):
            asked(olga, key=key)
    for what in ("", "on", "n", "n123", "border"):
        with pytest.raises(ForbiddenError):
            asked(olga, what, "first_answer")
    for name in ("anna", "dina"):
        with pytest.raises(ForbiddenError):
            asked(await work(office, name))
    for value in ("0", "-1", "x", "99999999", "4000"):
        with pytest.raises(RuleError):
            replays.with_value(asked(olga), value)
    for value in ("0", "-1", "x", "1e9"):
        with pytest.raises(ForbiddenError):
            replays.with_value(asked(olga, "border"), value)


async def test_a_stage_has_a_number_of_its_own(office: Office) -> None:
    olga = await work(office, "olga")
    found = asked(olga, f"n{checksum('simple.engaging')}", "stage_norm", "365d")
    assert found.norm is not None
    assert (found.norm.name, found.norm.number, found.period) == ("simple.engaging", 20, "365d")
    assert replays.with_value(found, "7").norms["simple.engaging"] == 7
    assert asked(olga, period="all").period == "90d"
