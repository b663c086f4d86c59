"""A tap that may need answers first: an outcome of an activity, or a move of a deal.

What is missing is asked one thing at a time; the half-finished conversation is a draft, a row written in
the same transaction as the tap. At the end everything is decided again on the deal as it is then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import answers as written
from bot.usecases import parsing
from bot.usecases.access import ForbiddenError, led, may_work
from bot.usecases.asked import Asked, Problem, Subject
from bot.usecases.suggestions import suggest
from bot.usecases.work import Work
from fsm.decide import decide
from fsm.definition import Outcome, Process
from fsm.facts import Answer, Edit, Move, Press, Trigger
from fsm.questions import Question
from fsm.table import Refused
from notifications.kinds import Card, to_data
from storage import activities, agenda, drafts, outbox
from storage.agenda import Section
from storage.apply import Advanced, Loaded, NoRunError, advance, load


class StaleError(Exception):
    """The button speaks of something that has passed; the card is drawn again, and says who did what."""

    def __init__(self, *, activity: int | None = None, run: int | None = None) -> None:
        super().__init__(activity, run)
        self.activity = activity
        self.run = run


@dataclass(frozen=True, slots=True)
class Target:
    """What the conversation leads to: an outcome of an activity, or the stage `to` from the stay `stage_run`."""

    run: int
    activity: int | None = None
    outcome: str | None = None
    to: str | None = None
    stage_run: int | None = None

    def trigger(self, answers: Mapping[str, Answer]) -> Trigger:
        """The trigger with these answers."""
        if self.activity is not None:
            return Press(self.activity, self.outcome or "", answers)
        return Move(self.to or "", answers)

    def written(self) -> dict[str, Any]:
        """JSON for the draft's row."""
        if self.activity is not None:
            return {"press": self.outcome}
        return {"move": self.to, "stage_run": self.stage_run}


@dataclass(frozen=True, slots=True)
class Logged:
    """It happened."""

    target: Target
    advanced: Advanced


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The deal changed during the conversation; `kept` tells whether the answers were written to it."""

    target: Target
    kept: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with the process version whose words it is asked in."""

    asked: Asked
    process: Process


Reply = Asking | Logged | Overtaken


async def press(work: Work, activity_id: int, outcome: str, *, message: int) -> Reply:
    """An outcome button on the card `message`."""
    async with work.begin() as tx:
        place = await activities.place(tx, activity_id)
        if place is None:
            raise StaleError
        await _admit(tx, work, place.owner_id)
        if place.state != "open":
            raise StaleError(activity=activity_id, run=place.run_id)
        target = Target(place.run_id, activity=activity_id, outcome=outcome)
        return await _go(tx, work, target, message=message)


async def move(work: Work, run_id: int, stage_run: int, to: str, *, message: int) -> Reply:
    """A move button on the card `message`."""
    async with work.begin() as tx:
        loaded = await _run(tx, work, run_id)
        if loaded.facts.stage_run != stage_run:
            raise StaleError(run=run_id)
        target = Target(run_id, to=to, stage_run=stage_run)
        return await _go(tx, work, target, loaded=loaded, message=message)


async def answer(work: Work, draft_id: int, question: str, choice: str, *, message: int) -> Reply:
    """A button of a question. One of another question than the present one only draws the present one."""
    async with work.begin() as tx:
        draft = await _draft(tx, work, draft_id)
        loaded = await _run(tx, work, draft.run)
        if draft.row.question != question:
            return await _ask(tx, work, draft, draft.row.answers, loaded, message=message)
        value = parsing.chosen(loaded, question, choice, work.calendar)
        if value is None:
            raise StaleError(activity=draft.row.activity_id, run=draft.run)
        return await _answered(tx, work, draft, loaded, value, message=message)


@dataclass(frozen=True, slots=True)
class Said:
    """What came of words; `card` is the message that asked, now out of sight above them."""

    reply: Reply
    card: int | None
    draft: int


async def say(work: Work, text: str) -> Said | None:
    """Words answer the person's open question; None when there is none."""
    async with work.begin() as tx:
        row = await drafts.open_of(tx, work.person.id)
        if row is None:
            return None
        draft = _Draft(row)
        loaded = await _run(tx, work, draft.run)
        try:
            value = await parsing.understood(tx, loaded, row.question, text, work)
        except parsing.NotUnderstoodError as error:
            problem = Problem(error.trouble, text[:100])
            reply: Reply = await _ask(tx, work, draft, row.answers, loaded, message=None, problem=problem)
        else:
            reply = await _answered(tx, work, draft, loaded, value, message=None)
        return Said(reply, row.message_id, row.id)


