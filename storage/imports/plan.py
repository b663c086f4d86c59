"""What files state, checked and typed: values that know neither files nor row ids. Keys are folded names.

What is merely mentioned by a deal is made if it is not there, and never changes what is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

_LONGEST = 320  # as keys are kept
Stated = dict[str, object]
"""The JSON form of what a file said; two imports that say the same have equal ones."""


@dataclass(frozen=True, slots=True)
class Client:
    """`owner` is the key of the person who had its most recent deal; no statement of the file by itself."""

    key: str
    name: str
    details: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None
    mentioned: bool = False
    inn: str | None = None

    def stated(self) -> Stated:
        # What earlier versions never read is left out while it is not there: their statements stay the same.
        inn: Stated = {"inn": self.inn} if self.inn else {}
        return {"name": self.name, "details": dict(self.details)} | inn


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a client: `key` is the phone (E.164), else the e-mail in small letters, else `named`."""

    key: str
    name: str
    client: str | None = None
    phone: str | None = None
    email: str | None = None

    def stated(self) -> Stated:
        return {"name": self.name, "client": self.client, "phone": self.phone, "email": self.email}


def named(client: str, contact: str) -> str:
    """By which somebody without a phone and an e-mail is known, of the folded names."""
    key = f"{client}/{contact}"
    return key if len(key) <= _LONGEST else hashlib.sha256(key.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Person:
    """A rep (or, with `leads`, a head of the team of this name); `team` is the name of the team or None."""

    key: str
    name: str
    team: str | None = None
    leads: bool = False
    mentioned: bool = False

    def stated(self) -> Stated:
        return {"name": self.name, "team": self.team, "leads": self.leads}


@dataclass(frozen=True, slots=True)
class Product:
    key: str
    name: str
    series: str | None = None
    price: Decimal | None = None
    mentioned: bool = False

    def stated(self) -> Stated:
        return {"name": self.name, "series": self.series, "price": _written(self.price)}


@dataclass(frozen=True, slots=True)
class Stay:
    """A stage that the deal came into; `entered` is a UTC instant, None if the file does not know."""

    stage: str
    entered: datetime | None


@dataclass(frozen=True, slots=True)
class Deal:
    """`stays` are in order, the last one is where the deal is now. `unknown` are gate fields that nobody stated."""

    number: str | None
    owner: str
    client: str | None
    product: str | None
    amount: Decimal | None
    currency: str
    close_date: date | None
    stays: tuple[Stay, ...]
    furthest: str
    outcome: str | None
    unknown: tuple[str, ...]
    contact: str | None = None

    @property
    def stage(self) -> str:
        return self.stays[-1].stage

    @property
    def opened_at(self) -> datetime | None:
        """The first moment that is known of the deal."""
        return next((stay.entered for stay in self.stays if stay.entered), None)

    @property
    def closed_at(self) -> datetime | None:
        """When it came into its final stage; None for an open deal, or if nobody knows."""
        return self.stays[-1].entered if self.outcome else None

    def stated(self) -> Stated:
        contact: Stated = {"contact": self.contact} if self.contact else {}
        return {
            "owner": self.owner,
            "client": self.client,
            "product": self.product,
            "amount": _written(self.amount),
            "currency": self.currency,
            "close_date": self.close_date.isoformat() if self.close_date else None,
            "stays": [
                [stay.stage, stay.entered.isoformat() if stay.entered else None] for stay in self.stays
            ],
        } | contact


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the files of one import state. `teams` maps a team's name to that of the team above it."""

    process: str
    version: int
    currency: str
    clients: tuple[Client, ...] = ()
    people: tuple[Person, ...] = ()
    products: tuple[Product, ...] = ()
    deals: tuple[Deal, ...] = ()
    teams: Mapping[str, str | None] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
