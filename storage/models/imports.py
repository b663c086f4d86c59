"""Files from elsewhere: what they said, what they changed, how to take them back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.row import Row


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
