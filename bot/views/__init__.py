"""Pure functions from rows to screens."""
