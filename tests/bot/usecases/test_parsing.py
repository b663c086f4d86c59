"""What buttons and words mean as answers; a button says only what it was offered for."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases.asked import Trouble, day_choice, moment_choice
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError, Unfinished
from bot.usecases.parsing import chosen, understood
from bot.usecases.replies import Target
from fsm.facts import Answer
from fsm.questions import NEXT, WHEN, Question
from fsm.values import Money
from storage import contacts, models
from storage.runs import load
from tests.bot.usecases.conftest import COMPANY, Office
from tests.build import Built, a_product

TODAY = date(2026, 11, 23)
CHOICES = ("plan.0", "keep")


async def means(office: Office, deal: Built, question: str, said: str, *, button: bool = False) -> Answer:
    async with office.db.begin() as tx:
        loaded = await load(tx, deal.run, COMPANY)
        asked = Question(question, CHOICES if question == NEXT else ())
        inquiry = Inquiry(tx, loaded, asked, office.work("anna"), Target(deal.run))
        found = await (chosen if button else understood)(inquiry, said)
        assert not isinstance(found, Unfinished), found
        return found


async def pressed(office: Office, deal: Built, question: str, choice: str) -> Answer:
    return await means(office, deal, question, choice, button=True)


async def trouble(office: Office, deal: Built, question: str, said: str, **how: Any) -> Trouble:
    with pytest.raises(NotUnderstoodError) as caught:
        await means(office, deal, question, said, **how)
    return caught.value.trouble


async def test_buttons_of_what_is_offered(office: Office) -> None:
    deal = await office.deal(product="Сервер", amount=90_000)
    async with office.db.begin() as tx:
        await tx.execute(update(models.Product).values(price=Decimal(150_000)))
        cupboard = await a_product(tx, "Шкаф", 20_000)
    assert await pressed(office, deal, "product", f"i{cupboard}") == cupboard
    assert await pressed(office, deal, "contact", f"i{deal.contact}") == deal.contact
    assert await pressed(office, deal, "amount", "a90000.00") == Money(Decimal(90_000), "RUB")
    assert await pressed(office, deal, "amount", "a150000.00") == Money(Decimal(150_000), "RUB")
    assert await pressed(office, deal, "lost_reason", "price") == "price"
    assert await pressed(office, deal, "close_date", day_choice(TODAY)) == TODAY
    later = moment_choice(TODAY, time(15, 30))
    assert await pressed(office, deal, WHEN, later) == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    assert await pressed(office, deal, NEXT, "plan.0") == "plan.0"
    assert await trouble(office, deal, NEXT, "plan.9", button=True) is Trouble.NOT_A_CHOICE


async def test_the_contact_of_another_client_is_not_offered(office: Office) -> None:
    deal = await office.deal("anna")
    other = await office.deal("igor", client="Лютик", contact="Вера")
    assert await trouble(office, deal, "contact", f"i{other.contact}", button=True) is Trouble.NOT_A_CHOICE


@pytest.mark.parametrize(
    ("question", "choice", "why"),
    [
        ("product", "i99", Trouble.NOT_A_CHOICE),
        ("product", "i99999999999999999999", Trouble.NOT_A_CHOICE),
        ("product", "", Trouble.NOT_A_CHOICE),
        ("contact", "i0", Trouble.NOT_A_CHOICE),
        ("client", "i1", Trouble.NOT_A_CHOICE),
        ("amount", "a1.00", Trouble.NOT_A_CHOICE),
        ("amount", "a-5", Trouble.NOT_A_CHOICE),
        ("lost_reason", "unreachable", Trouble.NOT_A_CHOICE),  # reserved: only giving up says it
        ("lost_reason", "nonsense", Trouble.NOT_A_CHOICE),
        ("lost_words", "x", Trouble.NOT_A_CHOICE),
        ("phone", "79161234567", Trouble.NOT_A_CHOICE),
        ("close_date", "d20261340", Trouble.NOT_A_DAY),
        ("close_date", "d00010101", Trouble.NOT_A_DAY),
        ("close_date", "d99991231", Trouble.NOT_A_DAY),
        ("close_date", "m202611231530", Trouble.NOT_A_DAY),
        (WHEN, "d20261124", Trouble.NOT_A_MOMENT),
        (WHEN, "m202611230900", Trouble.PAST),
        (WHEN, "m999912312359", Trouble.NOT_A_MOMENT),
        (WHEN, "m000101010000", Trouble.NOT_A_MOMENT),
        (WHEN, "m202602300900", Trouble.NOT_A_MOMENT),
        (WHEN, "now", Trouble.NOT_A_MOMENT),
    ],
)
async def test_forged_buttons_are_no_answers(
    office: Office, question: str, choice: str, why: Trouble
) -> None:
    deal = await office.deal(amount=90_000, product="Сервер")
    assert await trouble(office, deal, question, choice, button=True) is why


async def test_words_of_every_type(office: Office) -> None:
    deal = await office.deal(product="Сервер")
    (product,) = await office.rows(models.Product)
    assert await means(office, deal, WHEN, "завтра") == date(2026, 11, 24)
    assert await means(office, deal, WHEN, "завтра в 11") == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert await means(office, deal, "close_date", "вчера") == date(2026, 11, 22)
    assert await means(office, deal, "amount", "1,5 млн") == Money(Decimal(1_500_000), "RUB")
    assert await means(office, deal, "phone", "8 916 123-45-67") == "+79161234567"
    assert await means(office, deal, "product", " сервер ") == product.id
    assert await means(office, deal, "lost_reason", "дорого") == "price"
    assert await means(office, deal, "lost_reason", "TOO EXPENSIVE") == "price"
    assert await means(office, deal, "lost_words", "<b>&amp;</b> 😀") == "<b>&amp;</b> 😀"


@pytest.mark.parametrize(
    ("question", "said", "why"),
    [
        (WHEN, "вчера", Trouble.PAST),
        (WHEN, "когда-нибудь", Trouble.NOT_A_MOMENT),
        (WHEN, "завтра" * 1000, Trouble.NOT_A_MOMENT),
        ("close_date", "не знаю", Trouble.NOT_A_DAY),
        ("amount", "дорого", Trouble.NOT_MONEY),
        ("phone", "123", Trouble.SHORT_PHONE),
        ("phone", "не помню", Trouble.NOT_A_PHONE),
        ("phone", "8 916 123-45-67 доб. 12", Trouble.PHONE_EXTENSION),
        ("phone", "8 916 123-45-67, 8 916 123-45-68", Trouble.SEVERAL_PHONES),
        ("phone", "+7 916 123 45 67 89 10 11 12", Trouble.LONG_PHONE),
        ("phone", "+999 123 456 789", Trouble.NO_SUCH_PHONE),
        ("amount", "-5000", Trouble.NEGATIVE_MONEY),
        ("amount", "0", Trouble.NO_MONEY),
        ("amount", "99999999999999999", Trouble.TOO_MUCH_MONEY),
        ("amount", "1.234 млн", Trouble.EITHER_MONEY),
        ("product", "Пароход", Trouble.NOT_FOUND),
        ("product", "%", Trouble.NOT_FOUND),
        ("lost_reason", "Не удалось связаться", Trouble.NOT_A_CHOICE),
        ("lost_words", "x" * 5000, Trouble.TOO_LONG),
        ("lost_words", "\u200b\u202e", Trouble.EMPTY),
        ("client", "x" * 5000, Trouble.TOO_LONG),
        ("contact", "x" * 5000, Trouble.TOO_LONG),
        ("contact", " , — ", Trouble.EMPTY),
        ("contact", "Пётр 123", Trouble.SHORT_PHONE),
        (NEXT, "что-нибудь", Trouble.NOT_A_CHOICE),
    ],
)
async def test_words_that_are_no_answers(office: Office, question: str, said: str, why: Trouble) -> None:
    deal = await office.deal()
    before = [len(await office.rows(one)) for one in (models.Client, models.Contact)]
    assert await trouble(office, deal, question, said) is why
    assert [len(await office.rows(one)) for one in (models.Client, models.Contact)] == before


async def test_a_client_is_found_by_the_name_or_made(office: Office) -> None:
    deal = await office.deal(client="Ромашка")
    assert await means(office, deal, "client", "«ромашка»") == deal.client
    made = await means(office, deal, "client", "Незабудка")
    assert made not in {None, deal.client}
    assert await means(office, deal, "client", "незабудка") == made


async def test_a_contact_is_one_of_the_clients_or_made(office: Office) -> None:
    deal = await office.deal(contact="Пётр", phone=None)
    assert await means(office, deal, "contact", "пётр, 8 916 123-45-67") == deal.contact
    async with office.db.read() as session:
        (peter,) = await contacts.of_client(session, deal.client)
    assert peter.phone == "+79161234567"
    assert await means(office, deal, "contact", "+7 916 123 45 67") == deal.contact
    vera = await means(office, deal, "contact", "Вера Павловна")
    async with office.db.read() as session:
        found = {one.id: one.name for one in await contacts.of_client(session, deal.client)}
    assert found == {deal.contact: "Пётр", vera: "Вера Павловна"}
