"""What delivery asks of whoever talks to people, and how that one says that it could not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from notifications.kinds import Payload
from storage.outbox import Owed


@dataclass(frozen=True, slots=True)
class Place:
    """A message in a chat."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The message became the card of a subject, drawn at this revision of its run."""

    kind: str
    subject_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the message is now. `then` is called once that is stored: best effort, it never raises."""

    place: Place
    shown: Shown | None = None
    then: Callable[[], Awaitable[None]] | None = None


class Later(Exception):  # noqa: N818 - a verdict, said as such
    """Not now. `seconds` None leaves the pause to the policy; `attempt` False where nothing failed."""

    def __init__(self, seconds: float | None, reason: str, *, attempt: bool = True) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason
        self.attempt = attempt


class Never(Exception):  # noqa: N818 - a verdict, said as such
    """It cannot be sent, however often it is tried. `blocked`: nothing can be sent to this person."""

    def __init__(self, reason: str, *, blocked: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blocked = blocked


class SendPort(Protocol):
    """Sends one message; never inside a transaction, never two at once to one person."""

    async def send(self, owed: Owed, payload: Payload, now: datetime) -> Sent | None:
        """Send it; None when by now there is nothing to say. Raises Later or Never; another error is our own fault."""
