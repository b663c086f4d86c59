"""The table: which view draws the question of which type of field. Whoever answers a type in steps adds a line here."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.asked import Asked
from bot.views import question as plain
from fsm.definition import FieldType, Process

View = Callable[[Asked, Process, Texts, datetime], Screen]

VIEWS: Mapping[FieldType, View] = {}


def question(asked: Asked, process: Process, t: Texts, now: datetime) -> Screen:
    """The question that is asked. `process` is the run's version, `now` a UTC instant."""
    own = VIEWS.get(asked.field.type) if asked.field is not None else None
    return (own or plain.question)(asked, process, t, now)
