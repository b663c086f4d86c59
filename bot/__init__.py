"""Telegram and wiring: the room that knows all the others."""
