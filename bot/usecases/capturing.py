"""A new deal with almost no fields: who it is, and one tap. Everything else may be added, or is asked by the process later.

Until «Создать» is pressed it is a draft: nothing is written, nobody is told, no clock runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import aside, beginning, lead_form
from bot.usecases.access import ForbiddenError, admitted
from bot.usecases.asked import Problem, Trouble
from bot.usecases.asking.refusals import trouble
from bot.usecases.dialogue import attempt
from bot.usecases.finding import circle
from bot.usecases.handing import owe
from bot.usecases.lead_form import (
    AMOUNT,
    ASKED,
    COMPANY,
    CONFIRM,
    CONTACT,
    DOUBLE,
    OWNER,
    PRODUCT,
    WHO,
    Answers,
    Form,
)
from bot.usecases.replies import Logged, Reply, Target
from bot.usecases.work import Work
from bot.words.lead import Lead, lead
from bot.words.refusals import NotUnderstood
from fsm.definition import FieldType
from notifications import feed
from storage import clients, contacts, drafts, notes, openings, people, products
from storage.apply import Advanced
from storage.drafts import Draft
from storage.openings import NewDeal
from storage.people import Person

KIND = "new"


@dataclass(frozen=True, slots=True)
class Created:
    """The deal's run; `again` when it was created before, by an earlier tap.

    `reply` is what came of moving it into the stage that it is in already. `owner` is whose it is, where the person
    may not see it himself.
    """

    run: int
    again: bool = False
    reply: Reply | None = None
    owner: Person | None = None


async def begin(work: Work, *, client_id: int = 0, message: int = 0) -> Form:
    """An empty new deal, or one with a client that the person may see."""
    answers: Answers = {}
    async with work.db.read() as session:
        if client_id:
            answers = await lead_form.of_client(session, work, client_id)
        else:
            await circle(session, work)
    return await _started(work, answers, message)


async def of_words(work: Work, text: str, *, message: int = 0) -> Form:
    """A new deal with whom these words name; what is wrong with them is asked again."""
    try:
        found = lead(text)
    except NotUnderstood as error:
        return await _started(
            work, {}, message, Problem(trouble(error.reason, FieldType.CONTACT), text[:100])
        )
    return await of_lead(work, found, message=message)


async def of_lead(work: Work, found: Lead, *, words: str | None = None, message: int = 0) -> Form:
    """A new deal with somebody whose card or message was sent; `words` is what the message said."""
    answers = lead_form.merged({}, found)
    if words:
        answers["words"] = words[:1000]
    return await _started(work, answers, message)


async def ask(work: Work, draft_id: int, question: str | None = None) -> Form:
    """The form again, perhaps with a question about one of its lines; taken up again if it waited."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        asked = question if question in ASKED else lead_form.next_of(work, row.answers, row.question)
        await drafts.answer(tx, draft_id, answers=row.answers, question=asked, now=work.now)
        return await lead_form.form(tx, work, draft_id, row.answers, asked)


async def back(work: Work, draft_id: int) -> Form:
    """From a question to the form, without an answer."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        return await _on(tx, work, row, row.answers)


async def drop(work: Work, draft_id: int) -> Form:
    """Empty the line that is asked about."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        gone = {
            PRODUCT: ("product",),
            AMOUNT: ("amount",),
            CONTACT: ("contact", "phone"),
            beginning.STAGE: (beginning.STAGE,),
        }
        lines = gone.get(row.question, ())
        return await _on(tx, work, row, {key: one for key, one in row.answers.items() if key not in lines})


async def pick(work: Work, draft_id: int, value: int) -> Form:
    """A button of the question: a product or an owner by row id, or a rough amount in whole units."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        answers = dict(row.answers)
        if row.question == PRODUCT and await products.get(tx, value) is not None:
            answers["product"] = value
        elif row.question == OWNER and value in {one.id for one in await lead_form.owners(tx, work)}:
            answers["owner"] = value
        elif row.question in {AMOUNT, CONFIRM}:
            offered = (await lead_form.form(tx, work, row.id, answers, row.question)).estimates
            chosen = next((one for one in offered if one.amount == value), None)
            if chosen is not None:
                answers["amount"] = [str(chosen.amount), chosen.currency]
        return await _on(tx, work, row, answers)


async def use(work: Work, draft_id: int, client_id: int) -> Form:
    """It is this client, who is known already. ForbiddenError for one that the person may not see."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        kept = {key: one for key, one in row.answers.items() if key not in {"client", "inn"}}
        return await _on(tx, work, row, {**kept, **await lead_form.of_client(tx, work, client_id)})


async def sure(work: Work, draft_id: int) -> Form:
    """It is somebody new, whatever looks like it."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        return await _on(tx, work, row, {**row.answers, "sure": True})


async def said(work: Work, draft: Draft, text: str | None) -> Form:
    """Words answer the question that is asked now; None is something that is no words."""
    problem: Problem | None = None
    answers = dict(draft.answers)
    if text is None:
        problem = Problem(Trouble.NOT_TEXT)
    else:
        try:
            async with work.db.read() as session:
                answers = await lead_form.understood(session, work, draft, text)
        except NotUnderstood as error:
            kind = {AMOUNT: FieldType.MONEY, COMPANY: FieldType.CLIENT}.get(draft.question, FieldType.CONTACT)
            problem = Problem(trouble(error.reason, kind), text[:100])
        except LookupError:
            problem = Problem(Trouble.NOT_FOUND, text[:100])
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft.id, KIND)
        if problem is not None:
            return await lead_form.form(tx, work, row.id, row.answers, row.question, problem)
        return await _on(tx, work, row, answers)


async def begins(work: Work, draft_id: int, act: str) -> Form:
    """In this process («p.key»), or in this stage of it («s.key»); what was not offered is not kept."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        answers = beginning.answered(row.answers, act)
        found = await lead_form.form(tx, work, row.id, answers, row.question)
        offered = {f"p.{one.process}" for one in found.processes} | {f"s.{one}" for one in found.stages}
        return await _on(tx, work, row, answers if act in offered else row.answers)


