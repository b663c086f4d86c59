"""Parse, call one use case, draw one view, show it."""
