"""Alembic's folder: env.py and the versions, run by storage.schema."""
