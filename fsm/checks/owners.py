"""Rules about whose something is name somebody always."""

from collections.abc import Iterator

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.definition import OwnerRule, Process, Who
from fsm.problems import Path

_HAD = frozenset({Who.SAME, Who.ABOVE})
"""Somebody who had the activity before: when it is opened again, or of a next step whoever had the one that led there."""
_OF_ACTIVITY = len(("activities", "key", "owner"))


def check(process: Process) -> Iterator[Finding]:
    """The last rule of a list is certain, the others are not, and what they speak of exists."""
    for path, rules in parts.rules(process):
        yield from _nobody(path, rules) if path[-1] == "nobody" else _somebody(path, rules)
    for path, _, outcome in parts.outcomes(process):
        opened_again = outcome.when or outcome.again is not None
        for word in ("passes_to", "counts"):
            if getattr(outcome, word) and not opened_again:
                what = f"`{word}` where the activity is not opened again"
                yield Finding((*path, word), what, "it goes with `when` or `again`")


def _somebody(path: Path, rules: parts.Rules) -> Iterator[Finding]:
    had = path[-1] == "passes_to" or len(path) == _OF_ACTIVITY
    for number, rule in enumerate(rules):
        if rule.who in _HAD and not had:
            what = f"`{rule.who}` where nobody has had the activity yet"
            yield Finding(
                (*path, number), what, "`same` and `above` belong to `passes_to`, or to an activity"
            )
        elif _certain(rule) and number < len(rules) - 1:
            what = "a rule that names somebody always, before others"
            yield Finding((*path, number), what, "the others are never tried: put it last")
    if rules and not _certain(rules[-1]):
        words = "`same`, `owner` or `actor`" if had else "`owner` or `actor`"
        what = "an owner rule that can name nobody"
        yield Finding((*path, len(rules) - 1), what, f"let the last one be {words}, without `when`")


def _nobody(path: Path, rules: parts.Rules) -> Iterator[Finding]:
    for number, rule in enumerate(rules):
        if _certain(rule):
            what = f"`nobody` with `{rule.who}`, who is always there"
            yield Finding((*path, number), what, "name somebody who may be missing")


def _certain(rule: OwnerRule) -> bool:
    return rule.when is None and rule.who in {Who.OWNER, Who.ACTOR, Who.SAME}
