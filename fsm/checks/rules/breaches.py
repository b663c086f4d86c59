"""What happens when a rule is broken, and the way out."""

from collections.abc import Iterator

from fsm.checks.finding import Finding
from fsm.checks.names import twice
from fsm.definition import Rule, Via, Watch

OTHER = "other"
"""The reason that demands words."""


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
    if rule.watch in {Watch.CONTACT, Watch.COVER}:
        for word in ("criteria", "threshold"):
            if getattr(rule, word) is not None:
                what = f"`{word}` in a rule about clients"
                yield Finding((word,), what, "only deals have fields: leave it out")
        if breach.urgent:
            what = "`urgent` in a rule about clients"
            yield Finding(("breach", "urgent"), what, "only a deal is worth a sum: leave it out")
    if exempt is not None:
        named = (exempt.reason, exempt.words, exempt.until)
        for finding in twice(("exempt",), named):
            word = ("reason", "words", "until")[int(finding.path[-1])]
            meant = "reason, words and until are three fields"
            yield Finding(("exempt", word), finding.what, meant)
