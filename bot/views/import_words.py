"""The words about a file that is imported: what columns and rows are, what is wrong, what became of it."""

from collections.abc import Mapping

from bot.imports.problems import Told
from bot.imports.sketch import AT, DETAIL, NOTHING
from bot.texts import Texts
from bot.usecases.imports import Counts
from bot.views import words
from fsm.definition import Process


def told(text: str, t: Texts) -> str:
    """A sentence about a file in the reader's language; one that is in no catalogue as it is."""
    if not isinstance(text, Told):
        return text
    return t.gettext(text.template).format(
        **{name: _part(name, part, t) for name, part in text.parts.items()}
    )


def _part(name: str, part: object, t: Texts) -> object:
    if isinstance(part, str):
        return told(part, t)
    # The number of a line is looked for in the file, where it has no blanks.
    return t.number(part) if isinstance(part, int) and "line" not in name else part


def rows_of(kind: str, t: Texts) -> str:
    """What the rows of a table are, on a button."""
    _ = t.gettext
    return {
        "deals": _("Deals"),
        "clients": _("Clients"),
        "contacts": _("Contacts"),
        "products": _("Products"),
        "people": _("People"),
        "teams": _("Teams"),
    }.get(kind, kind)


def meaning(key: str, process: Process, t: Texts) -> str:
    """What a column is taken for."""
    _ = t.gettext
    if key.startswith(AT):
        stage = key.removeprefix(AT)
        if stage in process.stages:
            return _("date: {stage}").format(stage=words.stage(process, stage, t))
        return _("closing date")
    return {
        NOTHING: _("leave out"),
        DETAIL: _("about the client"),
        "number": _("number of the deal"),
        "owner": _("who is responsible"),
        "client": _("client"),
        "contact": _("contact"),
        "phone": _("phone"),
        "email": _("e-mail"),
        "inn": _("tax number (INN)"),
        "product": _("product"),
        "stage": _("stage"),
        "amount": _("amount"),
        "close_date": _("planned closing"),
        "name": _("name"),
        "series": _("series"),
        "price": _("price"),
        "head": _("head"),
        "region": _("office or region"),
    }.get(key, key)


def encoding(name: str) -> str:
    """An encoding as people call it."""
    return {"cp1251": "Windows-1251", "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(
        name, name
    )


def delimiter(sign: str, t: Texts) -> str:
    """A delimiter in words that can be read."""
    return t.gettext("tab") if sign == "\t" else f"«{sign}»"


def counts(found: Mapping[str, Counts], t: Texts, *, done: bool) -> list[str]:
    """A line for each kind that the file speaks of; `done` after the import, else before it."""
    _ = t.gettext
    lines = []
    for kind, one in found.items():
        if not (one.new or one.updated or one.unchanged or one.errors):
            continue
        parts = []
        if one.new:
            parts.append(_("{number} new").format(number=t.number(one.new)))
        if one.updated:
            said = _("{number} updated") if done else _("{number} to be updated")
            parts.append(said.format(number=t.number(one.updated)))
        if one.unchanged:
            parts.append(_("{number} unchanged").format(number=t.number(one.unchanged)))
        if one.errors:
            parts.append(_("{number} with errors").format(number=t.number(one.errors)))
        lines.append(f"{rows_of(kind, t)}: {', '.join(parts)}")
    return lines


def number_of_rows(number: int, t: Texts) -> str:
    return t.ngettext("{number} row", "{number} rows", number).format(number=t.number(number))
