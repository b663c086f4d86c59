"""What may be owed to somebody: one frozen payload for each stable kind. Rows hold kind and data, never words.

A key says what must not be told twice; it is unique over all messages. `key` takes the id of the person, or of the channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar

from notifications.kinds.rules import AuditReady, Broken, Chorus, Duties, Duty, Urgent

__all__ = [
    "KINDS",
    "AuditReady",
    "AwayNews",
    "Broken",
    "Card",
    "ChannelClosed",
    "Chorus",
    "DeadLetter",
    "Decided",
    "DigestReady",
    "Duties",
    "Duty",
    "Evening",
    "Greeting",
    "HandedOver",
    "Morning",
    "News",
    "Nudge",
    "Outage",
    "Payload",
    "Post",
    "Redraw",
    "Reminder",
    "Rights",
    "Ring",
    "UnknownKindError",
    "Unreachable",
    "Urgent",
    "from_data",
    "to_data",
]


class UnknownKindError(ValueError):
    """A row that this version cannot read: of another version, or damaged."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A timed activity comes soon; posted anew, with sound."""

    kind: ClassVar[str] = "ring"
    activity: int
    timer: int

    def key(self, person_id: int) -> str:
        return f"ring:{self.activity}:{self.timer}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """An activity that is still open, told once more because its process says so."""

    kind: ClassVar[str] = "reminder"
    activity: int
    timer: int

    def key(self, person_id: int) -> str:
        return f"reminder:{self.activity}:{self.timer}"


@dataclass(frozen=True, slots=True)
class Card:
    """The card of an activity, silently; drawn when delivered. `foreign`: somebody else's act, so it can wait.

    With a `run`, several events on that deal are one message, about whatever is open on it then.
    """

    kind: ClassVar[str] = "card"
    activity: int
    cause: int
    foreign: bool = False
    run: int = 0

    def key(self, person_id: int) -> str:
        return f"card:{person_id}:{self.activity}:{self.cause}"


@dataclass(frozen=True, slots=True)
class Morning:
    """The plan of a day, on the person's own calendar."""

    kind: ClassVar[str] = "morning"
    day: date

    def key(self, person_id: int) -> str:
        return f"morning:{person_id}:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Evening:
    """The recap of a day, on the person's own calendar."""

    kind: ClassVar[str] = "evening"
    day: date

    def key(self, person_id: int) -> str:
        return f"evening:{person_id}:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class DigestReady:
    """What is wrong in a team today; the rows are stored."""

    kind: ClassVar[str] = "digest"
    digest: int

    def key(self, person_id: int) -> str:
        return f"digest:{self.digest}"


@dataclass(frozen=True, slots=True)
class Nudge:
    """A head asks for something about a deal, or an activity of it; once a day, whoever asks."""

    kind: ClassVar[str] = "nudge"
    run: int
    activity: int
    by: int
    day: date

    def key(self, person_id: int) -> str:
        return f"nudge:{person_id}:{self.run}:{self.activity}:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Post:
    """Something happened to a deal (new, won, lost) that a channel is told of."""

    kind: ClassVar[str] = "post"
    event: str
    run: int
    cause: int

    def key(self, person_id: int) -> str:
        return f"post:{person_id}:{self.event}:{self.cause}"


@dataclass(frozen=True, slots=True)
class Greeting:
    """A channel says what it will be told; `stamp` tells one time from another."""

    kind: ClassVar[str] = "greeting"
    stamp: int

    def key(self, person_id: int) -> str:
        return f"greeting:{person_id}:{self.stamp}"


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """A channel cannot be written to any more; told to who had set it up."""

    kind: ClassVar[str] = "channel_closed"
    channel: int

    def key(self, person_id: int) -> str:
        return f"channel_closed:{self.channel}"


