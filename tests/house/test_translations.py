"""Every sentence of the code is in every catalogue, translated, with all plural forms and the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house import sources

LANGUAGES = ["ru", "en"]
_FIELD = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[sd]")


def used() -> set[str]:
    """The message ids in the code of the bot (the singular of those with a plural)."""
    found = extract_from_dir(sources.ROOT / "bot", method_map=[("**.py", "python")])
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def catalogue(language: str) -> Catalog:
    path: Path = sources.ROOT / "bot/locales" / language / "LC_MESSAGES/voronka.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="voronka", abort_invalid=True)


def incomplete(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return message.fuzzy or not all(forms)


def placeholders(text: str) -> set[str]:
    return {named or old for named, old in _FIELD.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    messages = used()
    if not messages:
        pytest.skip("the bot says nothing yet")
    known = {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue(language)
        if message.id
    }
    assert sorted(messages - known.keys()) == [], "make texts"
    assert sorted(known.keys() - messages) == [], "nobody says this any more: make texts"
    assert [text for text, message in known.items() if incomplete(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_sentence_fills_in(language: str) -> None:
    if not used():
        pytest.skip("the bot says nothing yet")
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        meant = set().union(*(placeholders(text) for text in ids))
        # A plural form may leave the number out ("one deal"), but may not invent a field.
        wrong += [form for form in forms if not placeholders(form or "") <= meant]
        if isinstance(message.id, str) and placeholders(str(message.string)) != meant:
            wrong.append(message.id)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    if not used():
        pytest.skip("the bot says nothing yet")
    read = catalogue(language)
    plurals = [message for message in read if message.id and not isinstance(message.id, str)]
    assert read.num_plurals == {"ru": 3, "en": 2}[language]
    assert [message.id for message in plurals if len(message.string or ()) != read.num_plurals] == []
