"""A new deal with almost no fields: who it is, and one tap. Everything else may be added, or is asked by the process later.

Until «Создать» is pressed it is a draft: nothing is written, nobody is told, no clock runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import aside
from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.asked import Problem, Trouble
from bot.usecases.finding import circle
from bot.usecases.handing import owe
from bot.usecases.parsing import trouble
from bot.usecases.work import Work
from bot.words.lead import Lead, lead
from bot.words.money import money
from bot.words.refusals import NotUnderstood
from bot.words.text import one_line
from fsm.definition import FieldType
from fsm.values import Money
from storage import clients, contacts, dossier, drafts, leads, openings, people, products, settings
from storage.drafts import Draft
from storage.leads import Double
from storage.openings import NewDeal
from storage.people import Person
from storage.products import Product

KIND = "new"
WHO, COMPANY, CONTACT, PRODUCT, AMOUNT, OWNER, DOUBLE, CONFIRM = (
    "client",
    "company",
    "contact",
    "product",
    "amount",
    "owner",
    "double",
    "confirm",
)
ASKED = frozenset({WHO, COMPANY, CONTACT, PRODUCT, AMOUNT, OWNER})
"""What may be asked for by a button."""
MOST = 8

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """A new deal as far as it is known, and what is asked now. Phones are E.164."""

    draft: int
    question: str
    client: str | None
    known: bool
    contact: str | None
    phone: str | None
    inn: str | None
    product: str | None
    amount: Money | None
    owner: Person | None
    choosable: bool
    words: str | None
    doubles: Sequence[Double] = ()
    products: Sequence[Product] = ()
    owners: Sequence[Person] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Created:
    """The deal's run; `again` when it was created before, by an earlier tap."""

    run: int
    again: bool = False


async def begin(work: Work, *, client_id: int = 0, message: int = 0) -> Form:
    """An empty new deal, or one with a client that the person may see."""
    answers: Answers = {}
    async with work.db.read() as session:
        if client_id:
            answers = await _of_client(session, work, client_id)
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
    answers = _merged({}, found)
    if words:
        answers["words"] = words[:1000]
    return await _started(work, answers, message)


async def ask(work: Work, draft_id: int, question: str | None = None) -> Form:
    """The form again, perhaps with a question about one of its lines; taken up again if it waited."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        asked = question if question in ASKED else _next(work, row.answers, row.question)
        await drafts.answer(tx, draft_id, answers=row.answers, question=asked, now=work.now)
        return await _form(tx, work, draft_id, row.answers, asked)


async def back(work: Work, draft_id: int) -> Form:
    """From a question to the form, without an answer."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        return await _on(tx, work, row, row.answers)


async def drop(work: Work, draft_id: int) -> Form:
    """Empty the line that is asked about."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        gone = {PRODUCT: ("product",), AMOUNT: ("amount",), CONTACT: ("contact", "phone")}
        lines = gone.get(row.question, ())
        return await _on(tx, work, row, {key: one for key, one in row.answers.items() if key not in lines})


async def pick(work: Work, draft_id: int, value: int) -> Form:
    """A button of the question: a product or an owner by row id."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        answers = dict(row.answers)
        if row.question == PRODUCT and await products.get(tx, value) is not None:
            answers["product"] = value
        elif row.question == OWNER and value in {one.id for one in await _owners(tx, work)}:
            answers["owner"] = value
        return await _on(tx, work, row, answers)


async def use(work: Work, draft_id: int, client_id: int) -> Form:
    """It is this client, who is known already. ForbiddenError for one that the person may not see."""
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft_id, KIND)
        kept = {key: one for key, one in row.answers.items() if key not in {"client", "inn"}}
        return await _on(tx, work, row, {**kept, **await _of_client(tx, work, client_id)})


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
                answers = await _understood(session, work, draft, text)
        except NotUnderstood as error:
            kind = {AMOUNT: FieldType.MONEY, COMPANY: FieldType.CLIENT}.get(draft.question, FieldType.CONTACT)
            problem = Problem(trouble(error.reason, kind), text[:100])
        except LookupError:
            problem = Problem(Trouble.NOT_FOUND, text[:100])
    async with work.begin() as tx:
        row = await aside.taken(tx, work, draft.id, KIND)
        if problem is not None:
            return await _form(tx, work, row.id, row.answers, row.question, problem)
        return await _on(tx, work, row, answers)


async def create(work: Work, draft_id: int) -> Created | Form:
    """Write it all down and let the process begin; the form again where something must be said first."""
    async with work.begin() as tx:
        row = await drafts.get(tx, draft_id)
        if row is None or row.person_id != work.person.id or aside.kind_of(row) != KIND:
            raise ForbiddenError
        if row.state == "done":
            return Created(row.answers["run"], again=True)
        row = await aside.taken(tx, work, draft_id, KIND)
        asked = _next(work, row.answers, CONFIRM)
        doubles = () if row.answers.get("sure") else await _doubles(tx, work, row.answers)
        if asked != CONFIRM or doubles:
            return await _on(tx, work, row, row.answers)
        if row.answers.get("owner", work.person.id) not in {one.id for one in await _owners(tx, work)}:
            raise ForbiddenError
        run = await _written(tx, work, row.answers)
        await drafts.answer(tx, draft_id, answers={**row.answers, "run": run}, question=CONFIRM, now=work.now)
        await drafts.close(tx, draft_id, now=work.now)
    return Created(run)