async def create(work: Work, draft_id: int, *, message: int = 0) -> Created | Form:
    """Write it all down and let the process begin; the form again where something must be said first."""
    async with work.begin() as tx:
        row = await drafts.get(tx, draft_id)
        if row is None or row.person_id != work.person.id or aside.kind_of(row) != KIND:
            raise ForbiddenError
        if row.state == "done":
            return Created(row.answers["run"], again=True, owner=await _stranger(tx, work, row.answers))
        row = await aside.taken(tx, work, draft_id, KIND)
        asked = lead_form.next_of(work, row.answers, CONFIRM)
        alike = () if row.answers.get("sure") else await lead_form.doubles(tx, work, row.answers)
        if asked != CONFIRM or alike:
            return await _on(tx, work, row, row.answers)
        if row.answers.get("owner", work.person.id) not in {
            one.id for one in await lead_form.owners(tx, work)
        }:
            raise ForbiddenError
        form = await lead_form.form(tx, work, draft_id, row.answers, CONFIRM)
        begun = await _written(tx, work, row.answers, form.process.process)
        run = begun.run_id
        await drafts.answer(tx, draft_id, answers={**row.answers, "run": run}, question=CONFIRM, now=work.now)
        await drafts.close(tx, draft_id, now=work.now)
        reply = None
        if form.stage is not None:  # it goes through the gate like any other move
            reply = await attempt(tx, work, Target(run, to=form.stage, stage_run=1), message=message)
        if isinstance(reply, Logged):  # what was opened first is cancelled already
            await feed.post(tx, begun, work.now)
        else:
            await owe(tx, work, begun, next_card=False)
        return Created(run, reply=reply, owner=await _stranger(tx, work, row.answers))


async def _stranger(tx: AsyncSession, work: Work, answers: Mapping[str, Any]) -> Person | None:
    """Whoever has got the deal, where the person may not look at it himself."""
    owner = answers.get("owner", work.person.id)
    if await admitted(tx, work.person, owner, company=work.company, now=work.now):
        return None
    return await people.get(tx, owner)


async def _written(tx: AsyncSession, work: Work, answers: Mapping[str, Any], process: str) -> Advanced:
    owner = answers.get("owner", work.person.id)
    name, phone = answers.get("contact"), answers.get("phone")
    client_id = answers.get("client_id")
    if client_id is not None:
        await lead_form.of_client(tx, work, client_id)  # it may have become another's meanwhile
    else:
        # A person who buys for himself, or whose company is not known yet, is a client by his own name.
        called = answers.get("client") or name or phone or answers.get("inn")
        client_id = await clients.add(
            tx, name=str(called), owner_id=owner, now=work.now, inn=answers.get("inn")
        )
    contact_id = await _contact(tx, client_id, name or (answers.get("client") if phone else None), phone)
    amount = answers.get("amount")
    new = NewDeal(
        owner_id=owner,
        client_id=client_id,
        contact_id=contact_id,
        product_id=answers.get("product"),
        amount=None if amount is None else Decimal(amount[0]),
        currency=None if amount is None else amount[1],
    )
    begun = await openings.open_deal(
        tx, new, work.now, company=work.company, process=process, actor_id=work.person.id
    )
    if answers.get("words"):  # what the client has written stays with the deal
        await notes.add(
            tx,
            run_id=begun.run_id,
            activity_id=None,
            person_id=work.person.id,
            content=notes.Content("text", words=answers["words"]),
            now=work.now,
        )
    return begun


async def _contact(tx: AsyncSession, client_id: int, name: str | None, phone: str | None) -> int | None:
    """Whoever has this number there already, else somebody new; None when nobody was named."""
    if name is None and phone is None:
        return None
    for one in await contacts.of_client(tx, client_id):
        if phone is not None and one.phone == phone:
            return one.id
    return await contacts.add(tx, client_id=client_id, name=name or str(phone), phone=phone)


async def _started(work: Work, answers: Answers, message: int, problem: Problem | None = None) -> Form:
    async with work.begin() as tx:
        await circle(tx, work)
        draft = await aside.begin(tx, work, KIND, WHO, answers, message=message)
        row = await drafts.get(tx, draft)
        assert row is not None
        return await _on(tx, work, row, answers, problem)


async def _on(
    tx: AsyncSession, work: Work, row: Draft, answers: Answers, problem: Problem | None = None
) -> Form:
    """Keep the answers and ask what comes next."""
    asked = lead_form.next_of(work, answers, CONFIRM)
    found = await lead_form.form(tx, work, row.id, answers, asked, problem)
    if asked == CONFIRM and found.doubles:
        asked = DOUBLE
        found = await lead_form.form(tx, work, row.id, answers, asked, problem)
    await drafts.answer(tx, row.id, answers=answers, question=asked, now=work.now)
    return found
