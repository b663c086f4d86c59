"""What happens when a rule is broken, and the way out."""

from collections.abc import Iterator

from fsm.checks.finding import Finding
from fsm.checks.names import twice
from fsm.definition import Rule, Via

OTHER = "other"
"""The reason that demands words."""


UNHEEDED = "the daily audit does not look at it: leave it out"


def check(rule: Rule) -> Iterator[Finding]:
    """Reasons leave room for what nobody has thought of, and whoever is above is told of something."""
    breach, exempt = rule.breach, rule.exempt
    if breach.reasons and OTHER not in breach.reasons:
        what = f"no `{OTHER}` among the reasons"
        meant = f"nobody knows all of them: add `{OTHER}: {{ru: Другое, en: Something else}}`"
        yield Finding(("breach", "reasons"), what, meant)
    if breach.escalate is not None and breach.via is Via.COUNT:
        what = "`escalate` where only a number is told"
        meant = "nobody could do anything about a number: `via: lines`, or leave it out"
        yield Finding(("breach", "escalate"), what, meant)
    if rule.watch is not None:
        yield from _unheeded(rule)
    if exempt is not None:
        named = (exempt.reason, exempt.words, exempt.until)
        for finding in twice(("exempt",), named):
            word = ("reason", "words", "until")[int(finding.path[-1])]
            meant = "reason, words and until are three fields"
            yield Finding(("exempt", word), finding.what, meant)


def _unheeded(rule: Rule) -> Iterator[Finding]:
    """Words that only a duty knows would promise something here."""
    for word in ("criteria", "threshold"):
        if getattr(rule, word) is not None:
            yield Finding((word,), f"`{word}` in a rule that watches", UNHEEDED)
    for word in ("urgent", "reasons"):
        if getattr(rule.breach, word):
            yield Finding(("breach", word), f"`{word}` in a rule that watches", UNHEEDED)
