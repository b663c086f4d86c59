"""The steps of a conversation inside its transaction: take the draft up, try it, ask what is missing."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import access, exempting, naming, requests
from bot.usecases import answers as written
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import ASIDE, Act, Asked, Problem, Subject, Suggestion
from bot.usecases.asking import staff
from bot.usecases.asking.inquiry import Inquiry, Part
from bot.usecases.handing import owe
from bot.usecases.moving import permit
from bot.usecases.replies import Asking, Logged, Overtaken, Reply, StaleError, Target, target_of
from bot.usecases.suggestions import suggest
from bot.usecases.sums import follow
from bot.usecases.work import Work
from fsm.decide import decide
from fsm.facts import Answer, Answers, Assign, Edit
from fsm.questions import Question
from fsm.table import Reason, Refused
from storage import activities, drafts, people
from storage.apply import Advanced, advance
from storage.runs import Loaded, NoRunError, load


class Dialogue:
    """A draft's row with what it leads to."""

    def __init__(self, row: drafts.Draft) -> None:
        self.row = row
        assert row.run_id is not None
        self.run = row.run_id
        self.target = target_of(row.run_id, row.activity_id, row.trigger)


async def dialogue(tx: AsyncSession, work: Work, draft_id: int, *, resume: bool = True) -> Dialogue:
    """The person's own draft; `resume`: whatever is pressed on it takes it up again, and words answer it from now on."""
    row = await drafts.get(tx, draft_id)
    if row is None or row.person_id != work.person.id or row.run_id is None:
        raise ForbiddenError
    if row.state not in {"open", "parked"}:
        raise StaleError(activity=row.activity_id, run=row.run_id)
    if resume and row.state == "parked":
        row = await drafts.resume(tx, draft_id, now=work.now) or row
    return Dialogue(row)


async def run_of(tx: AsyncSession, work: Work, target: Target) -> Loaded:
    """The run, locked, for who may work what the target is about: the activity, which may be another's than the deal."""
    try:
        loaded = await load(tx, target.run, work.company)
    except NoRunError:
        raise StaleError from None
    place = None if target.activity is None else await activities.place(tx, target.activity)
    await admit(tx, work, loaded.facts.owner if place is None else place.owner_id)
    return loaded


async def spoken_to(tx: AsyncSession, work: Work) -> tuple[Dialogue, Loaded] | None:
    """The conversation that words go on with; None when there is none.

    One about an activity that the person has closed himself since, by another button, is over: what he says now
    is no answer. So is one about what is no longer his.
    """
    row = await drafts.open_of(tx, work.person.id)
    if row is None or row.run_id is None:  # one without a run is about something else than a deal
        return None
    draft = Dialogue(row)
    try:
        loaded = await run_of(tx, work, draft.target)
    except ForbiddenError:
        loaded = None
    if loaded is None or await _closed_by(tx, draft.target, loaded) == work.person.id:
        await drafts.close(tx, row.id, state="cancelled", now=work.now)
        return None
    return draft, loaded


async def _closed_by(tx: AsyncSession, target: Target, loaded: Loaded) -> int | None:
    if (
        target.activity is None
        or target.act is Act.NOTE
        or any(task.id == target.activity for task in loaded.facts.open)
    ):
        return None
    card = await activities.card(tx, target.activity)
    return None if card is None else card.closed_by


async def admit(tx: AsyncSession, work: Work, owner_id: int) -> None:
    """ForbiddenError unless the person may work what is the owner's."""
    await access.admit(tx, work.person, owner_id, company=work.company, now=work.now)


def standing(work: Work, draft: Dialogue, loaded: Loaded) -> Question:
    """The question that the draft asks, as the deal is now; without its choices where that asks it no more."""
    key = draft.row.question
    questions: tuple[Question, ...] = ()
    if draft.target.act not in ASIDE:
        with suppress(Refused):  # what was said is still true, and is kept in the end
            questions = _questions(work, draft, loaded, written.read(loaded.process, draft.row.answers))
    return next((one for one in questions if one.key == key), Question(key))


