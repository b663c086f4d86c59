"""Each type of field of the corporate process: what is offered, what buttons and words mean, what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.usecases.asked import (
    KNOWN,
    PAGE,
    SKIP,
    SOUGHT,
    Act,
    Trouble,
    day_choice,
    moment_choice,
    whole_choice,
)
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError, Offered, Unfinished
from bot.usecases.parsing import chosen, understood
from bot.usecases.replies import Target
from bot.usecases.suggestions import suggest
from fsm.facts import Answer, Edit
from fsm.questions import Question
from fsm.values import Money
from storage.apply import advance
from storage.runs import load
from tests.bot.usecases.conftest import COMPANY, Office
from tests.build import Built, a_product

TODAY = date(2026, 11, 23)


@pytest.fixture
async def deal(office: Office) -> Built:
    return await office.deal(process="corporate", product="Сервер", amount=90_000)


async def inquiry(tx: Any, office: Office, deal: Built, key: str, **how: Any) -> Inquiry:
    asked = Question(key, optional=how.pop("optional", False))
    return Inquiry(tx, await load(tx, deal.run, COMPANY), asked, office.work(how.pop("who", "anna")), **how)


async def offered(office: Office, deal: Built, key: str, **how: Any) -> Offered:
    async with office.db.begin() as tx:
        return await suggest(await inquiry(tx, office, deal, key, **how))


async def pressed(office: Office, deal: Built, key: str, choice: str, **how: Any) -> Answer | Unfinished:
    async with office.db.begin() as tx:
        return await chosen(await inquiry(tx, office, deal, key, **how), choice)


async def says(office: Office, deal: Built, key: str, text: str, **how: Any) -> Answer | Unfinished:
    async with office.db.begin() as tx:
        return await understood(await inquiry(tx, office, deal, key, **how), text)


def labels(found: Offered) -> list[str | None]:
    return [one.label for one in found.suggestions]


async def test_a_person_is_one_who_sells_here_the_own_team_first(office: Office, deal: Built) -> None:
    found = await offered(office, deal, "colleague")
    assert labels(found) == ["anna", "boris", "olga", "igor", "vera"]
    igor = office.staff["igor"].id
    assert await pressed(office, deal, "colleague", f"i{igor}") == igor
    assert await says(office, deal, "colleague", "IGOR") == igor


async def test_neither_a_leaver_nor_an_administrator_nor_nobody_can_be_chosen(
    office: Office, deal: Built
) -> None:
    await office.left("igor")
    for number in (office.staff["igor"].id, office.staff["dina"].id, 0, 999, 10**15):
        with pytest.raises(NotUnderstoodError):
            await pressed(office, deal, "colleague", f"i{number}")
    with pytest.raises(NotUnderstoodError):
        await says(office, deal, "colleague", "IGOR")


async def test_many_people_stand_on_pages_and_are_narrowed_by_words(office: Office, deal: Built) -> None:
    for number in range(20):
        await office.hire(f"Гость {number:02}", 3000 + number)
    first = await offered(office, deal, "colleague")
    assert first.total == 25
    assert len(first.suggestions) == PAGE
    last = await offered(office, deal, "colleague", page=10**6)
    assert (last.page, len(last.suggestions)) == (3, 1)
    several = await says(office, deal, "colleague", "гость")
    assert isinstance(several, Unfinished)
    narrowed = await offered(office, deal, "colleague", part=several.part, page=2)
    assert (narrowed.total, labels(narrowed)) == (20, [f"Гость {number}" for number in range(16, 20)])
    assert await says(office, deal, "colleague", "Гость 07") == office.staff["Гость 07"].id


async def test_teams_stand_with_their_heads_and_are_found_by_them(office: Office, deal: Built) -> None:
    found = await offered(office, deal, "direction")
    assert [(one.label, one.more) for one in found.suggestions] == [("Север", "olga"), ("Юг", None)]
    assert await says(office, deal, "direction", "olga") == office.teams["Север"]
    assert await pressed(office, deal, "direction", f"i{office.teams['Юг']}") == office.teams["Юг"]
    with pytest.raises(NotUnderstoodError):
        await pressed(office, deal, "direction", "i99")


async def test_a_process_is_another_one_of_deals(office: Office, deal: Built) -> None:
    found = await offered(office, deal, "target_process")
    assert [one.value for one in found.suggestions] == ["simple"]
    assert await says(office, deal, "target_process", COMPANY.newest("simple").title["ru"]) == "simple"
    for forged in ("corporate", "discount_approval", "nonsense"):
        with pytest.raises(NotUnderstoodError):
            await pressed(office, deal, "target_process", forged)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("да", "yes"), ("Да!", "yes"), ("ага", "yes"), ("НЕТ", "no"), ("не нужно", "no"), ("no", "no")],
)
async def test_yes_and_no_in_words(office: Office, deal: Built, said: str, meant: str) -> None:
    assert await says(office, deal, "influential", said) == meant


async def test_yes_and_no_on_buttons(office: Office, deal: Built) -> None:
    found = await offered(office, deal, "influential")
    assert [one.choice for one in found.suggestions] == ["yes", "no"]
    assert await pressed(office, deal, "influential", "no") == "no"
    with pytest.raises(NotUnderstoodError):
        await pressed(office, deal, "influential", "maybe")
    with pytest.raises(NotUnderstoodError) as caught:
        await says(office, deal, "influential", "пожалуй")
    assert caught.value.trouble is Trouble.NOT_YES_OR_NO


async def test_a_moment_is_an_hour_or_a_whole_day_to_come(office: Office, deal: Built) -> None:
    key = "presentation_at"
    assert await says(office, deal, key, "завтра в 11") == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert await says(office, deal, key, "завтра") == date(2026, 11, 24)
    choice = moment_choice(TODAY, time(15, 30))
    assert await pressed(office, deal, key, choice) == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    assert await pressed(office, deal, key, whole_choice(TODAY)) == TODAY
    for said in ("вчера", "когда-нибудь", "25.12.2099"):
        with pytest.raises(NotUnderstoodError):
            await says(office, deal, key, said)
    for forged in (whole_choice(TODAY - timedelta(days=1)), day_choice(TODAY), "m999912312359", "now"):
        with pytest.raises(NotUnderstoodError):
            await pressed(office, deal, key, forged)


async def test_a_day_that_something_hangs_on_is_one_to_come(office: Office, deal: Built) -> None:
    found = await offered(office, deal, "next_contact")
    assert all(isinstance(one.value, date) and one.value > TODAY for one in found.suggestions)
    assert await says(office, deal, "next_contact", "через 2 недели") == TODAY + timedelta(days=14)
    with pytest.raises(NotUnderstoodError) as caught:
        await says(office, deal, "next_contact", "вчера")
    assert caught.value.trouble is Trouble.PAST


async def test_a_product_may_be_on_any_page_of_the_catalogue(office: Office, deal: Built) -> None:
    simple = await office.deal("boris", product="Сервер")
    async with office.db.begin() as tx:
        numbers = [await a_product(tx, f"Шкаф {number:02}") for number in range(12)]
    first = await offered(office, simple, "product")
    assert (first.total, len(first.suggestions)) == (13, PAGE)
    assert await pressed(office, simple, "product", f"i{numbers[-1]}") == numbers[-1]
    several = await says(office, simple, "product", "шкаф")
    assert several == Unfinished({SOUGHT: "шкаф"}, Trouble.SEVERAL_FOUND)
    second = await offered(office, simple, "product", part={SOUGHT: "шкаф"}, page=1)
    assert (second.total, labels(second)) == (12, [f"Шкаф {number:02}" for number in range(8, 12)])


async def test_contacts_are_those_of_the_client_that_was_only_just_named(office: Office, deal: Built) -> None:
    other = await office.deal("igor", client="Лютик", contact="Вера")
    found = await offered(office, deal, "contact", given={"client": other.client})
    assert labels(found) == ["Вера"]
    vera = await says(office, deal, "contact", "Вера", given={"client": other.client})
    assert vera == other.contact


async def test_what_is_known_is_the_first_answer(office: Office, deal: Built) -> None:
    found = await offered(office, deal, "amount")
    amount = Money(found.suggestions[0].value.amount, "RUB")  # type: ignore[union-attr] # a sum of money
    assert [(one.choice, one.value) for one in found.suggestions] == [(KNOWN, amount)]
    assert await pressed(office, deal, "amount", KNOWN) == amount
    with pytest.raises(NotUnderstoodError):
        await pressed(office, deal, "tactics", KNOWN)


async def test_who_changes_a_field_is_not_offered_to_leave_it(office: Office, deal: Built) -> None:
    changing = Target(deal.run, act=Act.AMEND, key="amount")
    found = await offered(office, deal, "amount", target=changing)
    assert KNOWN not in [one.choice for one in found.suggestions]


async def test_only_an_optional_question_may_be_passed_over(office: Office, deal: Built) -> None:
    assert await pressed(office, deal, "tactics", SKIP, optional=True) is None
    assert await says(office, deal, "tactics", "Пропустить", optional=True) is None
    assert await says(office, deal, "tactics", "Пропустить") == "Пропустить"
    with pytest.raises(NotUnderstoodError):
        await pressed(office, deal, "tactics", SKIP)


async def test_an_option_that_the_process_keeps_for_itself_is_not_offered(
    office: Office, deal: Built
) -> None:
    found = await offered(office, deal, "close_reason")
    assert "competitor" in [one.choice for one in found.suggestions]
    assert "unreachable" not in [one.choice for one in found.suggestions]
    with pytest.raises(NotUnderstoodError):
        await pressed(office, deal, "close_reason", "unreachable")


async def test_a_value_that_was_written_is_known_in_a_form(office: Office, deal: Built) -> None:
    async with office.db.begin() as tx:
        await advance(
            tx,
            deal.run,
            Edit({"influential": "yes", "colleague": office.staff["boris"].id}),
            office.now,
            company=COMPANY,
            actor_id=office.staff["anna"].id,
        )
    found = await offered(office, deal, "influential")
    assert [(one.choice, one.value) for one in found.suggestions] == [(KNOWN, "yes"), ("no", "no")]
    person = await offered(office, deal, "colleague")
    assert person.suggestions[0].choice == KNOWN
    assert labels(person).count("boris") == 0
    assert await pressed(office, deal, "colleague", KNOWN) == office.staff["boris"].id


async def test_what_could_not_be_chosen_any_more_is_not_left_as_it_is(office: Office, deal: Built) -> None:
    other = await office.deal("igor", client="Лютик", contact="Вера")
    async with office.db.begin() as tx:
        await advance(
            tx,
            deal.run,
            Edit({"colleague": office.staff["boris"].id, "contact": deal.contact or 0}),
            office.now,
            company=COMPANY,
            actor_id=office.staff["anna"].id,
        )
    await office.left("boris")
    stale: list[tuple[str, dict[str, Any]]] = [
        ("colleague", {}),
        ("contact", {"given": {"client": other.client}}),
    ]
    for key, how in stale:
        assert KNOWN not in [one.choice for one in (await offered(office, deal, key, **how)).suggestions]
        with pytest.raises(NotUnderstoodError):
            await pressed(office, deal, key, KNOWN, **how)
