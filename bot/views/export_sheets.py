"""What is exported, as sheets in the reader's words, with times on the reader's clock."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.exports.sheets import Sheet, Value
from bot.texts import Texts
from bot.usecases.exporting import Everything
from bot.usecases.naming import Names
from bot.views import list_words, people, words
from bot.views.words import Processes
from fsm.definition import FieldType, Process
from fsm.values import valued
from storage.exports import ActivityRow, ContactRow, DealRow

_ELSEWHERE = {FieldType.CLIENT, FieldType.CONTACT, FieldType.PRODUCT, FieldType.MONEY, FieldType.DATE}
"""Fields of a process that have columns of their own, or are no words."""
_AS_SAID = {FieldType.TEXT, FieldType.PHONE}
_NEVER = datetime.max.replace(tzinfo=UTC)  # days and moments are told as they are
_HIDDEN = 2
"""Digits of a phone that are shown at its end to who may not see it."""


def sheets(found: Everything, processes: Processes, t: Texts) -> list[Sheet]:
    """Every sheet with its header; rows are made as they are written."""
    staff = _people(found, t)
    if not found.sales:
        return [staff]
    return [
        _deals(found, processes, t),
        _clients(found, t),
        _contacts(found.contacts, t),
        _activities(found.activities, processes, t),
        _notes(found, t),
        staff,
    ]


def _deals(found: Everything, processes: Processes, t: Texts) -> Sheet:
    _, rows = t.gettext, found.deals
    used = {(one.process, one.version) for one in rows}
    fields: dict[str, str] = {}
    for process in (processes[key] for key in sorted(used) if key in processes):
        for key, field in process.fields.items():
            if field.type not in _ELSEWHERE or any(key in one.extra for one in rows):
                fields.setdefault(key, t.label(field.title))
    header = (
        _("Number"), _("Client"), _("Contact"), _("Phone"), _("Product"), _("Responsible"), _("Stage"), _("Result"),
        _("Amount"), _("Currency"), _("Closing date"), _("Opened on"), _("Closed on"), _("Last touch"), _("Next step by"),
        _("Waits until"), _("Waits because"),
    )  # fmt: skip
    return Sheet(
        _("Deals"),
        (*header, *fields.values()),
        (
            (
                *_deal(one, processes.get((one.process, one.version)), t),
                *_extra(one, fields, processes, t, found.names),
            )
            for one in rows
        ),
    )


def _deal(one: DealRow, process: Process | None, t: Texts) -> tuple[Value, ...]:
    results = {
        "won": t.gettext("won"),
        "lost": t.gettext("lost"),
        "transferred": t.gettext("goes on elsewhere"),
        None: t.gettext("in progress"),
    }
    return (
        one.number,
        one.client,
        one.contact,
        one.phone,
        one.product,
        one.owner,
        words.stage(process, one.stage, t),
        results.get(one.outcome, one.outcome),
        one.amount,
        one.currency,
        one.close_date,
        _local(one.opened_at, t),
        _local(one.closed_at, t),
        _local(one.touched_at, t),
        _local(one.next_due, t),
        one.parked_until,
        one.parked_reason,
    )


def _extra(
    one: DealRow, fields: Mapping[str, str], processes: Processes, t: Texts, names: Names
) -> Iterator[Value]:
    process = processes.get((one.process, one.version))
    for key in fields:
        written = one.extra.get(key)
        yield None if written is None else _written(written, key, process, t, names)


def _written(written: Any, key: str, process: Process | None, t: Texts, names: Names) -> Value:
    field = process.fields.get(key) if process else None
    try:
        value = written if field is None else valued(field.type, written)
    except ValueError:  # the process has another type for it by now
        return str(written)
    match value:
        case datetime():
            return _local(value, t)
        case date() | Decimal():
            return value
        case tuple():
            return list_words.whole(value, field, t, names)
        case str() if field is not None and field.type in _AS_SAID:
            return value
        case _:
            return str(value) if field is None else words.value(value, field, t, _NEVER, names)


def _clients(found: Everything, t: Texts) -> Sheet:
    _ = t.gettext
    titles = list(dict.fromkeys(title for one in found.clients for title in one.details))
    return Sheet(
        _("Clients"),
        (_("Client"), _("Tax number"), _("Responsible"), _("Known since"), *titles),
        (
            (
                one.name,
                one.inn,
                one.owner,
                _local(one.created_at, t),
                *(None if title not in one.details else str(one.details[title]) for title in titles),
            )
            for one in found.clients
        ),
    )


def _contacts(rows: Sequence[ContactRow], t: Texts) -> Sheet:
    _ = t.gettext
    return Sheet(
        _("Contacts"),
        (_("Client"), _("Name"), _("Phone"), _("More phones"), _("E-mail")),
        (
            (
                one.client,
                one.name,
                _phone(one.phone, own=one.own),
                ", ".join(_phone(number, own=one.own) or "" for number in one.more) or None,
                one.email if one.own else None,
            )
            for one in rows
        ),
    )


def _phone(number: str | None, *, own: bool) -> str | None:
    """The number; of somebody else's client only what tells it from others."""
    if number is None or own:
        return number
    return number[:2] + "*" * (len(number) - 2 - _HIDDEN) + number[-_HIDDEN:]


def _activities(rows: Sequence[ActivityRow], processes: Processes, t: Texts) -> Sheet:
    _ = t.gettext
    states = {"open": _("is to be done"), "done": _("is done"), "cancelled": _("is cancelled")}
    header = (
        _("Client"), _("Number"), _("Task"), _("Kind"), _("Responsible"), _("Due"), _("State"), _("Result"),
        _("Attempt"), _("Set on"), _("Closed on"),
    )  # fmt: skip

    def made() -> Iterator[tuple[Value, ...]]:
        for one in rows:
            process = processes.get((one.process, one.version))
            yield (
                one.client,
                one.number,
                one.title or words.activity(process, one.key, t),
                words.kind_of(process, one.key, t),
                one.owner,
                _local(one.due, t),
                states.get(one.state, one.state),
                words.outcome(process, one.key, one.outcome, t) if one.outcome else None,
                one.attempt,
                _local(one.opened_at, t),
                _local(one.closed_at, t),
            )

    return Sheet(_("Tasks"), header, made())


def _notes(found: Everything, t: Texts) -> Sheet:
    _ = t.gettext
    return Sheet(
        _("Notes"),
        (_("Client"), _("Number"), _("When"), _("Who"), _("Words"), _("File")),
        (
            (one.client, one.number, _local(one.at, t), one.person, one.words, one.file_name)
            for one in found.notes
        ),
    )


def _people(found: Everything, t: Texts) -> Sheet:
    _ = t.gettext
    return Sheet(
        _("People"),
        (_("Name"), _("Roles"), _("Team"), _("Time zone"), _("Came in on"), _("Left on")),
        (
            (
                one.name,
                ", ".join(people.role(role, t) for role in one.roles),
                one.team,
                one.zone,
                _local(one.joined_at, t),
                _local(one.left_at, t),
            )
            for one in found.people
        ),
    )


def _local(instant: datetime | None, t: Texts) -> datetime | None:
    """On the reader's clock, without a zone, as spreadsheets have it."""
    return None if instant is None else t.local(instant).replace(tzinfo=None)
