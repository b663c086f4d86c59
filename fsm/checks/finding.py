"""One thing that is wrong with a process, at a path instead of a line."""

from dataclasses import dataclass

from fsm.problems import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a path, and what was (or may have been) meant."""

    path: Path
    what: str
    meant: str
