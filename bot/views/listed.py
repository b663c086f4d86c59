"""Lists of a deal: who takes part, who competes, what is sold, which versions there are of its documents."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Hand, ListOf, NoteFile, UseTotal
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.listed import TABLES, Documents, Listed
from bot.views import list_words, tables, words
from bot.views.layout import button, deal_card, flow, my_day, pager, pages_of
from bot.views.lines import client, stack
from fsm import extending
from fsm.definition import FieldType, Process
from storage.deals import Card
from storage.notes import Note


def listed(found: Listed, page: int, t: Texts, now: datetime) -> Screen:
    """One list with the way to change it; files the newest first, each to be sent again."""
    files = found.process.fields[found.key].type is FieldType.FILE
    rows = list(enumerate(found.rows, 1))
    if files:
        rows.reverse()
    pages = pages_of(len(rows), tables.PAGE)
    page = min(page, pages - 1)
    shown = rows[page * tables.PAGE : (page + 1) * tables.PAGE]
    names = tables.Names(found.contacts, found.products, found.notes)
    run = found.card.run_id
    return Screen(
        stack(
            client(found.card.client, t.gettext("Client not known yet")),
            Bold(words.field(found.process, found.key, t)),
            "",
            *(
                tables.row(number, one, names, found.currency, t, now, limit=tables.room(rows))
                for number, one in shown
            ),
            None if rows else Italic(t.gettext("Nothing here yet.")),
            *_sums(found, t),
        ),
        (
            *flow(_version(number, names.notes[one], t) for number, one in shown if one in names.notes),
            *pager(page, pages, lambda to: ListOf(run, found.key, to), t),
            *_changing(found, t, files=files),
            (_back(found, t) if files else deal_card(run, t), my_day(t)),
        ),
    )


def _version(number: int, note: Note, t: Texts) -> Button:
    """To have the file sent again."""
    return Button(t.gettext("▸ Version {number}").format(number=number), NoteFile(note.id))


def _back(found: Listed, t: Texts) -> Button:
    """Of several documents, to all of them."""
    if len(keys_of(found.process, FieldType.FILE)) > 1:
        return Button(t.gettext("‹ Documents"), ListOf(found.card.run_id, "", 0))
    return deal_card(found.card.run_id, t)


def _sums(found: Listed, t: Texts) -> list[Text | str | None]:
    total = tables.total(found.rows, found.currency, t)
    if total is None:
        return []
    if found.total is None:
        return [total]
    amount = found.card.amount
    known = t.money(amount, found.currency) if amount is not None else t.gettext("not known")
    return [total, t.gettext("Amount of the deal: {amount}").format(amount=known)]


def _changing(found: Listed, t: Texts, *, files: bool) -> Keyboard:
    if found.card.outcome is not None:
        return ()
    run = found.card.run_id
    word = t.gettext("+ Attach") if files else t.gettext("✎ Change")
    rows = [(Button(word, Hand(run, "amend", found.key)),)]
    if found.total is not None:
        label = t.gettext("Amount = {amount}").format(amount=t.money(found.total, found.currency))
        rows.append((button(label, UseTotal(run, found.key, int(found.total * 100))),))
    return tuple(rows)


def documents(found: Documents, t: Texts, now: datetime) -> Screen:
    """All documents of a deal: the last version of each, and the way to the others."""
    run = found.card.run_id
    return Screen(
        stack(
            client(found.card.client, t.gettext("Client not known yet")),
            Bold(t.gettext("Documents")),
            *(line for key, ids in found.versions.items() for line in _document(found, key, ids, t, now)),
        ),
        (
            *flow(button(words.field(found.process, key, t), ListOf(run, key, 0)) for key in found.versions),
            (deal_card(run, t), my_day(t)),
        ),
    )


def _document(
    found: Documents, key: str, ids: Sequence[int], t: Texts, now: datetime
) -> list[Text | str | None]:
    title = words.field(found.process, key, t)
    if not ids:
        return ["", Text(Bold(title), " — ", t.gettext("no file yet"))]
    names = tables.Names(notes=found.notes)
    return [
        "",
        Text(Bold(title), " — ", list_words.short(tuple(ids), found.process.fields[key], t)),
        tables.row(len(ids), ids[-1], names, "", t, now),
    ]


def keys_of(process: Process, kind: FieldType) -> list[str]:
    """Fields of this type."""
    return [key for key, one in process.fields.items() if one.type is kind]


def buttons(deal: Card, process: Process, t: Texts) -> list[Button]:
    """On the card of a deal: the way to each list that its process has, with how much is in it."""
    run = deal.run_id
    found = []
    for key, one in process.fields.items():
        if one.type in TABLES and one.type is not FieldType.FILE:
            found.append(button(_counted(t.label(one.title), len(_rows(deal, key)), t), ListOf(run, key, 0)))
    files = keys_of(process, FieldType.FILE)
    count = sum(len(_rows(deal, key)) for key in files)
    if count or not extending.fields().issuperset(
        files
    ):  # what every deal may have is shown once there is some
        only = files[0] if len(files) == 1 else ""
        found.append(button(_counted(t.gettext("Documents"), count, t), ListOf(run, only, 0)))
    return found


def _rows(deal: Card, key: str) -> Sequence[object]:
    rows = deal.extra.get(key)
    return rows if isinstance(rows, list) else ()


def _counted(title: str, count: int, t: Texts) -> str:
    """«Участники: 3»; without a number where there is nothing yet."""
    return f"{title}: {t.number(count)}" if count else title
