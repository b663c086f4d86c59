"""/settings: each of them by a button, or in words while it is asked about."""

from dataclasses import replace

from aiogram.types import Message

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.texts import texts
from bot.usecases import settings
from bot.usecases.settings import Choosing
from bot.views import settings as view
from storage.drafts import Draft
from storage.people import Person


async def shown(desk: Desk, callback: callbacks.Preference) -> Screen:
    """All of them, one to choose, or one that has been chosen."""
    if not callback.part:
        return await overview(desk)
    if not callback.value:
        return view.choice(await settings.choose(desk.work, callback.part, message=desk.pressed), desk.t)
    found = await settings.change(desk.work, callback.part, callback.value, message=desk.pressed)
    if isinstance(found, Choosing):
        return replace(view.choice(found, desk.t), toast=desk.t.gettext("Saved"))
    return _set(found)


async def overview(desk: Desk) -> Screen:
    return view.settings(await settings.overview(desk.work), desk.t)


async def language(desk: Desk, callback: callbacks.Language) -> Screen:
    person, t = await settings.speak(desk.work, callback.language)
    return view.settings(person, t)


async def asked(desk: Desk, draft: Draft) -> Screen:
    """The question that waits."""
    return view.choice(await settings.choose(desk.work, draft.question, message=desk.pressed), desk.t)


async def said(desk: Desk, draft: Draft, message: Message) -> Screen:
    found = await settings.said(desk.work, draft, message.text)
    return view.choice(found, desk.t) if isinstance(found, Choosing) else _set(found)


def _set(person: Person) -> Screen:
    t = texts(person.language, person.zone)
    return replace(view.settings(person, t), toast=t.gettext("Saved"))
