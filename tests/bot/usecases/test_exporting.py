"""What goes out as a file is what the person may see, on both databases."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from bot.texts import texts
from bot.usecases import exporting
from bot.usecases.access import ForbiddenError
from bot.usecases.exporting import Everything
from bot.views import export_sheets
from fsm.facts import Edit
from fsm.values import Competitor, Line, Participant, Value
from storage import dialects, models
from storage.apply import advance
from tests import build
from tests.bot.usecases.conftest import COMPANY, Office

RU = texts("ru", "Europe/Moscow")


async def sales(office: Office) -> None:
    """Anna and Boris have a deal each, Igor in the South has one; Boris's client has one more contact."""
    await office.deal("anna", client="Ромашка", phone="+74951111111", amount=100)
    boris = await office.deal("boris", client="=Лютик", phone="+74952222222")
    await office.deal("igor", client="Южане", phone="+74953333333")
    async with office.db.begin() as tx:
        assert boris.contact is not None
        more = {"contact_id": boris.contact, "number": "+79990000000"}
        await tx.execute(insert(dialects.table(models.Phone)).values(more))
        note = {
            "run_id": boris.run,
            "person_id": office.staff["boris"].id,
            "at": office.now,
            "kind": "text",
            "words": "просил скидку",
        }
        await tx.execute(insert(dialects.table(models.Note)).values(note))


async def seen(office: Office, name: str) -> Everything:
    return await exporting.everything(office.work(name))


def sheet(found: Everything, number: int) -> list[dict[str, object]]:
    one = export_sheets.sheets(found, COMPANY.processes, RU)[number]
    return [dict(zip(one.header, row, strict=True)) for row in one.rows]


@pytest.mark.parametrize(
    ("who", "clients", "people"),
    [
        ("anna", ["Ромашка"], 1),
        ("olga", ["=Лютик", "Ромашка"], 3),
        ("vera", ["=Лютик", "Ромашка", "Южане"], 6),
    ],
)
async def test_one_sees_his_own_a_head_the_team_a_director_all(
    office: Office, who: str, clients: list[str], people: int
) -> None:
    await sales(office)
    found = await seen(office, who)
    assert sorted(one.client or "" for one in found.deals) == clients
    assert sorted(one.name for one in found.clients) == clients
    assert sorted(one.client or "" for one in found.contacts) == clients
    assert sorted(one.client or "" for one in found.activities) == clients
    assert len(found.people) == people
    assert len(found.notes) == (0 if who == "anna" else 1)


async def test_an_administrator_has_the_people_and_no_deals(office: Office) -> None:
    await sales(office)
    found = await seen(office, "dina")
    assert (found.sales, found.deals, found.clients, found.contacts) == (False, (), (), ())
    assert [one.name for one in found.people] == ["anna", "boris", "dina", "igor", "olga", "vera"]
    assert [one.title for one in export_sheets.sheets(found, COMPANY.processes, RU)] == ["Сотрудники"]


async def test_who_has_left_gets_nothing(office: Office) -> None:
    await sales(office)
    await office.left("anna")
    with pytest.raises(ForbiddenError):
        await seen(office, "anna")


async def test_phones_of_a_client_that_is_somebody_elses_are_masked(office: Office) -> None:
    """Anna has a deal with a client of Boris: she sees whom she talks to, of the others only that there is one."""
    built = await office.deal("boris", client="Лютик", contact="Пётр", phone="+74952222222")
    async with office.db.begin() as tx:
        run = {"owner_id": office.staff["anna"].id, "client_id": built.client, "process": "simple"}
        values = {"extra": {}, "unknown": [], "stage": "prospecting", "furthest": "prospecting", **run}
        number = (
            await tx.execute(insert(dialects.table(models.Deal)).values(values).returning(models.Deal.id))
        ).scalar_one()
        row = {"kind": "deal", "subject_id": number, "process": "simple", "version": 1}
        table = dialects.table(models.Run)
        await tx.execute(insert(table).values(row | {"stage_run": 1, "revision": 1, "signals": []}))
    (contact,) = sheet(await seen(office, "anna"), 2)
    assert contact["Телефон"] == "+7********22"
    (contact,) = sheet(await seen(office, "boris"), 2)
    assert contact["Телефон"] == "+74952222222"


async def test_the_sheets_speak_the_readers_language_and_clock(office: Office) -> None:
    await sales(office)
    found = await seen(office, "olga")
    titles = [one.title for one in export_sheets.sheets(found, COMPANY.processes, RU)]
    assert titles == ["Сделки", "Клиенты", "Контакты", "Задачи", "Заметки", "Сотрудники"]
    (deal,) = [row for row in sheet(found, 0) if row["Клиент"] == "Ромашка"]
    assert (deal["Стадия"], deal["Ответственный"], deal["Сумма"]) == ("Поиск", "anna", 100)
    opened = RU.local(build.MONDAY).replace(tzinfo=None)
    assert deal["Открыта"] == opened
    contacts = {row["Клиент"]: row["Другие телефоны"] for row in sheet(found, 2)}
    assert contacts == {"Ромашка": None, "=Лютик": "+79990000000"}
    assert {row["Задача"] for row in sheet(found, 3)} == {"Позвонить клиенту"}
    assert [row["Текст"] for row in sheet(found, 4)] == ["просил скидку"]
    assert opened - build.MONDAY.replace(tzinfo=None) == timedelta(hours=3)


async def test_fields_of_a_deal_are_words_and_not_ids(office: Office) -> None:
    """Lists with names and all that is said of them, people by name, moments on the reader's clock."""
    deal = await office.deal("anna", process="corporate", contact="Пётр")
    async with office.db.begin() as tx:
        server = await build.a_product(tx, "Сервер", 150_000)
        values: dict[str, Value] = {
            "participants": (
                Participant(deal.contact or 0, "decides", "high", None, "=цена"),
                Participant(999),
            ),
            "competitors": (Competitor("Альфа", "быстрые"),),
            "products": (Line(server, Decimal(2), Decimal(150_000), Decimal(10)),),
            "colleague": office.staff["boris"].id,
            "influential": "yes",
            "presentation_at": build.MONDAY,
            "presentation_points": ("deck",),
            "proposal": (1, 2),
            "target_process": "simple",
            "tactics": "Ждём " * 40,
        }
        await advance(tx, deal.run, Edit(values), office.now, company=COMPANY, actor_id=None)
    (row,) = sheet(await seen(office, "anna"), 0)
    shown = {title: str(value).replace("\u00a0", " ") for title, value in row.items()}
    assert shown["Участники"] == "Пётр (Роль: Принимает решение, Влияние: Высокое, =цена); —"
    assert shown["Конкуренты"] == "Альфа (Сильные стороны: быстрые)"
    assert shown["Продукты"] == "Сервер (2 × 150 000 − 10 %)"
    assert (shown["Кому передать"], shown["Новое о влиятельных лицах"]) == ("boris", "Да")
    assert row["Когда презентация"] == RU.local(build.MONDAY).replace(tzinfo=None)
    assert (shown["Подготовка презентации"], shown["КП"]) == ("1 из 5", "версия 2")
    assert shown["Новый процесс"] == RU.label(COMPANY.newest("simple").title)
    assert shown["Тактика"] == "Ждём " * 40