async def unsaid(work: Work, problem: Problem) -> Said | None:
    """Something that is no words (a voice, a photo) came: the open question is asked again; None without one."""
    async with work.begin() as tx:
        row = await drafts.open_of(tx, work.person.id)
        if row is None:
            return None
        loaded = await _run(tx, work, _Draft(row).run)
        reply = await _ask(tx, work, _Draft(row), row.answers, loaded, message=None, problem=problem)
        return Said(reply, row.message_id, row.id)


async def placed(work: Work, draft_id: int, message: int) -> None:
    """The question now stands in this message, below the words that were said."""
    async with work.begin() as tx:
        await drafts.place(tx, draft_id, message_id=message, now=work.now)


async def again(work: Work, draft_id: int, *, message: int) -> Asking | Overtaken:
    """The present question once more: after «why», from the calendar, or taken up again."""
    async with work.begin() as tx:
        draft = await _draft(tx, work, draft_id)
        if draft.row.state == "parked":
            await drafts.resume(tx, draft_id, now=work.now)
        loaded = await _run(tx, work, draft.run)
        return await _ask(tx, work, draft, draft.row.answers, loaded, message=message)


async def back(work: Work, draft_id: int, *, message: int) -> Asking | Overtaken | Target:
    """The question before; at the first one the conversation ends, and its card is shown."""
    async with work.begin() as tx:
        draft = await _draft(tx, work, draft_id)
        answers = dict(draft.row.answers)
        if not answers:
            await drafts.close(tx, draft_id, state="cancelled", now=work.now)
            return draft.target
        answers.popitem()
        loaded = await _run(tx, work, draft.run)
        return await _ask(tx, work, draft, answers, loaded, message=message)


async def cancel(work: Work, draft_id: int) -> Target:
    """End the conversation without doing anything."""
    async with work.begin() as tx:
        draft = await _draft(tx, work, draft_id)
        await drafts.close(tx, draft_id, state="cancelled", now=work.now)
        return draft.target


async def park(work: Work) -> int | None:
    """A command or a menu button: an open question waits; the newest one that waits, to be offered again."""
    async with work.db.read() as session:
        open_ = await drafts.open_of(session, work.person.id)
        waiting = await drafts.parked(session, work.person.id)
    if open_ is None:
        return waiting[0].id if waiting else None
    async with work.begin() as tx:
        await drafts.park(tx, work.person.id, now=work.now)
    return open_.id


class _Draft:
    """A draft's row with what it leads to."""

    def __init__(self, row: drafts.Draft) -> None:
        self.row = row
        assert row.run_id is not None
        self.run = row.run_id
        trigger = row.trigger
        self.target = Target(
            row.run_id, row.activity_id, trigger.get("press"), trigger.get("move"), trigger.get("stage_run")
        )


async def _draft(tx: AsyncSession, work: Work, draft_id: int) -> _Draft:
    row = await drafts.get(tx, draft_id)
    if row is None or row.person_id != work.person.id:
        raise ForbiddenError
    if row.state not in {"open", "parked"}:
        raise StaleError(activity=row.activity_id, run=row.run_id)
    return _Draft(row)


async def _run(tx: AsyncSession, work: Work, run_id: int) -> Loaded:
    try:
        loaded = await load(tx, run_id, work.company)
    except NoRunError:
        raise StaleError from None
    await _admit(tx, work, loaded.facts.owner)
    return loaded


async def _admit(tx: AsyncSession, work: Work, owner_id: int) -> None:
    """ForbiddenError unless the person may work what is the owner's."""
    team = () if owner_id == work.person.id else await led(tx, work.person)
    if not may_work(work.person, owner_id, team):
        raise ForbiddenError


async def _answered(
    tx: AsyncSession, work: Work, draft: _Draft, loaded: Loaded, value: Answer, *, message: int | None
) -> Reply:
    answers = {**draft.row.answers, draft.row.question: written.write(value)}
    typed = written.read(loaded.process, answers)
    try:
        return await _go(tx, work, draft.target, loaded=loaded, answers=typed, message=message, draft=draft)
    except StaleError:
        await drafts.close(tx, draft.row.id, state="cancelled", now=work.now)
        return Overtaken(draft.target, kept=await _keep(tx, work, loaded, typed))


