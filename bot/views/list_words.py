"""What is said of rows of lists, in words: roles, influence, loyalty, and lists as short as a line of a card."""

from typing import Any

from bot.texts import Texts
from bot.usecases.naming import NONE, Names
from bot.views.lines import SHORT, clip
from fsm.definition import FieldDefinition, FieldType
from fsm.values import Competitor, Line, Participant

_FEW = 3
"""Names that a line has room for."""


def part(name: str, t: Texts) -> str:
    """What a part of a row is called."""
    _ = t.gettext
    return {
        "role": _("Role"),
        "influence": _("Influence"),
        "loyalty": _("Loyalty"),
        "motives": _("Motives"),
        "strengths": _("Strengths"),
        "weaknesses": _("Weaknesses"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "discount": _("Discount"),
    }.get(name, name)


def said(name: str, value: str, t: Texts, limit: int = 100) -> str:
    """A word of fsm.values.ROLES, LEVELS or STANCES; what is not one of them is somebody's own words."""
    _ = t.gettext
    known = {
        "role": {
            "owner": _("Owner of the company"),
            "decides": _("Makes the decision"),
            "influences": _("Has influence on it"),
            "uses": _("Will use it"),
            "other": _("Another role"),
        },
        "influence": {"high": _("High"), "medium": _("Medium"), "low": _("Low")},
        "loyalty": {"for": _("For us"), "neutral": _("Neutral"), "against": _("Against us")},
    }
    return known.get(name, {}).get(value) or clip(value, limit)


def short(
    rows: tuple[Any, ...],
    definition: FieldDefinition | None,
    t: Texts,
    names: Names = NONE,
) -> str:
    """A list on one line: its first names, or how many; a checklist as «3 из 5», files as their last version."""
    kind = definition.type if definition is not None else None
    if kind is FieldType.CHECKLIST and definition is not None:
        ticked = sum(key in rows for key in definition.options)
        return t.gettext("{number} of {total}").format(number=ticked, total=len(definition.options))
    if not rows:
        return "—"
    if kind is FieldType.FILE:
        return t.gettext("version {number}").format(number=len(rows))
    found = [one for one in (_name(row, names) for row in rows[:_FEW]) if one]
    if len(found) < min(_FEW, len(rows)):
        return t.number(len(rows))
    more = t.gettext("and {number} more").format(number=len(rows) - _FEW) if len(rows) > _FEW else None
    return ", ".join((*found, *((more,) if more else ())))


def _name(row: object, names: Names) -> str | None:
    match row:
        case Competitor():
            found: str | None = row.name
        case Participant():
            found = names.rows.of(FieldType.CONTACT, row.contact)
        case Line():
            found = names.rows.of(FieldType.PRODUCT, row.product)
        case _:
            return None
    return clip(found, SHORT) if found else None


def whole(rows: tuple[Any, ...], definition: FieldDefinition | None, t: Texts, names: Names = NONE) -> str:
    """All rows with all that is said of them, for a cell of a table: «Пётр (Принимает решение, За нас); Анна»."""
    told = [_told(row, t, names) for row in rows if isinstance(row, Participant | Competitor | Line)]
    return "; ".join(told) if told else short(rows, definition, t, names)


def _told(row: Participant | Competitor | Line, t: Texts, names: Names) -> str:
    name, more = _name(row, names) or "—", [one for one in _more(row, t) if one]
    return f"{name} ({', '.join(more)})" if more else name


def _more(row: Participant | Competitor | Line, t: Texts) -> list[str | None]:
    match row:
        case Line():
            less = f" − {t.number(row.discount)} %" if row.discount else ""
            return [f"{t.number(row.quantity)} × {t.number(row.price)}{less}"]
        case Participant():
            words = {"role": row.role, "influence": row.influence, "loyalty": row.loyalty}
            return [
                *(f"{part(key, t)}: {said(key, one, t)}" for key, one in words.items() if one),
                row.motives,
            ]
        case Competitor():
            sides = {"strengths": row.strengths, "weaknesses": row.weaknesses}
            return [f"{part(key, t)}: {one}" for key, one in sides.items() if one]
