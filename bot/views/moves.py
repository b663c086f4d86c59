"""Other stages that a deal may go to, and what a move would mean, before it is made."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Idle, Move, OpenDeal, Preview, Stages
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.moving import Preview as Found
from bot.usecases.reading import DealCard
from bot.views import words
from bot.views.choices import look_of
from bot.views.due import is_overdue
from bot.views.layout import LABEL, flow, my_day, pager, pages_of
from bot.views.lines import client, clip, stack
from bot.views.standing import SIGNS, progress
from bot.views.task import named
from fsm.definition import By, Process
from fsm.moves import OpenMove, Way
from storage.activities import Open
from storage.deals import Card

PAGE = 8
_MOST = 8
_LINE = 32  # signs of a button that stands alone, on a narrow screen
_ORDER = (Way.NEXT, Way.SKIP, Way.BACK, Way.REPEAT, Way.END)
_AT_ONCE = frozenset({Way.NEXT, Way.SKIP})


def way_button(deal: Card, move: OpenMove, process: Process, t: Texts) -> Button:
    """A usual move forward goes at once; any other one, or one that leaves steps undone, shows first what it means."""
    callback = (
        Move(deal.run_id, deal.stage_run, move.to)
        if move.usual and move.way in _AT_ONCE and not move.unfinished
        else Preview(deal.run_id, deal.stage_run, move.to)
    )
    return Button(_label(move, process, t), callback, look=look_of(process, move.to))


def other(deal: Card, moves: Sequence[OpenMove], t: Texts) -> Keyboard:
    """«Другая стадия…», where there are other ways than those the card shows."""
    if all(one.usual for one in moves):
        return ()
    return ((Button(t.gettext("Another stage…"), Stages(deal.run_id, 0)),),)


def stages(found: DealCard, page: int, t: Texts, now: datetime) -> Screen:
    """Every way but the usual ones, in groups, a page of them."""
    deal, process = found.card, found.process
    ways = sorted((one for one in found.moves if not one.usual), key=lambda one: _ORDER.index(one.way))
    pages = pages_of(len(ways), PAGE)
    page = min(page, pages - 1)
    shown = ways[page * PAGE : (page + 1) * PAGE]
    return Screen(
        stack(
            client(deal.client, t.gettext("Client not known yet")),
            progress(deal, process, t, found.standing, now),
            "",
            Bold(t.gettext("To which stage?")),
            Italic(t.gettext("First I show what will change; nothing happens before you agree.")),
        ),
        (
            *_grouped(shown, deal, process, t),
            *pager(page, pages, lambda to: Stages(deal.run_id, to), t),
            (Button(t.gettext("‹ Deal"), OpenDeal(deal.run_id, "card", 0)), my_day(t)),
        ),
    )


def _grouped(ways: Sequence[OpenMove], deal: Card, process: Process, t: Texts) -> Keyboard:
    _ = t.gettext
    headings = {
        Way.SKIP: _("Forward"),
        Way.NEXT: _("Forward"),
        Way.BACK: _("Back"),
        Way.REPEAT: _("Once more"),
        Way.END: _("Close the deal"),
    }
    rows: list[tuple[Button, ...]] = []
    for heading in dict.fromkeys(headings[one.way] for one in ways):
        own = [one for one in ways if headings[one.way] == heading]
        above = heading + " · " + _("by the head") if all(one.by is By.HEAD for one in own) else heading
        rows.append((Button(f"— {above} —", Idle()),))
        rows += flow(
            Button(
                _label(one, process, t),
                Preview(deal.run_id, deal.stage_run, one.to),
                look=look_of(process, one.to),
            )
            for one in own
        )
    return tuple(rows)


def _label(move: OpenMove, process: Process, t: Texts) -> str:
    """«→ Переговоры · нужно: 2», which the move will ask for."""
    final = process.stages[move.to].final
    sign = {Way.BACK: "←", Way.REPEAT: "↻"}.get(move.way, "→")
    if final is not None and not move.usual:
        sign = SIGNS[final]
    label = f"{sign} {words.stage(process, move.to, t)}"
    needs = " · " + t.gettext("needs {number}").format(number=move.needed) if move.needed else ""
    return clip(label + needs if len(label + needs) <= _LINE else label, LABEL)


def preview(found: Found, t: Texts, now: datetime) -> Screen:
    """What is cancelled, what stays, what is passed over, not done, and asked; then yes or no."""
    deal, process, move = found.deal.card, found.deal.process, found.move
    _ = t.gettext
    return Screen(
        stack(
            client(deal.client, _("Client not known yet")),
            Text(
                words.stage(process, deal.stage, t),
                " → ",
                Bold(words.stage(process, move.to, t)),
            ),
            Italic(sort(move, t)),
            *_tasks(_("Will be cancelled:"), found.cancelled, process, t, now),
            *_tasks(_("Stays:"), found.kept, process, t, now),
            *demands(move, process, t),
            "",
            None if found.cancelled or move.missing or move.waived else _("Nothing is cancelled or asked."),
        ),
        (
            (
                Button(
                    _("Move on"),
                    Move(deal.run_id, deal.stage_run, move.to),
                    look=look_of(process, move.to) or Look.MAIN,
                ),
                Button(_("Cancel"), OpenDeal(deal.run_id, "card", 0)),
            ),
            (my_day(t),),
        ),
    )


def demands(move: OpenMove, process: Process, t: Texts) -> list[Text | str | None]:
    """What is passed over, not done, and asked."""
    _ = t.gettext
    return [
        *listed(_("Passed over:"), [words.stage(process, one, t) for one in move.skipped]),
        *listed(_("Not done yet:"), [words.activity(process, one, t) for one in move.unfinished]),
        _("I will ask for the reason.") if move.waived and move.unfinished else None,
        *listed(_("I will ask:"), [words.field(process, one, t) for one in move.missing]),
    ]


def sort(move: OpenMove, t: Texts) -> str:
    """What sort of move it is, in a sentence."""
    _ = t.gettext
    match move.way:
        case Way.BACK:
            return _("Back to an earlier stage: its steps open anew.")
        case Way.REPEAT:
            return _("The same stage once more: its steps open anew.")
        case Way.END:
            return _("The deal will be closed.")
        case Way.SKIP:
            return _("Forward past other stages.")
        case Way.NEXT:
            return _("To the next stage.")


def _tasks(
    heading: str, tasks: Sequence[Open], process: Process, t: Texts, now: datetime
) -> list[Text | str | None]:
    """With their dues; what is late is marked."""
    lines = []
    for one in tasks:
        late = "⚠ " if is_overdue(one.due, now) else ""
        moment = t.moment(one.due, now, timed=one.timed)
        lines.append(
            f"{words.sign(process, one.key)} {named(one.title, one.key, process, t)} — {late}{moment}"
        )
    return _cut(heading, lines, t)


def listed(heading: str, names: Sequence[str]) -> list[Text | str | None]:
    """Names under a heading; nothing where there are none."""
    return ["", Bold(heading), *(f"· {clip(one)}" for one in names)] if names else []


def _cut(heading: str, lines: Sequence[str], t: Texts) -> list[Text | str | None]:
    if not lines:
        return []
    left = len(lines) - _MOST
    more = (
        t.ngettext("and {number} more", "and {number} more", left).format(number=left) if left > 0 else None
    )
    return ["", Bold(heading), *lines[:_MOST], more]
