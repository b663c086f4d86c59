"""Rows: the database, its models, and query functions that take a session first."""
