"""The glossary is in step with what the product says: every term is used, in both languages, and nothing has two names."""

import re
from functools import cache

import pytest
import yaml
from babel.messages.pofile import read_po

from tests.house import sources

GLOSSARIES = {"en": "docs/glossary.md", "ru": "docs/glossary.ru.md"}
CLOSE = {"deal": "сделк|сделок", "client": "клиент", "stage": "стади", "team": "команд", "funnel": "воронк"}
"""Terms that a sentence with the English word always has in Russian too, by the stem."""
IDIOMS = {"как обстоят дела", "на самом деле"}


_FIELD = re.compile(r"\{[^{}]*\}")


def rows(path: str) -> list[list[str]]:
    """The cells of the table: English, Russian, meaning, where, what it is not called."""
    text = (sources.ROOT / path).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def said(language: str) -> list[tuple[str, str]]:
    """Every sentence of a catalogue with its English, the plural forms in one."""
    with (sources.ROOT / f"bot/locales/{language}/LC_MESSAGES/voronka.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return [(_flat(message.id), _flat(message.string)) for message in messages]


def _flat(text: str | list[str] | tuple[str, ...] | None) -> str:
    return text if isinstance(text, str) else " ".join(text or ())


@cache
def labels(language: str) -> list[str]:
    """What the processes and rules that ship call things."""
    found: list[str] = []

    def gather(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get(language), str):
                found.append(node[language])
            for value in node.values():
                gather(value)
        elif isinstance(node, list):
            for value in node:
                gather(value)

    for folder in ("processes", "extensions", "rules"):
        for path in sorted((sources.ROOT / "fsm" / folder).glob("*.yaml")):
            gather(yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def _has(word: str, text: str) -> bool:
    """Every part of the term as the beginning of a word: Russian words change at their ends."""
    parts = [re.escape(part[: max(4, len(part) - 2)]) for part in word.lower().split()]
    return all(re.search(rf"\b{part}", text.lower()) for part in parts)


def test_both_glossaries_have_the_same_terms() -> None:
    english, russian = (rows(path) for path in GLOSSARIES.values())
    assert len(english) > 20
    assert [(row[0], row[1], row[4]) for row in english] == [(row[0], row[1], row[4]) for row in russian]
    assert all(row[2] and row[3] for row in english + russian)


def test_no_term_stands_for_two_things() -> None:
    found = rows(GLOSSARIES["en"])
    for column in (0, 1):
        terms = [row[column].lower() for row in found]
        assert sorted(terms) == sorted(set(terms))
    unsaid = {word for row in found for word in row[4].split(", ") if word}
    assert unsaid.isdisjoint({term for row in found for term in row[:2]})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_term_is_one_that_the_product_says(language: str) -> None:
    texts = [text for _, text in said(language)] + labels(language)
    column = 0 if language == "en" else 1
    terms = [row[column] for row in rows(GLOSSARIES[language])]
    assert [term for term in terms if not any(_has(term, text) for text in texts)] == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_called_by_another_name(language: str) -> None:
    unsaid = [word for row in rows(GLOSSARIES[language]) for word in row[4].split(", ") if word]
    wrong = []
    for text in [*(text for _, text in said(language)), *labels(language)]:
        plain = text.lower()
        for idiom in IDIOMS:
            plain = plain.replace(idiom, "")
        wrong += [
            (word, text)
            for word in unsaid
            if re.search(rf"\b{word.lower()[:-1] if len(word) > 4 else word.lower()}", plain)
        ]
    assert wrong == []


def test_a_sentence_about_a_deal_is_about_a_deal_in_russian() -> None:
    wrong = [
        (english, russian)
        for english, russian in said("ru")
        for term, stem in CLOSE.items()
        if russian.strip()
        and re.search(rf"\b{term}s?\b", _FIELD.sub("", english.lower()))
        and not re.search(rf"\b(?:{stem})", russian.lower())
    ]
    assert wrong == []
