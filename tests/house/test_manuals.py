"""What a rep, a head and an administrator are told to press is there, in both languages, and every picture is shown."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.texts import texts
from bot.views import menu
from tests.house import sources
from tests.house.test_glossary import labels

ROLES = ("rep", "head", "admin")
MANUALS = {
    **{f"docs/{role}.md": ("en", role) for role in ROLES},
    **{f"docs/{role}.ru.md": ("ru", role) for role in ROLES},
}
PAGES = {
    **{path: language for path, (language, _) in MANUALS.items()},
    "README.md": "en",
    "README.ru.md": "ru",
}
QUOTED = {"ru": r"«([^»]+)»", "en": r"“([^”]+)”"}
NOT_OURS = {"Старт", "Excel", "CSV"}
"""Said by Telegram, or the name of a format."""

every_manual = pytest.mark.parametrize("path", MANUALS)
every_page = pytest.mark.parametrize("path", PAGES)


def read(path: str) -> str:
    return (sources.ROOT / path).read_text(encoding="utf-8")


@cache
def sayings(language: str) -> re.Pattern[str]:
    """What the product may have on a button or say, whatever is filled in."""
    with (sources.ROOT / f"bot/locales/{language}/LC_MESSAGES/voronka.po").open("rb") as file:
        found = [message.string for message in read_po(file, locale=language) if message.id]
    said = [one for strings in found for one in ([strings] if isinstance(strings, str) else strings or [])]
    spoken = [one for one in said if re.search(r"\w{3}", re.sub(r"\{\w+\}", "", one))]
    parts = [r".+".join(map(re.escape, re.split(r"\{\w+\}", one))) for one in spoken]
    return re.compile("|".join([*parts, *map(re.escape, labels(language))]))


@every_manual
def test_buttons_are_called_what_they_are_called(path: str) -> None:
    language, _ = MANUALS[path]
    quoted = set(re.findall(QUOTED[language], read(path).replace("\n", " "))) - NOT_OURS
    assert len(quoted) > 10
    assert sayings(language).fullmatch("Эники-беники fiddlesticks") is None
    assert sorted(one for one in quoted if not sayings(language).fullmatch(one)) == []


@every_manual
def test_the_commands_of_a_role_are_told_and_no_others(path: str) -> None:
    language, role = MANUALS[path]
    there = {one.command for one in menu.commands([role], texts(language, "UTC"))}
    assert set(re.findall(r"^\| `/(\w+)` \|", read(path), re.MULTILINE)) == there
    assert set(re.findall(r"`/(\w+)`", read(path))) == there


@every_page
def test_pictures_are_there_and_speak_the_language_of_the_page(path: str) -> None:
    folder = sources.ROOT / Path(path).parent
    shown = re.findall(r'src="([^"]+)"', read(path))
    assert shown
    assert [one for one in shown if not (folder / one).is_file()] == []
    assert [one for one in shown if f"pictures/{PAGES[path]}/" not in one] == []


def test_every_picture_is_shown() -> None:
    shown = {
        (sources.ROOT / Path(path).parent / one).resolve()
        for path in PAGES
        for one in re.findall(r'src="([^"]+)"', read(path))
    }
    assert set((sources.ROOT / "docs/pictures").rglob("*.png")) == shown


@pytest.mark.parametrize("role", ROLES)
def test_both_languages_tell_the_same(role: str) -> None:
    english, russian = read(f"docs/{role}.md"), read(f"docs/{role}.ru.md")
    for mark in (
        r"^(#+) ",
        r"^(\d\. |- )",
        r"^\| `(/\w+)` \|",
        r"pictures/\w+/(\w+)\.png",
        r"`(voronka \w+)`",
    ):
        assert re.findall(mark, russian, re.MULTILINE) == re.findall(mark, english, re.MULTILINE), mark


@every_manual
def test_links_lead_somewhere(path: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", read(path))
    assert links
    assert [one for one in links if not (sources.ROOT / "docs" / one).exists()] == []
