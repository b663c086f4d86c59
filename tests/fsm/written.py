"""A process as text, with one thing in it written differently, and what is wrong with it then."""

from importlib import resources
from pathlib import Path

from fsm.loading import load
from fsm.problems import Problem, ProcessError

SIMPLE = (resources.files("fsm") / "processes" / "simple.yaml").read_text(encoding="utf-8")
BROAD = Path(__file__).with_name("broad.yaml").read_text(encoding="utf-8")
Change = tuple[str, str]


def changed(*changes: Change, text: str = SIMPLE) -> str:
    """The text of `simple` (or another one) with each first part replaced, once, by the second."""
    for old, new in changes:
        assert text.count(old) >= 1, f"the process no longer has {old!r}"
        text = text.replace(old, new, 1)
    return text


def problems(text: str) -> list[Problem]:
    """What is wrong with it, in the order of lines; empty when it loads."""
    try:
        load(text, name="p.yaml")
    except ProcessError as error:
        return list(error.problems)
    return []


def findings(text: str) -> list[tuple[int, str, str]]:
    """The line, what is wrong there, what was meant."""
    return [(problem.line, problem.what, problem.meant) for problem in problems(text)]


def told(text: str) -> list[str]:
    """The same as sentences."""
    return [str(problem) for problem in problems(text)]


def line_of(text: str, part: str) -> int:
    """The line, from 1, in which a part of the text first begins."""
    return text.count("\n", 0, text.index(part)) + 1
