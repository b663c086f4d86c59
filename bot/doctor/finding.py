"""What a check has found: how bad it is, and in one line what it is and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from bot.usecases.health import Mark


class Level(StrEnum):
    """`fail` makes the exit status 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is a stable word for scripts; `said` never holds a secret."""

    check: str
    level: Level
    said: str


def ok(check: str, said: str) -> Finding:
    return Finding(check, Level.OK, said)


def warn(check: str, said: str) -> Finding:
    return Finding(check, Level.WARN, said)


def fail(check: str, said: str) -> Finding:
    return Finding(check, Level.FAIL, said)


def marked(check: str, mark: Mark, said: str) -> Finding:
    """As bad as /health says."""
    return Finding(check, {Mark.GOOD: Level.OK, Mark.LOOK: Level.WARN, Mark.BAD: Level.FAIL}[mark], said)


def plain(error: BaseException) -> str:
    """An error on one line, short; its class where it has no words."""
    words = " ".join(str(error).split())
    return words[:200] or type(error).__name__
