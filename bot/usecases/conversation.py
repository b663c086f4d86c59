"""A tap that may need answers first: an outcome of an activity, or a move of a deal.

What is missing is asked one thing at a time; the half-finished conversation is a draft, a row written in
the same transaction as the tap. At the end everything is decided again on the deal as it is then.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import answers as written
from bot.usecases import calling, parsing
from bot.usecases.access import Role, demand
from bot.usecases.asked import ASIDE, SOUGHT, Act, Problem, Trouble
from bot.usecases.asking import sheet
from bot.usecases.asking.inquiry import NotUnderstoodError, Unfinished
from bot.usecases.asking.manners import LISTS
from bot.usecases.dialogue import (
    Dialogue,
    admit,
    answered,
    ask,
    attempt,
    dialogue,
    inquiry,
    run_of,
    spoken_to,
    standing,
)
from bot.usecases.exits import GOING
from bot.usecases.handing import adopt, take
from bot.usecases.replies import Asking, Overtaken, Reply, Said, StaleError, Target
from bot.usecases.work import Work
from fsm.definition import FieldType
from fsm.facts import Answer
from fsm.questions import ATTEMPTS, GO_ON, NEXT, PLAN_WHEN, WHEN
from storage import activities, drafts
from storage.runs import Loaded

_AT_A_TIME = {NEXT: PLAN_WHEN, ATTEMPTS: GO_ON}
"""Questions of a step, and the choice that asks for a moment."""
_NARROWED = frozenset({SOUGHT, GOING})
"""Parts of an answer from which «Back» leads to all the choices."""


async def press(work: Work, activity_id: int, outcome: str, *, message: int) -> Reply:
    """An outcome button on the card `message`."""
    async with work.begin() as tx:
        place = await activities.place(tx, activity_id)
        if place is None:
            raise StaleError
        await admit(tx, work, place.owner_id)
        if place.state != "open":
            raise StaleError(activity=activity_id, run=place.run_id)
        await adopt(tx, work, activity_id, message)
        target = Target(place.run_id, activity=activity_id, outcome=outcome)
        return await attempt(tx, work, target, message=message)


async def move(work: Work, run_id: int, stage_run: int, to: str, *, message: int) -> Reply:
    """A move button on the card `message`."""
    async with work.begin() as tx:
        target = Target(run_id, to=to, stage_run=stage_run)
        loaded = await run_of(tx, work, target)
        if loaded.facts.stage_run != stage_run:
            raise StaleError(run=run_id)
        await take(tx, work, message)
        return await attempt(tx, work, target, loaded=loaded, message=message)


async def begin(
    work: Work, target: Target, *, message: int, answers: Mapping[str, Answer] | None = None
) -> Reply:
    """Something by hand, from the card `message`: it happens at once, or its first question is asked."""
    if target.act is Act.REOPEN:  # numbers that were told already change
        demand(work.person, Role.HEAD, Role.DIRECTOR)
    async with work.begin() as tx:
        loaded = await run_of(tx, work, target)
        if target.activity is None:
            await take(tx, work, message)
        else:
            await adopt(tx, work, target.activity, message)
        return await attempt(tx, work, target, loaded=loaded, answers=answers, message=message)


async def run_with(work: Work, activity_id: int) -> int:
    """The run of an activity; StaleError where there is none."""
    async with work.db.read() as session:
        place = await activities.place(session, activity_id)
    if place is None:
        raise StaleError
    return place.run_id


async def answer(work: Work, draft_id: int, question: str, choice: str, *, message: int) -> Reply:
    """A button of a question. One of another question than the present one only draws the present one."""
    async with work.begin() as tx:
        draft = await dialogue(tx, work, draft_id)
        loaded = await run_of(tx, work, draft.target)
        if draft.row.question != question:
            return await ask(tx, work, draft, draft.row.answers, loaded, message=message)
        asked = standing(work, draft, loaded)
        try:
            value = await parsing.chosen(inquiry(tx, work, draft, loaded, asked), choice)
        except NotUnderstoodError as error:
            problem = Problem(error.trouble, readings=error.readings)
            return await ask(tx, work, draft, draft.row.answers, loaded, message=message, problem=problem)
        return await taken(tx, work, draft, loaded, value, message=message)


async def taken(
    tx: AsyncSession,
    work: Work,
    draft: Dialogue,
    loaded: Loaded,
    value: Answer | Unfinished,
    *,
    message: int | None,
    said: str | None = None,
) -> Reply:
    """An answer leads on; what is none yet is kept, and the question stands."""
    if not isinstance(value, Unfinished):
        return await answered(tx, work, draft, loaded, value, message=message)
    problem = None if value.trouble is None else Problem(value.trouble, said)
    return await ask(
        tx, work, draft, draft.row.answers, loaded, message=message, problem=problem, part=value.part
    )


async def turn(work: Work, draft_id: int, question: str, page: int, *, message: int) -> Asking | Overtaken:
    """Another page of the choices of a question; of a question that stands no more, the present one."""
    async with work.begin() as tx:
        draft = await dialogue(tx, work, draft_id)
        loaded = await run_of(tx, work, draft.target)
        page = page if draft.row.question == question else 0
        return await ask(tx, work, draft, draft.row.answers, loaded, message=message, page=page)


async def whole(work: Work, draft_id: int, *, message: int) -> Asking | Overtaken:
    """All the choices again, after words have narrowed them."""
    async with work.begin() as tx:
        draft = await dialogue(tx, work, draft_id)
        loaded = await run_of(tx, work, draft.target)
        part = _unsought(draft.row.answers, draft.row.question)
        return await ask(tx, work, draft, draft.row.answers, loaded, message=message, part=part)


async def say(work: Work, text: str) -> Said | None:
    """Words answer the person's open question; None when there is none."""
    async with work.begin() as tx:
        found = await spoken_to(tx, work)
        if found is None:
            return None
        row, loaded = found[0].row, found[1]
        draft = Dialogue(_meant(row))
        try:
            if draft.target.act in ASIDE:
                return Said(await calling.answered(tx, work, draft, loaded, text), row.message_id, row.id)
            asked = standing(work, draft, loaded)
            value = await parsing.understood(inquiry(tx, work, draft, loaded, asked), text)
        except NotUnderstoodError as error:
            problem = Problem(error.trouble, text[:100], error.readings)
            given = draft.row.answers if error.readings else row.answers  # readings are chosen as moments
            part = _unsought(given, row.question)
            reply: Reply = await ask(tx, work, draft, given, loaded, message=None, problem=problem, part=part)
        else:
            reply = await taken(tx, work, draft, loaded, value, message=None, said=text[:100])
        return Said(reply, row.message_id, row.id)