async def _written(tx: AsyncSession, work: Work, answers: Mapping[str, Any]) -> int:
    owner = answers.get("owner", work.person.id)
    name, phone = answers.get("contact"), answers.get("phone")
    client_id = answers.get("client_id")
    if client_id is not None:
        await _of_client(tx, work, client_id)  # it may have become another's meanwhile
    else:
        # A person who buys for himself, or whose company is not known yet, is a client by his own name.
        called = answers.get("client") or name or phone or answers.get("inn")
        client_id = await clients.add(
            tx, name=str(called), owner_id=owner, now=work.now, inn=answers.get("inn")
        )
    contact_id = await _contact(tx, client_id, name or (answers.get("client") if phone else None), phone)
    chosen = await settings.get(tx)
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
        tx, new, work.now, company=work.company, process=chosen.process, actor_id=work.person.id
    )
    await owe(tx, work, begun, next_card=False)
    return begun.run_id


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
    asked = _next(work, answers, CONFIRM)
    form = await _form(tx, work, row.id, answers, asked, problem)
    if asked == CONFIRM and form.doubles:
        asked = DOUBLE
        form = await _form(tx, work, row.id, answers, asked, problem)
    await drafts.answer(tx, row.id, answers=answers, question=asked, now=work.now)
    return form


def _next(work: Work, answers: Mapping[str, Any], otherwise: str) -> str:
    """What has to be said before it can be created; else this."""
    if not any(answers.get(key) for key in ("client", "client_id", "contact", "phone", "inn")):
        return WHO
    if "owner" not in answers and not has(work.person, Role.REP):
        return OWNER
    return otherwise


async def _form(
    session: AsyncSession,
    work: Work,
    draft: int,
    answers: Mapping[str, Any],
    question: str,
    problem: Problem | None = None,
) -> Form:
    owners = await _owners(session, work)
    owner_id = answers.get("owner", work.person.id if has(work.person, Role.REP) else None)
    product = answers.get("product")
    goods = await products.get(session, product) if product else None
    amount = answers.get("amount")
    offered: Sequence[Product] = ()
    if question == PRODUCT:
        offered = await products.suggested(session, client_id=answers.get("client_id"), limit=MOST)
    doubles: Sequence[Double] = ()
    if question in {DOUBLE, CONFIRM} and not answers.get("sure"):
        doubles = await _doubles(session, work, answers)
    return Form(
        draft=draft,
        question=question,
        client=answers.get("client"),
        known=bool(answers.get("client_id")),
        contact=answers.get("contact"),
        phone=answers.get("phone"),
        inn=answers.get("inn"),
        product=goods.name if goods else None,
        amount=None if amount is None else Money(Decimal(amount[0]), amount[1]),
        owner=next((one for one in owners if one.id == owner_id), None),
        choosable=len(owners) > 1 or not has(work.person, Role.REP),
        words=answers.get("words"),
        doubles=doubles,
        products=offered,
        owners=owners if question == OWNER else (),
        problem=problem,
    )


async def _doubles(session: AsyncSession, work: Work, answers: Mapping[str, Any]) -> Sequence[Double]:
    if answers.get("client_id"):
        return ()
    return await leads.doubles(
        session,
        name=answers.get("client"),
        phone=answers.get("phone"),
        inn=answers.get("inn"),
        owner_ids=await circle(session, work),
    )


async def _owners(session: AsyncSession, work: Work) -> list[Person]:
    """Who may get the deal: the person himself, and the reps whom he answers for."""
    team = await people.of(session, await led(session, work.person) | {work.person.id})
    found = [one for one in team.values() if one.left_at is None and has(one, Role.REP)]
    return sorted(found, key=lambda one: (one.id != work.person.id, one.name))


async def _of_client(session: AsyncSession, work: Work, client_id: int) -> Answers:
    found = await dossier.get(session, client_id, owner_ids=await circle(session, work))
    if found is None:
        raise ForbiddenError
    return {"client_id": found.id, "client": found.name}


async def _understood(session: AsyncSession, work: Work, draft: Draft, text: str) -> Answers:
    """The answers with what the words add. Raises NotUnderstood, or LookupError for a product that there is not."""
    answers = dict(draft.answers)
    match draft.question:
        case "company":
            kept = {key: one for key, one in answers.items() if key not in {"client_id", "sure"}}
            return {**kept, "client": one_line(text, 150)}
        case "amount":
            amount = money(text, work.company.currency)
            return {**answers, "amount": [str(amount.amount), amount.currency]}
        case "product":
            found = await products.find(session, text, limit=1)
            if not found:
                raise LookupError(text)
            return {**answers, "product": found[0].id}
        case "owner":
            name = one_line(text).casefold()
            for one in await _owners(session, work):
                if one.name.casefold().startswith(name):
                    return {**answers, "owner": one.id}
            raise LookupError(text)
        case "contact":
            return _contacted(answers, lead(text))
        case "client":
            return _merged(answers, lead(text))
        case _:
            return await _added(work, answers, text)


async def _added(work: Work, answers: Answers, text: str) -> Answers:
    """Words on the finished form: a phone is the contact's, a sum is the amount, anything else the contact's name."""
    found = lead(text)
    if found.phone is None:
        try:
            amount = money(text, work.company.currency)
        except NotUnderstood:
            return _contacted(answers, found)
        return {**answers, "amount": [str(amount.amount), amount.currency]}
    return _contacted(answers, found)


def _merged(answers: Answers, found: Lead) -> Answers:
    said = {"client": found.client, "contact": found.contact, "phone": found.phone, "inn": found.inn}
    return {**answers, **{key: one for key, one in said.items() if one}}


def _contacted(answers: Answers, found: Lead) -> Answers:
    said = {"contact": found.contact or found.client, "phone": found.phone}
    return {**answers, **{key: one for key, one in said.items() if one}}
