"""The card of an activity: whom to call, about what, how it went so far, and a button for every way it may end."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import (
    Contact,
    Give,
    Hand,
    Invitation,
    OpenDeal,
    OpenTask,
    Press,
    PutOff,
    TakeNote,
    TaskMenu,
    Undo,
)
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.views import approval, decisions, requests, ticking, words
from bot.views.due import due
from bot.views.layout import button, deal_card, flow, my_day
from bot.views.lines import SHORT, client, clip, joined, phone, stack
from fsm.definition import Activity, Process, Style
from storage.activities import Card, Touch
from storage.apply import Advanced
from storage.company import MEETINGS
from storage.runs import DEAL, REQUEST

LOOKS = {Style.GOOD: Look.GOOD, Style.BAD: Look.BAD, Style.PLAIN: None}
_FEW = 4
"""Outcomes that leave room for everything else on a phone."""


def card(
    task: Card,
    touches: Sequence[Touch],
    process: Process,
    t: Texts,
    now: datetime,
    *,
    reader: int | None = None,
    header: Text | str | None = None,
    footer: Text | str | None = None,
) -> Screen:
    """An open activity; a closed one is drawn by `stale`. `reader` is the person's id: an owner is not told his own name."""
    if task.state != "open":
        return stale(task, process, t, now)
    activity = words.activity_of(process, task.key)
    if task.request is not None:
        outcomes = _outcomes(task, activity, t) if task.is_step else ()
        return approval.card(
            task, process, t, now, outcomes=outcomes, reader=reader, header=header, footer=footer
        )
    stage = process.stages.get(task.deal.stage)
    goal = t.label(stage.goal) if stage and stage.goal else None
    return Screen(
        stack(
            Bold(header) if isinstance(header, str) else header,
            "",
            client(task.deal.client, t.gettext("Client not known yet")),
            *_whom(task),
            "",
            Text(words.sign(process, task.key), " ", Bold(named(task.title, task.key, process, t))),
            due(task.due, now, t, timed=task.timed),
            _attempt(task, activity, process, t),
            Italic(t.label(activity.hint)) if activity and activity.hint else None,
            ticking.done(task, activity, process, t),
            "",
            _deal(task, t),
            joined((words.stage(process, task.deal.stage, t), goal), separator="\n"),
            None if reader in {None, task.owner_id} else _owner(task, t),
            *_touched(touches, process, t, now, task.owner_id),
            "",
            footer,
        ),
        (
            *ticking.points(task, activity, process, t),
            *_outcomes(task, activity, t),
            *_beside(task, activity, t),
            (deal_card(task.deal.run_id, t), my_day(t)),
        ),
    )


def named(title: str | None, key: str, process: Process, t: Texts) -> str:
    """What somebody called the activity, else what the process calls it."""
    return clip(title) if title else words.activity(process, key, t)


def _beside(task: Card, activity: Activity | None, t: Texts) -> Keyboard:
    """Another time, a note, and what is rare; the note is behind «more» where the outcomes fill the phone already."""
    put_off = Button(t.gettext("↷ Put off"), PutOff(task.id))
    more = Button(t.gettext("More…"), TaskMenu(task.id))
    if activity is not None and len(activity.outcomes) > _FEW:
        return ((put_off, more),)
    return ((put_off, Button(t.gettext("✎ Note"), TakeNote(task.deal.run_id, task.id))), (more,))


def menu(task: Card, process: Process, t: Texts, now: datetime, *, but: Collection[str] = ()) -> Screen:
    """What else can be done from the card of an activity; `but` is asked of others by buttons of its own."""
    run = task.deal.run_id
    return Screen(
        stack(
            client(task.deal.client, t.gettext("Client not known yet")),
            Text(words.sign(process, task.key), " ", Bold(named(task.title, task.key, process, t))),
            due(task.due, now, t, timed=task.timed),
        ),
        (
            (
                Button(t.gettext("✎ Note"), TakeNote(run, task.id)),
                Button(t.gettext("+ Action"), Hand(run, "menu", "")),
            ),
            (
                Button(t.gettext("History"), OpenDeal(run, "history", 0)),
                Button(t.gettext("Contacts"), Contact(run, "list", 0)),
            ),
            (Button(t.gettext("⇄ Hand over"), Give("task", task.id, 0)),),
            *_inviting(task, t),
            *requests.offering(run, process, t, but=but),
            (Button(t.gettext("‹ Back"), OpenTask(task.id)), my_day(t)),
        ),
    )


def _inviting(task: Card, t: Texts) -> Keyboard:
    """A meeting at a time can be sent to a calendar."""
    if task.kind not in MEETINGS or not task.timed:
        return ()
    return ((Button(t.gettext("Invitation"), Invitation(task.id)),),)


def put_off(task: Card, process: Process, t: Texts, now: datetime, *, undo: int | None) -> Screen:
    """What is left of a card that was put off: until when, and the way back."""
    moment = t.moment(task.due, now, timed=task.timed)
    times = t.ngettext("put off {number} time", "put off {number} times", task.snoozed)
    return Screen(
        stack(
            Text("↷ ", subject(task, process, t), " — ", moment),
            times.format(number=task.snoozed) if task.snoozed > 1 else None,
        ),
        _after(task, undo, t),
        toast=clip(t.gettext("Put off: {moment}").format(moment=moment), 190),
    )


def _after(task: Card, undo: int | None, t: Texts) -> Keyboard:
    """The way back, and the ways on."""
    last = (deal_card(task.deal_run, t), my_day(t))
    return (last,) if undo is None else ((taking_back(task.deal.run_id, undo, t),), last)


