"""Imports: what files state about other people's deals, compared with what they stated before, written in bulk."""
