"""From tables and a mapping to the plan of an import: everything that is stated, and every row that cannot be used."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.imports import contacts, deals, matching
from bot.imports.contacts import Contacts
from bot.imports.mapping import Mapping, TableMapping
from bot.imports.problems import N_, ErrorRow, Refused
from bot.imports.reading import Reader, WrongCell
from bot.imports.tables import Row, Table
from fsm.definition import Process
from storage.imports.plan import Client, Deal, Person, Plan, Product


@dataclass(frozen=True, slots=True)
class Read:
    """`skipped` are tables in which the mapping recognises nothing."""

    plan: Plan
    errors: tuple[ErrorRow, ...]
    skipped: tuple[str, ...]


@dataclass(slots=True)
class _Gathered:
    clients: dict[str, Client] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    teams: dict[str, str | None] = field(default_factory=dict)
    contacts: Contacts = field(default_factory=Contacts)
    deals: list[Deal] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)  # number -> where it was
    latest: dict[str, datetime] = field(default_factory=dict)  # client -> moment of its most recent deal
    errors: list[ErrorRow] = field(default_factory=list)


def read(
    tables: Iterable[Table], mapping: Mapping, *, process: Process, currency: str, zone: ZoneInfo, today: date
) -> Read:
    """Plan the import. `currency` counts where the mapping names none. Raises Refused."""
    found, left = matching.matched(tables, mapping)
    if not found:
        names = ", ".join(table.file for table in left)
        raise Refused(
            N_(
                "{file}: none of the tables that the mapping describes; look at the headers of both",
                file=names,
            )
        )
    money = mapping.currency or currency
    skipped = tuple(table.file for table in left)
    return plan(found, skipped, process=process, currency=money, zone=zone, today=today)


def plan(
    found: Iterable[tuple[Table, TableMapping]],
    skipped: tuple[str, ...],
    *,
    process: Process,
    currency: str,
    zone: ZoneInfo,
    today: date,
) -> Read:
    """The same of tables whose meaning is known. Raises Refused."""
    gathered = _Gathered()
    # What deals name must be known before them, so that a mention never hides a full row.
    order = ("products", "people", "clients", "deals")
    for table, meaning in sorted(found, key=lambda pair: order.index(pair[1].rows)):
        reader = Reader(table, meaning, currency)
        for row in reader.rows(gathered.errors):
            try:
                match meaning.rows:
                    case "products":
                        _product(gathered, reader, row)
                    case "people":
                        _person(gathered, reader, row)
                    case "clients":
                        _client(gathered, reader, row)
                    case "deals":
                        _deal(gathered, reader, row, process, zone, today)
            except WrongCell as wrong:
                gathered.errors.append(reader.error(row, wrong))
    stated = Plan(
        process=process.process,
        version=process.version,
        currency=currency,
        clients=tuple(gathered.clients.values()),
        people=tuple(gathered.people.values()),
        products=tuple(gathered.products.values()),
        deals=tuple(gathered.deals),
        teams=gathered.teams,
        contacts=tuple(gathered.contacts.by_key.values()),
    )
    errors = sorted(gathered.errors, key=lambda error: (error.file, error.line))
    return Read(stated, tuple(errors), skipped)


def _client(gathered: _Gathered, reader: Reader, row: Row) -> None:
    key, name = reader.name(row, "name", longest=300)
    client = Client(key, name, reader.details(row), inn=contacts.inn(reader, row))
    if gathered.clients.get(client.key, client) != client:
        raise WrongCell(reader.header("name"), name, N_("this client is there already, with other details"))
    gathered.contacts.add(reader, row, (key, name), alone=True)
    gathered.clients[key] = client


def _product(gathered: _Gathered, reader: Reader, row: Row) -> None:
    key, name = reader.name(row, "name", longest=200)
    series = reader.text(row, "series", longest=100)
    product = Product(key, name, series, reader.amount(row, "price"))
    if gathered.products.setdefault(product.key, product) != product:
        raise WrongCell(reader.header("name"), name, N_("this product is there already, with other details"))


def _person(gathered: _Gathered, reader: Reader, row: Row) -> None:
    key, name = reader.name(row, "name", longest=200)
    head_key, head = reader.named(row, "head", longest=90)
    region = reader.text(row, "region", longest=90)
    team = " · ".join(part for part in (region, head) if part) or None
    person = Person(key, name, team)
    known = gathered.people.get(person.key)
    if known is not None and not known.leads and known != person:
        raise WrongCell(reader.header("name"), name, N_("this person is there already, in another team"))
    if known is None:
        gathered.people[person.key] = person
    if region:
        gathered.teams[region] = None
    if team and team != region:
        gathered.teams[team] = region
    if head_key and head:
        gathered.people[head_key] = Person(head_key, head, team, leads=True)


def _deal(
    gathered: _Gathered, reader: Reader, row: Row, process: Process, zone: ZoneInfo, today: date
) -> None:
    deal, names = deals.deal(reader, row, process=process, zone=zone, today=today)
    if deal.number is not None:
        here = N_("{file}, line {line}", file=reader.table.file, line=row.line)
        first = gathered.numbers.setdefault(deal.number, here)
        if first != here:
            raise WrongCell(
                reader.header("number"), deal.number, N_("the same id as in {place}", place=first)
            )
    inn = contacts.inn(reader, row)
    there = gathered.clients.get(deal.client) if deal.client else None
    if inn and there is not None and there.inn and there.inn != inn:
        raise WrongCell(reader.header("inn"), inn, N_("this client has another INN above"))
    whose = (deal.client, names.client) if deal.client and names.client else None
    contact = gathered.contacts.add(reader, row, whose, alone=False)
    if contact is not None:
        unknown = tuple(field for field in deal.unknown if field != "contact")
        deal = replace(deal, contact=contact, unknown=unknown)
    gathered.deals.append(deal)
    gathered.people.setdefault(deal.owner, Person(deal.owner, names.owner, mentioned=True))
    if deal.product and names.product:
        gathered.products.setdefault(deal.product, Product(deal.product, names.product, mentioned=True))
    if deal.client and names.client:
        client = gathered.clients.setdefault(deal.client, Client(deal.client, names.client, mentioned=True))
        when = deals.latest(deal)
        if inn and client.inn is None:
            client = gathered.clients[client.key] = replace(client, inn=inn)
        if client.owner is None or when > gathered.latest[client.key]:
            gathered.clients[client.key] = replace(client, owner=deal.owner)
            gathered.latest[client.key] = when
