"""What comes in, what is owed, what is on the screens, what is half said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.row import Row, only


class Timer(Row):
    """Something to do later. `state` is pending, done, broken; cancelled ones are deleted. `key` makes it unique."""

    __tablename__ = "timers"
    id: Mapped[int] = mapped_column(primary_key=True)
    due: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    run_id: Mapped[int | None]
    activity_id: Mapped[int | None] = mapped_column(index=True)
    person_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))
    error: Mapped[str | None] = mapped_column(Text)
    cause_id: Mapped[int | None]
    __table_args__ = (
        only("state = 'pending'", "ix_timers_pending", "due"),
        Index("ix_timers_cause_id", "cause_id"),
    )


class Inbox(Row):
    """An update of Telegram, stored before it is confirmed. `state` is new, done or dead."""

    __tablename__ = "inbox"
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sender: Mapped[int]  # Telegram id of the person (0: nobody); updates of one are worked in order
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(5))
    attempts: Mapped[int]
    error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    __table_args__ = (only("state = 'new'", "ix_inbox_new", "update_id"),)


class Outbox(Row):
    """A message owed to somebody, or to a channel. Kind and data, never rendered text. `state` is pending, sent or dead."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    data: Mapped[dict[str, Any]]
    urgent: Mapped[bool]
    due: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int]
    error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    cause_id: Mapped[int | None]
    __table_args__ = (
        only("state = 'pending'", "ix_outbox_pending", "due"),
        only("state = 'sent'", "ix_outbox_sent", "person_id", "sent_at"),
        Index("ix_outbox_cause_id", "cause_id"),
    )


class Channel(Row):
    """A group, or a topic of one, in which a team is told what happened; `kinds` are new, won, lost."""

    __tablename__ = "channels"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    thread_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))  # None: all of the company
    language: Mapped[str] = mapped_column(String(5))
    kinds: Mapped[list[Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_channels_chat_id", "chat_id"),)


class Digest(Row):
    """What a head was told on a day; `counts` by kind, to compare the next one with."""

    __tablename__ = "digests"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]
    __table_args__ = (UniqueConstraint("person_id", "day"),)


class DigestRow(Row):
    """A line of a digest: what is wrong since when, whose it is, and what a reader did about it."""

    __tablename__ = "digest_rows"
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # a rule, or decide, unreachable
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    run_id: Mapped[int | None]
    activity_id: Mapped[int | None]
    obligation_id: Mapped[int | None]
    client_id: Mapped[int | None]
    since: Mapped[datetime | None]
    act: Mapped[str | None] = mapped_column(String(20))
    acted_at: Mapped[datetime | None]
    acted_by: Mapped[int | None]


class Draft(Row):
    """A half-finished conversation: the trigger that waits for answers. `state` is open, parked, done or cancelled."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    run_id: Mapped[int | None]
    activity_id: Mapped[int | None]
    trigger: Mapped[dict[str, Any]]  # {"press": outcome} or {"move": stage}, with the stage run
    answers: Mapped[dict[str, Any]]
    question: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[int | None]  # the card on which it is asked
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    __table_args__ = (
        only("state = 'open'", "ix_drafts_open", "person_id", unique=True),
        only("state = 'parked'", "ix_drafts_parked", "person_id"),
    )


class Card(Row):
    """The one message that shows a subject to a person."""

    __tablename__ = "cards"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    message_id: Mapped[int]
    revision: Mapped[int]
    shown_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_cards_message", "chat_id", "message_id"),
        Index("ix_cards_subject", "kind", "subject_id"),
    )
