"""Every button's data: the bot's URL map. `route` in the table says who answers which.

Written as `a<code>:<field>:…`; `a` is the version of this format, whole numbers are in base 36, words are
keys of a process. What arrives is hostile until `parse` has taken it, and still has to be authorised.
"""

from dataclasses import fields

from bot.callbacks.deals import (
    Capture,
    Contact,
    Deals,
    Give,
    GiveTo,
    Home,
    LeadOf,
    Move,
    NewDeal,
    OpenClient,
    OpenDeal,
    Preview,
    Search,
    Sifted,
    Stages,
)
from bot.callbacks.lists import ListOf, Tick, UseTotal
from bot.callbacks.packing import VERSION, WORD, Callback, ForgedError, base36, number_of
from bot.callbacks.people import (
    Absent,
    AbsentMonth,
    BackAgain,
    Firm,
    Group,
    Invite,
    Language,
    Mine,
    People,
    Preference,
    Staff,
    StaffAct,
    Strictness,
    Team,
    TeamRule,
    Wordbook,
)
from bot.callbacks.processes import Path, Processes
from bot.callbacks.reports import (
    Channel,
    Channels,
    Digest,
    DigestRow,
    Export,
    Funnel,
    FunnelFile,
    Health,
    Idle,
    Retry,
    TakeBack,
    Upload,
)
from bot.callbacks.requests import AskFor, Requests, Withdraw
from bot.callbacks.tasks import (
    Aside,
    Choice,
    Conversation,
    Day,
    Hand,
    Invitation,
    Month,
    NoteFile,
    OpenTask,
    Page,
    Postpone,
    Press,
    PutOff,
    Record,
    TakeNote,
    TaskMenu,
    Undo,
)

__all__ = [
    "KINDS",
    "VERSION",
    "WORD",
    "Absent",
    "AbsentMonth",
    "Aside",
    "AskFor",
    "BackAgain",
    "Callback",
    "Capture",
    "Channel",
    "Channels",
    "Choice",
    "Contact",
    "Conversation",
    "Day",
    "Deals",
    "Digest",
    "DigestRow",
    "Export",
    "Firm",
    "ForgedError",
    "Funnel",
    "FunnelFile",
    "Give",
    "GiveTo",
    "Group",
    "Hand",
    "Health",
    "Home",
    "Idle",
    "Invitation",
    "Invite",
    "Language",
    "LeadOf",
    "ListOf",
    "Mine",
    "Month",
    "Move",
    "NewDeal",
    "NoteFile",
    "OpenClient",
    "OpenDeal",
    "OpenTask",
    "Page",
    "Path",
    "People",
    "Postpone",
    "Preference",
    "Press",
    "Preview",
    "Processes",
    "PutOff",
    "Record",
    "Requests",
    "Retry",
    "Search",
    "Sifted",
    "Staff",
    "StaffAct",
    "Stages",
    "Strictness",
    "TakeBack",
    "TakeNote",
    "TaskMenu",
    "Team",
    "TeamRule",
    "Tick",
    "Undo",
    "Upload",
    "UseTotal",
    "Withdraw",
    "Wordbook",
    "base36",
    "number_of",
    "parse",
]


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


KINDS: dict[str, type[Callback]] = {
    f"{VERSION}{kind.code}": kind
    for kind in (
        Press,
        Move,
        Choice,
        Conversation,
        Month,
        Page,
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
        Invitation,
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
        Processes,
        Path,
        Preview,
        Stages,
        Requests,
        AskFor,
        Withdraw,
        Strictness,
        TeamRule,
        Wordbook,
        ListOf,
        UseTotal,
        Tick,
    )
}