def taking_back(run: int, cause: int, t: Texts) -> Button:
    return Button(t.gettext("↩ Undo"), Undo(run, cause))


def _whom(task: Card) -> list[Text | None]:
    """The deal's contact; where it has none yet, whom one knows at the client."""
    if task.known:
        return [joined((clip(one.name), *(phone(number) for number in one.phones))) for one in task.known]
    return [
        joined(
            (
                clip(task.deal.contact) if task.deal.contact else None,
                phone(task.deal.phone) if task.deal.phone else None,
            )
        )
    ]


def _deal(task: Card, t: Texts) -> Text | None:
    amount = t.money(task.deal.amount, task.deal.currency or "RUB") if task.deal.amount is not None else None
    return joined((clip(task.deal.product) if task.deal.product else None, amount))


def _owner(task: Card, t: Texts) -> str:
    return t.gettext("Responsible: {name}").format(name=clip(task.deal.owner))


def _attempt(task: Card, activity: Activity | None, process: Process, t: Texts) -> str | None:
    """Which attempt it is; said from the second one on."""
    if task.attempt < 2 or activity is None:
        return None
    names = [one.ladder for one in activity.outcomes.values() if one.ladder]
    most = len(process.ladders[names[0]].steps) + 1 if names and names[0] in process.ladders else 0
    if task.attempt > most:
        return t.gettext("Attempt {number}").format(number=task.attempt)
    return t.gettext("Attempt {number} of {most}").format(number=task.attempt, most=most)


def _touched(
    touches: Sequence[Touch], process: Process, t: Texts, now: datetime, owner: int
) -> list[Text | str | None]:
    """The last of what was done, the newest first; whose it was is said where it was not the owner."""
    if not touches:
        return []
    lines: list[Text | str | None] = ["", t.gettext("Before:")]
    for touch in touches:
        done = words.outcome(process, touch.key, touch.outcome, t)
        lines.append(
            joined(
                (
                    t.moment(touch.at, now) if touch.at else None,
                    f"{named(touch.title, touch.key, process, t)} — {done}",
                    clip(touch.by, SHORT) if touch.by and touch.by_id != owner else None,
                )
            )
        )
    return lines


def _outcomes(task: Card, activity: Activity | None, t: Texts) -> Keyboard:
    if activity is None:
        return ()
    buttons = []
    for key, outcome in activity.outcomes.items():
        if outcome.reserved:
            continue
        one = button(t.label(outcome.title), Press(task.id, key))
        buttons.append(Button(one.text, one.callback, look=LOOKS[outcome.style]))
    return flow(buttons)


def subject(task: Card, process: Process, t: Texts) -> Text:
    """«Ромашка · Позвонить клиенту», as a line begins."""
    name = client(task.deal.client, t.gettext("Client not known yet"))
    return Text(name, " · ", named(task.title, task.key, process, t))


def done(task: Card, outcome: str, advanced: Advanced, process: Process, t: Texts, now: datetime) -> Screen:
    """What is left of a card once it is logged: one line, and what comes next. `task` may be as it was before."""
    result = words.outcome(process, task.key, outcome, t)
    return Screen(
        stack(Text("✓ ", subject(task, process, t), " — ", result), afterwards(advanced, process, t, now)),
        _after(task, advanced.cause_id, t),
        toast=clip(t.gettext("Written down: {outcome}").format(outcome=result), 190),
    )


def afterwards(advanced: Advanced, process: Process, t: Texts, now: datetime) -> Text:
    """What a change led to: the end of the deal, a stage, the next activity; never nothing."""
    if advanced.kind == REQUEST:
        return decisions.afterwards(advanced, process, t)
    stage = words.stage(process, advanced.state, t)
    if advanced.final is not None:
        closed = t.gettext("Deal closed: {stage}").format(stage=stage)
        return Text("\n".join((closed, *_begun(advanced, t, now))))
    parts = [f"→ {stage}"] if advanced.moved else []
    opened = sorted(advanced.opened, key=lambda one: one.due)
    if opened:
        activity = named(opened[0].title, opened[0].key, process, t)
        moment = t.moment(opened[0].due, now, timed=opened[0].timed)
        parts.append(t.gettext("next: {activity}, {moment}").format(activity=activity, moment=moment))
    if len(opened) > 1:
        more = len(opened) - 1
        parts.append(t.ngettext("and {number} more", "and {number} more", more).format(number=more))
    if not parts:
        parts.append(t.gettext("next: what is planned already"))
    return Text(" · ".join(parts))


def _begun(advanced: Advanced, t: Texts, now: datetime) -> Iterator[str]:
    """Deals that the end of this one has begun."""
    for one in advanced.caused:
        if one.begun and one.kind == DEAL and one.opened:
            first = min(one.opened, key=lambda task: task.due)
            moment = t.moment(first.due, now, timed=first.timed)
            yield t.gettext("A new deal has begun, first step: {moment}").format(moment=moment)


def stale(task: Card, process: Process, t: Texts, now: datetime, *, undo: int | None = None) -> Screen:
    """A card whose activity has ended: who did what and when, in words; no phone any more.

    `undo` is the change that the reader may still take back.
    """
    _ = t.gettext
    who = clip(task.closer, SHORT) if task.closer else None
    when = t.moment(task.closed_at, now) if task.closed_at else None
    if task.state == "done":
        head, said = "✓ ", words.outcome(process, task.key, task.outcome, t)
    elif task.state == "undone":
        head, said = "○ ", _("taken back")
    else:
        head, said = "○ ", _("no longer needed, the deal has moved on")
    return Screen(
        stack(Text(head, subject(task, process, t), " — ", said), joined((who, when))),
        _after(task, undo, t),
    )
