"""What people type, in Russian and in English alike: moments, days, money, phone numbers, sentences; pure functions."""
