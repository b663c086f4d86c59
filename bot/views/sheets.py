"""A list that is being put together in a conversation: the rows so far, one of them, or what is asked about it."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Choice
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.asked import Act, Asked, Suggestion
from bot.usecases.asking.sheet import Shown
from bot.views import list_words, tables
from bot.views.layout import LABEL, button, flow, pages_of
from bot.views.lines import clip, stack
from fsm.definition import PARTS, FieldDefinition, FieldType
from fsm.values import Money

_PARTS = {**PARTS, FieldType.LINES: ("quantity", "price", "discount")}
_FIRST = {"contact", "name", "product"}


def sheet(asked: Asked, found: Shown, head: Text, below: Keyboard, t: Texts, now: datetime) -> Screen:
    """`head` says what is asked; `below` are the ways out of the conversation, its end last; they stand where the list does."""
    where = found.sheet
    if found.kind is FieldType.CHECKLIST:
        return _points(asked, found, head, below, t)
    if where.at is None:
        return _list(asked, found, head, below, t, now)
    back = ((_button(asked, found, t.gettext("‹ To the list"), "list"), *below[-1][-1:]),)
    if not where.part:
        return _row(asked, found, head, back, t, now)
    return _part(asked, found, head, back if where.rows else below, t)


def _button(asked: Asked, found: Shown, label: str, act: str, look: Look | None = None) -> Button:
    said = Choice(asked.draft, asked.question.key, f"{found.sheet.stamp}.{act}")
    return Button(clip(label, LABEL), said, look=look)


def names(found: Shown) -> tables.Names:
    return tables.Names(found.contacts, found.products, found.notes)


# --- the whole list ---------------------------------------------------------------------------------------


def _list(asked: Asked, found: Shown, head: Text, below: Keyboard, t: Texts, now: datetime) -> Screen:
    rows, known = found.sheet.rows, names(found)
    pages = pages_of(len(rows), tables.PAGE)
    page = min(found.sheet.page, pages - 1) if found.sheet.page else 0
    first = page * tables.PAGE
    shown = list(enumerate(rows))[first : first + tables.PAGE]
    lines = [
        tables.row(
            at + 1,
            one,
            known,
            found.currency,
            t,
            now,
            lacking=found.lacking.get(at, ()),
            limit=tables.room(rows),
        )
        for at, one in shown
    ]
    buttons = [button for at, one in shown if (button := _opening(asked, found, at, one, known, t))]
    return Screen(
        stack(
            head,
            "",
            *lines,
            tables.total(rows, found.currency, t),
            "",
            Italic(_advice(found, t)),
        ),
        (*flow(buttons), *_turning(asked, found, page, pages, t), *_ending(asked, found, t), *below),
    )


def _opening(
    asked: Asked, found: Shown, at: int, one: object, known: tables.Names, t: Texts
) -> Button | None:
    """The way to a row; a file that was just sent can only be taken out again."""
    if found.kind is not FieldType.FILE:
        warning = "⚠ " if at in found.lacking else ""
        return _button(asked, found, f"{warning}{at + 1}. {tables.title(one, known, t, 28)}", f"row.{at}")
    if at < found.old:
        return None
    return _button(asked, found, t.gettext("Take out: {number}").format(number=at + 1), f"cut.{at}")


def _turning(asked: Asked, found: Shown, page: int, pages: int, t: Texts) -> Keyboard:
    if pages <= 1:
        return ()
    back = (_button(asked, found, "‹", f"page.{page - 1}"),) if page else ()
    on = (_button(asked, found, "›", f"page.{page + 1}"),) if page + 1 < pages else ()
    here = t.gettext("{page} of {pages}").format(page=page + 1, pages=pages)
    return ((*back, _button(asked, found, here, f"page.{page}"), *on),)


def _ending(asked: Asked, found: Shown, t: Texts) -> Keyboard:
    done = _button(asked, found, t.gettext("✓ Done"), "done", Look.GOOD)
    if found.kind is FieldType.FILE:
        return ((done,),) if found.sheet.rows else ()
    word = t.gettext("+ Add one more") if found.sheet.rows else t.gettext("+ Add")
    add = () if found.full else (_button(asked, found, word, "add"),)
    emptied = asked.subject.act is Act.AMEND and found.old
    return ((*add, done),) if found.sheet.rows or emptied else (add,)


def _advice(found: Shown, t: Texts) -> str:
    _ = t.gettext
    if found.full:
        return _("The list is full.")
    return {
        FieldType.PARTICIPANTS: _("Write a name and a phone, send a contact, or press a button."),
        FieldType.COMPETITORS: _("Write a name, or press a button."),
        FieldType.LINES: _("Write the beginning of a name, or press a button."),
    }.get(found.kind, _("Send a file, a photo or several at once: each is one more version."))


# --- one row ----------------------------------------------------------------------------------------------


def _row(asked: Asked, found: Shown, head: Text, back: Keyboard, t: Texts, now: datetime) -> Screen:
    at = found.sheet.at or 0
    one = found.sheet.rows[at]
    lacking = found.lacking.get(at, ())
    buttons = [
        _button(asked, found, f"✎ {list_words.part(part, t)}", f"part.{at}.{part}")
        for part in _PARTS[found.kind]
    ]
    cut = _button(asked, found, t.gettext("Take off the list"), f"cut.{at}", Look.BAD)
    return Screen(
        stack(
            head,
            "",
            tables.row(at + 1, one, names(found), found.currency, t, now, lacking=lacking, limit=300),
        ),
        (*flow(buttons), (cut,), *back),
    )


def _part(asked: Asked, found: Shown, head: Text, back: Keyboard, t: Texts) -> Screen:
    where = found.sheet
    at, part = where.at or 0, where.part
    fresh = part in _FIRST
    whose = None if fresh else f"{at + 1}. {tables.title(where.rows[at], names(found), t)}"
    offers = [_offer(asked, found, one, t) for one in found.offers]
    ways = []
    if where.onward and not fresh and part not in found.demanded:
        ways.append(_button(asked, found, t.gettext("Skip"), "skip"))
        if at not in found.lacking and part != _PARTS[found.kind][-1]:
            ways.append(_button(asked, found, t.gettext("That is enough"), "end"))
    return Screen(
        stack(head, "", whose, Bold(_asking(found, t)), Italic(how) if (how := _how(found, t)) else None),
        (*flow(offers), *_more(asked, found), *flow(ways), *back),
    )


def _more(asked: Asked, found: Shown) -> Keyboard:
    page = found.sheet.page
    back = (_button(asked, found, "‹", f"page.{page - 1}"),) if page else ()
    on = (_button(asked, found, "›", f"page.{page + 1}"),) if found.more else ()
    return ((*back, *on),) if back or on else ()


def _offer(asked: Asked, found: Shown, one: Suggestion, t: Texts) -> Button:
    part, value = found.sheet.part, one.value
    if one.label is not None:
        label = one.label
    elif isinstance(value, Money):
        label = t.money(value.amount, value.currency)
    elif isinstance(value, str):
        label = list_words.said(part, value, t)
    else:
        label = f"{value} %" if part == "discount" else str(value)
    return _button(asked, found, label, f"set.{one.choice}")


def _asking(found: Shown, t: Texts) -> str:
    _ = t.gettext
    return {
        "contact": _("Who is this person?"),
        "role": _("What is the role?"),
        "influence": _("How much influence?"),
        "loyalty": _("For us or against us?"),
        "motives": _("What matters to this person?"),
        "name": _("Who is the competitor?"),
        "strengths": _("What are they good at?"),
        "weaknesses": _("What are they bad at?"),
        "product": _("Which product?"),
        "quantity": _("How many?"),
        "price": _("At what price each?"),
        "discount": _("What discount, in per cent?"),
    }[found.sheet.part]


def _how(found: Shown, t: Texts) -> str | None:
    _ = t.gettext
    match found.sheet.part:
        case "contact":
            return _("Choose, or write the name and the phone, or send a contact.")
        case "product":
            return _("Choose, or write the beginning of the name.")
        case "quantity" | "price" | "discount":
            return _("Choose, or write a number.")
        case "motives" | "name" | "strengths" | "weaknesses":
            return _("Please answer with a message.")
        case _:
            return None


# --- a checklist ------------------------------------------------------------------------------------------


def _points(asked: Asked, found: Shown, head: Text, below: Keyboard, t: Texts) -> Screen:
    field = asked.field
    assert field is not None
    said = Choice(asked.draft, asked.question.key, "done")
    done = Button(t.gettext("✓ Done"), said, look=Look.GOOD)
    return Screen(
        head,
        (*((_point(asked, found, field, key, t),) for key in field.options), (done,), *below),
    )


def _point(asked: Asked, found: Shown, field: FieldDefinition, key: str, t: Texts) -> Button:
    on = key in found.sheet.rows
    label = f"{'☑' if on else '☐'} {t.label(field.options[key].title)}"
    return button(label, Choice(asked.draft, asked.question.key, f"{'off' if on else 'on'}.{key}"))
