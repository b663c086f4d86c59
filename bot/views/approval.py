"""Requests to colleagues as both sides see them: the card of whoever decides, of whoever waits, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import AskFor, Give, Hand, OpenDeal, OpenTask, PutOff, Requests, Withdraw
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.views import words
from bot.views.due import due
from bot.views.layout import button, deal_card, flow, my_day
from bot.views.lines import SHORT, client, clip, joined, long, stack
from bot.views.notes import opening
from bot.views.words import Processes
from fsm.definition import FieldType, Process
from fsm.values import valued
from storage import deals
from storage.activities import Card, Open
from storage.apply import Advanced
from storage.requests import Request
from storage.runs import REQUEST

_SAID = 300
"""Characters of what somebody wrote to explain or to answer."""
_OWN_LINE = frozenset({"amount"})
"""Fields that the card of the deal shows beside its name already."""


def card(
    task: Card,
    process: Process,
    t: Texts,
    now: datetime,
    *,
    outcomes: Keyboard,
    reader: int | None = None,
    header: Text | str | None = None,
    footer: Text | str | None = None,
) -> Screen:
    """An open activity that is a step of a request, or that waits for one; `outcomes` are the buttons of a step."""
    if task.is_step:
        return _decider(task, process, t, now, outcomes=outcomes, reader=reader, header=header, footer=footer)
    return _waiting(task, process, t, now, header=header)


def _decider(
    task: Card,
    process: Process,
    t: Texts,
    now: datetime,
    *,
    outcomes: Keyboard,
    reader: int | None,
    header: Text | str | None,
    footer: Text | str | None,
) -> Screen:
    request = task.request
    assert request is not None
    mine = reader in {None, task.owner_id}
    last = (*((deal_card(request.deal_run, t),) if mine else ()), my_day(t))
    return Screen(
        stack(
            Bold(header) if isinstance(header, str) else header,
            "",
            client(task.deal.client, t.gettext("Client not known yet")),
            _worth(task, t),
            "",
            Text(words.sign(process, task.key), " ", Bold(words.activity(process, task.key, t))),
            due(task.due, now, t, timed=task.timed),
            _asked_by(request, t, now),
            "",
            *asked(request, process, t, now),
            *_steps(request, process, t, now),
            *_before(task.earlier, process, t, now),
            "",
            footer,
        ),
        (
            *outcomes,
            *(row for note in request.files if (row := opening(note, t))),
            (
                Button(t.gettext("↷ Put off"), PutOff(task.id)),
                Button(t.gettext("⇄ Hand over"), Give("task", task.id, 0)),
            ),
            last,
        ),
    )


def _waiting(task: Card, process: Process, t: Texts, now: datetime, *, header: Text | str | None) -> Screen:
    """Of whoever has asked: with whom it is since when; the only thing left to do is to take it back."""
    request = task.request
    assert request is not None
    return Screen(
        stack(
            Bold(header) if isinstance(header, str) else header,
            "",
            client(task.deal.client, t.gettext("Client not known yet")),
            _worth(task, t),
            "",
            Text(words.sign(process, task.key), " ", Bold(words.activity(process, task.key, t))),
            holding(request, t, now),
            "",
            *asked(request, process, t, now),
            "",
            Italic(
                t.gettext("I remind whoever decides and pass it on in time; nothing is approved by itself.")
            ),
        ),
        (
            *(row for note in request.files if (row := opening(note, t))),
            (Button(t.gettext("Take back"), Withdraw(request.run_id), look=Look.BAD),),
            (deal_card(request.deal_run, t), my_day(t)),
        ),
    )


def holding(request: Request, t: Texts, now: datetime) -> str:
    """«На согласовании: Ольга · сегодня 10:05»."""
    name = clip(request.holder, SHORT) if request.holder else "—"
    since = t.moment(request.since, now) if request.since else "—"
    return t.gettext("Being decided: {name}, since {moment}").format(name=name, moment=since)


def _asked_by(request: Request, t: Texts, now: datetime) -> str:
    name = clip(request.asker, SHORT) if request.asker else t.gettext("by itself")
    return t.gettext("Asked by {name}, {moment}").format(name=name, moment=t.moment(request.asked_at, now))


def _worth(task: Card, t: Texts) -> Text | None:
    amount = t.money(task.deal.amount, task.deal.currency or "RUB") if task.deal.amount is not None else None
    return joined((clip(task.deal.product) if task.deal.product else None, amount))


def asked(request: Request, process: Process, t: Texts, now: datetime) -> list[str]:
    """What is asked, in the words of its own process, or of the deal's; files have buttons."""
    waiting = process.activities.get(request.key) if process.process == request.deal_process else None
    if waiting is None:
        hidden = _answering(process) | _OWN_LINE
    else:
        hidden = frozenset(process.fields.keys() - {one.field for one in waiting.ask}) | _OWN_LINE
    return [f"{title}: {said}" for key, title, said in _values(request, process, t, now) if key not in hidden]


def answered(request: Request, process: Process, t: Texts, now: datetime) -> str | None:
    """What whoever decided has said with it: reason and comment."""
    answers = _answering(process)
    said = [said for key, _, said in _values(request, process, t, now) if key in answers]
    return " · ".join(said) or None


