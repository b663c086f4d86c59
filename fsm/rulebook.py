"""Rules of the company, read from YAML like processes: everything that is wrong is told with its line."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path as File
from types import MappingProxyType

from fsm import loading, reading, source
from fsm.checks import labels, rules
from fsm.checks.finding import Finding
from fsm.definition import Process, Rule
from fsm.problems import ProcessError
from fsm.source import Source


def load(text: str, *, name: str) -> Rule:
    """The rule that a YAML text describes; `name` is what its problems are told under (ProcessError)."""
    return _loaded(text, name)[0]


def load_file(path: File, *, processes: Mapping[str, Process] | None = None) -> Rule:
    """The rule in a file; OSError when it cannot be read, ProcessError when it is no rule.

    With `processes` (by key), what it says of these is checked too, beside the rules that ship.
    """
    rule, read = _loaded(reading.text_of(path), str(path))
    if processes is not None:
        every = {**shipped(), rule.rule: rule}
        reading.tell(read, checked(every, processes).get(rule.rule, ()))
    return rule


def checked(found: Mapping[str, Rule], processes: Mapping[str, Process]) -> Mapping[str, tuple[Finding, ...]]:
    """What is wrong with rules beside one another and beside these processes, by the key of the rule.

    Rules with which nothing is wrong are left out.
    """
    told = {key: list(rules.together(rule, processes)) for key, rule in found.items()}
    for key, finding in labels.alike({key: rule.title for key, rule in found.items()}):
        told[key].append(Finding(("title",), finding.what, finding.meant))
    return {key: tuple(findings) for key, findings in told.items() if findings}


def together(texts: Mapping[str, str], processes: Mapping[str, Process]) -> Mapping[str, Rule]:
    """The rules of several files (name -> text), by key, in the order in which they are told.

    ProcessError when one of them is no rule, or does not fit the others or these processes.
    """
    found: dict[str, tuple[Rule, Source]] = {}
    for name, text in texts.items():
        rule, read = _loaded(text, name)
        if rule.rule in found:
            what = f"the rule `{rule.rule}` for the second time"
            meant = f"it is in {found[rule.rule][1].name} already: give this one another name"
            read.complain(read.line(("rule",)), what, meant)
            raise ProcessError(read.problems)
        found[rule.rule] = rule, read
    ordered = {key: found[key][0] for key in sorted(found, key=_order)}
    for key, findings in checked(ordered, processes).items():
        reading.tell(found[key][1], findings)
    return MappingProxyType(ordered)


@cache
def shipped() -> Mapping[str, Rule]:
    """The rules that come with the product; ProcessError like `together`."""
    files = sorted((resources.files("fsm") / "rules").iterdir(), key=lambda file: file.name)
    texts = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".yaml")}
    return together(texts, loading.shipped())


ORDER = (
    "proposal_5d",
    "first_answer",
    "approval_waits",
    "step_overdue",
    "no_step",
    "stage_norm",
    "parked_over",
    "step_far",
    "snoozed_often",
    "info_old",
    "client_contact",
    "client_cover",
)
"""The most pressing first; rules of a company's own come after these."""


def _order(key: str) -> tuple[int, str]:
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)


def _loaded(text: str, name: str) -> tuple[Rule, Source]:
    read = source.read(text, name=name, sort="rule")
    rule = reading.modelled(read, Rule)
    if rule is None:
        raise ProcessError(read.problems)
    reading.tell(read, rules.check(rule))
    return rule, read
