"""What is shared while one import is written: ids by key, and what is presumed where files say nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.imports.plan import Deal
from storage.imports.rows import Progress


@dataclass(frozen=True, slots=True)
class NextActivity:
    """What is to be done next in an open deal; `due` is a UTC instant, the end of a working day."""

    key: str
    kind: str
    scope: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is presumed of a person of whom only the name is known; hours are minutes after midnight."""

    language: str
    zone: str
    work_start: int
    work_end: int
    morning: int


@dataclass(slots=True)
class Writing:
    """One import while it is written: ids by key grow as rows are made."""

    tx: AsyncSession
    import_id: int
    now: datetime
    by_id: int | None
    activities: Mapping[str, NextActivity]  # by the key of the deal
    progress: Progress
    clients: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    dials: dict[str, int] = field(
        default_factory=dict
    )  # by client, the one contact that the files know of it
    teams: dict[str, int] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)

    def remember(self, kind: str, subject_id: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Keep what a row was and became, for taking the import back; nothing before: the import made the row."""
        self.changes.append(
            {
                "import_id": self.import_id,
                "kind": kind,
                "subject_id": subject_id,
                "before": before,
                "after": after,
            }
        )

    def said(self, kind: str, key: str, subject_id: int, stated: dict[str, object]) -> dict[str, Any]:
        return {
            "kind": kind,
            "key": key,
            "subject_id": subject_id,
            "stated": stated,
            "import_id": self.import_id,
        }

    def deal(self, deal: Deal) -> dict[str, Any]:
        """The columns of a deal that a file states."""
        return {
            "owner_id": self.people[deal.owner],
            "client_id": self.clients[deal.client] if deal.client else None,
            "contact_id": self.contacts[deal.contact] if deal.contact else None,
            "product_id": self.products[deal.product] if deal.product else None,
            "amount": deal.amount,
            "currency": deal.currency,
            "close_date": deal.close_date,
        }
