"""An administrator sends a file: what was recognised, questions, a trial, the import, and the way back. All on both databases once."""

import asyncio
import io
import zipfile

import pytest

from sandbox.params import Upload
from sandbox.sim import acts
from tests.journeys.conftest import BOTH, Company
from tests.world import World

HEADER = "Номер;Ответственный;Клиент;Товар;Стадия;Дата закрытия;Сумма"
GOOD = (
    "Д-1;Анна;Ромашка;Сервер;Успех;13.03.2026;150000,00",
    "Д-2;Анна;Лютик;Сервер;Поиск;;",
    "Д-3;Вера;Лютик;Шкаф;Поиск;;20000,50",
)


def file(*lines: str, header: str = HEADER, encoding: str = "cp1251") -> bytes:
    return "\r\n".join((header, *lines, "")).encode(encoding)


def book(sheet: bytes) -> bytes:
    """A workbook with this in the place of a sheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return content.getvalue()


async def send(world: World, person: str, name: str, content: bytes) -> None:
    # Not through the sandbox's own HTTP: files of many megabytes are sent, too.
    acts.send_document(world.server.messenger, world.staff[person], Upload(name, "text/csv", content))
    await world.settle()


async def table(world: World, message: int = -1, person: str = "Дина") -> tuple[str, list[list[object]]]:
    """The newest document: its name, and the rows of its first sheet."""
    from openpyxl import load_workbook

    found = [one for one in await world.inbox(person) if one["kind"] == "document"][message]
    content = await world.sandbox.file(found["document"]["file_id"])
    book = load_workbook(io.BytesIO(content))
    return found["document"]["file_name"], [
        [cell.value for cell in row] for row in book.worksheets[0].iter_rows()
    ]


@pytest.fixture
async def dina(world: World, company: Company) -> None:
    """Somebody who sets up, and sees no deals."""
    await world.hire("Дина", 1006, roles=("admin",), team=None)


@BOTH
async def test_a_file_is_shown_tried_loaded_and_taken_back(world: World, dina: None) -> None:
    await send(world, "Дина", "../../сделки\r\n.csv", file(*GOOD, "Д-4;Анна;Астра;Сервер;Поиск;;много"))
    seen = await world.screen("Дина")
    assert "сделки.csv" in seen
    assert ".." not in seen
    assert "Сделки · 4 строки · Windows-1251 · «;» · суммы в RUB" in seen
    for column in (
        "Номер → номер сделки",
        "Стадия → стадия",
        "Дата закрытия → дата закрытия",
        "Сумма → сумма",
    ):
        assert column in seen
    assert "Стадии: Поиск → Поиск, Успех → Успех" in seen
    assert "Сделки: новых 3, с ошибками 1" in seen
    assert "Клиенты: новых 2" in seen
    assert await world.rows("SELECT id FROM deals") == []
    assert len(await world.inbox("Дина")) == 1

    await world.press("Дина", "Файл: 1 ошибка")
    name, rows = await table(world)
    assert name == "сделки-ошибки.xlsx"
    assert rows == [
        ["Файл", "Строка", "Колонка", "Значение", "Что не так"],
        ["сделки.csv", 5, "Сумма", "много", "это не сумма"],
    ]

    await world.press("Дина", "Загрузить", message=(await world.inbox("Дина"))[0]["message_id"])
    done = (await world.screens("Дина"))[0]
    assert "Загружено: сделки.csv" in done
    assert "Сделки: новых 3, с ошибками 1" in done
    found = await world.rows("SELECT number, stage, outcome FROM deals ORDER BY number")
    assert [tuple(row) for row in found] == [
        ("Д-1", "won", "won"),
        ("Д-2", "prospecting", None),
        ("Д-3", "prospecting", None),
    ]
    # Nobody else heard of it, and Anna sees her task.
    assert await world.inbox("Анна") == []
    await world.say("Анна", "Мой день")
    assert "Лютик" in await world.screen("Анна")

    await world.press("Дина", "Отменить загрузку")
    back = (await world.screens("Дина"))[0]
    assert "Загрузка отменена: сделки.csv" in back
    assert "сделки 3, клиенты 2" in back
    assert await world.rows("SELECT id FROM deals") == []
    assert [row[0] for row in await world.rows("SELECT name FROM people WHERE name = 'Вера'")] == []


async def test_the_same_file_again_changes_nothing_and_says_so(world: World, dina: None) -> None:
    await send(world, "Дина", "deals.csv", file(*GOOD))
    await world.press("Дина", "Загрузить")
    await send(world, "Дина", "deals.csv", file(*GOOD))
    seen = await world.screen("Дина")
    assert "Ничего нового в файле нет" in seen
    assert "Сделки: без изменений 3" in seen
    assert "Загрузить" not in [button["text"] for button in await world.buttons("Дина")]


async def test_who_worked_on_a_deal_is_named_when_it_stays(world: World, dina: None) -> None:
    await send(world, "Дина", "deals.csv", file(*GOOD))
    await world.press("Дина", "Загрузить")
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Лютик")
    await world.press("Анна", "→ Отказ")
    await world.press("Анна", "Перейти")
    await world.press("Анна", "Дорого")
    await world.press("Дина", "Отменить загрузку")
    back = await world.screen("Дина")
    assert "Лютик · Д-2: работал(а) Анна, сегодня" in back
    assert [row[0] for row in await world.rows("SELECT number FROM deals")] == ["Д-2"]


async def test_a_column_that_was_not_understood_is_asked_and_the_answers_survive_a_restart(
    world: World, dina: None
) -> None:
    header = "Номер;Кто ведёт;Клиент;Товар;Статус сделки у нас;Создана дата;Сумма"
    lines = ("1;Анна;Ромашка;Сервер;Думают;03.04.2026;5", "2;Анна;Лютик;Сервер;Поиск;01.02.2026;6")
    await send(world, "Дина", "deals.csv", file(*lines, header=header))
    assert "В какой колонке: ответственный?" in await world.screen("Дина")
    await world.press("Дина", "Кто ведёт")
    await world.restart()
    await world.say("Дина", "/import")
    assert "В какой колонке: стадия?" in await world.screen("Дина")
    await world.press("Дина", "Статус сделки у нас")
    assert "Стадия «Думают»: 1 строка." in await world.screen("Дина")
    await world.press("Дина", "Переговоры")
    seen = await world.screen("Дина")
    assert "Думают → Переговоры" in seen
    assert "Сделки: новых 2" in seen
    await world.press("Дина", "Загрузить")
    assert [tuple(row) for row in await world.rows("SELECT number, stage FROM deals ORDER BY number")] == [
        ("1", "engaging"),
        ("2", "prospecting"),
    ]


async def test_a_day_that_could_be_a_month_is_asked(world: World, dina: None) -> None:
    lines = ("1;Анна;Ромашка;Сервер;Успех;01/02/2026;5", "2;Анна;Лютик;Сервер;Успех;03/04/2026;6")
    await send(world, "Дина", "deals.csv", file(*lines))
    seen = await world.screen("Дина")
    assert "В колонке «Дата закрытия» (строка 2) стоит 01/02/2026." in seen
    assert "[1 фев 2026] [2 янв 2026]" in seen
    await world.press("Дина", "2 янв 2026")
    assert "сначала месяц" in await world.screen("Дина")
    await world.press("Дина", "Загрузить")
    closed = [str(row[0])[:10] for row in await world.rows("SELECT closed_at FROM deals ORDER BY number")]
    assert closed == ["2026-01-02", "2026-03-04"]


async def test_swapped_columns_are_noticed_and_put_right_by_buttons(world: World, dina: None) -> None:
    header = "Номер;Ответственный;Клиент;Товар;Стадия;Сумма;Дата закрытия"
    await send(world, "Дина", "deals.csv", file(*GOOD[:1], header=header))
    seen = await world.screen("Дина")
    assert "Колонку «Сумма» я понял как «сумма», но в ней даты" in seen
    assert "с ошибками 1" in seen
    await world.press("Дина", "Колонки")
    await world.press("Дина", "Сумма → сумма")
    assert "Например: 13.03.2026" in await world.screen("Дина")
    await world.press("Дина", "дата закрытия")
    await world.press("Дина", "Дата закрытия →")
    await world.press("Дина", "сумма")
    await world.press("Дина", "Назад")
    seen = await world.screen("Дина")
    assert "Не перепутаны ли колонки" not in seen
    assert "Сделки: новых 1" in seen


async def test_columns_of_one_name_are_never_guessed_between(world: World, dina: None) -> None:
    header = "Номер;Ответственный;Клиент;Товар;Стадия;Сумма;Сумма"
    await send(world, "Дина", "deals.csv", file("1;Анна;Ромашка;Сервер;Поиск;5;6", header=header))
    seen = await world.screen("Дина")
    assert "Не загружаю: Сумма, Сумма (2)" in seen
    await world.press("Дина", "Колонки")
    await world.press("Дина", "Сумма (2) →")
    await world.press("Дина", "сумма")
    await world.press("Дина", "Назад")
    await world.press("Дина", "Загрузить")
    assert [row[0] for row in await world.rows("SELECT amount FROM deals")] == [600]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.csv", b" ", "файл пустой"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "это не текстовый файл"),
        ("nul.csv", b"a,b\n1,\x002\n", "внутри нулевой байт"),
        ("wide.csv", b"a," * 5000 + b"\n", "больше 200 колонок"),
        (
            "entities.xlsx",
            book(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
            "свои определения XML",
        ),
        ("broken.xlsx", b"PK\x03\x04 nothing", "это не файл XLSX"),
        ("text.xlsx", b"a,b\n1,2\n", "это не XLSX, хотя имя такое"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "старый или защищённый файл Excel"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(
    world: World, dina: None, name: str, content: bytes, why: str
) -> None:
    await send(world, "Дина", name, content)
    seen = await world.screen("Дина")
    assert "Не могу прочитать файл" in seen
    assert why in seen
    assert "Мой день" in seen


async def test_a_million_rows_and_a_bomb_are_refused_before_they_cost_memory(
    world: World, dina: None
) -> None:
    await send(world, "Дина", "million.csv", b"a\n" + b"1\n" * 1_000_000)
    assert "больше 200 000 строк. Разделите файл на части" in await world.screen("Дина")
    bomb = book(bytes(70 * 2**20))
    assert len(bomb) < 2**20
    await send(world, "Дина", "bomb.xlsx", bomb)
    assert "после распаковки вышло бы 70 МБ" in await world.screen("Дина")


async def test_a_file_of_40_mb_is_refused_before_it_is_fetched(world: World, dina: None) -> None:
    await send(world, "Дина", "big.csv", bytes(40 * 2**20))
    assert "Файл больше 20 МБ" in await world.screen("Дина")
    assert "Разделите его на части" in await world.screen("Дина")
    assert await world.sandbox.log("getFile") == []


async def test_who_is_no_administrator_imports_nothing(world: World, dina: None) -> None:
    await send(world, "Анна", "deals.csv", file(*GOOD))
    await send(world, "Ольга", "deals.csv", file(*GOOD))
    await world.say("Анна", "/import")
    assert await world.rows("SELECT id FROM uploads") == []
    for person in ("Анна", "Ольга"):
        assert "Загрузить" not in await world.screen(person)
    assert await world.sandbox.log("getFile") == []


async def test_buttons_of_a_file_are_nobody_elses_and_nonsense_does_no_harm(world: World, dina: None) -> None:
    await world.hire("Ева", 1007, roles=("admin",), team=None)
    await send(world, "Дина", "deals.csv", file(*GOOD))
    await world.say("Ева", "/import")
    for act in ("load", "see", "drop", "bad"):
        await world.forge("Ева", f"aup:1:{act}:0:0:")
    assert await world.rows("SELECT id FROM deals") == []
    before = await world.screen("Дина")
    for data in (
        "aup:1:set:0:zz:amount",
        "aup:1:set:9:0:amount",
        "aup:1:set:0:0:nonsense",
        "aup:1:date:0:0:nonsense",
        "aup:1:word:0:zzz:won",
        "aup:1:word:0:0:nonsense",
        "aup:1:rows:0:0:nonsense",
        "aup:1:cols:9:0:",
        "aup:1:col:0:zzz:",
        "aup:1:nonsense:0:0:",
        "aup:zz:see:0:0:",
        "aub:zz",
    ):
        assert await world.forge("Дина", data), data
        assert await world.screen("Дина") == before, data
    assert [row[0] for row in await world.rows("SELECT state FROM uploads")] == ["open"]


async def test_double_and_late_presses_load_once(world: World, dina: None) -> None:
    await send(world, "Дина", "deals.csv", file(*GOOD))
    message = (await world.inbox("Дина"))[0]["message_id"]
    press = world.sandbox.forge(world.staff["Дина"], "aup:1:load:0:0:", message, wait=3000)
    again = world.sandbox.forge(world.staff["Дина"], "aup:1:load:0:0:", message, wait=3000)
    await asyncio.gather(press, again)
    await world.settle()
    assert len(await world.rows("SELECT id FROM imports")) == 1
    assert "Этот файл уже загружен." in await world.screen("Дина")
    await world.press("Дина", "Отменить загрузку")
    await world.forge("Дина", "aub:1")
    assert "Эту загрузку уже отменили." in await world.screen("Дина")
    await world.forge("Дина", "aup:1:drop:0:0:")
    assert len(await world.rows("SELECT id FROM imports")) == 1


async def test_a_file_that_is_put_away_is_not_loaded_later(world: World, dina: None) -> None:
    await send(world, "Дина", "deals.csv", file(*GOOD))
    await world.press("Дина", "Не загружать")
    assert "Не загружено, ничего не изменилось." in await world.screen("Дина")
    await world.forge("Дина", "aup:1:load:0:0:")
    assert await world.rows("SELECT id FROM deals") == []


async def test_telegram_that_does_not_give_the_file_is_said_and_asked_again(world: World, dina: None) -> None:
    await world.sandbox.fault("getFile", kind="error", code=500, description="Internal Server Error", times=2)
    await send(world, "Дина", "deals.csv", file(*GOOD))
    assert "Telegram сейчас не отдаёт файл" in await world.screen("Дина")
    await world.sandbox.clear_faults()
    await world.press("Дина", "Ещё раз")
    assert "Сделки: новых 3" in await world.screen("Дина")


async def test_a_list_of_leads_without_stages_and_owners_goes_to_one_person(world: World, dina: None) -> None:
    header = "Номер;Клиент;Товар;Сумма"
    await send(world, "Дина", "leads.csv", file("1;Ромашка;Сервер;5", "2;Лютик;Сервер;6", header=header))
    assert "В какой колонке: ответственный?" in await world.screen("Дина")
    await world.press("Дина", "Все: Борис")
    assert "В какой колонке: стадия?" in await world.screen("Дина")
    await world.press("Дина", "Все: Поиск")
    seen = await world.screen("Дина")
    assert "Ответственный: Борис, во всех строках" in seen
    assert "Стадия: Поиск, во всех строках" in seen
    await world.press("Дина", "Загрузить")
    found = await world.rows(
        "SELECT d.number, p.name, d.stage FROM deals d JOIN people p ON p.id = d.owner_id ORDER BY d.number"
    )
    assert [tuple(row) for row in found] == [("1", "Борис", "prospecting"), ("2", "Борис", "prospecting")]


@BOTH
@pytest.mark.parametrize("after", [0.0, 0.03, 0.15])
async def test_a_kill_during_the_import_leaves_all_or_nothing_and_the_press_is_worked_once(
    world: World, dina: None, after: float
) -> None:
    await send(world, "Дина", "deals.csv", file(*(f"{n};Анна;Клиент {n};Сервер;Поиск;;" for n in range(600))))
    message = (await world.inbox("Дина"))[0]["message_id"]
    await world.sandbox.forge(world.staff["Дина"], "aup:1:load:0:0:", message)
    await asyncio.sleep(after)  # wherever it is by then, the same must come of it
    await world.kill()
    await world.start()
    await world.settle()
    assert len(await world.rows("SELECT id FROM imports")) == 1
    assert len(await world.rows("SELECT id FROM deals")) == 600
    assert [row[0] for row in await world.rows("SELECT state FROM uploads")] == ["done"]


CRM = "Номер;Ответственный;Клиент;Стадия;ФИО контакта;Моб.;E-mail;ИНН"


@BOTH
async def test_contacts_come_with_the_file_and_the_rep_has_a_number_to_dial(world: World, dina: None) -> None:
    content = file(
        "Д-1;Анна;Ромашка;Поиск;Иван Петров;8 916 123-45-67;ivan@romashka.ru;7707083893",
        "Д-2;Анна;Лютик;Поиск;Ольга;+49 30 123456;;",
        "Д-3;Анна;Астра;Поиск;Пётр;12-34;;",
        header=CRM,
    )
    await send(world, "Дина", "crm.csv", content)
    seen = await world.screen("Дина")
    for column in ("ФИО контакта → контакт", "Моб. → телефон", "E-mail → почта", "ИНН → ИНН"):
        assert column in seen
    assert "Сделки: новых 2, с ошибками 1" in seen
    assert "Контакты: новых 2" in seen

    await world.press("Дина", "Файл: 1 ошибка")
    _, rows = await table(world)
    assert rows[1] == ["crm.csv", 4, "Моб.", "12-34", "в телефоне не хватает цифр"]

    await world.press("Дина", "Загрузить", message=(await world.inbox("Дина"))[0]["message_id"])
    await world.say("Анна", "/find Ромашка")
    await world.press("Анна", "1 · Ромашка")
    client = await world.screen("Анна")
    assert "ИНН 7707083893" in client
    assert "Иван Петров · +7 916 123-45-67 · ivan@romashka.ru" in client
    await world.press("Анна", "1 · Поиск")
    assert "+7 916 123-45-67" in await world.screen("Анна")
    found = await world.rows("SELECT name, phone FROM contacts ORDER BY name")
    assert [tuple(row) for row in found] == [("Иван Петров", "+79161234567"), ("Ольга", "+4930123456")]

    await world.press("Дина", "Отменить загрузку")
    assert "контакты 2" in (await world.screens("Дина"))[0]
    assert await world.rows("SELECT id FROM contacts") == []
    assert await world.rows("SELECT id FROM clients") == []


async def test_a_column_of_phones_under_another_name_is_told_by_a_button(world: World, dina: None) -> None:
    header = "Номер;Ответственный;Клиент;Стадия;Куда звонить"
    await send(world, "Дина", "crm.csv", file("1;Анна;Ромашка;Поиск;89161234567", header=header))
    assert "Контакты" not in await world.screen("Дина")
    await world.press("Дина", "Колонки")
    await world.press("Дина", "Куда звонить")
    assert {"контакт", "телефон", "почта", "ИНН"} <= {one["text"] for one in await world.buttons("Дина")}
    await world.press("Дина", "телефон")
    await world.press("Дина", "Назад")
    assert "Контакты: новых 1" in await world.screen("Дина")
