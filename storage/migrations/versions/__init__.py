"""One module per version, numbered in order."""
