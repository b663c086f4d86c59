"""Buttons of deals, clients and lists, of finding and making them."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.packing import Callback


@dataclass(frozen=True, slots=True)
class Move(Callback):
    """To another stage, from the stay that the card shows."""

    code: ClassVar[str] = "m"
    run: int
    stage_run: int
    to: str


@dataclass(frozen=True, slots=True)
class Preview(Callback):
    """What a move to this stage would mean, from the stay that the card shows."""

    code: ClassVar[str] = "mp"
    run: int
    stage_run: int
    to: str


@dataclass(frozen=True, slots=True)
class Stages(Callback):
    """The stages that the card of a deal does not offer itself, a page of them."""

    code: ClassVar[str] = "mo"
    run: int
    page: int


@dataclass(frozen=True, slots=True)
class OpenDeal(Callback):
    """The card of a deal; `part` is card, moves or history, `page` of the history."""

    code: ClassVar[str] = "d"
    run: int
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Deals(Callback):
    """A list of deals: `scope` is mine, team or a person (p<base36 id>), `stage` a key or empty."""

    code: ClassVar[str] = "l"
    scope: str
    stage: str
    page: int


@dataclass(frozen=True, slots=True)
class Search(Callback):
    """A page of what a search found; the number is the search's."""

    code: ClassVar[str] = "sf"
    search: int
    page: int


@dataclass(frozen=True, slots=True)
class OpenClient(Callback):
    """The card of a client."""

    code: ClassVar[str] = "sc"
    client: int


@dataclass(frozen=True, slots=True)
class NewDeal(Callback):
    """A new deal with this client; 0: with somebody who is to be said first."""

    code: ClassVar[str] = "sn"
    client: int


@dataclass(frozen=True, slots=True)
class LeadOf(Callback):
    """A new deal with whom a search was for."""

    code: ClassVar[str] = "sl"
    search: int


@dataclass(frozen=True, slots=True)
class Capture(Callback):
    """On a new deal that is not written yet: `act` is a question, pick, use, sure, back, drop or create."""

    code: ClassVar[str] = "sk"
    draft: int
    act: str
    value: int


@dataclass(frozen=True, slots=True)
class Sifted(Callback):
    """A list of deals as in Deals, with filters and an order (bot.views.sieve); `part` is list or filters."""

    code: ClassVar[str] = "ss"
    scope: str
    stage: str
    sieve: str
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Home(Callback):
    """Deals by stage, and where everything is; `scope` is empty for one's own, or team."""

    code: ClassVar[str] = "sh"
    scope: str


@dataclass(frozen=True, slots=True)
class Contact(Callback):
    """People at the client of a deal: `act` is list, add, phone (one more number) or choose (the deal's own)."""

    code: ClassVar[str] = "j"
    run: int
    act: str
    contact: int


@dataclass(frozen=True, slots=True)
class Give(Callback):
    """To whom: `what` is deal (a run), task (an activity) or all (a person), `subject` its id."""

    code: ClassVar[str] = "gv"
    what: str
    subject: int
    page: int


@dataclass(frozen=True, slots=True)
class GiveTo(Callback):
    """To this person (0: spread over the team); for all of somebody's work it is asked once more, `sure` is 1 then."""

    code: ClassVar[str] = "gt"
    what: str
    subject: int
    to: int
    sure: int