@dataclass(frozen=True, slots=True)
class News:
    """Several cards of others' acts that waited together, told as one list. It is made on delivery and never stored."""

    kind: ClassVar[str] = "news"
    cards: tuple[Card, ...]

    def key(self, person_id: int) -> str:
        return f"news:{person_id}:{self.cards[0].cause}"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What the person did could not be worked, and nothing of it happened."""

    kind: ClassVar[str] = "dead_letter"
    update: int

    def key(self, person_id: int) -> str:
        return f"dead_letter:{self.update}"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody of the team blocked the bot; told to the head. `since` is the local date, for one message a day."""

    kind: ClassVar[str] = "unreachable"
    person: int
    since: date

    def key(self, person_id: int) -> str:
        return f"unreachable:{person_id}:{self.person}:{self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class Outage:
    """Nobody was listening from this UTC instant on, and presses of that time may be lost."""

    kind: ClassVar[str] = "outage"
    since: datetime

    def key(self, person_id: int) -> str:
        return f"outage:{person_id}:{self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class Redraw:
    """Somebody's message about a subject (a card of this kind) is edited to what stands now; nothing new is sent.

    `stamp` tells one call for it from another: milliseconds of the instant.
    """

    kind: ClassVar[str] = "redraw"
    what: str
    subject: int
    stamp: int

    def key(self, person_id: int) -> str:
        return f"redraw:{person_id}:{self.what}:{self.subject}:{self.stamp}"


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody had asked was decided; `run` is that of the request."""

    kind: ClassVar[str] = "decided"
    run: int
    cause: int

    def key(self, person_id: int) -> str:
        return f"decided:{person_id}:{self.cause}"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """So many deals are this person's from now on, because `by` (a person's id) said so; one message for all."""

    kind: ClassVar[str] = "handed_over"
    count: int
    by: int
    cause: int

    def key(self, person_id: int) -> str:
        return f"handed_over:{person_id}:{self.cause}"


@dataclass(frozen=True, slots=True)
class AwayNews:
    """Told to who stands in for somebody, and to the person where somebody else said so; `over`: he is back."""

    kind: ClassVar[str] = "away"
    absence: int
    over: bool = False

    def key(self, person_id: int) -> str:
        return f"away:{person_id}:{self.absence}:{int(self.over)}"


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person may do has changed; `stamp` tells one time from another."""

    kind: ClassVar[str] = "rights"
    stamp: int

    def key(self, person_id: int) -> str:
        return f"rights:{person_id}:{self.stamp}"


Payload = (
    Ring
    | Reminder
    | Card
    | News
    | Duty
    | Duties
    | Broken
    | Urgent
    | AuditReady
    | Chorus
    | Morning
    | Evening
    | DigestReady
    | Nudge
    | Post
    | Greeting
    | ChannelClosed
    | DeadLetter
    | Unreachable
    | Outage
    | Redraw
    | Decided
    | HandedOver
    | AwayNews
    | Rights
)
KINDS: Mapping[str, type[Payload]] = {
    "ring": Ring,
    "reminder": Reminder,
    "card": Card,
    "duty": Duty,
    "broken": Broken,
    "urgent": Urgent,
    "audit": AuditReady,
    "chorus": Chorus,
    "morning": Morning,
    "evening": Evening,
    "digest": DigestReady,
    "nudge": Nudge,
    "post": Post,
    "greeting": Greeting,
    "channel_closed": ChannelClosed,
    "dead_letter": DeadLetter,
    "unreachable": Unreachable,
    "outage": Outage,
    "redraw": Redraw,
    "decided": Decided,
    "handed_over": HandedOver,
    "away": AwayNews,
    "rights": Rights,
}


def to_data(payload: Payload) -> dict[str, Any]:
    """What goes into the row; plain JSON."""
    values = {item.name: getattr(payload, item.name) for item in fields(payload)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def from_data(kind: str, data: Mapping[str, Any]) -> Payload:
    """What `to_data` wrote; UnknownKindError for anything else."""
    made = KINDS.get(kind)
    if made is None:
        raise UnknownKindError(f"unknown kind {kind!r}")
    values: dict[str, Any] = {}
    try:
        for item in fields(made):
            values[item.name] = _READ[item.type](data.get(item.name, item.default))
        return made(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownKindError(f"{kind} with {dict(data)!r}") from error


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


_READ: Mapping[Any, Any] = {
    int: _whole,
    str: _word,
    bool: _flag,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
