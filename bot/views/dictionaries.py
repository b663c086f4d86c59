"""Dictionaries of the processes: all of them, one with its words, one word."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic, Strikethrough, Text

from bot.callbacks import Firm, Idle, Wordbook
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.dictionaries import LONGEST, Book
from bot.views.layout import LABEL, button, flow, my_day, pager, pages_of
from bot.views.lines import clip, stack

PAGE = 12


def books(found: Sequence[Book], t: Texts) -> Screen:
    """A button for each, under the name of its process."""
    rows: list[tuple[Button, ...]] = []
    for process in dict.fromkeys(one.process.process for one in found):
        own = [one for one in found if one.process.process == process]
        rows.append((Button(clip(f"— {t.label(own[0].process.title)} —", LABEL), Idle()),))
        rows += flow(button(t.label(one.field.title), Wordbook(one.mark, "open", "", 0)) for one in own)
    return Screen(
        stack(
            Bold(t.gettext("Dictionaries")),
            t.gettext("What may be chosen in the deals: add your own, rename, hide what you do not need."),
            None if found else t.gettext("There are none."),
        ),
        (*rows, (Button(t.gettext("‹ Company"), Firm("", "", 0)), my_day(t))),
    )


def book(found: Book, page: int, t: Texts, *, toast: str | None = None) -> Screen:
    """Its words; what is hidden is struck out, what the process sets itself has no button."""
    options = found.field.options
    keys = [key for key in options if not found.fixed(key)]
    pages = pages_of(len(keys), PAGE)
    page = min(page, pages - 1)
    shown = keys[page * PAGE : (page + 1) * PAGE]
    fixed = [key for key in options if found.fixed(key)]
    return Screen(
        stack(
            Bold(clip(t.label(found.field.title))),
            clip(t.label(found.process.title)),
            "",
            *(_line(found, key, t) for key in shown),
            *(
                Italic(t.gettext("{word}: the process sets it by itself").format(word=_word(found, key, t)))
                for key in fixed
            ),
        ),
        (
            (Button(t.gettext("+ Add"), Wordbook(found.mark, "add", "", 0), look=Look.MAIN),),
            *flow(
                button(("○ " if found.hidden(key) else "") + _word(found, key, t), _to(found, "word", key))
                for key in shown
            ),
            *pager(page, pages, lambda to: Wordbook(found.mark, "open", "", to), t),
            (Button(t.gettext("‹ Dictionaries"), Wordbook("", "", "", 0)), my_day(t)),
        ),
        toast=toast,
    )


def _line(found: Book, key: str, t: Texts) -> Text:
    word = _word(found, key, t)
    return Text("· ", Strikethrough(word) if found.hidden(key) else word)


def word(found: Book, key: str, t: Texts) -> Screen:
    """One word, and what can be done about it."""
    hidden = found.hidden(key)
    return Screen(
        stack(
            Bold(_word(found, key, t)),
            clip(t.label(found.field.title)),
            "",
            t.gettext("Hidden: nobody is offered it, deals that have it keep it.")
            if hidden
            else t.gettext("It is offered."),
        ),
        (
            (
                Button(t.gettext("Rename"), _to(found, "rename", key)),
                Button(t.gettext("Show again"), _to(found, "show", key))
                if hidden
                else Button(t.gettext("Hide"), _to(found, "hide", key)),
            ),
            (Button(t.gettext("‹ Back"), _to(found, "open", "")), my_day(t)),
        ),
    )


def asking(found: Book, key: str, t: Texts, *, problem: str | None = None) -> Screen:
    """The words of a new one (key empty), or of one that is renamed."""
    question = (
        t.gettext("How shall “{word}” be called?").format(word=_word(found, key, t))
        if key
        else t.gettext("What is to be added?")
    )
    return Screen(
        stack(
            clip(t.label(found.field.title)),
            problem,
            "",
            Bold(question),
            Italic(t.gettext("Please write it, at most {number} characters.").format(number=LONGEST)),
        ),
        ((Button(t.gettext("‹ Back"), _to(found, "open", "")), my_day(t)),),
    )


def _word(found: Book, key: str, t: Texts) -> str:
    return clip(t.label(found.field.options[key].title), 40)


def _to(found: Book, act: str, key: str) -> Wordbook:
    return Wordbook(found.mark, act, key, 0)
