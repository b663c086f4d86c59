"""The command line as a person uses it, in this process."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.__main__ import main


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    out: str
    err: str


Voronka = Callable[..., Answer]


def run(capsys: object, *arguments: object) -> Answer:
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()  # type: ignore[attr-defined]  # pytest.CaptureFixture, which is generic
    return Answer(status, captured.out, captured.err)