def _unsought(given: Mapping[str, Any], question: str) -> dict[str, Any]:
    """What was said so far, with the whole list to choose from."""
    return {key: said for key, said in written.part(given, question).items() if key not in _NARROWED}


def _meant(row: drafts.Draft) -> drafts.Draft:
    """Words that come where a step is to be chosen say when: they choose the step and its moment in one."""
    if row.question not in _AT_A_TIME:
        return row
    return replace(row, question=WHEN, answers={**row.answers, row.question: _AT_A_TIME[row.question]})


async def unsaid(work: Work, problem: Problem) -> Said | None:
    """Something that is no words (a voice, a photo) came: the open question is asked again; None without one."""
    async with work.begin() as tx:
        found = await spoken_to(tx, work)
        if found is None:
            return None
        draft, loaded = found
        field = loaded.process.fields.get(draft.row.question)
        if field is not None and field.type is FieldType.FILE:
            problem = Problem(Trouble.NOT_A_FILE)
        reply = await ask(tx, work, draft, draft.row.answers, loaded, message=None, problem=problem)
        return Said(reply, draft.row.message_id, draft.row.id)


async def placed(work: Work, draft_id: int, message: int) -> None:
    """The question now stands in this message, below the words that were said."""
    async with work.begin() as tx:
        await drafts.place(tx, draft_id, message_id=message, now=work.now)


async def again(work: Work, draft_id: int, *, message: int) -> Asking | Overtaken:
    """The present question once more: after «why», from the calendar, or taken up again."""
    async with work.begin() as tx:
        draft = await dialogue(tx, work, draft_id)
        loaded = await run_of(tx, work, draft.target)
        return await ask(tx, work, draft, draft.row.answers, loaded, message=message)


async def back(work: Work, draft_id: int, *, message: int) -> Asking | Overtaken | Target:
    """The question before, or the whole list of one that words have narrowed; at the first one the conversation ends, and its card is shown."""
    async with work.begin() as tx:
        draft = await dialogue(tx, work, draft_id)
        answers = written.whole(draft.row.answers)
        if not _NARROWED.isdisjoint(written.part(draft.row.answers, draft.row.question)):
            loaded = await run_of(tx, work, draft.target)
            part = _unsought(draft.row.answers, draft.row.question)
            return await ask(tx, work, draft, answers, loaded, message=message, part=part)
        if not answers:
            await _left(tx, work, draft)
            return draft.target
        question, said = answers.popitem()
        loaded = await run_of(tx, work, draft.target)
        field = loaded.process.fields.get(question)
        if field is not None and field.type in LISTS and said:  # a list is gone on with
            answers = written.with_part(answers, question, sheet.again(field.type, said))
        return await ask(tx, work, draft, answers, loaded, message=message)


async def _left(tx: AsyncSession, work: Work, draft: Dialogue) -> None:
    """Nothing has been answered, but a list that was begun is not thrown away: it waits, and is offered again."""
    if sheet.BEGUN in written.part(draft.row.answers, draft.row.question):
        await drafts.park(tx, work.person.id, now=work.now)
    else:
        await drafts.close(tx, draft.row.id, state="cancelled", now=work.now)


async def cancel(work: Work, draft_id: int) -> Target:
    """End the conversation without doing anything; one that waits need not be taken up for it."""
    async with work.begin() as tx:
        draft = await dialogue(tx, work, draft_id, resume=False)
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
