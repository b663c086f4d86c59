"""Buttons of processes as pictures, and of the path of a deal."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Processes(Callback):
    """A process of the company, or one `stage` of it; without a process (version 0), the list of them."""

    code: ClassVar[str] = "pc"
    process: str
    version: int
    stage: str


@dataclass(frozen=True, slots=True)
class Path(Callback):
    """The stages that a deal has been in, drawn on its process."""

    code: ClassVar[str] = "dp"
    run: int
