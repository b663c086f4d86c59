"""The card of a deal: what it is about, where it stands, what is open on it, and where it may go from here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from aiogram.utils.formatting import Text

from bot.callbacks import Contact as Contacts
from bot.callbacks import Hand, OpenDeal, OpenTask, TakeNote
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.naming import NONE, Names
from bot.usecases.standing import UNKNOWN, Standing
from bot.views import deal_path, duties, listed, reasons, requests, standing, words
from bot.views import moves as ways
from bot.views.due import is_overdue
from bot.views.layout import LABEL, flow, my_day
from bot.views.lines import SHORT, client, clip, joined, masked, phone, stack
from bot.views.notes import content
from bot.views.task import afterwards, named, taking_back
from bot.views.words import Processes
from fsm.definition import FieldType, Process
from fsm.moves import OpenMove
from fsm.values import valued
from storage.activities import Open
from storage.apply import Advanced
from storage.contacts import Contact
from storage.deals import Card
from storage.fields import CLOSE_DATE
from storage.notes import Note

_ELSEWHERE = {
    FieldType.PRODUCT,
    FieldType.CONTACT,
    FieldType.CLIENT,
    FieldType.PARTICIPANTS,
    FieldType.COMPETITORS,
    FieldType.LINES,
}
"""What is not among the other facts: it has a line of its own, or a button that says how many there are."""
_MOST = 12
"""Open activities that have a button; more on one deal are not a plan."""


def deal(
    found: Card,
    tasks: Sequence[Open],
    moves: Sequence[OpenMove],
    process: Process,
    t: Texts,
    now: datetime,
    *,
    reader: int | None = None,
    header: Text | str | None = None,
    undo: int | None = None,
    leads: bool = False,
    notes: Sequence[Note] = (),
    people: Sequence[Contact] = (),
    stands: Standing = UNKNOWN,
    processes: Processes = MappingProxyType({}),
    names: Names = NONE,
) -> Screen:
    """`tasks` are what is open, the earliest first; `header` says what has just happened to the deal.

    `undo` is the change that the reader may take back; who `leads` may open a closed deal again. `notes` are the
    last ones, the newest first; `people` are the client's, where the deal does not say to whom one talks.
    `processes` name what the deal was started from, or goes on as; `names` are those of rows that fields speak of.
    """
    return Screen(
        stack(
            header,
            "",
            client(found.client, t.gettext("Client not known yet")),
            joined((clip(found.contact) if found.contact else None, _number(found) if found.phone else None)),
            *(_whom(one) for one in people),
            _worth(found, t),
            "",
            *standing.lines(found, stands, process, t, now),
            Text("☾ ", waiting(found, t, now)) if waits(found, t, now) else None,
            *duties.lines(stands.duties, found, processes, t, now),
            "",
            *standing.relatives(stands, processes, t),
            *_dates(found, process, t),
            *_extra(found, process, t, now, names),
            None
            if reader == found.owner_id
            else t.gettext("Responsible: {name}").format(name=clip(found.owner)),
            *_open([one for one in tasks if one.id not in stands.asked], stands, process, t, now),
            *requests.lines(stands.asked_beside, processes, t, now),
            *_notes(notes, t, now),
        ),
        (
            *((_opening(task, process, t),) for task in tasks[:_MOST]),
            *duties.buttons(stands.duties, found, t),
            *flow(ways.way_button(found, move, process, t) for move in moves if move.usual),
            *ways.other(found, moves, t),
            *standing.openings(stands, processes, t),
            *flow(listed.buttons(found, process, t)),
            *_ways_on(found, undo, t, leads=leads),
        ),
    )


def moved(
    found: Card,
    tasks: Sequence[Open],
    moves: Sequence[OpenMove],
    advanced: Advanced,
    process: Process,
    t: Texts,
    now: datetime,
    *,
    reader: int | None = None,
    stands: Standing = UNKNOWN,
    processes: Processes = MappingProxyType({}),
    names: Names = NONE,
) -> Screen:
    """The card after a move; above it, what the move led to."""
    header = afterwards(advanced, process, t, now)
    undo = advanced.cause_id
    toast = t.gettext("Now in the stage: {stage}").format(stage=words.stage(process, advanced.state, t))
    card = deal(
        found,
        tasks,
        moves,
        process,
        t,
        now,
        reader=reader,
        header=header,
        undo=undo,
        stands=stands,
        processes=processes,
        names=names,
    )
    return replace(card, toast=clip(toast, 190))


def _whom(contact: Contact) -> Text | None:
    return joined((clip(contact.name), *(phone(number) for number in contact.phones)))


def _notes(notes: Sequence[Note], t: Texts, now: datetime) -> list[Text | str]:
    """The last of what was noted down, cut short: all of it is in the history."""
    if not notes:
        return []
    lines: list[Text | str] = ["", t.gettext("Notes:")]
    for note in notes:
        said = clip(content(note.content, t), 80)
        lines.append(f"✎ {said} — {clip(note.by, SHORT)}, {t.moment(note.at, now)}")
    return lines


def waits(deal: Card, t: Texts, now: datetime) -> bool:
    """Whether the deal still waits: once its day has come, its tasks are in the plan like any other."""
    return deal.parked_until is not None and deal.parked_until > t.today(now)


def _number(deal: Card) -> Text | str:
    """To dial while there is something to do; of a closed deal the contacts have it, a tap away."""
    assert deal.phone is not None
    return phone(deal.phone) if deal.outcome is None else masked(deal.phone)


def waiting(deal: Card, t: Texts, now: datetime) -> str:
    """«Ждёт до: 7 дек · Клиент просил подождать»."""
    assert deal.parked_until is not None
    until = t.gettext("Waits until {day}").format(day=t.day(deal.parked_until, t.today(now)))
    return f"{until} · {reasons.reason(deal.parked_reason, t)}" if deal.parked_reason else until


def _ways_on(deal: Card, undo: int | None, t: Texts, *, leads: bool = False) -> Keyboard:
    """What has been done may be taken back; an open deal may be worked by hand; a note is welcome on any."""
    run = deal.run_id
    open_ = deal.outcome is None
    note = Button(t.gettext("✎ Note"), TakeNote(run, 0))
    return (
        *(() if undo is None else ((taking_back(run, undo, t),),)),
        *(((Button(t.gettext("↻ Open again"), Hand(run, "reopen", "")),),) if leads and not open_ else ()),
        (Button(t.gettext("+ Action"), Hand(run, "menu", "")) if open_ else note,)
        + ((note,) if open_ else (Button(t.gettext("Contacts"), Contacts(run, "list", 0)),)),
        (Button(t.gettext("History"), OpenDeal(run, "history", 0)), deal_path.button(run, t), my_day(t)),
    )


def _worth(deal: Card, t: Texts) -> Text | None:
    amount = t.money(deal.amount, deal.currency or "RUB") if deal.amount is not None else None
    number = t.gettext("No. {number}").format(number=clip(deal.number, 20)) if deal.number else None
    return joined((clip(deal.product) if deal.product else None, amount, number))


def _dates(deal: Card, process: Process, t: Texts) -> list[str]:
    """Days of opening and closing, as far as they are known."""
    shown: list[str] = []
    if deal.opened_at is not None:
        shown.append(t.gettext("Opened: {day}").format(day=t.date(t.local(deal.opened_at).date())))
    if deal.close_date is not None:
        shown.append(f"{words.field(process, CLOSE_DATE, t)}: {t.date(deal.close_date)}")
    elif deal.closed_at is not None:
        shown.append(t.gettext("Closed: {day}").format(day=t.date(t.local(deal.closed_at).date())))
    return shown


def _extra(deal: Card, process: Process, t: Texts, now: datetime, names: Names) -> list[str]:
    """What else is known, by the titles of the process."""
    found = []
    for key, written in deal.extra.items():
        field = process.fields.get(key)
        if field is None or field.type in _ELSEWHERE:
            continue
        try:
            value = words.value(valued(field.type, written), field, t, now, names)
        except ValueError:  # the process has another type for it by now
            continue
        found.append(f"{t.label(field.title)}: {value}")
    return found


def _open(
    tasks: Sequence[Open], stands: Standing, process: Process, t: Texts, now: datetime
) -> list[Text | str]:
    """What is open, and what opens once something else is done."""
    if not tasks and not stands.waiting:
        return []
    lines: list[Text | str] = ["", t.gettext("To be done:")]
    for task in tasks[:_MOST]:
        late = "⚠ " if is_overdue(task.due, now) else ""
        moment = t.moment(task.due, now, timed=task.timed)
        lines.append(
            f"{words.sign(process, task.key)} {named(task.title, task.key, process, t)} — {late}{moment}"
        )
    return [*lines, *standing.waiting(stands, process, t)]


def _opening(task: Open, process: Process, t: Texts) -> Button:
    label = f"{words.sign(process, task.key)} {named(task.title, task.key, process, t)}"
    return Button(clip(label, LABEL), OpenTask(task.id))
