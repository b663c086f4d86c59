"""A strict messenger takes every screen as it is."""

from dataclasses import replace

import pytest

from bot.screen import markup
from bot.texts import texts
from bot.views import menu, task
from tests.bot.messenger import ANNA, messenger
from tests.bot.pictures import picture
from tests.bot.views import rows
from tests.bot.views.gallery import plain, screens
from tests.bot.views.rows import NOW, SIMPLE
from tests.bot.views.test_every_screen import NAMES

RU = texts("ru", "Europe/Moscow")


@pytest.mark.parametrize(("language", "name"), [("en", "usual"), *(("ru", name) for name in NAMES)])
async def test_every_screen_arrives_as_it_was_drawn(language: str, name: str) -> None:
    every = screens(texts(language, "Europe/Moscow"), NAMES[name])
    # A file that Telegram is said to keep is in no messenger that has just begun.
    drawn = {title: screen for title, screen in every.items() if screen.kept is None}
    async with messenger() as room:
        for screen in drawn.values():
            photo = picture("red") if screen.photo else None
            await room.showing.show(replace(screen, photo=photo), ANNA)
        shown = [one for one in await room.people.messages(ANNA) if one["from"] == "bot"]
    for (title, screen), message in zip(drawn.items(), shown, strict=True):
        assert message["text"] == plain(screen.text), title
        assert [[one["text"] for one in row] for row in message["buttons"]] == [
            [one.text for one in row] for row in screen.keyboard
        ], title


async def test_phones_dial_and_dues_run() -> None:
    async with messenger() as room:
        await room.showing.show(task.card(rows.a_task(), [], SIMPLE, RU, NOW), ANNA)
        (shown,) = await room.people.messages(ANNA)
        kinds = {entity["type"] for entity in shown["entities"]}
        assert {"bold", "phone_number", "date_time", "italic"} <= kinds


async def test_the_menu_and_its_commands_are_taken() -> None:
    async with messenger() as room:
        await room.bot.set_my_commands(menu.commands({"rep", "head", "admin"}, RU))
        await room.bot.send_message(ANNA, "Меню", reply_markup=menu.keyboard({"rep", "head"}, RU))
        assert await room.texts() == ["Меню"]


def test_a_keyboard_in_telegrams_words() -> None:
    found = markup(task.card(rows.a_task(), [], SIMPLE, RU, NOW).keyboard)
    assert found is not None
    first = found.inline_keyboard[0][0]
    assert (first.text, first.style, first.callback_data) == ("Потребность ясна", "success", "ao:16:clear")
