"""What a person can do, as verb functions: open, load, act, commit. No aiogram here."""
