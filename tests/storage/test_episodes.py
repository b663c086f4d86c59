"""How long things lasted, told from history: the replay of what is watched finds what the daily audits have found."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from fsm import replay
from fsm.facts import Assign, Edit, Park, Press, Snooze, Trigger
from fsm.loading import versions
from fsm.questions import REASON, WHEN
from fsm.replay import Stay, Violation
from fsm.rulebook import shipped
from fsm.values import Money
from notifications import daily
from storage import audits, calendars, episodes, models, undo
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.people import Person
from tests import build
from tests.storage.rows import DAY, NOW, a_deal, an_activity

DAYS = 70
TOUCH = Edit({"amount": Money(Decimal(5), "RUB")})
RULES = ("stage_norm", "step_overdue", "info_old", "client_contact", "approval_waits")


@dataclass
class Story:
    """Two reps and their head; what happens on which day at ten in the morning, after that day's audit."""

    db: Database
    company: Company = field(init=False)
    staff: dict[str, Person] = field(default_factory=dict)
    acts: dict[int, list[tuple[int, Trigger]]] = field(default_factory=dict)

    @property
    def end(self) -> datetime:
        return NOW + DAYS * DAY

    async def begin(self) -> None:
        async with self.db.begin() as tx:
            for number, (name, roles) in enumerate(
                {"anna": ("rep",), "boris": ("rep",), "olga": ("head",)}.items()
            ):
                self.staff[name] = await build.a_user(tx, name, roles=roles, telegram=1000 + number, now=NOW)
            self.company = await calendars.company(tx, processes=versions())

    def on(self, day: int, run: int, trigger: Trigger) -> None:
        self.acts.setdefault(day, []).append((run, trigger))

    async def pass_(self) -> None:
        """Day by day: everybody's audit, and what happens."""
        for day in range(DAYS):
            for person in (self.staff["anna"], self.staff["boris"]):
                calendar = daily.calendar_of(person, self.company)
                at = calendar.instant((NOW + day * DAY).date(), time(*divmod(self.company.audit, 60)))
                async with self.db.begin() as tx:
                    await audits.reconcile(tx, self.company.rules.values(), person.id, at, calendar)
            for run, trigger in self.acts.get(day, ()):
                await self.act(run, trigger, NOW + day * DAY)

    async def act(self, run: int, trigger: Trigger, now: datetime) -> None:
        async with self.db.begin() as tx:
            done = await advance(tx, run, trigger, now, company=self.company, actor_id=self.staff["anna"].id)
        assert done.questions == (), trigger

    async def recorded(self, rule: str) -> Counter[Violation]:
        query = select(models.Obligation).where(models.Obligation.rule == rule)
        async with self.db.read() as session:
            rows = list(await session.scalars(query))
        assert all(row.ended_at is not None for row in rows)
        return Counter(Violation(row.owner_id, row.ended_at or NOW, row.right_at) for row in rows)

    async def stays(self, rule: str, **asked: object) -> list[Stay]:
        given = {"owner_ids": None, "since": NOW - DAY, "until": self.end} | asked
        async with self.db.read() as session:
            return await episodes.stays(session, shipped()[rule], **given)  # type: ignore[arg-type]  # by name

    async def replayed(self, rule: str) -> Counter[Violation]:
        staff = {one.id: one for one in self.staff.values()}
        stays = await self.stays(rule)
        audit = time(*divmod(self.company.audit, 60))
        last = self.end - DAY

        def calendar(person: int) -> object:
            return daily.calendar_of(staff[person], self.company)

        return Counter(
            replay.watched(self.company.rules[rule], stays, calendar, audit, last)  # type: ignore[arg-type]  # a calendar
        )


@pytest.fixture
async def story(db: Database) -> Story:
    found = Story(db)
    await found.begin()
    return found


