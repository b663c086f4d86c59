"""A rule as text, with one thing in it written differently, and what is wrong with it then."""

from collections.abc import Mapping
from importlib import resources

from fsm.checks import rules
from fsm.checks.finding import Finding
from fsm.definition import Process
from fsm.problems import Problem, ProcessError
from fsm.rulebook import load

TEXTS: Mapping[str, str] = {
    file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8")
    for file in sorted((resources.files("fsm") / "rules").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".yaml")
}
PROPOSAL = TEXTS["proposal_5d"]


def problems(text: str) -> list[Problem]:
    """What is wrong with it by itself, in the order of lines; empty when it loads."""
    try:
        load(text, name="r.yaml")
    except ProcessError as error:
        return list(error.problems)
    return []


def findings(text: str) -> list[tuple[int, str, str]]:
    """The line, what is wrong there, what was meant."""
    return [(problem.line, problem.what, problem.meant) for problem in problems(text)]


def beside(text: str, processes: Mapping[str, Process]) -> list[Finding]:
    """What is wrong with it beside these processes; by itself it is right."""
    return list(rules.together(load(text, name="r.yaml"), processes))
