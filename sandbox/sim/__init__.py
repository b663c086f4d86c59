"""The person's side: JSON verbs under `/sim/` for tests, scripts and the chat page (the table is in sandbox/README.md)."""