def _answering(process: Process) -> frozenset[str]:
    """Fields that the decision asks for."""
    return frozenset(
        one.field
        for activity in process.activities.values()
        if activity.runs is None
        for outcome in activity.outcomes.values()
        for one in outcome.ask
    )


def _values(request: Request, process: Process, t: Texts, now: datetime) -> Iterator[tuple[str, str, str]]:
    """Key, title and words of each field that is known, in the order of the process."""
    for key, definition in process.fields.items():
        written = request.data.get(key)
        if written is None or (request.files and definition.type is FieldType.FILE):
            continue
        try:
            value = valued(definition.type, written)
        except ValueError:  # the process has another type for it by now
            continue
        plain = definition.type is FieldType.TEXT and isinstance(value, str)
        said = (long(str(value), _SAID) or "—") if plain else words.value(value, definition, t, now)
        yield key, t.label(definition.title), said


def _steps(request: Request, process: Process, t: Texts, now: datetime) -> list[Text | str]:
    """Who has decided before on the way."""
    found: list[Text | str] = []
    for one in request.steps:
        who = clip(one.by, SHORT) if one.by else t.gettext("by itself")
        said = words.outcome(process, one.key, one.outcome, t)
        found.append(f"✓ {said} — {who}, {t.moment(one.at, now)}")
    return ["", *found] if found else []


def _before(earlier: Sequence[Request], process: Process, t: Texts, now: datetime) -> list[Text | str]:
    """How the same was asked before, and what came of it."""
    lines: list[Text | str] = []
    for one in earlier[:3]:
        what = [said for key, _, said in _values(one, process, t, now) if key in _telling(process)]
        when = t.moment(one.ended_at, now) if one.ended_at else None
        said = answered(one, process, t, now)
        lines.append(joined((*what, words.stage(process, one.state, t), said, when)) or "")
    return ["", t.gettext("Asked before:"), *lines] if lines else []


def _telling(process: Process) -> frozenset[str]:
    """What tells one request from another in a word: numbers and sums."""
    return frozenset(
        key for key, one in process.fields.items() if one.type in {FieldType.NUMBER, FieldType.MONEY}
    )


# --- on the deal ------------------------------------------------------------------------------------------------


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


def offering(run: int, process: Process, t: Texts) -> Keyboard:
    """The way to that menu; nothing where the process asks nothing of anybody."""
    if not any(process.activities[key].runs for key in process.by_hand):
        return ()
    return ((button(t.gettext("⚖ For approval…"), Requests(run)),),)


# --- what came of it ---------------------------------------------------------------------------------------------


def sent(advanced: Advanced, key: str | None, process: Process, t: Texts) -> Text | None:
    """The word above the deal once something was asked; None where it was no request."""
    begun = next((one for one in advanced.caused if one.kind == REQUEST), None)
    if begun is None:
        return None
    title = words.activity(process, key, t)
    if begun.final is not None:
        said = t.gettext("{activity}: nobody is above, so there is nobody to ask. The decision is yours.")
    else:
        said = t.gettext("{activity}: sent. I will tell you what is decided.")
    return Text("⚖ ", said.format(activity=title))


def afterwards(advanced: Advanced, process: Process, t: Texts) -> Text:
    """What a decision led to: the end of the request, or the next one to decide."""
    if advanced.final is not None:
        return Text(t.gettext("Whoever asked will be told."))
    return Text(f"→ {words.stage(process, advanced.state, t)}")


def decided(
    request: Request,
    deal: deals.Card,
    opened: Sequence[Open],
    processes: Processes,
    t: Texts,
    now: datetime,
) -> Screen:
    """Told to whoever has asked, once: what was decided, by whom, what was said; and what is to be done now."""
    process = processes[request.process, request.version]
    own = processes[request.deal_process, request.deal_version]
    if request.open:
        return _again(request, deal, own, t, now)
    who = clip(request.closer, SHORT) if request.closer else t.gettext("by itself")
    when = t.moment(request.ended_at, now) if request.ended_at else None
    said = answered(request, process, t, now)
    return Screen(
        stack(
            Text("⚖ ", Bold(words.activity(own, request.key, t))),
            Bold(words.stage(process, request.state, t)),
            joined((who, when)),
            f"«{said}»" if said else None,
            "",
            client(deal.client, t.gettext("Client not known yet")),
            *asked(request, process, t, now),
        ),
        (
            *((button(words.activity(own, one.key, t), OpenTask(one.id)),) for one in opened[:2]),
            (Button(t.gettext("Deal"), OpenDeal(request.deal_run, "card", 0)), my_day(t)),
        ),
    )


def _again(request: Request, deal: deals.Card, own: Process, t: Texts, now: datetime) -> Screen:
    """The decision was taken back after it had been told."""
    return Screen(
        stack(
            Text("⚖ ", Bold(words.activity(own, request.key, t))),
            Bold(t.gettext("The decision was taken back.")),
            holding(request, t, now),
            "",
            client(deal.client, t.gettext("Client not known yet")),
        ),
        ((Button(t.gettext("Deal"), OpenDeal(request.deal_run, "card", 0)), my_day(t)),),
    )
