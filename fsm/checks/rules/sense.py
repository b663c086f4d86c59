"""A rule can apply, can be done, and is not done as soon as it begins."""

from collections.abc import Iterator
from decimal import Decimal

from fsm.checks.finding import Finding
from fsm.checks.possible import Demand, Steps, possible
from fsm.conditions import holds
from fsm.definition import Condition, Rule, Threshold
from fsm.problems import Path


def check(rule: Rule) -> Iterator[Finding]:
    """Whatever the fields are: nothing contradicts itself or says nothing."""
    steps = Steps()
    found = False
    for word, condition in (("criteria", rule.criteria), ("fulfil", rule.fulfil)):
        if condition is not None:
            for finding in _contradictions((word,), condition, steps):
                found = True
                yield finding
    if not found:
        yield from _together(rule, steps)


def applying(rule: Rule) -> list[Demand]:
    """What has to hold for the rule to want something."""
    demands = [] if rule.criteria is None else [(rule.criteria, True)]
    return demands if rule.threshold is None else [*demands, (side(rule.threshold), True)]


def side(threshold: Threshold) -> Condition:
    """The same as a condition."""
    return Condition(field=threshold.field, below=threshold.below, at_least=threshold.at_least)


def _contradictions(path: Path, condition: Condition, steps: Steps) -> Iterator[Finding]:
    """The smallest parts that can never hold."""
    if condition.equals == ():
        yield Finding((*path, "equals"), "a condition without values", "it would never hold: name some")
        return
    found = False
    for word in ("all", "any"):
        for number, one in enumerate(getattr(condition, word)):
            for finding in _contradictions((*path, word, number), one, steps):
                found = True
                yield finding
    if not found and not possible([(condition, True)], steps):
        yield Finding(path, "a condition that can never hold", "its parts contradict one another")


def _together(rule: Rule, steps: Steps) -> Iterator[Finding]:
    applies = applying(rule)
    if not possible(applies, steps):
        what = "no deal is on this side of the border and meets `criteria`"
        yield Finding(("threshold",), what, "the rule would never fire: change one of them")
        return
    if rule.fulfil is None:
        return
    if not possible([*applies, (rule.fulfil, False)], steps) or _done_from_the_first(rule, rule.fulfil):
        what = "what has to be done is done when it begins"
        yield Finding(("fulfil",), what, "the rule would never remind anybody: name what is still to come")
    elif not possible([*applies, (rule.fulfil, True)], steps):
        word = "criteria" if rule.criteria is not None else "threshold"
        what = f"what has to be done ends what `{word}` holds for"
        meant = f"it would never count as done: leave it out of `{word}`"
        yield Finding((word,), what, meant)


def _done_from_the_first(rule: Rule, fulfil: Condition) -> bool:
    """Whether it is so for a deal of which nothing is known but what the rule itself wants to know."""
    known: dict[str, Decimal] = {}
    if rule.threshold is not None:
        one = rule.threshold
        known[one.field] = one.border / 2 if one.below is not None else one.border
    return (rule.criteria is None or holds(rule.criteria, known)) and holds(fulfil, known)
