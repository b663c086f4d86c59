"""The screens of people, teams, days off, handing over and the company's settings, for what holds for all screens."""

from datetime import date, timedelta
from typing import Any

from bot import callbacks
from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.absences import Leave, Standing, Wrong
from bot.usecases.access import Role
from bot.usecases.company import Overview, TeamTrouble, Tree
from bot.usecases.handover import Choice, Given
from bot.usecases.rights import Hindrance, Right
from bot.usecases.staff import Listed, Profile
from bot.views import absence, changes, company, groups, handover, leaving, own_days, staff
from storage import absences
from storage.agenda import Counts
from storage.audit import Entry
from storage.handover import Estate
from storage.settings import Own, Settings
from storage.teams import Team
from tests.bot.views import rows
from tests.bot.views.rows import DAY, HOUR, NOW

MONDAY = date(2026, 11, 23)


def an_absence(**changes: Any) -> absences.Absence:
    row: dict[str, Any] = {
        "id": 5,
        "person_id": 1,
        "first": MONDAY,
        "last": MONDAY + timedelta(days=13),
        "substitute_id": 2,
        "by_id": 6,
        "created_at": NOW,
        "ended_at": None,
    }
    return absences.Absence(**(row | changes))


def a_profile(name: str, **changes: Any) -> Profile:
    known: dict[str, Any] = {
        "person": rows.a_person(name=name, roles=frozenset(role.value for role in Role)),
        "team": Team(1, name, None),
        "estate": Estate(194, 3, 1_000),
        "tasks": Counts(3, 2, 1, 100),
        "rights": frozenset(Right),
        "away": True,
        "cover": name,
    }
    return Profile(**(known | changes))


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """By a name of its own for each."""
    return {**_staff(t, name), **_absence(t, name), **_handover(t, name), **_company(t, name)}


def _staff(t: Texts, name: str) -> dict[str, Screen]:
    full = a_profile(name)
    others = [rows.a_person(id=n, name=name) for n in range(2, 24)]
    gone = a_profile(name, person=rows.a_person(name=name, left_at=NOW), estate=Estate(0, 0, 0), away=False)
    blocked = a_profile(name, person=rows.a_person(name=name, blocked_at=NOW), cover=None)
    new = a_profile(name, person=rows.a_person(name=name, joined_at=None), team=None, rights=frozenset())
    known = Listed(others[:10], 22, {1: name}, frozenset({2, 3}))
    return {
        "staff card": staff.card(full, t, header=staff.hindrance(Hindrance.LAST_ADMIN, t), admin=True),
        "staff gone": staff.card(gone, t),
        "staff blocked": staff.card(blocked, t, header=staff.hindrance(Hindrance.NO_ROLE, t)),
        "staff new": staff.card(new, t, header=staff.hindrance(Hindrance.NOBODY, t)),
        "staff roles": staff.roles(full, t),
        "staff teams": staff.teams(full, [Team(n, f"{name}{n}", None) for n in range(1, 9)], t),
        "staff leaving": leaving.sure(full, others, t),
        "staff leaving idle": leaving.sure(a_profile(name, estate=Estate(0, 0, 0)), [], t),
        "staff left": leaving.left(Given(others[:2], {2: 97, 3: 97}, more=True), name, t, admin=True),
        "staff rights": staff.rights(full.person, t),
        "people": staff.listed(known, "", 1, t, admin=True),
        "people of a head": staff.listed(known, "", 0, t, admin=False),
        "people gone": staff.listed(Listed([], 0, {}, frozenset()), "gone", 0, t, admin=True),
    }


def _absence(t: Texts, name: str) -> dict[str, Screen]:
    person = rows.a_person(name=name)
    others = [rows.a_person(id=n, name=name) for n in range(2, 12)]
    one = Standing(an_absence(), name)
    later = Standing(an_absence(id=6, first=MONDAY + 30 * DAY, substitute_id=None), None)
    own = Leave(person, own=True, standing=(one, later), candidates=others, away=frozenset({3}))
    asked = callbacks.Absent(1, MONDAY.toordinal(), MONDAY.toordinal() + 13, 3, 0)
    last = MONDAY + 13 * DAY
    return {
        "absences": absence.standing(own, t, NOW),
        "absences of another": absence.standing(Leave(person, own=False, standing=()), t, NOW, header="!"),
        "absence first": absence.first_day(1, t, NOW, problem=absence.wrong(Wrong.PAST, t)),
        "absence last": absence.last_day(1, MONDAY, t, NOW, problem=absence.wrong(Wrong.ORDER, t)),
        "absence month": absence.month(1, 0, 2026 * 12 + 10, t, NOW),
        "absence month of the end": absence.month(1, MONDAY.toordinal(), 0, t, NOW),
        "absence substitutes": absence.substitutes(own, MONDAY, last, t, NOW),
        "absence sure": absence.sure(asked, name, name, t, NOW),
        "absence sure alone": absence.sure(asked, name, None, t, NOW),
        "absence told": absence.told(an_absence(), name, name, t, own=False, over=False),
        "absence told over": absence.told(an_absence(), name, name, t, own=False, over=True),
        "absence told own": absence.told(an_absence(), name, name, t, own=True, over=False),
        "absence told own over": absence.told(an_absence(), name, None, t, own=True, over=True),
        "absence too long": absence.first_day(1, t, NOW, problem=absence.wrong(Wrong.TOO_LONG, t)),
    }


