"""Buttons of requests about a deal: what can be asked, to ask it, to take it back."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Requests(Callback):
    """What can be asked about a deal, by its run."""

    code: ClassVar[str] = "rq"
    run: int


@dataclass(frozen=True, slots=True)
class AskFor(Callback):
    """To ask this: `key` of an activity that runs a process, by hand."""

    code: ClassVar[str] = "ra"
    run: int
    key: str


@dataclass(frozen=True, slots=True)
class Withdraw(Callback):
    """A request that is needed no more, by its own run."""

    code: ClassVar[str] = "rw"
    run: int
