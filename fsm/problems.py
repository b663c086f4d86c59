"""What is wrong with a file of a process or a rule, told so that the person who wrote it can mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where something stands in a file: keys and positions from the top, like ("stages", "won", "moves", 0)."""

LISTED = 20
"""Names that are told at once: all types of fields are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at a line counted from 1, and what was (or may have been) meant."""

    file: str
    line: int
    what: str
    meant: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}, {self.meant}"


class ProcessError(Exception):
    """A file cannot be used as a process or a rule; `problems` holds all that was found, in the order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(
            sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.what))
        )
        super().__init__("\n".join(map(str, self.problems)))


def suggestion(word: object, known: Iterable[str]) -> str:
    """«did you mean …?» when a known word is near, else the known words themselves."""
    names = tuple(known)
    near = difflib.get_close_matches(str(word), names, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"meant is one of {listed(names)}" if names else "none is defined here"


def listed(names: Iterable[str]) -> str:
    """Names in backquotes; a long list is cut."""
    every = tuple(names)
    return ", ".join(f"`{name}`" for name in every[:LISTED]) + (" …" if len(every) > LISTED else "")


def place(path: Path, whole: str = "the process") -> str:
    """A path as a person reads it: `stages.won.moves`; positions in a list are left to the line number.

    `whole` is what the file as a whole is called.
    """
    return ".".join(str(step) for step in path if not isinstance(step, int)) or whole
