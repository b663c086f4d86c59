from dataclasses import replace

from storage import activities, agenda, deals
from storage.agenda import Counts, Section
from storage.db import Database
from tests.storage.plans import plan
from tests.storage.rows import (
    DAY,
    HOUR,
    NOW,
    a_client,
    a_contact,
    a_deal,
    a_person,
    an_activity,
)

TOMORROW = NOW + 12 * HOUR  # midnight in Moscow


async def test_a_card_shows_the_activity_and_its_deal(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        deal, run = await a_deal(tx, anna, client_id=await a_client(tx))
        one = await an_activity(tx, run, anna, NOW + HOUR, attempt=2)
        closed = {"state": "done", "outcome": "reached", "closed_at": NOW, "closed_by": oleg}
        done = await an_activity(tx, run, anna, NOW, **closed)
        by_itself = await an_activity(tx, run, anna, NOW, state="cancelled", closed_at=NOW)

        shown = await deals.card(tx, deal)
        assert shown is not None
        card = await activities.card(tx, one)
        assert card == activities.Card(
            shown,
            one,
            "first_call",
            "call",
            "stage",
            anna,
            NOW + HOUR,
            True,
            2,
            "open",
            None,
            NOW,
            None,
            None,
            None,
        )
        assert await activities.card(tx, done) == replace(
            card, id=done, due=NOW, attempt=1, state="done", outcome="reached", closed_at=NOW, closed_by=oleg,
            closer="Олег",
        )  # fmt: skip
        system = await activities.card(tx, by_itself)
        assert system is not None
        assert (system.state, system.closed_by, system.closer) == ("cancelled", None, None)
        assert await activities.card(tx, 404) is None


async def test_what_is_open_and_what_was_done_on_a_deal(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        _, run = await a_deal(tx, anna)
        _, other = await a_deal(tx, anna)
        later = await an_activity(tx, run, anna, NOW + DAY, scope="deal", timed=False)
        sooner = await an_activity(tx, run, anna, NOW + HOUR)
        await an_activity(tx, run, anna, NOW, state="cancelled", closed_at=NOW)
        await an_activity(tx, other, anna, NOW)
        done = [
            await an_activity(
                tx, run, anna, NOW, state="done", outcome="no_answer", attempt=n, closed_at=NOW + n * HOUR,
                closed_by=anna if n > 1 else None,
            )
            for n in (1, 2, 3, 4)
        ]  # fmt: skip
        assert await activities.open_of(tx, run) == [
            activities.Open(sooner, run, "first_call", "call", "stage", anna, NOW + HOUR, True, 1),
            activities.Open(later, run, "first_call", "call", "deal", anna, NOW + DAY, False, 1),
        ]
        assert [touch.id for touch in await activities.touches(tx, run)] == done[:0:-1]
        (*_, first) = await activities.touches(tx, run, limit=4)
        assert first == activities.Touch(
            done[0], "first_call", "call", "no_answer", 1, NOW + HOUR, None, None
        )
        second = (await activities.touches(tx, run, limit=3))[-1]
        assert (second.by_id, second.by) == (anna, "Анна")


async def test_the_day_is_in_the_order_in_which_it_is_worked(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        client = await a_client(tx)
        deal, run = await a_deal(tx, anna, client_id=client, contact_id=await a_contact(tx, client))
        next_ = await an_activity(tx, run, anna, TOMORROW, timed=False)
        today = await an_activity(tx, run, anna, NOW + 3 * HOUR, timed=False)
        at_noon = await an_activity(tx, run, anna, NOW)
        timed = await an_activity(tx, run, anna, NOW + 5 * HOUR)
        yesterday = await an_activity(tx, run, anna, NOW - DAY)
        earlier = await an_activity(tx, run, anna, NOW - HOUR, timed=False)
        await an_activity(tx, run, anna, NOW, state="done")
        theirs = await an_activity(tx, run, oleg, NOW)

        day = await agenda.of(tx, owner_id=anna, now=NOW, tomorrow=TOMORROW)
        assert [(task.section, task.id) for task in day.tasks] == [
            (Section.OVERDUE, yesterday),
            (Section.OVERDUE, earlier),
            (Section.TIMED, at_noon),
            (Section.TIMED, timed),
            (Section.TODAY, today),
            (Section.NEXT, next_),
        ]
        assert day.counts == Counts(overdue=2, timed=2, today=1, next=1)
        assert day.counts.all == 6
        assert day.tasks[0] == agenda.Task(
            Section.OVERDUE, yesterday, "first_call", "call", NOW - DAY, True, 1, run, deal, "simple", 1,
            "prospecting", "Ромашка", "Пётр", None, None,
        )  # fmt: skip
        page = await agenda.of(tx, owner_id=anna, now=NOW, tomorrow=TOMORROW, offset=2, limit=2)
        assert [task.id for task in page.tasks] == [at_noon, timed]
        assert page.counts == day.counts

        first = await agenda.next_of(tx, owner_id=anna, now=NOW, tomorrow=TOMORROW)
        assert first == day.tasks[0]
        skip = [yesterday, earlier, at_noon]
        rest = await agenda.next_of(tx, owner_id=anna, now=NOW, tomorrow=TOMORROW, skip=skip)
        assert rest == day.tasks[3]
        assert await agenda.next_of(tx, owner_id=oleg, now=NOW, tomorrow=TOMORROW, skip=[theirs]) is None


async def test_an_empty_day_is_a_day(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        assert await agenda.of(tx, owner_id=anna, now=NOW, tomorrow=TOMORROW) == agenda.Agenda(Counts(), ())


async def test_everybodys_load(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg, idle = await a_person(tx, "А"), await a_person(tx, "О"), await a_person(tx, "Н")
        _, run = await a_deal(tx, anna)
        for owner, due in ((anna, NOW - DAY), (anna, NOW + HOUR), (oleg, NOW + DAY)):
            await an_activity(tx, run, owner, due)
        await an_activity(tx, run, anna, NOW, state="done")
        loads = await agenda.loads(tx, owner_ids=[anna, oleg, idle], now=NOW, tomorrow=TOMORROW)
        assert loads == {anna: Counts(overdue=1, timed=1), oleg: Counts(next=1), idle: Counts()}
        dues = await activities.dues(tx, [anna, oleg])
        assert sorted(dues) == sorted([(anna, NOW - DAY), (anna, NOW + HOUR), (oleg, NOW + DAY)])


async def test_a_day_is_found_by_its_index(db: Database) -> None:
    given = {"owner": 1, "owners": [1], "now": NOW, "tomorrow": TOMORROW, "first": 0, "most": 8, "skip": []}
    # Of two that serve, PostgreSQL takes any while the table is empty.
    of_run = "ix_activities_run_id_state" if db.sqlite else "ix_activities_"
    async with db.begin() as tx:
        assert "ix_activities_todo" in await plan(tx, agenda._TASKS, given)
        assert "ix_activities_todo" in await plan(tx, agenda._COUNTS, given)
        assert of_run in await plan(tx, activities._OF_RUN, {"run": 1})
        assert of_run in await plan(tx, activities._TOUCHES, {"run": 1, "most": 3})
