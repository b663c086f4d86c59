"""What came of a request to colleagues: that it was sent, what it led to, and what whoever asked is told."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import OpenDeal, OpenTask
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.duties import Demand
from bot.views import words
from bot.views.approval_words import answered, asked, holding
from bot.views.duty_words import until
from bot.views.layout import button, my_day
from bot.views.lines import SHORT, client, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Process
from storage import deals
from storage.activities import Open
from storage.apply import Advanced
from storage.requests import Request
from storage.runs import REQUEST


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
    *,
    demand: Demand | None = None,
) -> Screen:
    """Told to whoever has asked, once: what was decided, by whom, what was said; and what is to be done now.

    `demand` is the duty for which another date was asked: by when it is due now.
    """
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
            *_time_left(demand, t, now),
        ),
        (
            *((button(words.activity(own, one.key, t), OpenTask(one.id)),) for one in opened[:2]),
            (Button(t.gettext("Deal"), OpenDeal(request.deal_run, "card", 0)), my_day(t)),
        ),
    )


def _time_left(demand: Demand | None, t: Texts, now: datetime) -> list[Text | str]:
    """The clock goes on."""
    if demand is None or demand.left is None:
        return []
    return ["", Text("◔ ", t.label(demand.rule.title), ": ", Bold(until(demand.left, t, now)))]


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
