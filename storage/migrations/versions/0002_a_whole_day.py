"""What a whole day's work needs: notes, absences, channels, digests, uploads, parking, undo."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
TABLES = (
    "audit",
    "uploads",
    "import_changes",
    "digest_rows",
    "digests",
    "channels",
    "absences",
    "notes",
    "phones",
)
# Deals that people have worked on, or that came by an import, are not untouched since the day they were opened.
TOUCHED = (
    "UPDATE deals SET touched_at = COALESCE("
    "(SELECT max(history.at) FROM history JOIN runs ON runs.id = history.run_id"
    " WHERE runs.kind = 'deal' AND runs.subject_id = deals.id AND history.actor_id IS NOT NULL),"
    " (SELECT imports.at FROM imports WHERE imports.id = deals.import_id), opened_at)"
)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    """Made anew each time: a column belongs to one table."""
    return {
        "people": (
            sa.Column("evening", ID, nullable=True),
            sa.Column("digest", ID, nullable=True),
            sa.Column("quiet_start", ID, nullable=True),
            sa.Column("quiet_end", ID, nullable=True),
        ),
        "clients": (sa.Column("inn", sa.String(length=12), nullable=True),),
        "deals": (
            sa.Column("touched_at", AT, nullable=True),
            sa.Column("parked_until", sa.Date(), nullable=True),
            sa.Column("parked_reason", sa.String(length=300), nullable=True),
        ),
        "history": (sa.Column("undone_id", ID, nullable=True),),
        "activities": (
            sa.Column("origin", sa.String(length=10), server_default="process", nullable=False),
            sa.Column("title", sa.String(length=300), nullable=True),
            sa.Column("snoozed", ID, server_default="0", nullable=False),
        ),
        "imports": (
            sa.Column("reverted_at", AT, nullable=True),
            sa.Column("reverted_by", ID, nullable=True),
        ),
    }


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index(op.f("ix_clients_inn"), "clients", ["inn"])
    op.create_index("ix_runs_parent_id", "runs", ["parent_id"], **_where("parent_id IS NOT NULL"))
    # Who comes with this migration gets the recap and the digest; the hours can be changed in the chat.
    op.execute(sa.text("UPDATE people SET evening = 1080, digest = 570"))
    op.execute(sa.text(TOUCHED))
    op.create_table(
        "phones",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_phones_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
        sa.UniqueConstraint("contact_id", "number", name=op.f("uq_phones_contact_id_number")),
    )
    op.create_index(op.f("ix_phones_number"), "phones", ["number"])
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("activity_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("file_id", sa.String(length=300), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("size", ID, nullable=True),
        sa.Column("album", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_notes_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_run_id"), "notes", ["run_id"])
    op.create_table(
        "absences",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("substitute_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["people.id"], name=op.f("fk_absences_substitute_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_absences_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_person_id"), "absences", ["person_id"])
    op.create_index(op.f("ix_absences_substitute_id"), "absences", ["substitute_id"])
    op.create_table(
        "channels",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("thread_id", ID, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("closed_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_channels_team_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_channels_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
    )
    op.create_index("ix_channels_chat_id", "channels", ["chat_id"])
    op.create_table(
        "digests",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_digests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_digests_person_id_day")),
    )
    op.create_table(
        "digest_rows",
        sa.Column("digest_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("activity_id", ID, nullable=True),
        sa.Column("since", AT, nullable=True),
        sa.Column("act", sa.String(length=20), nullable=True),
        sa.Column("acted_at", AT, nullable=True),
        sa.Column("acted_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_digest_rows_digest_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_digest_rows_owner_id")),
        sa.PrimaryKeyConstraint("digest_id", "number", name=op.f("pk_digest_rows")),
    )
    op.create_table(
        "import_changes",
        sa.Column("import_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_changes_import_id")),
        sa.PrimaryKeyConstraint("import_id", "kind", "subject_id", name=op.f("pk_import_changes")),
    )
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("file_id", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("import_id", ID, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_uploads_person_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_uploads_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_person_id"), "uploads", ["person_id"])
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("channel_id", ID, nullable=True))
        outbox.alter_column("person_id", existing_type=ID, nullable=True)
        outbox.create_foreign_key(op.f("fk_outbox_channel_id"), "channels", ["channel_id"], ["id"])
    op.create_index("ix_outbox_sent", "outbox", ["person_id", "sent_at"], **_where("state = 'sent'"))


def downgrade() -> None:
    op.drop_index("ix_outbox_sent", "outbox")
    op.execute(sa.text("DELETE FROM outbox WHERE person_id IS NULL"))
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("fk_outbox_channel_id"), type_="foreignkey")
        outbox.alter_column("person_id", existing_type=ID, nullable=False)
        outbox.drop_column("channel_id")
    for table in TABLES:
        op.drop_table(table)
    op.drop_index(op.f("ix_clients_inn"), "clients")
    op.drop_index("ix_runs_parent_id", "runs")
    for table, columns in _columns().items():
        for (
            column
        ) in columns:  # not in a batch: SQLite would drop and write anew a table that others point to
            op.drop_column(table, column.name)
