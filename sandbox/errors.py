"""The refusals of the Bot API: status, words and parameters exactly as they leave the server."""

from typing import Any


class Refused(Exception):  # noqa: N818  what happens to a call; an error is what the bot makes of it
    """A call that is answered with `ok: false`; nothing of it was stored."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


class BadRequest(Refused):
    """400; the reason is given without the `Bad Request: ` in front."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class Forbidden(Refused):
    """403; the reason is given without the `Forbidden: ` in front."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


class TooManyRequests(Refused):
    """429 with `retry_after` in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


class Misuse(Exception):  # noqa: N818  the word for it
    """A `/sim/` call that cannot be done; answered with 400 and these words."""
