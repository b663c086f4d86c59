"""What people read of a rule."""

from collections.abc import Iterator
from dataclasses import replace

from fsm.checks.finding import Finding
from fsm.checks.labels import SENTENCE, TITLE, alike, readable
from fsm.definition import Rule


def check(rule: Rule) -> Iterator[Finding]:
    """No text lacks a language or is too long for where it is shown, and no two reasons are alike."""
    yield from readable(("title",), rule.title, TITLE)
    for word in ("demands", "means", "ignored"):
        yield from readable((word,), getattr(rule, word), SENTENCE)
    for key, title in rule.breach.reasons.items():
        yield from readable(("breach", "reasons", key), title, TITLE)
    for key, finding in alike(rule.breach.reasons):
        yield replace(finding, path=("breach", "reasons", key))
