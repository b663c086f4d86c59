"""What an administrator sets, who set it, and the company's own days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.row import Row


class Setting(Row):
    """What an administrator set for the company: currency, name, process of new deals …"""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(String(50), primary_key=True)
    value: Mapped[dict[str, Any]]


class Audit(Row):
    """Who changed what outside the deals: a setting, a person, a team, an absence. `subject_id` is a row of it."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_audit_kind_subject_id", "kind", "subject_id"),)


class Day(Row):
    """The company's own exception to the calendar: a day off, or a day worked."""

    __tablename__ = "days"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    short: Mapped[bool] = mapped_column(server_default=false())  # worked, but shorter