async def test_the_rules_as_they_are_find_what_was_found(story: Story) -> None:
    """Steps left undone and put off, deals that wait, are handed over, are touched or not, a request that waits."""
    anna, boris = story.staff["anna"].id, story.staff["boris"].id
    async with story.db.begin() as tx:
        deals = [
            await build.a_deal(tx, story.company, anna, client=f"Клиент {number}", amount=100_000, now=NOW)
            for number in range(5)
        ]
    put_off, waits, given, touched, *_ = deals
    monday = NOW.date()
    story.on(3, put_off.run, Snooze(put_off.activity, {WHEN: monday + 9 * DAY}))
    story.on(14, put_off.run, Snooze(put_off.activity, {WHEN: monday + 21 * DAY}))
    story.on(16, put_off.run, Press(put_off.activity, "no_answer"))
    story.on(4, waits.run, Park({WHEN: monday + 30 * DAY, REASON: "Отпуск у клиента"}))
    story.on(5, given.run, Assign(boris))
    for day in (2, 12, 30, 33, 60):
        story.on(day, touched.run, TOUCH)
    await story.pass_()
    for rule in ("stage_norm", "step_overdue", "info_old", "client_contact"):
        recorded = await story.recorded(rule)
        assert await story.replayed(rule) == recorded, rule
        assert sum(recorded.values()) > 2, rule


async def test_what_was_taken_back_is_as_if_it_had_never_been(story: Story) -> None:
    anna = story.staff["anna"].id
    async with story.db.begin() as tx:
        built = await build.a_deal(tx, story.company, anna, amount=100_000, now=NOW)
    later = NOW + 3 * DAY
    await story.act(built.run, Snooze(built.activity, {WHEN: NOW.date() + 9 * DAY}), later)
    assert len(await story.stays("step_overdue")) == 2
    async with story.db.begin() as tx:
        cause = await undo.offered(tx, built.run, anna, later)
        assert cause is not None
        await undo.undo(tx, built.run, cause, later, company=story.company, actor_id=anna)
    (stay,) = await story.stays("step_overdue")
    assert (stay.since, stay.ended_at) == (NOW + timedelta(hours=4), None)
    (silence,) = await story.stays("info_old")
    assert (silence.since, silence.ended_at) == (NOW, None)


async def test_whose_and_when(story: Story) -> None:
    """Only what began in the period, of these people; nothing of a stage that was passed through, or of drafts."""
    anna, boris = story.staff["anna"].id, story.staff["boris"].id
    async with story.db.begin() as tx:
        for owner, opened in ((anna, NOW), (boris, NOW), (anna, NOW - 9 * DAY)):
            _, run = await a_deal(tx, owner, opened_at=opened)
            await an_activity(tx, run, owner, opened + DAY)
        _, draft = await a_deal(tx, anna, draft=True)
        await an_activity(tx, draft, anna, NOW + DAY)
        _, done = await a_deal(tx, anna)
        await an_activity(tx, done, anna, NOW + DAY, state="done", closed_at=NOW + DAY / 2)
    assert [stay.owner for stay in await story.stays("step_overdue")] == [anna, boris]
    assert [stay.since for stay in await story.stays("step_overdue", owner_ids=[boris])] == [NOW + DAY]
    assert len(await story.stays("info_old")) == 3
    assert await story.stays("stage_norm") == []


async def test_an_approval_that_waits(story: Story) -> None:
    """It is the head's, since he was asked."""
    anna, olga = story.staff["anna"].id, story.staff["olga"].id
    async with story.db.begin() as tx:
        _, run = await a_deal(tx, anna)
        await tx.execute(update(models.Run).where(models.Run.id == run).values(kind="request"))
        await an_activity(
            tx, run, olga, NOW + DAY, kind="approval", opened_at=NOW, closed_at=NOW + 3 * DAY, state="done"
        )
    (stay,) = await story.stays("approval_waits")
    assert stay == Stay(olga, NOW, NOW + 3 * DAY)
    assert await story.stays("approval_waits", owner_ids=[anna]) == []


async def test_an_imported_stay_counts_from_the_import(story: Story) -> None:
    anna = story.staff["anna"].id
    async with story.db.begin() as tx:
        imported = models.Import(source="x.csv", at=NOW, report={})
        tx.add(imported)
        await tx.flush()
        _, run = await a_deal(tx, anna, opened_at=NOW - 99 * DAY, import_id=imported.id)
        stay = {"run_id": run, "number": 1, "stage": "prospecting", "how": "import", "cause_id": 1}
        tx.add(models.StageRun(**stay, entered_at=NOW - 50 * DAY))
    (found,) = await story.stays("stage_norm")
    assert (found.since, found.norm) == (NOW, "simple.prospecting")
    (silence,) = await story.stays("info_old")
    assert silence.since == NOW


@pytest.mark.parametrize(
    "key", ["step_far", "no_step", "parked_over", "snoozed_often", "client_cover", "first_answer"]
)
async def test_of_others_history_tells_too_little(key: str, story: Story) -> None:
    with pytest.raises(ValueError, match=key):
        await story.stays(key)
