"""The company's people: teams, who is in them, how they came in, when they are away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.row import Row


class Team(Row):
    """A group of people with one head; teams form a tree."""

    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


class Person(Row):
    """Somebody of the company. `roles` is a list of role words; one without telegram_id has not joined yet."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[Any]]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    work_start: Mapped[int]  # minutes after midnight, own zone
    work_end: Mapped[int]
    morning: Mapped[int]  # minutes after midnight at which the plan of the day comes
    evening: Mapped[int | None]  # the same for the recap of the day; None: none
    digest: Mapped[int | None]  # the same for a head's digest; None: none
    digest_days: Mapped[int] = mapped_column(server_default="127")  # a bit for each weekday, Monday the first
    digest_empty: Mapped[bool] = mapped_column(server_default=false())  # also when there is nothing to say
    quiet_start: Mapped[int | None]  # when nothing that can wait is told; None: outside working hours
    quiet_end: Mapped[int | None]
    joined_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]  # the person blocked the bot
    left_at: Mapped[datetime | None]  # no longer works here: sees nothing
    key: Mapped[str | None] = mapped_column(
        String(200), index=True
    )  # folded name, by which imports find people


class Invite(Row):
    """A single-use link; only the hash of its token is kept."""

    __tablename__ = "invites"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # an imported person whom it lets in
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Absence(Row):
    """Days, both included, on which somebody does not work; `substitute_id` sees and does his work then."""

    __tablename__ = "absences"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # called off, or back earlier
