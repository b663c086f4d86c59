"""Buttons that answer a question: one choice each, and the pages of them."""

from datetime import datetime

from bot.callbacks import Choice, Conversation, Page
from bot.screen import Button, Keyboard, Look
from bot.texts import Texts
from bot.usecases.asked import KNOWN, Asked, Suggestion
from bot.views import words
from bot.views.layout import button, fitted, pager
from bot.views.lines import capital
from fsm.definition import Final, Process


def choice(asked: Asked, key: str, label: str, look: Look | None = None) -> Button:
    one = button(label, Choice(asked.draft, asked.question.key, key))
    return one if look is None else Button(one.text, one.callback, look=look)


def suggested(asked: Asked, one: Suggestion, t: Texts, now: datetime) -> Button:
    """What one tap answers, in words; what is known already says that it is only left as it is."""
    label = one.label
    if label is None and one.value is not None:
        label = words.value(one.value, asked.field, t, now, asked.names)
        known = t.gettext("Leave: {value}").format(value=label)
        label = known if one.choice == KNOWN else capital(label)
    return choice(asked, one.choice, fitted(label or "…", one.more))


def turning(asked: Asked, t: Texts) -> Keyboard:
    """The pages of the choices, where there are several; and back to all of them, where words have narrowed them."""
    key = asked.question.key
    pages = pager(asked.page, asked.pages, lambda number: Page(asked.draft, key, number), t)
    every = Button(t.gettext("The whole list"), Conversation(asked.draft, "all"))
    return (*pages, (every,)) if asked.sought else pages


def look_of(process: Process, to: str) -> Look | None:
    """A move to the end of a deal looks like its end."""
    stage = process.stages.get(to)
    if stage is None or stage.final is None:
        return None
    return {Final.WON: Look.GOOD, Final.LOST: Look.BAD, Final.TRANSFERRED: Look.MAIN}[stage.final]
