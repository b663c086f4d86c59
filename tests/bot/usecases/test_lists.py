"""Lists of a deal through the use cases, also as a custom client would press them: rows, parts, files, checklists."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from bot.usecases import attaching, conversation, listed, ticking
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import KNOWN, SKIP, Act, Asked, Trouble
from bot.usecases.asking.sheet import Shown
from bot.usecases.replies import Asking, Logged, Reply, StaleError, Target
from fsm.facts import Edit, Move
from fsm.values import Competitor, Line, Money, Participant, Value, plain
from storage import models, products
from storage.apply import advance
from storage.notes import Content
from tests.bot.usecases.conftest import CARD, COMPANY, Office
from tests.build import Built, a_product

PDF = Content("document", None, "file-1", "кп.pdf", 2048)


@dataclass
class Talk:
    """Anna changes a list of a deal; every act is a press on what she sees."""

    office: Office
    reply: Reply

    @classmethod
    async def about(cls, office: Office, deal: Built, field: str) -> "Talk":
        target = Target(deal.run, act=Act.AMEND, key=field)
        return cls(office, await conversation.begin(office.work("anna"), target, message=CARD))

    @property
    def asked(self) -> Asked:
        assert isinstance(self.reply, Asking), self.reply
        return self.reply.asked

    @property
    def shown(self) -> Shown:
        assert isinstance(self.asked.shown, Shown)
        return self.asked.shown

    @property
    def rows(self) -> tuple[Any, ...]:
        return self.shown.sheet.rows

    def trouble(self) -> Trouble | None:
        return None if self.asked.problem is None else self.asked.problem.trouble

    async def press(self, *acts: str) -> "Talk":
        for act in acts:
            await self.forge(f"{self.shown.sheet.stamp}.{act}")
        return self

    async def forge(self, choice: str) -> "Talk":
        asked = self.asked
        self.reply = await conversation.answer(
            self.office.work("anna"), asked.draft, asked.question.key, choice, message=CARD
        )
        return self

    async def say(self, *words: str) -> "Talk":
        for text in words:
            said = await conversation.say(self.office.work("anna"), text)
            assert said is not None
            self.reply = said.reply
        return self

    async def send(self, content: Content) -> "Talk":
        sent = await attaching.attach(self.office.work("anna"), content)
        assert sent is not None
        self.reply = sent.said.reply
        return self


async def corporate(office: Office, **facts: Any) -> Built:
    return await office.deal(process="corporate", **facts)


async def known(office: Office, deal: Built, field: str) -> Any:
    return (await office.extra(deal.deal)).get(field)


async def put(office: Office, deal: Built, values: Mapping[str, Value]) -> None:
    async with office.db.begin() as tx:
        await advance(
            tx, deal.run, Edit(values), office.now, company=COMPANY, actor_id=office.staff["anna"].id
        )


# --- participants -----------------------------------------------------------------------------------------


async def test_a_participant_is_chosen_and_described_one_thing_at_a_time(office: Office) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "participants")
    assert [one.value for one in talk.shown.offers] == [deal.contact]
    await talk.press(f"set.i{deal.contact}", "set.decides", "skip", "set.against")
    assert talk.shown.sheet.part == "motives"
    await talk.say("Хочет =SUM(A1) подешевле")
    assert talk.rows == (
        Participant(deal.contact or 0, "decides", None, "against", "Хочет =SUM(A1) подешевле"),
    )
    await talk.press("done")
    assert isinstance(talk.reply, Logged)
    assert await known(office, deal, "participants") == plain(
        (Participant(deal.contact or 0, "decides", None, "against", "Хочет =SUM(A1) подешевле"),)
    )


async def test_one_who_is_typed_becomes_a_contact_of_the_client_and_is_not_listed_twice(
    office: Office,
) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "participants")
    await talk.say("Вера Ким, +7 916 123-45-67")
    (row,) = talk.rows
    assert [(one.id, one.client_id, one.phone) for one in await office.rows(models.Contact)][-1] == (
        row.contact,
        deal.client,
        "+79161234567",
    )
    await talk.press("end")
    await talk.say("вера ким")
    assert talk.rows == (row,)
    assert (talk.shown.sheet.at, talk.shown.sheet.part) == (0, "")  # her own row is shown


async def test_what_is_demanded_of_each_row_is_asked_before_the_list_is_done(office: Office) -> None:
    deal = await corporate(office)
    await put(office, deal, {"participants": (Participant(deal.contact or 0, "uses"),)})
    async with office.db.begin() as tx:
        moved = await advance(
            tx,
            deal.run,
            Move("key_contacts"),
            office.now,
            company=COMPANY,
            actor_id=office.staff["anna"].id,
        )
    form = moved.opened[0].id
    talk = Talk(office, await conversation.press(office.work("anna"), form, "saved", message=CARD))
    assert talk.shown.lacking == {0: ("influence", "loyalty", "motives")}
    await talk.press("done")
    assert talk.trouble() is Trouble.LACKING_PART
    assert talk.shown.sheet.part == "influence"
    await talk.press("skip")  # what is demanded is not skipped
    assert talk.trouble() is Trouble.NOT_A_CHOICE
    await talk.press("set.high", "part.0.loyalty", "set.for", "part.0.motives")
    await talk.say("Надёжность")
    await talk.press("list", "done")
    assert isinstance(talk.reply, Logged)
    assert talk.reply.advanced.state == "proposal_prep"


async def test_there_is_an_end_to_a_list(office: Office) -> None:
    deal = await corporate(office)
    await put(office, deal, {"participants": tuple(Participant(number) for number in range(1, 501))})
    talk = await Talk.about(office, deal, "participants")
    assert talk.shown.full
    assert len(talk.rows) == 500  # what was written elsewhere is kept
    await talk.press("add")
    assert talk.trouble() is Trouble.TOO_MANY_ROWS
    await talk.say("Ещё Один")
    assert talk.trouble() is Trouble.TOO_MANY_ROWS
    assert len(await office.rows(models.Contact)) == 1  # and nobody was written for nothing


@pytest.mark.parametrize(
    "act",
    [
        "row.7",
        "row.-1",
        "row.99999999999",
        "row.",
        "row",
        "cut.1",
        "part.0.contact",
        "part.0.name",
        "part.5.role",
        "set.i1",
        "skip",
        "end",
        "page.-1",
        "page.x",
        "boo",
        "",
        "add.1",
        "done.1",
        "list.0",
    ],
)
async def test_buttons_that_nobody_has_change_nothing(office: Office, act: str) -> None:
    deal = await corporate(office)
    before = (Participant(deal.contact or 0, "decides"),)
    await put(office, deal, {"participants": before})
    talk = await Talk.about(office, deal, "participants")
    await talk.press(act)
    assert talk.trouble() is Trouble.NOT_A_CHOICE
    assert talk.rows == before


async def test_a_double_tap_and_an_older_message_change_nothing_twice(office: Office) -> None:
    deal = await corporate(office)
    rows = (Participant(1), Participant(2), Participant(3))
    await put(office, deal, {"participants": rows})
    talk = await Talk.about(office, deal, "participants")
    stamp = talk.shown.sheet.stamp
    await talk.forge(f"{stamp}.cut.0")
    await talk.forge(f"{stamp}.cut.0")
    assert talk.rows == rows[1:]
    assert talk.trouble() is None


async def test_somebody_elses_contact_is_not_chosen(office: Office) -> None:
    deal = await corporate(office)
    other = await office.deal("igor", client="Лютик", contact="Вера")
    talk = await Talk.about(office, deal, "participants")
    await talk.press(f"set.i{other.contact}")
    assert talk.trouble() is Trouble.NOT_A_CHOICE
    assert talk.rows == ()


async def test_a_list_is_emptied_by_hand_but_not_in_a_form(office: Office) -> None:
    deal = await corporate(office)
    await put(office, deal, {"competitors": (Competitor("Альфа"),)})
    talk = await Talk.about(office, deal, "competitors")
    await talk.press("cut.0", "done")
    assert isinstance(talk.reply, Logged)
    assert await known(office, deal, "competitors") == []


# --- competitors ------------------------------------------------------------------------------------------


async def test_a_competitor_is_named_and_described_in_words(office: Office) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "competitors")
    await talk.say("Альфа", "Быстрые", "Дорогие", "Бета")
    await talk.press("end", "done")
    assert await known(office, deal, "competitors") == plain(
        (Competitor("Альфа", "Быстрые", "Дорогие"), Competitor("Бета"))
    )


@pytest.mark.parametrize(("said", "trouble"), [("x" * 101, Trouble.TOO_LONG), ("\u200b", Trouble.EMPTY)])
async def test_a_name_is_a_name(office: Office, said: str, trouble: Trouble) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "competitors")
    await talk.say(said)
    assert talk.trouble() is trouble
    assert talk.rows == ()


async def test_a_long_list_stands_where_its_last_row_was_added(office: Office) -> None:
    deal = await corporate(office)
    await put(office, deal, {"competitors": tuple(Competitor(f"Фирма {number}") for number in range(8))})
    talk = await Talk.about(office, deal, "competitors")
    await talk.say("Девятая")
    await talk.press("end")
    assert (talk.shown.sheet.at, talk.shown.sheet.page) == (None, 1)
    await talk.press("cut.8")
    assert talk.shown.sheet.page == 0


async def test_an_optional_list_that_lacks_something_may_be_passed_over_as_it_is(office: Office) -> None:
    deal = await corporate(office)
    await put(
        office, deal, {"competitors": (Competitor("Альфа"),), "tactics": "Ждём", "next_steps": "Звонок"}
    )
    async with office.db.begin() as tx:
        moved = await advance(
            tx, deal.run, Move("negotiation"), office.now, company=COMPANY, actor_id=office.staff["anna"].id
        )
    form = next(one.id for one in moved.opened if one.key == "plan_talks")
    talk = Talk(office, await conversation.press(office.work("anna"), form, "saved", message=CARD))
    while talk.asked.question.key != "competitors":
        await talk.forge(KNOWN if talk.asked.question.key != "new_facts" else SKIP)
    assert talk.shown.lacking == {0: ("strengths", "weaknesses")}
    assert talk.shown.skippable
    await talk.forge(SKIP)
    assert isinstance(talk.reply, Logged)
    assert await known(office, deal, "competitors") == plain((Competitor("Альфа"),))


# --- products ---------------------------------------------------------------------------------------------


async def priced(office: Office, name: str, price: int | None) -> int:
    async with office.db.begin() as tx:
        return await a_product(tx, name, price)


async def test_products_add_up_and_the_amount_is_theirs_until_somebody_says_another(office: Office) -> None:
    deal = await corporate(office)
    server = await priced(office, "Сервер", 150_000)
    talk = await Talk.about(office, deal, "products")
    await talk.press(f"set.i{server}", "set.n10", "set.p", "set.n10", "done")
    assert await known(office, deal, "products") == plain(
        (Line(server, Decimal(10), Decimal("150000.00"), Decimal(10)),)
    )
    assert (await amount(office)) == (Decimal(1_350_000), "RUB")
    # It follows them ...
    talk = await Talk.about(office, deal, "products")
    await talk.press("part.0.quantity", "set.n1", "list", "done")
    assert (await amount(office)) == (Decimal(135_000), "RUB")
    # ... until somebody says another one.
    await put(office, deal, {"amount": Money(Decimal(100_000), "RUB")})
    talk = await Talk.about(office, deal, "products")
    await talk.press("part.0.quantity", "set.n2", "list", "done")
    assert (await amount(office)) == (Decimal(100_000), "RUB")
    found = await listed.listed(office.work("anna"), deal.run, "products")
    assert found.total == Decimal(270_000)
    found = await listed.use_total(office.work("anna"), deal.run, "products", 999)  # an older button
    assert found.total == Decimal(270_000)
    found = await listed.use_total(office.work("anna"), deal.run, "products", 27_000_000)
    assert found.total is None
    assert (await amount(office)) == (Decimal(270_000), "RUB")


async def amount(office: Office) -> tuple[Decimal | None, str | None]:
    (deal,) = await office.rows(models.Deal)
    return deal.amount, deal.currency


async def test_a_product_of_interest_needs_no_price_and_gives_no_amount(office: Office) -> None:
    deal = await corporate(office)
    rack = await priced(office, "Шкаф", None)
    talk = await Talk.about(office, deal, "products")
    await talk.say("шка")
    await talk.press("end", "done")
    assert await known(office, deal, "products") == plain((Line(rack, Decimal(1), Decimal(0)),))
    assert (await amount(office)) == (None, None)


@pytest.mark.parametrize(
    ("part", "said", "trouble"),
    [
        ("quantity", "-2", Trouble.NEGATIVE_NUMBER),
        ("quantity", "0", Trouble.NO_QUANTITY),
        ("quantity", "1e30", Trouble.SEVERAL_NUMBERS),
        ("quantity", "1000001", Trouble.TOO_LARGE_NUMBER),
        ("price", "-1", Trouble.NEGATIVE_MONEY),
        ("price", "9" * 14, Trouble.TOO_MUCH_MONEY),
        ("price", "10 000 000 000 000", Trouble.TOO_MUCH_MONEY),  # ten of them
        ("price", "5 $", Trouble.OTHER_CURRENCY),
        ("discount", "101", Trouble.OVER_A_HUNDRED),
        ("discount", "=СУММ(A1)", Trouble.NOT_A_NUMBER),
    ],
)
async def test_numbers_of_a_product_are_possible_ones(
    office: Office, part: str, said: str, trouble: Trouble
) -> None:
    deal = await corporate(office)
    server = await priced(office, "Сервер", 150_000)
    await put(office, deal, {"products": (Line(server, Decimal(10), Decimal(1)),)})
    talk = await Talk.about(office, deal, "products")
    await talk.press(f"part.0.{part}")
    await talk.say(said)
    assert talk.trouble() is trouble
    assert talk.rows == (Line(server, Decimal(10), Decimal(1)),)


async def test_a_large_catalogue_is_turned_and_searched(office: Office) -> None:
    deal = await corporate(office)
    ids = [await priced(office, f"Насос {number:02}", 1_000) for number in range(20)]
    talk = await Talk.about(office, deal, "products")
    first = talk.shown
    assert (len(first.offers), first.more) == (8, True)
    await talk.press("page.2")
    last = talk.shown
    assert (len(last.offers), last.more) == (4, False)
    await talk.say("насос 1")
    assert talk.trouble() is Trouble.SEVERAL_FOUND
    assert [one.value for one in talk.shown.offers] == ids[10:18]
    await talk.press(f"set.i{ids[15]}")
    assert [row.product for row in talk.rows] == [ids[15]]
    await talk.press("end")
    await talk.say("чайник")
    assert talk.trouble() is Trouble.NOT_FOUND


async def test_a_product_that_is_gone_is_not_chosen_and_those_that_were_stay_readable(office: Office) -> None:
    deal = await corporate(office)
    await put(office, deal, {"products": (Line(777, Decimal(2), Decimal(5)),)})
    talk = await Talk.about(office, deal, "products")
    assert talk.shown.products == {}
    await talk.press("part.0.price")
    assert talk.shown.offers == ()
    await talk.press("list", "add", "set.i777")
    assert talk.trouble() is Trouble.NOT_A_CHOICE
    async with office.db.read() as session:
        assert await products.of_ids(session, [777]) == {}


# --- files ------------------------------------------------------------------------------------------------


async def test_each_file_is_one_more_version(office: Office) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "proposal")
    await talk.send(PDF)
    await talk.send(Content("photo", "Смета", "file-2", None, 10))
    first, second = talk.rows
    await talk.press("cut.0", "done")
    assert await known(office, deal, "proposal") == [second]
    # The note stays with the deal.
    assert [(one.id, one.kind) for one in await office.rows(models.Note)] == [
        (first, "document"),
        (second, "photo"),
    ]
    talk = await Talk.about(office, deal, "proposal")
    await talk.press("cut.0")  # what is a version already stays one
    assert talk.trouble() is Trouble.NOT_A_CHOICE
    await put(office, deal, {"proposal": (second, first)})  # meanwhile a colleague has sent one, too
    await talk.send(PDF)
    await talk.press("done")
    assert await known(office, deal, "proposal") == [second, first, first + 2]


@pytest.mark.parametrize("kind", ["voice", "round", "audio"])
async def test_a_voice_is_no_document(office: Office, kind: str) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "proposal")
    await talk.send(Content(kind, None, "file-9"))
    assert talk.trouble() is Trouble.NOT_A_FILE
    await talk.say("вот он")
    assert talk.trouble() is Trouble.NOT_A_FILE
    assert await office.rows(models.Note) == []


async def test_files_of_one_album_are_answered_in_one_place(office: Office) -> None:
    deal = await corporate(office)
    await Talk.about(office, deal, "contract")
    more = []
    for number in range(3):
        part = Content("document", None, f"file-{number}", f"{number}.pdf", 10, album="77")
        sent = await attaching.attach(office.work("anna"), part)
        assert sent is not None
        more.append(sent.more)
    assert more == [False, True, True]


async def test_a_file_where_none_is_asked_for_is_none_of_this(office: Office) -> None:
    deal = await corporate(office)
    assert await attaching.attach(office.work("anna"), PDF) is None
    await Talk.about(office, deal, "competitors")
    assert await attaching.attach(office.work("anna"), PDF) is None


async def test_lists_are_looked_at_by_whom_the_deal_belongs_to(office: Office) -> None:
    deal = await corporate(office)
    found = await listed.documents(office.work("olga"), deal.run)
    assert set(found.versions) == {"calculation", "proposal", "contract", "proposal_file"}
    for look in (listed.documents(office.work("igor"), deal.run),):
        with pytest.raises(ForbiddenError):
            await look
    with pytest.raises(ForbiddenError):
        await listed.listed(office.work("igor"), deal.run, "participants")
    with pytest.raises(ForbiddenError):
        await listed.listed(office.work("anna"), deal.run, "amount")
    with pytest.raises(StaleError):
        await listed.listed(office.work("anna"), 999, "participants")


# --- checklists -------------------------------------------------------------------------------------------


async def preparing(office: Office) -> tuple[Built, int]:
    """A deal in the presentation, and its task with a checklist."""
    deal = await corporate(office)
    async with office.db.begin() as tx:
        moved = await advance(
            tx,
            deal.run,
            Move("presentation"),
            office.now,
            company=COMPANY,
            actor_id=office.staff["anna"].id,
        )
    return deal, next(one.id for one in moved.opened if one.key == "prepare_presentation")


async def test_points_are_ticked_as_wanted_however_often_they_are_pressed(office: Office) -> None:
    deal, task = await preparing(office)
    for point, on in (("examples", True), ("deck", True), ("deck", True), ("examples", False)):
        await ticking.tick(office.work("anna"), task, point, on=on, message=CARD)
    assert await known(office, deal, "presentation_points") == ["deck"]
    edits = [one for one in await office.rows(models.History) if "edit" in one.trigger]
    assert len(edits) == 3  # the second tap on the same has changed nothing
    # Ticks make no outcome stale.
    done = await conversation.press(office.work("anna"), task, "done", message=CARD)
    assert isinstance(done, Logged)
    with pytest.raises(StaleError):
        await ticking.tick(office.work("anna"), task, "deck", on=True, message=CARD)


async def test_only_points_of_ones_own_tasks(office: Office) -> None:
    _, task = await preparing(office)
    with pytest.raises(ForbiddenError):
        await ticking.tick(office.work("anna"), task, "nonsense", on=True, message=CARD)
    with pytest.raises(ForbiddenError):
        await ticking.tick(office.work("igor"), task, "deck", on=True, message=CARD)
    with pytest.raises(StaleError):
        await ticking.tick(office.work("anna"), 999, "deck", on=True, message=CARD)
    simple = await office.deal(client="Вега")
    with pytest.raises(ForbiddenError):
        await ticking.tick(office.work("anna"), simple.activity, "deck", on=True, message=CARD)


async def test_a_checklist_begins_afresh_with_its_activity(office: Office) -> None:
    deal, task = await preparing(office)
    await ticking.tick(office.work("anna"), task, "deck", on=True, message=CARD)
    async with office.db.begin() as tx:
        await advance(
            tx,
            deal.run,
            Move("presentation"),
            office.now,
            company=COMPANY,
            actor_id=office.staff["anna"].id,
        )
    assert not await known(office, deal, "presentation_points")


async def test_a_checklist_that_a_field_is_asked_for(office: Office) -> None:
    deal = await corporate(office)
    talk = await Talk.about(office, deal, "presentation_points")
    await talk.forge("on.deck")
    await talk.forge("on.deck")
    assert talk.rows == ("deck",)
    await talk.forge("on.nonsense")
    assert talk.trouble() is Trouble.NOT_A_CHOICE
    await talk.forge("off.deck")
    await talk.forge("on.questions")
    await talk.forge("done")
    assert isinstance(talk.reply, Logged)
    assert await known(office, deal, "presentation_points") == ["questions"]
