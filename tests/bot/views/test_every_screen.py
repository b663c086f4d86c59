"""What holds for every screen, in both languages, whatever people are called."""

import re

import pytest

from bot import callbacks
from bot.screen import Button, Screen, markup
from bot.texts import LANGUAGES, texts
from tests.bot.views.gallery import plain, screens

NAMES = {
    "usual": "ООО «Ромашка»",
    "markup": "<b>Рога</b> & <a href='tg://user?id=1'>копыта</a> *_`[x](y)",
    "braces": "{0} {name} %s %(x)s {{",
    "right to left": "שלום בע״מ \u202eгвоздь",
    "emoji": "👨‍👩‍👧‍👦🇷🇺" * 40,
    "marks": "e\u0301" * 400,
    "long": "Ж" * 5_000,
    "lines": "одна\n\n\nдве\r\nтри\x00\x07",
    "nothing": " \u200b ",
}
ALONE = {
    "card closed",
    "post new",
    "post won",
    "post lost",
    "greeting",
    "stranger",
    "invite used",
    "invite expired",
    "welcome",
    "help",
}
"""Said to somebody who has nothing yet to go back to, or beside the keyboard of the menu."""
MENU = {"invite roles", "invitation", "home of an admin"}
CASES = [(language, name) for language in LANGUAGES for name in NAMES]


def gallery(language: str, name: str) -> dict[str, Screen]:
    return screens(texts(language, "Europe/Moscow"), NAMES[name])


def buttons(screen: Screen) -> list[Button]:
    return [one for row in screen.keyboard for one in row]


@pytest.mark.parametrize(("language", "name"), CASES)
def test_telegram_takes_every_screen(language: str, name: str) -> None:
    for title, screen in gallery(language, name).items():
        words, entities = screen.text.render()
        size = len(words.encode("utf-16-le")) // 2
        assert 0 < size <= (1024 if screen.photo or screen.document else 4096), title
        assert words == words.strip(), title
        assert "\n\n\n" not in words, title
        assert all(entity.offset + entity.length <= size and entity.length for entity in entities), title
        assert len(entities) <= 100, title
        assert len(screen.toast or "") <= 200, title
        assert len(buttons(screen)) <= 100, title
        assert all(len(row) <= 8 for row in screen.keyboard), title
        assert (markup(screen.keyboard) is None) == (not screen.keyboard), title
        for one in buttons(screen):
            assert one.text.strip(), title
            assert len(one.text) <= 42, (title, one.text)
            assert "\n" not in one.text, title


@pytest.mark.parametrize(("language", "name"), CASES)
def test_every_button_is_understood_when_it_comes_back(language: str, name: str) -> None:
    for title, screen in gallery(language, name).items():
        for one in buttons(screen):
            assert one.callback is not None, title
            data = one.callback.pack()
            assert len(data.encode()) <= 64, title
            assert callbacks.parse(data) == one.callback, title


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_a_way_back(language: str) -> None:
    for title, screen in gallery(language, "usual").items():
        if title in ALONE | MENU:
            continue
        back = {
            type(one.callback)
            for one in buttons(screen)
            if isinstance(
                one.callback,
                callbacks.Day
                | callbacks.Conversation
                | callbacks.Deals
                | callbacks.Invite
                | callbacks.Home
                | callbacks.Aside,
            )
        }
        assert back, title


def test_no_button_twice_on_a_screen() -> None:
    for title, screen in gallery("ru", "usual").items():
        pressed = [
            one.callback.pack()
            for one in buttons(screen)
            if one.callback and one.callback != callbacks.Idle() and not one.text.startswith("● ")
        ]
        if title != "deals":  # its lines are the same deal eight times
            assert len(pressed) == len(set(pressed)), title


def test_what_people_wrote_is_never_markup() -> None:
    for title, screen in gallery("ru", "markup").items():
        words, entities = screen.text.render()
        assert "&lt;" not in words, title
        assert not {entity.type for entity in entities} & {"text_link", "text_mention", "code", "pre"}, title


@pytest.mark.parametrize("name", ["lines", "right to left"])
def test_names_stay_on_their_line_and_run_their_own_way(name: str) -> None:
    for title, screen in gallery("ru", name).items():
        words = plain(screen.text)
        assert not re.search("[\u202a-\u202e\u2066\u2067\x00\x07\r]", words), title
        assert words.count("\u2068") == words.count("\u2069"), title


def test_languages_do_not_mix() -> None:
    """With names in digits, an English screen has no Cyrillic, a Russian one no English word."""
    for title, screen in screens(texts("en", "Europe/Moscow"), "42").items():
        words = plain(screen.text) + "".join(one.text for one in buttons(screen)) + (screen.toast or "")
        left = re.sub(r"Русский|Юг|Мои|Клиент \d+|Иван Петров|Анна Смирнова|ООО «Ромашка»", "", words)
        assert re.findall("[А-Яа-я]+", left) == [], title
    for title, screen in screens(texts("ru", "Europe/Moscow"), "42").items():
        words = plain(screen.text) + "".join(one.text for one in buttons(screen)) + (screen.toast or "")
        left = re.sub(
            r"CSV|XLSX|Excel|Windows|cp1251|RUB|voronka import|https?://\S+|/\w+|@\w+|GTX Pro|English|Europe/Moscow|Z063OYW0|gone|Telegram|SQLite|PostgreSQL|voronka backup|KeyError",
            "",
            words,
        )
        assert re.findall("[A-Za-z]+", left) == [], title
