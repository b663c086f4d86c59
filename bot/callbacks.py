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
class Search(Callback):
    """A page of what a search found; the number is the search's."""

    code: ClassVar[str] = "sf"
    search: int
    page: int


@dataclass(frozen=True, slots=True)
class OpenClient(Callback):
    """The card of a client."""

    code: ClassVar[str] = "sc"
    client: int


@dataclass(frozen=True, slots=True)
class NewDeal(Callback):
    """A new deal with this client; 0: with somebody who is to be said first."""

    code: ClassVar[str] = "sn"
    client: int


@dataclass(frozen=True, slots=True)
class LeadOf(Callback):
    """A new deal with whom a search was for."""

    code: ClassVar[str] = "sl"
    search: int


@dataclass(frozen=True, slots=True)
class Capture(Callback):
    """On a new deal that is not written yet: `act` is a question, pick, use, sure, back, drop or create."""

    code: ClassVar[str] = "sk"
    draft: int
    act: str
    value: int


@dataclass(frozen=True, slots=True)
class Sifted(Callback):
    """A list of deals as in Deals, with filters and an order (bot.views.sieve); `part` is list or filters."""

    code: ClassVar[str] = "ss"
    scope: str
    stage: str
    sieve: str
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Home(Callback):
    """Deals by stage, and where everything is; `scope` is empty for one's own, or team."""

    code: ClassVar[str] = "sh"
    scope: str


@dataclass(frozen=True, slots=True)
class Mine(Callback):
    """One's own numbers: `period` is week or month, `back` how many of them ago."""

    code: ClassVar[str] = "sm"
    period: str
    back: int


@dataclass(frozen=True, slots=True)
class Preference(Callback):
    """A setting: `part` which one (empty: all of them), `value` what it is from now on (empty: choose)."""

    code: ClassVar[str] = "st"
    part: str
    value: str


@dataclass(frozen=True, slots=True)
class Aside(Callback):
    """A conversation that is not about a deal that there is: `act` is ask or cancel."""

    code: ClassVar[str] = "se"
    draft: int
    act: str


@dataclass(frozen=True, slots=True)
class Upload(Callback):
    """On a file that is being imported: `act` with a table, a column of it (or a page, or a word) and a key."""

    code: ClassVar[str] = "up"
    upload: int
    act: str
    part: int
    column: int
    choice: str


@dataclass(frozen=True, slots=True)
class TakeBack(Callback):
    """Take an import back, whole."""

    code: ClassVar[str] = "ub"
    imported: int


@dataclass(frozen=True, slots=True)
class Export(Callback):
    """Everything that the person may see, as a file: `form` is xlsx or csv; empty: choose."""

    code: ClassVar[str] = "xp"
    form: str


@dataclass(frozen=True, slots=True)
class FunnelFile(Callback):
    """The numbers of a funnel as a file; `period` and `scope` as in Funnel, `form` is xlsx or csv."""

    code: ClassVar[str] = "xf"
    period: str
    scope: str
    form: str


@dataclass(frozen=True, slots=True)
class Give(Callback):
    """To whom: `what` is deal (a run), task (an activity) or all (a person), `subject` its id."""

    code: ClassVar[str] = "gv"
    what: str
    subject: int
    page: int


@dataclass(frozen=True, slots=True)
class GiveTo(Callback):
    """To this person (0: spread over the team); for all of somebody's work it is asked once more, `sure` is 1 then."""

    code: ClassVar[str] = "gt"
    what: str
    subject: int
    to: int
    sure: int


@dataclass(frozen=True, slots=True)
class Staff(Callback):
    """One of the people: `part` is card, roles, teams, leave (dismissal) or again (one more link)."""

    code: ClassVar[str] = "sp"
    person: int
    part: str


@dataclass(frozen=True, slots=True)
class StaffAct(Callback):
    """`act` is a role (taken or given), team (`value` its id, 0 none), or leave (`value` who gets the work)."""

    code: ClassVar[str] = "sa"
    person: int
    act: str
    value: int


@dataclass(frozen=True, slots=True)
class People(Callback):
    """Everybody; `part` is empty, or gone for those who have left."""

    code: ClassVar[str] = "pl"
    part: str
    page: int


@dataclass(frozen=True, slots=True)
class Group(Callback):
    """A team (0: the list of them): `act` is card, new, rename, parent (`value` 0: choose, 1: none, else id + 1)."""

    code: ClassVar[str] = "tm"
    team: int
    act: str
    value: int


@dataclass(frozen=True, slots=True)
class Firm(Callback):
    """Settings of the company: `part` which one (empty: all of them), `value` what it is to be, empty to choose."""

    code: ClassVar[str] = "fm"
    part: str
    value: str
    page: int


@dataclass(frozen=True, slots=True)
class Absent(Callback):
    """Days off of a person, as ordinals, 0 while they are to be chosen; `substitute` 0 to choose, 1 nobody, else id + 1.

    `sure` is 1 on the button that saves it.
    """

    code: ClassVar[str] = "ab"
    person: int
    first: int
    last: int
    substitute: int
    sure: int


@dataclass(frozen=True, slots=True)
class AbsentMonth(Callback):
    """A month from which the first day (`first` 0), or the last one, is chosen; year*12 + month-1."""

    code: ClassVar[str] = "am"
    person: int
    first: int
    month: int


@dataclass(frozen=True, slots=True)
class BackAgain(Callback):
    """An absence is over, or will not be."""

    code: ClassVar[str] = "ae"
    absence: int


@dataclass(frozen=True, slots=True)
class NoteFile(Callback):
    """The file of a note, to be sent again."""

    code: ClassVar[str] = "x"
    note: int


@dataclass(frozen=True, slots=True)
class Digest(Callback):
    """A page of a digest; `part` is empty, or why."""

    code: ClassVar[str] = "dg"
    digest: int
    page: int
    part: str


@dataclass(frozen=True, slots=True)
class DigestRow(Callback):
    """A line of a digest; `act` is empty for its card, nudge or why."""

    code: ClassVar[str] = "dr"
    digest: int
    number: int
    act: str


@dataclass(frozen=True, slots=True)
class Channels(Callback):
    """The channels that are told what happens to deals."""

    code: ClassVar[str] = "ct"


@dataclass(frozen=True, slots=True)
class Channel(Callback):
    """One channel: `act` is empty, new, won, lost, all, language, teams, team (0: all of them) or close."""

    code: ClassVar[str] = "cs"
    channel: int
    act: str
    team: int


@dataclass(frozen=True, slots=True)
class Contact(Callback):
    """People at the client of a deal: `act` is list, add, phone (one more number) or choose (the deal's own)."""

    code: ClassVar[str] = "j"
    run: int
    act: str
    contact: int


@dataclass(frozen=True, slots=True)
class Postpone(Callback):
    """All that is overdue at another time: `to` is empty for the question, today, tomorrow or week; `reason` a key."""

    code: ClassVar[str] = "b"
    to: str
    reason: str


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
        NoteFile,
        Postpone,
        Contact,
        Search,
        OpenClient,
        NewDeal,
        LeadOf,
        Capture,
        Sifted,
        Home,
        Mine,
        Preference,
        Aside,
        Upload,
        TakeBack,
        Export,
        FunnelFile,
        Give,
        GiveTo,
        Staff,
        StaffAct,
        People,
        Group,
        Firm,
        Absent,
        AbsentMonth,
        BackAgain,
        Digest,
        DigestRow,
        Channels,
        Channel,
        Idle,
    )
}
