"""Requests to colleagues on their deal: what can be asked, what is being decided, how the last ones ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import AskFor, Hand, OpenTask, Requests
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.views import words
from bot.views.approval_words import answered, holding
from bot.views.layout import button, flow, my_day
from bot.views.lines import SHORT, client, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Process
from storage import deals
from storage.requests import Request


def lines(requests: Sequence[Request], processes: Processes, t: Texts, now: datetime) -> list[Text | str]:
    """What is being decided about a deal, and how the last of each sort ended."""
    found: list[Text | str] = []
    shown: set[str] = set()
    for one in requests:
        if one.key in shown or len(found) >= 3:
            continue
        shown.add(one.key)
        title = words.activity(processes.get((one.deal_process, one.deal_version)), one.key, t)
        found.append(Text("⚖ ", title, " — ", _stands(one, processes, t, now)))
    return ["", *found] if found else []


def _stands(one: Request, processes: Processes, t: Texts, now: datetime) -> Text | str:
    process = processes.get((one.process, one.version))
    if one.open or process is None:
        return holding(one, t, now)
    who = clip(one.closer, SHORT) if one.closer else None
    when = t.moment(one.ended_at, now) if one.ended_at else None
    return joined((words.stage(process, one.state, t), answered(one, process, t, now), who, when)) or ""


def menu(
    deal: deals.Card,
    keys: Sequence[str],
    running: Mapping[str, Request],
    process: Process,
    t: Texts,
    now: datetime,
) -> Screen:
    """What can be asked about a deal; of what is being decided, with whom it is."""
    run = deal.run_id
    lines: list[Text | str] = []
    for key, one in running.items():
        lines += ["", Text("⚖ ", words.activity(process, key, t)), holding(one, t, now)]
    buttons = []
    for key in keys:
        found = running.get(key)
        to = AskFor(run, key) if found is None else OpenTask(found.waiting)
        buttons.append(button(f"{'⚖' if found else '+'} {words.activity(process, key, t)}", to))
    return Screen(
        stack(
            client(deal.client, t.gettext("Client not known yet")),
            "",
            Bold(t.gettext("What is to be approved?")),
            *lines,
        ),
        (*flow(buttons), (Button(t.gettext("‹ Back"), Hand(run, "menu", "")), my_day(t))),
    )


def offering(run: int, process: Process, t: Texts, *, but: Collection[str] = ()) -> Keyboard:
    """The way to that menu; nothing where the process asks nothing of anybody `but` what has a button of its own."""
    if not any(process.activities[key].runs for key in process.by_hand if key not in but):
        return ()
    return ((button(t.gettext("⚖ For approval…"), Requests(run)),),)
