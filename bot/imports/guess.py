"""A mapping out of headers alone, for files that come without one. Whatever is not certain is left out or refused."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map

from bot.imports.mapping import CLOSED, FIELDS, NEEDED, Mapping, Rows, TableMapping
from bot.imports.problems import N_, Refused
from bot.imports.tables import Table, folded, words
from fsm.definition import Final, Process

_WHOM = {
    "contact": "contact, contact name, contact person, primary contact, контакт, контактное лицо, имя контакта,"
    " фио контакта, основной контакт, фио",
    "phone": "phone, phone number, contact phone, mobile, mobile phone, tel, tel., телефон, телефон контакта,"
    " номер телефона, тел, тел., моб, моб., мобильный, мобильный телефон, моб. телефон, рабочий телефон",
    "email": "email, e-mail, contact email, mail, почта, эл. почта, электронная почта, email контакта,"
    " e-mail контакта, адрес электронной почты",
    "inn": "inn, tax id, инн, инн клиента, инн компании",
}
_HEADERS: Map[Rows, Map[str, str]] = {
    "deals": {
        "number": "opportunity_id, opportunity id, deal_id, deal id, deal number, id, номер, номер сделки, id сделки, код",
        "owner": "sales_agent, sales agent, owner, deal owner, manager, responsible, rep, ответственный, менеджер,"
        " владелец, менеджер по продажам",
        "client": "account, client, customer, company, account name, клиент, компания, контрагент, покупатель",
        "product": "product, product name, item, продукт, товар, услуга, номенклатура",
        "stage": "deal_stage, deal stage, stage, status, стадия, этап, статус, стадия сделки, этап сделки",
        "amount": "close_value, close value, amount, value, sum, deal value, deal amount, сумма, сумма сделки, бюджет",
        **_WHOM,
    },
    "clients": {
        "name": "account, client, customer, company, account name, клиент, компания, контрагент, название, организация",
        **_WHOM,
    },
    "products": {
        "name": "product, product name, item, name, продукт, товар, услуга, номенклатура, название",
        "series": "series, category, group, серия, категория, группа",
        "price": "sales_price, sales price, price, цена",
    },
    "people": {
        "name": "sales_agent, sales agent, rep, name, employee, менеджер, сотрудник, фио, имя",
        "head": "manager, head, supervisor, team lead, руководитель, роп, начальник",
        "region": "regional_office, regional office, region, office, department, регион, офис, отдел, филиал",
    },
}  # fmt: skip
# What tells the kind of a table besides the columns that it needs.
_TELLING: Map[Rows, frozenset[str]] = {
    "deals": frozenset(),
    "clients": frozenset(),
    "products": frozenset({"price", "series"}),
    "people": frozenset({"head", "region"}),
}
_WON = (
    "won, closed won, success, выиграна, выиграно, успех, успешно, успешно реализовано, завершена с победой"
)
_LOST = "lost, closed lost, failure, проиграна, проиграно, отказ, закрыто и не реализовано, завершена с проигрышем"
_CLOSED = frozenset(["close", "closed", "closing", "закрытия", "закрыта", "закрыто", "завершения"])
_OPENED = frozenset(
    [
        "open",
        "opened",
        "opening",
        "create",
        "created",
        "creation",
        "создания",
        "создана",
        "создано",
        "открытия",
    ]
)
_DATED = frozenset(["date", "day", "at", "on", "when", "дата", "день"])


def mapping(tables: Iterable[Table], process: Process) -> Mapping:
    """The mapping that the headers suggest. Refused when no table is understood, with what was looked for."""
    tables = list(tables)
    found = [guessed for table in tables if (guessed := meaning(table, process)) is not None]
    if not found:
        titles = ", ".join(f"`{title}`" for table in tables for title in table.header[:12])
        raise Refused(
            N_(
                "{file}: the headers {headers} do not say what the columns mean; write a mapping"
                " (examples/maven-crm.yaml is one) and give it with --mapping",
                file=", ".join(table.file for table in tables),
                headers=titles,
            )
        )
    return Mapping(mapping=1, process=process.process, tables=tuple(found))


def meaning(table: Table, process: Process) -> TableMapping | None:
    """What one table seems to be; None when its headers do not say."""
    headers = {folded(title): title for title in table.header if title}
    for rows in FIELDS:
        found = columns(table, rows)
        if any(field not in found for field in NEEDED[rows]):
            continue
        if _TELLING[rows] and not _TELLING[rows] & found.keys():
            continue
        if rows != "deals":
            rest = tuple(title for title in headers.values() if title not in found.values())
            details = rest if rows == "clients" else ()
            return TableMapping(rows=rows, file=table.file, columns=found, details=details)
        dated = dict(moments(table, process, set(found.values())))
        stages = known_stages(words_of(table, found["stage"]), process)
        return TableMapping(rows=rows, file=table.file, columns=found, moments=dated, stages=stages)
    return None


def columns(table: Table, rows: Rows) -> dict[str, str]:
    """Field -> title, for fields whose name the headers say."""
    headers = {folded(title): title for title in table.header if title}
    return {
        field: headers[name]
        for field, names in _HEADERS[rows].items()
        if (name := next((name for name in names.split(", ") if name in headers), None))
    }


def known_stages(there: Iterable[str], process: Process) -> dict[str, str]:
    """The words that are a stage's key or title, or surely an end; with the stage."""
    known = {folded(key): key for key in process.stages}
    known |= {folded(title): key for key, stage in process.stages.items() for title in stage.title.values()}
    for final, names in ((Final.WON, _WON), (Final.LOST, _LOST)):
        stage = process.stage_of(final)
        if stage is not None:
            known = {**dict.fromkeys(names.split(", "), stage), **known}
    return {word: known[folded(word)] for word in sorted(there) if folded(word) in known}


def words_of(table: Table, header: str) -> set[str]:
    """The different words in a column; nothing counts as a word too."""
    place = table.header.index(header)
    return {words(row.cells[place]) for row in table.rows if place < len(row.cells)}


def moments(table: Table, process: Process, used: set[str]) -> Iterator[tuple[str, str]]:
    """Columns whose header names a stage, or the beginning or the end, and says that it is a date."""
    headers = {folded(title): title for title in table.header if title}
    seen: set[str] = set()
    for name, title in headers.items():
        parts = set(re.findall(r"[^\W_]+", name))
        if title in used or not parts & _DATED:
            continue
        moment = _moment(parts, process)
        if moment is not None and moment not in seen:
            seen.add(moment)
            yield moment, title


def _moment(parts: set[str], process: Process) -> str | None:
    if parts & _CLOSED:
        return CLOSED
    for key in process.working_stages:
        names = (key, *process.stages[key].title.values())
        # engage_date is about Engaging: the first letters are enough in a language with endings.
        stems = {folded(name)[:5] for name in names}
        if any(part[:5] in stems for part in parts if len(part) >= 5):
            return key
    return process.start if parts & _OPENED else None