def _questions(work: Work, draft: Dialogue, loaded: Loaded, answers: Answers) -> tuple[Question, ...]:
    """What is asked after these answers; Refused where it cannot happen any more."""
    facts = replace(loaded.facts, actor=work.person.id)
    trigger = draft.target.trigger(answers)
    return decide(loaded.process, facts, trigger, work.now, loaded.calendar, loaded.calendars).questions


def inquiry(tx: AsyncSession, work: Work, draft: Dialogue, loaded: Loaded, question: Question) -> Inquiry:
    """The draft's question with all that its answer may depend on."""
    return Inquiry(
        tx,
        loaded,
        question,
        work,
        draft.target,
        written.read(loaded.process, draft.row.answers),
        written.part(draft.row.answers, question.key),
    )


async def answered(
    tx: AsyncSession, work: Work, draft: Dialogue, loaded: Loaded, value: Answer, *, message: int | None
) -> Reply:
    """The answer to the draft's question: what it leads to happens, or the next question is asked."""
    answers = {**written.whole(draft.row.answers), draft.row.question: written.write(value)}
    typed = written.read(loaded.process, answers)
    try:
        return await attempt(
            tx, work, draft.target, loaded=loaded, answers=typed, message=message, draft=draft
        )
    except StaleError:
        return await _overtaken(tx, work, draft, loaded, typed)


async def _overtaken(
    tx: AsyncSession, work: Work, draft: Dialogue, loaded: Loaded, typed: Mapping[str, Answer]
) -> Overtaken:
    await drafts.close(tx, draft.row.id, state="cancelled", now=work.now)
    return Overtaken(draft.target, kept=await _keep(tx, work, loaded, typed))


