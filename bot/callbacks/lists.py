"""Buttons of what a deal has several of: participants, competitors, products, files, points of a checklist."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class ListOf(Callback):
    """A list of a deal by its field; without one, the documents of the deal."""

    code: ClassVar[str] = "lo"
    run: int
    field: str
    page: int


@dataclass(frozen=True, slots=True)
class UseTotal(Callback):
    """What the products are worth together becomes the deal's amount; `hundredths` is what the button promised."""

    code: ClassVar[str] = "lu"
    run: int
    field: str
    hundredths: int


@dataclass(frozen=True, slots=True)
class Tick(Callback):
    """A point of the checklist of an activity; `on` is 1 when it is to be ticked from now on, 0 when it is not."""

    code: ClassVar[str] = "tk"
    activity: int
    point: str
    on: int
