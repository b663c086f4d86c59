"""Dictionaries: looked at, and changed word by word."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import dictionaries, forms
from bot.usecases.access import ForbiddenError
from bot.usecases.forms import Form
from bot.views import dictionaries as view
from bot.words.refusals import NotUnderstood


async def pressed(desk: Desk, callback: callbacks.Wordbook) -> Screen:
    """The list of them, one, or what is done about one of its words."""
    if not callback.book:
        return view.books(dictionaries.books(desk.work), desk.t)
    found = dictionaries.book(desk.work, callback.book)
    if callback.option and callback.option not in found.field.options:
        raise ForbiddenError
    match callback.act:
        case "open":
            await forms.over(desk.work)
            return view.book(found, callback.page, desk.t)
        case "word" if callback.option:
            return view.word(found, callback.option, desk.t)
        case "add" | "rename":
            option = callback.option if callback.act == "rename" else ""
            await forms.ask(desk.work, forms.WORD, message=desk.pressed, book=callback.book, option=option)
            return view.asking(found, option, desk.t)
        case "hide" | "show" if callback.option:
            hidden = callback.act == "hide"
            await dictionaries.show(desk.work, callback.book, callback.option, hidden=hidden)
            return view.book(
                dictionaries.book(desk.work, callback.book), 0, desk.t, toast=desk.t.gettext("Saved.")
            )
        case _:
            raise ForbiddenError


async def named(desk: Desk, form: Form, text: str) -> Screen:
    """The words of a new option, or of one that is renamed."""
    book, option = str(form.about["book"]), str(form.about["option"])
    try:
        if option:
            await dictionaries.rename(desk.work, book, option, text)
        else:
            await dictionaries.add(desk.work, book, text)
    except NotUnderstood:
        problem = desk.t.gettext("That is too long for a button.")
        return view.asking(dictionaries.book(desk.work, book), option, desk.t, problem=problem)
    return view.book(dictionaries.book(desk.work, book), 0, desk.t)


async def asked(desk: Desk, form: Form) -> Screen:
    """The question once more."""
    book, option = str(form.about["book"]), str(form.about["option"])
    return await pressed(desk, callbacks.Wordbook(book, "rename" if option else "add", option, 0))
