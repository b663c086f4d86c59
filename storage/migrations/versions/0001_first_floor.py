"""The rows of the first floor."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AMOUNT = sa.Numeric(16, 2).with_variant(sa.Integer(), "sqlite")
TABLES = (
    "deals",
    "contacts",
    "outbox",
    "invites",
    "drafts",
    "clients",
    "cards",
    "activities",
    "stage_runs",
    "people",
    "imported",
    "history",
    "timers",
    "teams",
    "settings",
    "runs",
    "products",
    "inbox",
    "imports",
    "days",
)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_days")),
    )
    op.create_table(
        "imports",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", ID, autoincrement=False, nullable=False),
        sa.Column("sender", ID, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=5), nullable=False),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    op.create_index("ix_inbox_new", "inbox", ["update_id"], **_where("state = 'new'"))
    op.create_table(
        "products",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("series", sa.String(length=100), nullable=True),
        sa.Column("price", AMOUNT, nullable=True),
        sa.Column("import_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("key", name=op.f("uq_products_key")),
    )
    op.create_index(op.f("ix_products_import_id"), "products", ["import_id"])
    op.create_table(
        "runs",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("process", sa.String(length=20), nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("stage_run", ID, nullable=False),
        sa.Column("revision", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["runs.id"], name=op.f("fk_runs_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("kind", "subject_id", "process", name=op.f("uq_runs_kind_subject_id_process")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "teams",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name=op.f("fk_teams_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "timers",
        sa.Column("id", ID, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("activity_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("cause_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint("key", name=op.f("uq_timers_key")),
    )
    op.create_index(op.f("ix_timers_activity_id"), "timers", ["activity_id"])
    op.create_index("ix_timers_cause_id", "timers", ["cause_id"])
    op.create_index("ix_timers_pending", "timers", ["due"], **_where("state = 'pending'"))
    op.create_table(
        "history",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("cause_id", ID, nullable=True),
        sa.Column("revision", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("trigger", sa.JSON(), nullable=False),
        sa.Column("state_before", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_history_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index("ix_history_cause_id", "history", ["cause_id"])
    op.create_index("ix_history_run_id_id", "history", ["run_id", "id"])
    op.create_table(
        "imported",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("stated", sa.JSON(), nullable=False),
        sa.Column("import_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_imported_import_id")),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_imported")),
    )
    op.create_index(op.f("ix_imported_import_id"), "imported", ["import_id"])
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("telegram_id", ID, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("work_start", ID, nullable=False),
        sa.Column("work_end", ID, nullable=False),
        sa.Column("morning", ID, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_people_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_people_telegram_id")),
    )
    op.create_index(op.f("ix_people_key"), "people", ["key"])
    op.create_index(op.f("ix_people_team_id"), "people", ["team_id"])
    op.create_table(
        "stage_runs",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("cause_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_stage_runs_run_id")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_stage_runs")),
    )
    op.create_table(
        "activities",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("stage_run", ID, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("attempt", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", ID, nullable=True),
        sa.Column("cause_id", ID, nullable=False),
        sa.Column("closed_cause_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_activities_owner_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_activities_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index("ix_activities_run_id_state", "activities", ["run_id", "state"])
    op.create_index("ix_activities_todo", "activities", ["owner_id", "due"], **_where("state = 'open'"))
    op.create_table(
        "cards",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("revision", ID, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cards_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "subject_id", name=op.f("pk_cards")),
    )
    op.create_index("ix_cards_message", "cards", ["chat_id", "message_id"])
    op.create_index("ix_cards_subject", "cards", ["kind", "subject_id"])
    op.create_table(
        "clients",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("import_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_clients_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
    )
    op.create_index(op.f("ix_clients_import_id"), "clients", ["import_id"])
    op.create_index(op.f("ix_clients_key"), "clients", ["key"])
    op.create_index(op.f("ix_clients_owner_id"), "clients", ["owner_id"])
    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("activity_id", ID, nullable=True),
        sa.Column("trigger", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("message_id", ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(
        "ix_drafts_open",
        "drafts",
        ["person_id"],
        unique=True,
        **_where("state = 'open'"),
    )
    op.create_index("ix_drafts_parked", "drafts", ["person_id"], **_where("state = 'parked'"))
    op.create_table(
        "invites",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_invites_created_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invites_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_invites_team_id")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invites_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invites_token_hash")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", ID, nullable=True),
        sa.Column("cause_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_cause_id", "outbox", ["cause_id"])
    op.create_index("ix_outbox_pending", "outbox", ["due"], **_where("state = 'pending'"))
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_contacts_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_client_id"), "contacts", ["client_id"])
    op.create_index(op.f("ix_contacts_phone"), "contacts", ["phone"])
    op.create_table(
        "deals",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(length=100), nullable=True),
        sa.Column("process", sa.String(length=20), nullable=False),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("amount", AMOUNT, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("close_date", sa.Date(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("furthest", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=4), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_deals_client_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_deals_contact_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_deals_owner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_deals_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
        sa.UniqueConstraint("number", name=op.f("uq_deals_number")),
    )
    op.create_index(op.f("ix_deals_client_id"), "deals", ["client_id"])
    op.create_index(
        "ix_deals_company",
        "deals",
        ["process", "furthest", "stage", "outcome", "opened_at", "amount", "owner_id"],
    )
    op.create_index(
        "ix_deals_funnel",
        "deals",
        ["process", "owner_id", "furthest", "stage", "outcome", "opened_at", "amount"],
    )
    op.create_index(op.f("ix_deals_import_id"), "deals", ["import_id"])
    op.create_index("ix_deals_open", "deals", ["owner_id"], **_where("outcome IS NULL"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
