"""The card of a request to colleagues, as whoever decides sees it and as whoever waits for it."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Give, PutOff, Withdraw
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.views import words
from bot.views.approval_words import answered, asked, brief, holding
from bot.views.due import due
from bot.views.layout import deal_card, my_day
from bot.views.lines import SHORT, client, clip, joined, stack
from bot.views.notes import opening
from fsm.definition import Process
from storage.activities import Card
from storage.exemptions import Weighed
from storage.requests import Request


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
            *_head(task, process, t, header),
            due(task.due, now, t, timed=task.timed),
            _asked_by(request, t, now),
            "",
            *asked(request, process, t, now),
            *_weighed(task.weighed, t, now),
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
            *_head(task, process, t, header),
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


def _head(task: Card, process: Process, t: Texts, header: Text | str | None) -> list[Text | str | None]:
    return [
        Bold(header) if isinstance(header, str) else header,
        "",
        client(task.deal.client, t.gettext("Client not known yet")),
        _worth(task, t),
        "",
        Text(words.sign(process, task.key), " ", Bold(words.activity(process, task.key, t))),
    ]


def _asked_by(request: Request, t: Texts, now: datetime) -> str:
    name = clip(request.asker, SHORT) if request.asker else t.gettext("by itself")
    return t.gettext("Asked by {name}, {moment}").format(name=name, moment=t.moment(request.asked_at, now))


def _worth(task: Card, t: Texts) -> Text | None:
    amount = t.money(task.deal.amount, task.deal.currency or "RUB") if task.deal.amount is not None else None
    return joined((clip(task.deal.product) if task.deal.product else None, amount))


def _weighed(found: Weighed | None, t: Texts, now: datetime) -> list[Text | str | None]:
    """Another date: the usual one beside the wanted one, and how often this rep asks; «⚠» where that is suspicious."""
    if found is None:
        return []
    today, share = t.today(now), found.share
    wanted = (
        t.gettext("The wanted date: {day}").format(day=t.day(found.wanted, today)) if found.wanted else None
    )
    usual = t.gettext("The usual date: {day}").format(day=t.day(found.usual, today)) if found.usual else None
    said = t.gettext("Complex in {window} days ({name}): {complex} of {deals}")
    counted = said.format(
        window=t.number(found.exempt.window),
        name=clip(found.name, SHORT),
        complex=t.number(share.complex),
        deals=t.number(share.deals),
    )
    part = None if share.part is None else t.percent(share.part)
    mark = "⚠ " if share.marked(found.exempt) else ""
    return [wanted, usual, joined((f"{mark}{counted}", part), separator=", ")]


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
        when = t.moment(one.ended_at, now) if one.ended_at else None
        said = answered(one, process, t, now)
        lines.append(
            joined((*brief(one, process, t, now), words.stage(process, one.state, t), said, when)) or ""
        )
    return ["", t.gettext("Asked before:"), *lines] if lines else []