async def _keep(tx: AsyncSession, work: Work, loaded: Loaded, typed: Mapping[str, Answer]) -> bool:
    """Somebody was quicker, but what was said about the deal is still true: it is kept if it can be."""
    values = {
        key: value
        for key, value in typed.items()
        if key in loaded.process.fields and not isinstance(value, datetime)
    }
    if not values:
        return False
    try:
        await advance(
            tx, loaded.row["id"], Edit(values), work.now, company=work.company, actor_id=work.person.id
        )
    except Refused:
        return False
    return True


async def _go(
    tx: AsyncSession,
    work: Work,
    target: Target,
    *,
    message: int | None,
    loaded: Loaded | None = None,
    answers: Mapping[str, Answer] | None = None,
    draft: _Draft | None = None,
) -> Reply:
    """Try it: it happens, or the first thing that is missing is asked."""
    trigger = target.trigger(answers or {})
    try:
        advanced = await advance(
            tx, target.run, trigger, work.now, company=work.company, actor_id=work.person.id, loaded=loaded
        )
    except Refused:
        raise StaleError(activity=target.activity, run=target.run) from None
    if advanced.loaded is not None:
        given = {key: written.write(value) for key, value in (answers or {}).items()}
        return await _put_question(
            tx, work, target, given, advanced.questions, advanced.loaded, message=message, draft=draft
        )
    if draft is not None:
        await drafts.close(tx, draft.row.id, state="done", now=work.now)
    await _owe(tx, work, advanced)
    return Logged(target, advanced)


async def _ask(
    tx: AsyncSession,
    work: Work,
    draft: _Draft,
    given: Mapping[str, Any],
    loaded: Loaded,
    *,
    message: int | None,
    problem: Problem | None = None,
) -> Asking | Overtaken:
    """The question that stands after these answers; found anew, because the deal may have changed."""
    kept = dict(given)
    while True:
        trigger = draft.target.trigger(written.read(loaded.process, kept))
        try:
            questions = decide(loaded.process, loaded.facts, trigger, work.now, loaded.calendar).questions
        except Refused:
            questions = ()
        if questions:
            return await _put_question(
                tx, work, draft.target, kept, questions, loaded, message=message, draft=draft, problem=problem
            )
        if not kept:  # it can happen no more, or needs no answer any more: the card says how things stand
            await drafts.close(tx, draft.row.id, state="cancelled", now=work.now)
            return Overtaken(draft.target, kept=False)
        kept.popitem()


async def _put_question(
    tx: AsyncSession,
    work: Work,
    target: Target,
    given: Mapping[str, Any],
    questions: tuple[Question, ...],
    loaded: Loaded,
    *,
    message: int | None,
    draft: _Draft | None,
    problem: Problem | None = None,
) -> Asking:
    question = questions[0]
    if draft is None:
        draft_id = await drafts.start(
            tx,
            person_id=work.person.id,
            run_id=target.run,
            activity_id=target.activity,
            trigger=target.written(),
            question=question.key,
            message_id=message,
            now=work.now,
        )
    else:
        draft_id = draft.row.id
        await drafts.answer(
            tx, draft_id, answers=dict(given), question=question.key, message_id=message, now=work.now
        )
    key = next((task.key for task in loaded.facts.open if task.id == target.activity), None)
    outcome: Outcome | None = None
    if key is not None and target.outcome is not None:
        outcome = loaded.process.activities[key].outcomes[target.outcome]
    asked = Asked(
        draft=draft_id,
        question=question,
        field=loaded.process.fields.get(question.key),
        position=len(given) + 1,
        total=len(given) + len(questions),
        subject=Subject(loaded.row["client"], activity=key, outcome=target.outcome, to=target.to),
        suggestions=await suggest(tx, loaded, question, work.now, outcome),
        problem=problem,
    )
    return Asking(asked, loaded.process)


async def _owe(tx: AsyncSession, work: Work, advanced: Advanced) -> None:
    """Owners get the cards of what somebody else opened for them; whoever pressed gets the next task of his day."""
    assert advanced.cause_id is not None
    owed = {one.owner: Card(one.id, advanced.cause_id, foreign=True) for one in advanced.opened}
    own = await agenda.next_of(tx, owner_id=work.person.id, now=work.now, tomorrow=work.tomorrow)
    owed.pop(work.person.id, None)
    if own is not None and own.section is not Section.NEXT:
        owed[work.person.id] = Card(own.id, advanced.cause_id)
    for person_id, card in owed.items():
        await outbox.put(
            tx,
            kind=card.kind,
            person_id=person_id,
            key=card.key(person_id),
            data=to_data(card),
            due=work.now,
            now=work.now,
            cause_id=advanced.cause_id,
        )
