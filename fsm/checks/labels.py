"""Texts that people read: in every language of the product, and short enough for where they are shown."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from fsm.checks.finding import Finding
from fsm.definition import Label, Process
from fsm.problems import Path

LANGUAGES = ("ru", "en")
BUTTON = 40
"""Characters of an outcome's title: two buttons share a line of a phone."""
TITLE = 80
SENTENCE = 300


def check(process: Process) -> Iterator[Finding]:
    """No label lacks a language, is empty, too long or broken into lines, and no two that stand together are alike."""
    for path, titles in _side_by_side(process):
        for key, finding in alike(titles):
            yield replace(finding, path=(*path, key, "title"))
    for path, label, longest in _labels(process):
        yield from readable(path, label, longest)


def readable(path: Path, label: Label, longest: int) -> Iterator[Finding]:
    """A text in every language, one line of at most so many characters."""
    for language in LANGUAGES:
        text = label.get(language)
        if text is None:
            yield Finding(path, f"no text in `{language}`", f"write {language}: … too")
        elif not text.strip():
            yield Finding((*path, language), f"an empty text in `{language}`", "people would see nothing")
    for language, text in label.items():
        if len(text) > longest:
            what = f"a text of {len(text)} characters in `{language}`"
            yield Finding((*path, language), what, f"at most {longest} can be shown here")
        if "\n" in text.strip() or "\r" in text.strip():
            yield Finding((*path, language), f"a text of several lines in `{language}`", "one line is meant")


def alike(titles: Mapping[str, Label]) -> Iterator[tuple[str, Finding]]:
    """What is called like something before it, by its key; where it stands is for the caller to say."""
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for key, title in titles.items():
            first = seen.setdefault(title.get(language, key).strip().casefold(), key)
            if first != key:
                what = f"`{key}` is called like `{first}` in `{language}`"
                yield key, Finding((), what, "people could not tell one from the other")


def _side_by_side(process: Process) -> Iterator[tuple[Path, Mapping[str, Label]]]:
    """What people choose from."""
    yield ("stages",), {key: stage.title for key, stage in process.stages.items()}
    for key, field in process.fields.items():
        options = {name: option.title for name, option in field.options.items()}
        yield ("fields", key, "options"), options
    for key, activity in process.activities.items():
        outcomes = {name: outcome.title for name, outcome in activity.outcomes.items()}
        yield ("activities", key, "outcomes"), outcomes


def _labels(process: Process) -> Iterator[tuple[Path, Label, int]]:
    yield ("title",), process.title, TITLE
    for key, field in process.fields.items():
        yield ("fields", key, "title"), field.title, TITLE
        yield ("fields", key, "question"), field.question, SENTENCE
        for name, option in field.options.items():
            yield ("fields", key, "options", name, "title"), option.title, TITLE
    for key, activity in process.activities.items():
        yield ("activities", key, "title"), activity.title, TITLE
        if activity.hint is not None:
            yield ("activities", key, "hint"), activity.hint, SENTENCE
        for name, outcome in activity.outcomes.items():
            yield ("activities", key, "outcomes", name, "title"), outcome.title, BUTTON
    for key, stage in process.stages.items():
        yield ("stages", key, "title"), stage.title, TITLE
        for word, label in (("goal", stage.goal), ("out", stage.out)):
            if label is not None:
                yield ("stages", key, word), label, SENTENCE
