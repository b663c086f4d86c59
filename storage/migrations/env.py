"""What Alembic runs for every command: on the connection, and in the transaction, that storage.schema opened."""

from alembic import context
from sqlalchemy import text

from storage.models import Row

_LOCK = 0x766F726F6E6B61  # one migration at a time; on SQLite the transaction itself is that lock

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
