"""Texts that people read: in every language of the product, and short enough for where they are shown."""

from collections.abc import Iterator

from fsm.checks.finding import Finding
from fsm.definition import Label, Process
from fsm.problems import Path

LANGUAGES = ("ru", "en")
BUTTON = 40
"""Characters of an outcome's title: two buttons share a line of a phone."""
TITLE = 80
SENTENCE = 300


def check(process: Process) -> Iterator[Finding]:
    """No label lacks a language, is empty, too long or broken into lines."""
    for path, label, longest in _labels(process):
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
                yield Finding(
                    (*path, language), f"a text of several lines in `{language}`", "one line is meant"
                )


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
        if stage.goal is not None:
            yield ("stages", key, "goal"), stage.goal, SENTENCE
