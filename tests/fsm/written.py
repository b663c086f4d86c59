"""The shipped process as text, with one thing in it written differently."""

from importlib import resources

from fsm.loading import load
from fsm.problems import Problem, ProcessError

SIMPLE = (resources.files("fsm") / "processes" / "simple.yaml").read_text(encoding="utf-8")


def changed(*changes: tuple[str, str]) -> str:
    """The text of `simple` with each first part replaced, once, by the second."""
    text = SIMPLE
    for old, new in changes:
        assert text.count(old) >= 1, f"simple.yaml no longer has {old!r}"
        text = text.replace(old, new, 1)
    return text


def problems(text: str) -> list[Problem]:
    """What is wrong with it, in the order of lines; empty when it loads."""
    try:
        load(text, name="p.yaml")
    except ProcessError as error:
        return list(error.problems)
    return []


def told(text: str) -> list[str]:
    """The same as sentences."""
    return [str(problem) for problem in problems(text)]


def line_of(text: str, part: str) -> int:
    """The line, from 1, in which a part of the text first begins."""
    return text.count("\n", 0, text.index(part)) + 1
