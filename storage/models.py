"""Mapped classes: one table each. Instants are UTC; relationships do not exist, queries say what they join.

Every row written by a change carries the `cause_id` of that change (a history row's cause).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import Amount, Id, Instant, Json

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _only(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows for which the condition holds; queries write it out in the same words."""
    return Index(
        name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition)
    )


class Row(DeclarativeBase):
    """All our tables; Python ints are 64-bit, because Telegram's ids are."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Id,
        datetime: Instant,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


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


class Client(Row):
    """A company that buys or may buy. `key` is the folded name, by which imports find it."""

    __tablename__ = "clients"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(300), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    inn: Mapped[str | None] = mapped_column(String(12), index=True)  # the tax number, digits only
    details: Mapped[dict[str, Any]]  # sector, revenue, … as imported: shown, not computed with
    import_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]


class Contact(Row):
    """A person at a client, or of one that is not known yet; phone in E.164."""

    __tablename__ = "contacts"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str | None] = mapped_column(String(200))  # folded name, by which people find it
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(String(320))


class Phone(Row):
    """One more number of a contact, in E.164."""

    __tablename__ = "phones"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    number: Mapped[str] = mapped_column(String(20), index=True)
    __table_args__ = (UniqueConstraint("contact_id", "number"),)


class Product(Row):
    """What is sold; price in the company's currency."""

    __tablename__ = "products"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    series: Mapped[str | None] = mapped_column(String(100))
    price: Mapped[Decimal | None] = mapped_column(Amount)
    import_id: Mapped[int | None] = mapped_column(index=True)


class Deal(Row):
    """A deal. Fields of the process that reports need are columns; the others are in `extra` (values.plain).

    `stage` and `furthest` repeat what the run knows, for reports: the stage now, and the last working stage
    (in the order of the funnel) that the deal has reached. `outcome` is won, lost or None.
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
    outcome: Mapped[str | None] = mapped_column(String(4))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    touched_at: Mapped[datetime | None]  # when somebody last did something about it
    parked_until: Mapped[date | None]  # the owner's day on which it wakes
    parked_reason: Mapped[str | None] = mapped_column(String(300))
    import_id: Mapped[int | None] = mapped_column(index=True)
    __table_args__ = (
        # Of everybody, and of some: in the order of the groups that are counted, so that nothing is sorted.
        Index(
            "ix_deals_company", "process", "furthest", "stage", "outcome", "opened_at", "amount", "owner_id"
        ),
        Index(
            "ix_deals_funnel", "process", "owner_id", "furthest", "stage", "outcome", "opened_at", "amount"
        ),
        _only("outcome IS NULL", "ix_deals_open", "owner_id"),
    )


class Run(Row):
    """One running instance of a process, about one subject (kind and id)."""

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
    signals: Mapped[list[Any]]
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "process"),
        # Without it the database looks through all runs for children of each one that is deleted.
        _only("parent_id IS NOT NULL", "ix_runs_parent_id", "parent_id"),
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
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    cause_id: Mapped[int]
    closed_cause_id: Mapped[int | None]
    __table_args__ = (
        Index("ix_activities_run_id_state", "run_id", "state"),
        _only("state = 'open'", "ix_activities_todo", "owner_id", "due"),
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
        _only("state = 'pending'", "ix_timers_pending", "due"),
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
    __table_args__ = (_only("state = 'new'", "ix_inbox_new", "update_id"),)


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
        _only("state = 'pending'", "ix_outbox_pending", "due"),
        _only("state = 'sent'", "ix_outbox_sent", "person_id", "sent_at"),
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
    kind: Mapped[str] = mapped_column(String(20))  # overdue, untouched, unreachable
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    run_id: Mapped[int | None]
    activity_id: Mapped[int | None]
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
        _only("state = 'open'", "ix_drafts_open", "person_id", unique=True),
        _only("state = 'parked'", "ix_drafts_parked", "person_id"),
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


class Import(Row):
    """One import: where from, what it did."""

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    report: Mapped[dict[str, Any]]
    reverted_at: Mapped[datetime | None]
    reverted_by: Mapped[int | None]


class ImportChange(Row):
    """A row that an import changed, for taking the import back: its columns before and after, as plain JSON."""

    __tablename__ = "import_changes"
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class Upload(Row):
    """A file that somebody sent to be imported; Telegram keeps it. `state` is open, done or cancelled."""

    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    file_id: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    mapping: Mapped[dict[str, Any]]  # what the person said of its columns
    state: Mapped[str] = mapped_column(String(10))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    created_at: Mapped[datetime]


class Imported(Row):
    """What an import last said about one thing, so that saying it again changes nothing and work done since is kept.

    `kind` is deal, client, product or person; `key` is the id in the file or a fingerprint; `stated` holds the
    values as the file had them, not as they are now.
    """

    __tablename__ = "imported"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(320), primary_key=True)
    subject_id: Mapped[int]
    stated: Mapped[dict[str, Any]]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)


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


class Day(Row):
    """The company's own exception to the calendar: a day off, or a day worked."""

    __tablename__ = "days"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