def _handover(t: Texts, name: str) -> dict[str, Screen]:
    person = rows.a_person(name=name)
    others = [rows.a_person(id=n, name=name) for n in range(2, 40)]
    whole = Choice(person, others, estate=Estate(194, 3, 85))
    one = Choice(person, others[:3], client=name)
    return {
        "handover of a deal": handover.takers(one, callbacks.Give("deal", 7, 0), t),
        "handover of a task": handover.takers(Choice(person, ()), callbacks.Give("task", 7, 0), t),
        "handover of all": handover.takers(whole, callbacks.Give("all", 1, 1), t),
        "handover of nothing": handover.takers(
            Choice(person, others[:1], estate=Estate(0, 0, 0)), callbacks.Give("all", 1, 0), t
        ),
        "handover sure": handover.sure(whole, callbacks.GiveTo("all", 1, 2, 0), t),
        "handover spread": handover.sure(whole, callbacks.GiveTo("all", 1, 0, 0), t),
        "handed over": handover.given(Given((person,), {1: 1}, 7, 70), t),
        "task handed over": handover.given(Given((person,), {}, 7, 70), t),
        "all handed over": handover.given(Given(others[:2], {2: 97, 3: 97}, more=True), t),
    }


def _company(t: Texts, name: str) -> dict[str, Screen]:
    found = Overview(
        Settings(name=name, process="42"),
        {MONDAY: Own.OFF, MONDAY + 5 * DAY: Own.ON, MONDAY + 6 * DAY: Own.SHORT},
        {"42": {"ru": name}},
        [date(2027, 2, 20), date(2027, 4, 30)],
    )
    whole = Overview(Settings(shortened=0, process="42"), {}, {})
    tree = Tree(
        [Team(1, name, None), Team(2, f"{name}2", 1), Team(3, f"{name}3", 2)],
        {1: 1, 2: 5},
        {1: [name, name]},
    )
    group = groups.group(tree, 2, t, header=groups.trouble(TeamTrouble.RING, t))
    assert group is not None
    made = {
        f"company {part}": company.choice(part, found, t)
        for part in ("name", "currency", "country", "zone", "hours", "shortened", "rings")
    }
    return {
        **{title: screen for title, screen in made.items() if screen is not None},
        "company": company.overview(found, t),
        "company days": own_days.listed(found, t, NOW),
        "company no days": own_days.listed(whole, t, NOW),
        "company day off": own_days.asked(Own.OFF, HOUR, t),
        "company day on": own_days.asked(Own.ON, HOUR, t, problem="!"),
        "company day shortened": own_days.asked(Own.SHORT, HOUR, t),
        "company day not shorter": own_days.asked(Own.SHORT, timedelta(), t),
        "company whole days": company.overview(whole, t),
        "company log": changes.log(_entries(name), 60, 2, t, NOW),
        "company log none": changes.log([], 0, 0, t, NOW),
        "teams": groups.groups(tree, t),
        "teams none": groups.groups(Tree((), {}, {}), t),
        "team of people": group,
        "team parents": groups.parents(tree, 2, t),
        "team name": groups.team_name(0, t, problem=groups.trouble(TeamTrouble.TAKEN, t)),
        "team without a name": groups.team_name(1, t, problem=groups.trouble(TeamTrouble.EMPTY, t)),
    }


def _entries(name: str) -> list[Entry]:
    said: list[tuple[str, dict[str, Any]]] = [
        ("setting", {"key": "name", "was": "", "became": name}),
        ("setting", {"key": "work_start", "was": 540, "became": 600}),
        ("setting", {"key": "currency", "was": "RUB", "became": "KZT"}),
        ("day", {"first": "2026-11-23", "last": "2026-11-24", "working": False}),
        ("day", {"first": "2026-12-28", "last": "2026-12-30", "own": "short"}),
        ("setting", {"key": "shortened", "was": 60, "became": 0}),
        ("day", {"first": "2026-11-23", "dropped": True}),
        ("person", {"act": "role", "name": name, "was": ["rep"], "became": ["head", "rep"]}),
        ("person", {"act": "left", "name": name}),
        ("person", {"act": "team", "name": name, "was": None, "became": name}),
        ("team", {"act": "rename", "name": name, "was": name}),
        ("team", {"act": "new", "name": name}),
        ("absence", {"first": "2026-11-23", "last": "2026-11-24", "substitute": name}),
        ("handover", {"takers": [name, name]}),
        ("breach", {"title": {"ru": "Правило", "en": "Rule"}, "named": {"ru": "Другое", "en": "Other"}}),
    ]
    return [
        Entry(number, NOW, None if number % 2 else name, kind, None, data)
        for number, (kind, data) in enumerate(said)
    ]
