"""What rules have laid on people: a duty with its clock, or something that the audit found, until it is put right."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.row import Row, only


class Obligation(Row):
    """One duty, or one breach of what is watched. `kind` is deal, task, client or person, `subject_id` a row of it.

    `state` is one of fsm.obligations.State; `run_id` is that of the deal, where there is one. `standing`: it runs, or
    it is broken and not put right yet. A duty that was given up is neither. `since` is when it began (a breach of what is watched:
    when that state began), `told` has a bit for each reminder. `wake_at` is when something happens by itself next: a timer waits for it.
    """

    __tablename__ = "obligations"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    run_id: Mapped[int | None]
    activity_id: Mapped[int | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    terms: Mapped[dict[str, Any]]  # what was demanded when it began
    state: Mapped[str] = mapped_column(String(10))
    standing: Mapped[bool]
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    woken_at: Mapped[datetime | None]  # when it last began to apply
    wake_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    right_at: Mapped[datetime | None]  # broken, and done all the same
    extended: Mapped[bool] = mapped_column(server_default=false())  # another date was agreed
    told: Mapped[int] = mapped_column(server_default="0")
    shown_at: Mapped[datetime | None]  # when the daily card last named it
    reason: Mapped[str | None] = mapped_column(String(20))  # why it was broken, by the rule's own list
    words: Mapped[str | None] = mapped_column(String(300))  # the same in the rep's words
    accepted_at: Mapped[datetime | None]  # a head lets it pass, with a reason
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    accepted_reason: Mapped[str | None] = mapped_column(String(300))
    cause_id: Mapped[int | None]
    changed_cause_id: Mapped[int | None]  # the last change that changed it, and how it stood before that
    before: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    __table_args__ = (
        only("standing", "ix_obligations_standing", "owner_id", "rule"),
        # One of each stands for a subject: whatever sweeps twice finds it there.
        only("standing", "ix_obligations_one", "rule", "kind", "subject_id", unique=True),
        only("run_id IS NOT NULL", "ix_obligations_run", "run_id"),
        only("shown_at IS NOT NULL", "ix_obligations_shown", "owner_id", "shown_at"),
        only("changed_cause_id IS NOT NULL", "ix_obligations_cause", "changed_cause_id"),
        only("ended_at IS NOT NULL", "ix_obligations_ended", "rule", "ended_at"),
    )
