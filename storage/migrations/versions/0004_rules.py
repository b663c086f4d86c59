"""What rules need: obligations, what is known of a client's rest, shorter days, and when a head wants his digest."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "obligations",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("activity_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("woken_at", Instant(), nullable=True),
        sa.Column("wake_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("right_at", Instant(), nullable=True),
        sa.Column("extended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told", ID, server_default="0", nullable=False),
        sa.Column("shown_at", Instant(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("accepted_by", ID, nullable=True),
        sa.Column("accepted_reason", sa.String(length=300), nullable=True),
        sa.Column("cause_id", ID, nullable=True),
        sa.Column("changed_cause_id", ID, nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_obligations_owner_id"),
        sa.ForeignKeyConstraint(["accepted_by"], ["people.id"], name="fk_obligations_accepted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_obligations"),
    )
    _only("standing", "ix_obligations_standing", ["owner_id", "rule"])
    _only("standing", "ix_obligations_one", ["rule", "kind", "subject_id"], unique=True)
    _only("run_id IS NOT NULL", "ix_obligations_run", ["run_id"])
    _only("shown_at IS NOT NULL", "ix_obligations_shown", ["owner_id", "shown_at"])
    _only("changed_cause_id IS NOT NULL", "ix_obligations_cause", ["changed_cause_id"])
    _only("ended_at IS NOT NULL", "ix_obligations_ended", ["rule", "ended_at"])
    op.create_index("ix_audit_kind_subject_id", "audit", ["kind", "subject_id"])
    op.add_column("clients", sa.Column("segment", sa.String(length=10), nullable=True))
    op.add_column("clients", sa.Column("wake_on", sa.Date(), nullable=True))
    op.add_column("clients", sa.Column("rest_reason", sa.String(length=300), nullable=True))
    op.add_column("clients", sa.Column("checked_at", Instant(), nullable=True))
    op.add_column("days", sa.Column("short", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("digest_days", ID, server_default="127", nullable=False))
    op.add_column(
        "people", sa.Column("digest_empty", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("digest_rows", sa.Column("obligation_id", ID, nullable=True))
    op.add_column("digest_rows", sa.Column("client_id", ID, nullable=True))
    _rename({"overdue": "step_overdue", "untouched": "info_old"})
    _settings()


def _settings() -> None:
    """The days without a touch were a setting of their own, and belong to a rule now."""
    settings = sa.table("settings", sa.column("key", sa.String()), sa.column("value", sa.JSON()))
    connection = op.get_bind()
    found = connection.execute(sa.select(settings.c.value).where(settings.c.key == "untouched")).scalar()
    if found is not None:
        connection.execute(settings.delete().where(settings.c.key == "untouched"))
        days = {"value": {"limit": found["value"]}}
        connection.execute(settings.insert().values(key="rule.info_old", value=days))


def _only(condition: str, name: str, columns: list[str], *, unique: bool = False) -> None:
    """An index of the rows for which the condition holds."""
    where = sa.text(condition)
    op.create_index(name, "obligations", columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _rename(kinds: dict[str, str]) -> None:
    """What digests told of is called by the rules from now on."""
    rows = sa.table("digest_rows", sa.column("kind", sa.String()))
    for was, becomes in kinds.items():
        op.execute(rows.update().where(rows.c.kind == was).values(kind=becomes))
    digests = sa.table("digests", sa.column("id", sa.Integer()), sa.column("counts", sa.JSON()))
    connection = op.get_bind()
    for number, counts in connection.execute(sa.select(digests.c.id, digests.c.counts)).all():
        renamed = {kinds.get(kind, kind): count for kind, count in counts.items()}
        if renamed != counts:
            connection.execute(digests.update().where(digests.c.id == number).values(counts=renamed))


def downgrade() -> None:
    """Lines about rules that a version before this one does not know go."""
    _rename({"step_overdue": "overdue", "info_old": "untouched"})
    op.execute("DELETE FROM digest_rows WHERE kind NOT IN ('overdue', 'untouched', 'unreachable')")
    op.execute("DELETE FROM outbox WHERE kind IN ('duty', 'broken', 'audit', 'urgent', 'chorus')")
    op.execute("DELETE FROM timers WHERE kind IN ('audit', 'audit_piece', 'duty')")
    op.execute("DELETE FROM settings WHERE key LIKE 'rule.%'")
    _forget()
    op.drop_column("digest_rows", "client_id")
    op.drop_column("digest_rows", "obligation_id")
    op.drop_column("people", "digest_empty")
    op.drop_column("people", "digest_days")
    op.drop_column("days", "short")
    for column in ("checked_at", "rest_reason", "wake_on", "segment"):
        op.drop_column("clients", column)
    op.drop_index("ix_audit_kind_subject_id", table_name="audit")
    op.drop_table("obligations")


def _forget() -> None:
    """Runs of processes that a version before this one does not know, with all that is theirs."""
    runs = sa.table("runs", *(sa.column(name) for name in ("id", "process", "parent_id")))
    gone = sa.select(runs.c.id).where(runs.c.process.in_(["complex_deal", "care"]))
    tasks = sa.table("activities", sa.column("id"), sa.column("run_id"), sa.column("key"))
    cards = sa.table("cards", sa.column("kind"), sa.column("subject_id"))
    theirs = sa.select(tasks.c.id).where(sa.or_(tasks.c.run_id.in_(gone), tasks.c.key == "complex"))
    op.execute(cards.delete().where(cards.c.kind == "task", cards.c.subject_id.in_(theirs)))
    for name in ("timers", "notes", "drafts", "activities", "stage_runs", "history"):
        rows = sa.table(name, sa.column("run_id"))
        op.execute(rows.delete().where(rows.c.run_id.in_(gone)))
    op.execute(tasks.delete().where(tasks.c.key == "complex"))
    op.execute(runs.update().where(runs.c.parent_id.in_(gone)).values(parent_id=None))
    op.execute(runs.delete().where(runs.c.process.in_(["complex_deal", "care"])))
    op.execute("DELETE FROM deals WHERE process = 'care'")
