"""Deals and their runs: where each stands, what happened to it, what is to be done."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Amount
from storage.models.row import Row, only

# A deal may be taken back with all its rows, while buttons that name them still stand somewhere.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Deal(Row):
    """A deal. Fields of the process that reports need are columns; the others are in `extra` (values.plain).

    A `draft` is only being prepared: it is in no list of stages and in no report until it is confirmed.
    `stage` and `furthest` repeat what the run knows, for reports: the stage now, and the last working stage
    (in the order of the funnel) that the deal has reached. `outcome` is won, lost, transferred or None.
    """

    __tablename__ = "deals"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(100), unique=True)  # the id in the system it came from
    process: Mapped[str] = mapped_column(String(20))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str | None] = mapped_column(String(3))
    close_date: Mapped[date | None]
    extra: Mapped[dict[str, Any]]
    unknown: Mapped[list[Any]]  # fields that an import could not know: asked at the next move, no violation
    stage: Mapped[str] = mapped_column(String(20))
    furthest: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(12))
    draft: Mapped[bool] = mapped_column(server_default=false())
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    touched_at: Mapped[datetime | None]  # when somebody last did something about it
    parked_until: Mapped[date | None]  # the owner's day on which it wakes
    parked_reason: Mapped[str | None] = mapped_column(String(300))
    import_id: Mapped[int | None] = mapped_column(index=True)
    __table_args__ = (
        # Of everybody, and of some: in the order of the groups that are counted, so that nothing is sorted.
        Index(
            "ix_deals_company",
            "process",
            "draft",
            "furthest",
            "stage",
            "outcome",
            "opened_at",
            "amount",
            "owner_id",
        ),
        Index(
            "ix_deals_funnel",
            "process",
            "owner_id",
            "draft",
            "furthest",
            "stage",
            "outcome",
            "opened_at",
            "amount",
        ),
        only("outcome IS NULL", "ix_deals_open", "owner_id"),
        NEVER_AGAIN,
    )


class Run(Row):
    """One running instance of a process about a deal: the deal's own (kind deal), or a request beside it (kind request).

    A request has a parent, the activity there that waits for it, and its fields in `data` (values.plain).
    """

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    process: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    state: Mapped[str | None] = mapped_column(String(20))
    stage_run: Mapped[int]
    revision: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    activity_id: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    signals: Mapped[list[Any]]
    __table_args__ = (
        only("kind = 'deal'", "ix_runs_deal", "subject_id", "process", unique=True),
        only("activity_id IS NOT NULL", "ix_runs_activity_id", "activity_id"),
        # Without it the database looks through all runs for children of each one that is deleted.
        only("parent_id IS NOT NULL", "ix_runs_parent_id", "parent_id"),
        NEVER_AGAIN,
    )


class StageRun(Row):
    """One stay of a deal in a stage. `how` is move, outcome, start, import …; written by advance and by imports."""

    __tablename__ = "stage_runs"
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(String(20))
    entered_at: Mapped[datetime | None]  # None: an import did not know
    left_at: Mapped[datetime | None]
    by_id: Mapped[int | None]
    how: Mapped[str] = mapped_column(String(20))
    cause_id: Mapped[int]


class History(Row):
    """One change of a run: who, when, by what, from which state, and what was there before (for an undo)."""

    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    cause_id: Mapped[int | None]  # the history row whose change caused this one; None: its own cause
    revision: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]  # None: the system
    trigger: Mapped[dict[str, Any]]
    state_before: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    before: Mapped[dict[str, Any]]
    undone_id: Mapped[int | None]  # the entry that took this one back
    __table_args__ = (Index("ix_history_run_id_id", "run_id", "id"), Index("ix_history_cause_id", "cause_id"))


class Activity(Row):
    """A task of a person. `state` is open, done, cancelled or undone; `stage_run` is the one that opened it.

    `origin` is process, hand (somebody added it) or incoming (a call that came in); `title` is in a person's words.
    """

    __tablename__ = "activities"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(10))
    stage_run: Mapped[int]
    due: Mapped[datetime]
    timed: Mapped[bool]
    attempt: Mapped[int]
    origin: Mapped[str] = mapped_column(String(10), server_default="process")
    title: Mapped[str | None] = mapped_column(String(300))
    snoozed: Mapped[int] = mapped_column(server_default="0")  # how often it was put off
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(String(20))
    completed: Mapped[bool]
    spent: Mapped[bool] = mapped_column(server_default=false())  # counts no more: it is done anew
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    cause_id: Mapped[int]
    closed_cause_id: Mapped[int | None]
    __table_args__ = (
        Index("ix_activities_run_id_state", "run_id", "state"),
        only("state = 'open'", "ix_activities_todo", "owner_id", "due"),
        NEVER_AGAIN,
    )


class Note(Row):
    """Something that a person left on a deal: words, or a file that Telegram keeps. `kind` is text, voice, photo …"""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    activity_id: Mapped[int | None]  # the step it was said on
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str | None] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(String(300))
    file_name: Mapped[str | None] = mapped_column(String(255))
    size: Mapped[int | None]  # bytes
    album: Mapped[str | None] = mapped_column(String(40))  # of several that were sent at once
