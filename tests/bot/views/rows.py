"""Values that storage and use cases give to views, with everything on them unless a test says otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.usecases.asked import Asked, Subject, Suggestion, moment_choice
from bot.usecases.listing import Listed
from bot.usecases.reading import Member
from fsm.loading import shipped
from fsm.moves import OpenMove, Way
from fsm.questions import Question
from storage import activities, agenda, deals, stats
from storage.agenda import Section
from storage.apply import Advanced
from storage.history import Entry
from storage.people import Person
from storage.pipeline import Facets, Group, Sieve
from storage.tasks import Opened

SIMPLE = shipped()["simple"]
PROCESSES = {(SIMPLE.process, SIMPLE.version): SIMPLE}
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday, 12:00 in Moscow."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_deal(**changes: Any) -> deals.Card:
    card = deals.Card(
        deal_id=7,
        run_id=17,
        number="Z063OYW0",
        process="simple",
        version=SIMPLE.version,
        stage_run=2,
        revision=3,
        stage="engaging",
        furthest="engaging",
        outcome=None,
        amount=Decimal(120_000),
        currency="RUB",
        close_date=None,
        extra={},
        unknown=[],
        opened_at=NOW - 12 * DAY,
        closed_at=None,
        owner_id=5,
        owner="Анна Смирнова",
        client_id=3,
        client="ООО «Ромашка»",
        contact_id=4,
        contact="Иван Петров",
        phone="+74951234567",
        email=None,
        product_id=2,
        product="GTX Pro",
    )
    return replace(card, **changes)


def a_task(deal: deals.Card | None = None, **changes: Any) -> activities.Card:
    card = activities.Card(
        id=42,
        key="find_need",
        kind="call",
        scope="stage",
        owner_id=5,
        due=NOW + 3 * HOUR,
        timed=True,
        attempt=2,
        state="open",
        outcome=None,
        opened_at=NOW - DAY,
        closed_at=None,
        closed_by=None,
        closer=None,
        deal=deal or a_deal(),
    )
    return replace(card, **changes)


def a_touch(**changes: Any) -> activities.Touch:
    touch = activities.Touch(9, "find_need", "call", "no_answer", 1, NOW - DAY, 5, "Анна Смирнова")
    return replace(touch, **changes)


def an_open(**changes: Any) -> activities.Open:
    one = activities.Open(42, 17, "find_need", "call", "stage", 5, NOW + 3 * HOUR, timed=True, attempt=1)
    return replace(one, **changes)


MOVES = (
    OpenMove("won", ("amount", "close_date"), Way.END, needed=2),
    OpenMove("lost", ("lost_reason",), Way.END, needed=1),
    OpenMove("prospecting", (), Way.BACK),
)


def advanced(**changes: Any) -> Advanced:
    opened = Opened(43, "follow_up", "call", 5, NOW + DAY - 2 * HOUR, timed=True, attempt=1)
    return replace(Advanced(run_id=17, deal_id=7, owner=5, state="engaging", opened=(opened,)), **changes)


def a_line_of_the_day(number: int, section: Section, **changes: Any) -> agenda.Task:
    due = {
        Section.OVERDUE: NOW - 3 * DAY,
        Section.TIMED: NOW + number * HOUR / 4,
        Section.TODAY: NOW + 6 * HOUR,
        Section.NEXT: NOW + 2 * DAY,
    }[section]
    task = agenda.Task(
        section=section,
        id=number,
        key="first_call",
        kind="call",
        due=due,
        timed=section is Section.TIMED,
        attempt=1,
        run_id=number,
        deal_id=number,
        process="simple",
        version=SIMPLE.version,
        stage="prospecting",
        client=f"Клиент {number}",
        contact=None,
        amount=None,
        currency=None,
    )
    return replace(task, **changes)


def an_agenda(
    overdue: int = 2, timed: int = 2, today: int = 2, following: int = 188, page: int = 0
) -> agenda.Agenda:
    """The eight of a page out of that many."""
    sections = (
        [Section.OVERDUE] * overdue
        + [Section.TIMED] * timed
        + [Section.TODAY] * today
        + [Section.NEXT] * following
    )
    shown = [a_line_of_the_day(number, section) for number, section in enumerate(sections, 1)]
    counts = agenda.Counts(overdue, timed, today, following)
    return agenda.Agenda(counts, tuple(shown[page * 8 : page * 8 + 8]))


def a_line(**changes: Any) -> deals.Line:
    line = deals.Line(
        deal_id=7,
        run_id=17,
        number="Z063OYW0",
        process="simple",
        version=SIMPLE.version,
        stage="engaging",
        outcome=None,
        amount=Decimal(1_200_000),
        currency="RUB",
        owner_id=5,
        owner="Анна Смирнова",
        client="ООО «Ромашка»",
        product="GTX Pro",
        next_id=42,
        next_key="find_need",
        next_due=NOW + 3 * HOUR,
        next_timed=True,
    )
    return replace(line, **changes)


GROUPS = (
    Group("prospecting", 0, 0, 1, parked=False, count=60, amount=Decimal(0)),
    Group("prospecting", 3, 2, 2, parked=True, count=40, amount=Decimal(0)),
    Group("engaging", 2, 1, 4, parked=False, count=94, amount=Decimal(7)),
)


def a_list(
    lines: Sequence[deals.Line],
    *,
    stage: str = "",
    untouched: int = 0,
    page: int = 0,
    groups: tuple[Group, ...] = GROUPS,
    owner: Person | None = None,
) -> Listed:
    sieve = Sieve(stage, untouched=untouched)
    return Listed(list(lines), Facets(groups), sieve, owner, SIMPLE, "RUB", page)


def a_person(**changes: Any) -> Person:
    person = Person(
        id=5,
        telegram_id=1005,
        name="Анна Смирнова",
        roles=frozenset({"rep"}),
        team_id=1,
        language="ru",
        zone="Europe/Moscow",
        work_start=540,
        work_end=1080,
        morning=540,
        joined_at=NOW - 90 * DAY,
        blocked_at=None,
        left_at=None,
    )
    return replace(person, **changes)


def a_member(number: int = 5, **changes: Any) -> Member:
    member = Member(a_person(id=number), 12, agenda.Counts(1, 2, 3, 6))
    return replace(member, **changes)


def an_entry(**changes: Any) -> Entry:
    entry = Entry(
        id=3,
        cause_id=3,
        revision=3,
        at=NOW - DAY,
        actor_id=5,
        actor="Анна Смирнова",
        trigger={"press": "no_answer", "activity": "find_need", "id": 41, "answers": {}},
        state_before="engaging",
        state="engaging",
    )
    return replace(entry, **changes)


def a_funnel(**changes: Any) -> stats.Funnel:
    found = stats.Funnel(
        stages=(
            stats.StageCount("prospecting", 8800, 500, Decimal(0)),
            stats.StageCount("engaging", 8300, 1589, Decimal(3_000_000)),
        ),
        won=4238,
        lost=2473,
        open=2089,
        won_sum=Decimal(10_005_534),
        open_sum=Decimal(3_000_000),
    )
    return replace(found, **changes)


def asked(key: str, *choices: str, suggestions: tuple[Suggestion, ...] = (), **changes: Any) -> Asked:
    question = Asked(
        draft=99,
        question=Question(key, choices),
        field=SIMPLE.fields.get(key),
        position=1,
        total=2,
        subject=Subject("ООО «Ромашка»", activity="find_need", outcome="call_back"),
        suggestions=suggestions,
    )
    return replace(question, **changes)


def a_moment(instant: datetime) -> Suggestion:
    return Suggestion(moment_choice(instant.date(), instant.time()), value=instant)