async def _keep(tx: AsyncSession, work: Work, loaded: Loaded, typed: Mapping[str, Answer]) -> bool:
    """Somebody was quicker, but what was said about the deal is still true: it is kept if it can be."""
    values = {
        key: value for key, value in typed.items() if key in loaded.process.fields and value is not None
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


async def attempt(
    tx: AsyncSession,
    work: Work,
    target: Target,
    *,
    message: int | None,
    loaded: Loaded | None = None,
    answers: Mapping[str, Answer] | None = None,
    draft: Dialogue | None = None,
) -> Reply:
    """Try it: it happens, or the first thing that is missing is asked."""
    if target.act in ASIDE:
        loaded = loaded or await run_of(tx, work, target)
        question = (Question(ASIDE[target.act]),)
        return await _put_question(tx, work, target, {}, question, loaded, message=message, draft=draft)
    loaded = loaded or await load(tx, target.run, work.company)
    if target.act is Act.SENT and loaded.facts.fields.get(target.key or "") is not None:
        raise StaleError(run=target.run)  # an older card; another day is a change of the field
    answers = await staff.without_leavers(tx, loaded.process, answers or {})
    trigger = target.trigger(answers)
    await permit(tx, work, loaded, trigger)
    requests.permit(work, loaded, trigger)
    await exempting.permit(tx, work.company, loaded, trigger, work.now)
    try:
        advanced = await advance(
            tx, target.run, trigger, work.now, company=work.company, actor_id=work.person.id, loaded=loaded
        )
    except Refused as refused:
        if refused.reason is Reason.RUNNING:
            raise await requests.in_flight(tx, work, trigger, target.run) from None
        raise StaleError(activity=target.activity, run=target.run) from None
    if advanced.loaded is not None:
        given = {key: written.write(value) for key, value in (answers or {}).items()}
        return await _put_question(
            tx, work, target, given, advanced.questions, advanced.loaded, message=message, draft=draft
        )
    await follow(tx, work, loaded, answers or {}, advanced)
    if draft is not None:
        await drafts.close(tx, draft.row.id, state="done", now=work.now)
    owner = advanced.owner
    if target.act is Act.REOPEN:
        advanced = await _adopted(tx, work, advanced)
    await owe(tx, work, advanced, next_card=target.act in {None, Act.SNOOZE})
    if advanced.owner != owner:  # nothing goes back to a leaver, so there is nothing to take back
        advanced = replace(advanced, cause_id=None)
    return Logged(target, advanced)


async def _adopted(tx: AsyncSession, work: Work, reopened: Advanced) -> Advanced:
    """A deal of somebody who has left goes on with whoever opened it again; nobody else would see it."""
    owner = await people.get(tx, reopened.owner)
    if owner is not None and owner.left_at is None:
        return reopened
    me = work.person.id
    await advance(
        tx,
        reopened.run_id,
        Assign(me),
        work.now,
        company=work.company,
        actor_id=me,
        cause_id=reopened.cause_id,
    )
    return replace(reopened, owner=me, opened=tuple(replace(one, owner=me) for one in reopened.opened))


async def ask(
    tx: AsyncSession,
    work: Work,
    draft: Dialogue,
    given: Mapping[str, Any],
    loaded: Loaded,
    *,
    message: int | None,
    problem: Problem | None = None,
    part: Part | None = None,
    page: int = 0,
) -> Asking | Overtaken:
    """The question that stands after these answers; found anew, because the deal may have changed.

    `part` replaces what was said to it so far; choices are shown from `page` on.
    """
    if draft.target.act in ASIDE:
        question = (Question(draft.row.question),)
        return await _put_question(
            tx, work, draft.target, {}, question, loaded, message=message, draft=draft, problem=problem
        )
    kept = written.whole(given)
    while True:
        typed = written.read(loaded.process, kept)
        try:
            questions = _questions(work, draft, loaded, typed)
        except Refused:
            return await _overtaken(tx, work, draft, loaded, typed)
        if questions:
            return await _put_question(
                tx,
                work,
                draft.target,
                kept,
                questions,
                loaded,
                message=message,
                draft=draft,
                problem=problem,
                part=written.part(given, questions[0].key) if part is None else part,
                page=page,
            )
        if not kept:  # it needs no answer any more: the card says how things stand
            return await _overtaken(tx, work, draft, loaded, {})
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
    draft: Dialogue | None,
    problem: Problem | None = None,
    part: Part | None = None,
    page: int = 0,
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
            answers=dict(given),
            message_id=message,
            now=work.now,
        )
    else:
        draft_id = draft.row.id
        await drafts.answer(
            tx,
            draft_id,
            answers=written.with_part(given, question.key, part or {}),
            question=question.key,
            message_id=message,
            now=work.now,
        )
    before = written.read(loaded.process, given)
    asking = Inquiry(tx, loaded, question, work, target, before, part or {}, page)
    offered = await suggest(asking)
    total = len(offered.suggestions) if offered.total is None else offered.total
    return Asking(
        Asked(
            draft=draft_id,
            question=question,
            field=loaded.process.fields.get(question.key),
            position=len(given) + 1,
            total=len(given) + len(questions),
            subject=_subject(loaded, target),
            suggestions=offered.suggestions,
            problem=problem,
            whole=target.act is Act.PARK,
            page=offered.page,
            choices=total,
            part=part or {},
            shown=offered.shown,
            given=before,
            stage=loaded.facts.state,
            names=await _names(asking, offered.suggestions),
        ),
        loaded.process,
    )


async def _names(asking: Inquiry, suggestions: tuple[Suggestion, ...]) -> naming.Names:
    """Of whatever was answered before, and of what is offered without a name."""
    process = asking.loaded.process
    shown = [{key: written.write(value) for key, value in asking.given.items()}]
    if asking.question.key in process.fields:
        unnamed = [one.value for one in suggestions if one.label is None and one.value is not None]
        shown += [{asking.question.key: written.write(value)} for value in unnamed]
    return await naming.names(asking.tx, asking.work.company, process, *shown)


def _subject(loaded: Loaded, target: Target) -> Subject:
    open_ = next((task for task in loaded.facts.open if task.id == target.activity), None)
    key = target.key if target.act in {Act.PLAN, Act.LOG} else None
    return Subject(
        loaded.row["client"],
        activity=open_.key if open_ else key,
        outcome=target.outcome,
        to=target.to,
        act=target.act,
        field=target.key if target.act in {Act.AMEND, Act.SENT} else None,
        title=open_.title if open_ else None,
        times=open_.snoozed + 1 if open_ and target.act is Act.SNOOZE else 0,
    )
