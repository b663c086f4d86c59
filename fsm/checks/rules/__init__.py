"""What can be wrong with a rule: by itself, and together with the processes whose deals it is about."""

from collections.abc import Iterator, Mapping

from fsm.checks.finding import Finding
from fsm.checks.rules import breaches, exempting, limits, names, reach, reminders, sense, texts
from fsm.definition import Process, Rule, Subject

_ALONE = (texts, limits, reminders, breaches, sense)


def check(rule: Rule) -> Iterator[Finding]:
    """What is wrong with the rule, whatever the processes are like."""
    for one in _ALONE:
        yield from one.check(rule)


def together(rule: Rule, processes: Mapping[str, Process]) -> Iterator[Finding]:
    """What is wrong with it beside these processes, by key; only those of deals matter."""
    deals = {key: one for key, one in processes.items() if one.subject is Subject.DEAL}
    unknown = list(names.check(rule, deals))
    yield from unknown
    if not unknown:
        yield from reach.check(rule, deals)
    yield from exempting.check(rule, deals)
