"""The form of a new deal: what is known, what has to be asked, who may be meant, and what words add to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import beginning
from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.asked import Problem
from bot.usecases.estimates import estimates
from bot.usecases.finding import circle
from bot.usecases.work import Work
from bot.words.lead import Lead, lead
from bot.words.money import money
from bot.words.refusals import NotUnderstood
from bot.words.text import one_line
from fsm.definition import Process
from fsm.values import Money
from storage import dossier, leads, people, products, templates
from storage.drafts import Draft
from storage.leads import Double
from storage.people import Person
from storage.products import Product

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
ASKED = frozenset({WHO, COMPANY, CONTACT, PRODUCT, AMOUNT, OWNER, beginning.PROCESS, beginning.STAGE})
"""What may be asked for by a button."""
MOST = 8

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """A new deal as far as it is known, and what is asked now. Phones are E.164.

    `stage` is where it is already, if not at the start of its `process`; `processes` and `stages` may be chosen.
    `registers`: the person makes deals for people whose deals he does not see.
    """

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
    process: Process
    stage: str | None = None
    processes: Sequence[Process] = ()
    stages: Sequence[str] = ()
    registers: bool = False
    doubles: Sequence[Double] = ()
    products: Sequence[Product] = ()
    owners: Sequence[Person] = ()
    estimates: Sequence[Money] = ()  # what it may be worth, roughly, while nobody has said it
    problem: Problem | None = None


def next_of(work: Work, answers: Mapping[str, Any], otherwise: str) -> str:
    """What has to be said before it can be created; else this."""
    if not any(answers.get(key) for key in ("client", "client_id", "contact", "phone", "inn")):
        return WHO
    if "owner" not in answers and not has(work.person, Role.REP):
        return OWNER
    return otherwise


async def form(
    session: AsyncSession,
    work: Work,
    draft: int,
    answers: Mapping[str, Any],
    question: str,
    problem: Problem | None = None,
) -> Form:
    """The form as it stands, with names for ids."""
    team = await owners(session, work)
    owner_id = answers.get("owner", work.person.id if has(work.person, Role.REP) else None)
    product = answers.get("product")
    goods = await products.get(session, product) if product else None
    amount = answers.get("amount")
    offered: Sequence[Product] = ()
    if question == PRODUCT:
        offered = await products.suggested(session, client_id=answers.get("client_id"), limit=MOST)
    mine = next((one for one in team if one.id == owner_id), None)
    process = await beginning.process_of(session, work, answers, mine.team_id if mine else None)
    begins: tuple[str, ...] = ()
    if mine is not None and mine.id in await led(session, work.person):
        begins = beginning.stages(work, process)
    stage = answers.get(beginning.STAGE)
    guesses = estimates(goods.price if goods else None)
    alike: Sequence[Double] = ()
    if question in {DOUBLE, CONFIRM} and not answers.get("sure"):
        alike = await doubles(session, work, answers)
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
        owner=mine,
        choosable=len(team) > 1 or not has(work.person, Role.REP),
        words=answers.get("words"),
        process=process,
        stage=stage if stage in begins else None,
        processes=beginning.processes(work.company),
        stages=begins,
        registers=await registers(session, work),
        doubles=alike,
        products=offered,
        owners=team if question == OWNER else (),
        estimates=[Money(Decimal(one), work.company.currency) for one in guesses] if amount is None else (),
        problem=problem,
    )


async def doubles(session: AsyncSession, work: Work, answers: Mapping[str, Any]) -> Sequence[Double]:
    """Clients who may be meant; nobody where one was chosen."""
    if answers.get("client_id"):
        return ()
    return await leads.doubles(
        session,
        name=answers.get("client"),
        phone=answers.get("phone"),
        inn=answers.get("inn"),
        owner_ids=await _known(session, work),
    )


async def registers(session: AsyncSession, work: Work) -> bool:
    """Whether the person makes deals for everybody, as the people of a contact centre do."""
    return await templates.registers(session, work.person.team_id)


async def _known(session: AsyncSession, work: Work) -> frozenset[int] | None:
    """Whose clients may be named in a new deal; None: everybody's."""
    found = await circle(session, work)
    return None if await registers(session, work) else found


async def owners(session: AsyncSession, work: Work) -> list[Person]:
    """Who may get the deal: the person himself, and the reps whom he answers for, or for whom his team registers."""
    if await registers(session, work):
        team = {one.id: one for one in await people.everyone(session)}
    else:
        team = await people.of(session, await led(session, work.person) | {work.person.id})
    found = [one for one in team.values() if one.left_at is None and has(one, Role.REP)]
    return sorted(found, key=lambda one: (one.id != work.person.id, one.name))


async def of_client(session: AsyncSession, work: Work, client_id: int) -> Answers:
    """The answers that a client gives; ForbiddenError for one that the person may not see."""
    found = await dossier.get(session, client_id, owner_ids=await _known(session, work))
    if found is None:
        raise ForbiddenError
    return {"client_id": found.id, "client": found.name}


async def understood(session: AsyncSession, work: Work, draft: Draft, text: str) -> Answers:
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
            for one in await owners(session, work):
                if one.name.casefold().startswith(name):
                    return {**answers, "owner": one.id}
            raise LookupError(text)
        case "contact":
            return _contacted(answers, lead(text))
        case "client":
            return merged(answers, lead(text))
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


def merged(answers: Answers, found: Lead) -> Answers:
    """The answers with what is known of somebody."""
    said = {"client": found.client, "contact": found.contact, "phone": found.phone, "inn": found.inn}
    return {**answers, **{key: one for key, one in said.items() if one}}


def _contacted(answers: Answers, found: Lead) -> Answers:
    said = {"contact": found.contact or found.client, "phone": found.phone}
    return {**answers, **{key: one for key, one in said.items() if one}}
