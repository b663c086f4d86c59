"""What corporate sales need: drafts, steps that are done anew, a third end, requests that run beside a deal."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONE_EACH = "uq_runs_kind_subject_id_process"
# A deal may be taken back with all its rows now, and SQLite would give their numbers to others.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("activities", recreate=_anew(), table_kwargs=NEVER_AGAIN) as activities:
        activities.add_column(sa.Column("spent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("deals", sa.Column("draft", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("deals", table_kwargs=NEVER_AGAIN) as deals:
        deals.alter_column("outcome", type_=sa.String(length=12), existing_type=sa.String(length=4))
    _indexes("draft")
    op.add_column("runs", sa.Column("activity_id", ID, nullable=True))
    op.add_column("runs", sa.Column("data", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("runs", table_kwargs=NEVER_AGAIN) as runs:
        runs.drop_constraint(ONE_EACH, type_="unique")
    deals_only = sa.text("kind = 'deal'")
    op.create_index(
        "ix_runs_deal",
        "runs",
        ["subject_id", "process"],
        unique=True,
        sqlite_where=deals_only,
        postgresql_where=deals_only,
    )
    asked = sa.text("activity_id IS NOT NULL")
    op.create_index(
        "ix_runs_activity_id", "runs", ["activity_id"], sqlite_where=asked, postgresql_where=asked
    )


def _anew() -> Literal["always", "never"]:
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def _indexes(*of: str) -> None:
    """What the funnels are counted by, with what tells drafts."""
    chosen = ["furthest", "stage", "outcome", "opened_at", "amount"]
    op.drop_index("ix_deals_company", "deals")
    op.drop_index("ix_deals_funnel", "deals")
    op.create_index("ix_deals_company", "deals", ["process", *of, *chosen, "owner_id"])
    op.create_index("ix_deals_funnel", "deals", ["process", "owner_id", *of, *chosen])


def downgrade() -> None:
    """Requests go with their rows: a version before this one does not know them."""
    op.execute(
        "DELETE FROM timers WHERE kind = 'alarm' OR run_id IN (SELECT id FROM runs WHERE kind <> 'deal')"
    )
    op.execute("DELETE FROM notes WHERE run_id IN (SELECT id FROM runs WHERE kind <> 'deal')")
    op.execute("DELETE FROM drafts WHERE run_id IN (SELECT id FROM runs WHERE kind <> 'deal')")
    op.execute(
        "DELETE FROM cards WHERE kind = 'task' AND subject_id IN (SELECT activities.id FROM activities"
        " JOIN runs ON runs.id = activities.run_id WHERE runs.kind <> 'deal')"
    )
    op.execute("DELETE FROM activities WHERE run_id IN (SELECT id FROM runs WHERE kind <> 'deal')")
    op.execute("DELETE FROM stage_runs WHERE run_id IN (SELECT id FROM runs WHERE kind <> 'deal')")
    op.execute("DELETE FROM history WHERE run_id IN (SELECT id FROM runs WHERE kind <> 'deal')")
    op.execute("DELETE FROM runs WHERE kind <> 'deal'")
    op.drop_index("ix_runs_activity_id", "runs")
    op.drop_index("ix_runs_deal", "runs")
    with op.batch_alter_table("runs") as runs:
        runs.create_unique_constraint(ONE_EACH, ["kind", "subject_id", "process"])
    op.drop_column("runs", "data")
    op.drop_column("runs", "activity_id")
    _indexes()
    op.execute("UPDATE deals SET outcome = 'lost' WHERE outcome = 'transferred'")
    with op.batch_alter_table("deals") as deals:
        deals.alter_column("outcome", type_=sa.String(length=4), existing_type=sa.String(length=12))
    op.drop_column("deals", "draft")
    op.drop_column("activities", "spent")
