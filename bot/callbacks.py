"""Every button's data: the bot's URL map. `route` in the table says who answers which.

Written as `a<code>:<field>:…`; `a` is the version of this format, whole numbers are in base 36, words are
keys of a process. What arrives is hostile until `parse` has taken it, and still has to be authorised.
"""

import re
from dataclasses import dataclass, fields
from typing import ClassVar

VERSION = "a"
WORD = re.compile(r"[a-z0-9_.\-]{0,24}")
NUMBER = re.compile(r"[0-9a-z]{1,13}")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LIMIT = 2**63


class ForgedError(ValueError):
    """Not data that we wrote."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What a button says. Numbers are ids; words are keys."""

    code: ClassVar[str]

    def pack(self) -> str:
        """At most 64 bytes, which Telegram refuses to pass."""
        parts = [f"{VERSION}{self.code}"]
        for field in fields(self):
            value = getattr(self, field.name)
            parts.append(base36(value) if isinstance(value, int) else value)
        data = ":".join(parts)
        assert len(data.encode()) <= 64, data
        return data


def base36(number: int) -> str:
    """A whole number from 0 on, short."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
        if not number:
            return digits


def number_of(part: str) -> int | None:
    """A whole number that `base36` wrote; None for anything else."""
    if not NUMBER.fullmatch(part):
        return None
    number = int(part, 36)
    return number if number < LIMIT else None


def parse(data: str) -> Callback:
    """What `pack` wrote; ForgedError for anything else."""
    head, *parts = data.split(":")
    kind = KINDS.get(head)
    if kind is None:
        raise ForgedError(data)
    expected = fields(kind)
    if len(parts) != len(expected):
        raise ForgedError(data)
    values: list[int | str] = []
    for field, part in zip(expected, parts, strict=True):
        if field.type is int:
            number = number_of(part)
            if number is None:
                raise ForgedError(data)
            values.append(number)
        else:
            if not WORD.fullmatch(part):
                raise ForgedError(data)
            values.append(part)
    return kind(*values)


@dataclass(frozen=True, slots=True)
class Press(Callback):
    """An outcome of an activity."""

    code: ClassVar[str] = "o"
    activity: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Move(Callback):
    """To another stage, from the stay that the card shows."""

    code: ClassVar[str] = "m"
    run: int
    stage_run: int
    to: str


@dataclass(frozen=True, slots=True)
class Choice(Callback):
    """An answer to the question of a draft."""

    code: ClassVar[str] = "q"
    draft: int
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Conversation(Callback):
    """`act` is cancel, back, why, ask (show the question again) or resume."""

    code: ClassVar[str] = "c"
    draft: int
    act: str


@dataclass(frozen=True, slots=True)
class Month(Callback):
    """A month of the calendar that a date is chosen from; year*12 + month-1."""

    code: ClassVar[str] = "k"
    draft: int
    month: int


@dataclass(frozen=True, slots=True)
class OpenTask(Callback):
    """The card of an activity."""

    code: ClassVar[str] = "t"
    activity: int


@dataclass(frozen=True, slots=True)
class OpenDeal(Callback):
    """The card of a deal; `part` is card, moves or history, `page` of the history."""

    code: ClassVar[str] = "d"
    run: int
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Day(Callback):
    """What is to be done: `part` is all (one's own day) or a person (p<base36 id>)."""

    code: ClassVar[str] = "n"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Deals(Callback):
    """A list of deals: `scope` is mine, team or a person (p<base36 id>), `stage` a key or empty."""

    code: ClassVar[str] = "l"
    scope: str
    stage: str
    page: int


@dataclass(frozen=True, slots=True)
class Team(Callback):
    """The people whom somebody answers for."""

    code: ClassVar[str] = "p"
    page: int


@dataclass(frozen=True, slots=True)
class Funnel(Callback):
    """The funnel: `period` a preset's key, `scope` all, t<id> or p<id>; `pick` is empty, period, team or rep."""

    code: ClassVar[str] = "f"
    period: str
    scope: str
    pick: str


@dataclass(frozen=True, slots=True)
class Invite(Callback):
    """A link for a role in a team (0: none, or not chosen yet); without a role, the choice of it."""

    code: ClassVar[str] = "i"
    role: str
    team: int


@dataclass(frozen=True, slots=True)
class Language(Callback):
    """The language in which the person wants to be spoken to."""

    code: ClassVar[str] = "g"
    language: str


@dataclass(frozen=True, slots=True)
class Health(Callback):
    """How the system is: `part` is empty for the overview, or messages, letters, timers."""

    code: ClassVar[str] = "hh"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Retry(Callback):
    """Once more what has failed: `part` is messages or timers, `number` a row, `page` the one it stands on."""

    code: ClassVar[str] = "hr"
    part: str
    number: int
    page: int


@dataclass(frozen=True, slots=True)
class Hand(Callback):
    """By hand on a deal: `act` is menu, fields, log, incoming, plan, park, wake, amend or reopen; `key` of what."""

    code: ClassVar[str] = "h"
    run: int
    act: str
    key: str


@dataclass(frozen=True, slots=True)
class Record(Callback):
    """The outcome of an activity that nobody had planned; `incoming` is 1 when the client called."""

    code: ClassVar[str] = "r"
    run: int
    key: str
    outcome: str
    incoming: int


@dataclass(frozen=True, slots=True)
class PutOff(Callback):
    """An open activity at another time."""

    code: ClassVar[str] = "w"
    activity: int


@dataclass(frozen=True, slots=True)
class TaskMenu(Callback):
    """What else can be done from the card of an activity."""

    code: ClassVar[str] = "v"
    activity: int


@dataclass(frozen=True, slots=True)
class Undo(Callback):
    """Take back what the person has done; `cause` is the entry of history."""

    code: ClassVar[str] = "u"
    run: int
    cause: int


@dataclass(frozen=True, slots=True)
class TakeNote(Callback):
    """What is said next is a note on the deal, perhaps on one of its activities (0: none)."""

    code: ClassVar[str] = "y"
    run: int
    activity: int


@dataclass(frozen=True, slots=True)
class Idle(Callback):
    """A button that only shows something."""

    code: ClassVar[str] = "z"


KINDS: dict[str, type[Callback]] = {
    f"{VERSION}{kind.code}": kind
    for kind in (
        Press,
        Move,
        Choice,
        Conversation,
        Month,
        OpenTask,
        OpenDeal,
        Day,
        Deals,
        Team,
        Funnel,
        Invite,
        Language,
        Health,
        Retry,
        Hand,
        Record,
        PutOff,
        TaskMenu,
        Undo,
        TakeNote,
        Idle,
    )
}
