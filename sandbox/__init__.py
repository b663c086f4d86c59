"""A messenger on this machine: a strict local Bot API server with a chat page, for newcomers and for tests."""
