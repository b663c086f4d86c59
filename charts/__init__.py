"""Pictures of plain numbers. Knows no database, no language and no Telegram."""
