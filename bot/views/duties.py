"""Duties where people meet them: lines and buttons on the card of a deal, the card of one, a list of several."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import AskFor, Broke, Duty, Hand, OpenDeal, Why
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.asked import Act
from bot.usecases.duties import Demand, Found
from bot.views.duty_words import due_day, left, line, over, until
from bot.views.layout import button, fitted, flow, my_day
from bot.views.lines import SHORT, client, clip, joined, stack
from bot.views.words import Processes
from fsm.obligations import State
from storage.deals import Card

MOST = 10
"""Lines of a list of duties; more of them are counted."""


# --- on the card of a deal ----------------------------------------------------------------------------


def lines(
    demands: Sequence[Demand], deal: Card, processes: Processes, t: Texts, now: datetime
) -> list[Text | str]:
    """A line for each that says something; nothing of a deal that has ended."""
    if deal.outcome is not None:
        return []
    found: list[Text | str] = [said for one in demands if (said := line(one, deal, processes, t, now))]
    return ["", *found] if found else []


def buttons(demands: Sequence[Demand], deal: Card, t: Texts) -> Keyboard:
    """To say that it is done, to ask for another date, to say why it is late, to ask why; of a deal that is open."""
    if deal.outcome is not None:
        return ()
    acts = [one for demand in demands for one in _acts(demand, deal.run_id, t)]
    asked = [
        button(t.gettext("Why: {rule}").format(rule=t.label(one.rule.title)), Duty(one.kept.id, "deal"))
        for one in demands
        if one.can_be_done or one.unknown
    ]
    return (*flow(acts), *flow(asked))


def exempting(demands: Sequence[Demand], run: int, t: Texts) -> list[Button]:
    """What asks for another date, as far as that can be asked now."""
    return [
        button(t.label(one.exempting), AskFor(run, one.rule.exempt.activity))
        for one in demands
        if one.exempting is not None and one.rule.exempt is not None
    ]


def _acts(demand: Demand, run: int, t: Texts) -> list[Button]:
    found = []
    if demand.can_be_done and demand.field is not None and demand.rule.moment is not None:
        to = Hand(run, Act.SENT.value, demand.rule.moment)
        found.append(Button(button(t.label(demand.field.title), to).text, to, look=Look.GOOD))
    found += exempting([demand], run, t)
    if is_broken(demand) and demand.rule.breach.reasons and demand.kept.reason is None:
        found.append(Button(t.gettext("Why was it late?"), Broke(demand.kept.id, "")))
    return found


def is_broken(demand: Demand) -> bool:
    """Whether its time is over, and it is not done yet."""
    return demand.state is State.BREACHED and demand.kept.standing


# --- messages -----------------------------------------------------------------------------------------


def card(found: Found, processes: Processes, t: Texts, now: datetime, *, reader: int | None = None) -> Screen:
    """One duty: what is demanded, until when, about which deal, and what can be done about it now."""
    demand, deal = found.demand, found.card
    stands = until(demand.left, t, now) if demand.left is not None else None
    how = None if stands is not None else line(demand, deal, processes, t, now)
    return Screen(
        stack(
            Text("◔ ", Bold(t.label(demand.rule.demands))),
            stands[:1].upper() + stands[1:] if stands is not None else how or t.gettext("It is needed no more."),
            "",
            *about(deal, t),
            None if reader in {None, deal.owner_id} else _owner(deal, t),
        ),
        (
            *flow(_acts(demand, deal.run_id, t)),
            (
                Button(t.gettext("Open the deal"), OpenDeal(deal.run_id, "card", 0)),
                Button(t.gettext("Why do I see this?"), Duty(demand.kept.id, "why")),
            ),
            (my_day(t),),
        ),
    )  # fmt: skip


def about(deal: Card, t: Texts) -> list[Text | str | None]:
    """Whom and what it is about."""
    amount = t.money(deal.amount, deal.currency or "RUB") if deal.amount is not None else None
    return [
        client(deal.client, t.gettext("Client not known yet")),
        joined((clip(deal.product) if deal.product else None, amount)),
    ]


def _owner(deal: Card, t: Texts) -> str:
    return t.gettext("Responsible: {name}").format(name=clip(deal.owner))


def listed(found: Sequence[Found], t: Texts, now: datetime) -> Screen:
    """Several that wait together: one list; each number opens its card."""
    count = len(found)
    head = t.ngettext("A time to keep: {number}", "Times to keep: {number}", count)
    rows: list[Text | str] = []
    keyboard: list[tuple[Button, ...]] = []
    for place, one in enumerate(found[:MOST], 1):
        deal, demand = one.card, one.demand
        name = clip(deal.client or deal.product or t.gettext("client not known"), SHORT)
        rule = t.label(demand.rule.title)
        broken = is_broken(demand)
        said = over(demand, t, now) if broken else left(demand.left, t, now) if demand.left else ""
        rows.append(Text(f"{place}. {'⚠ ' if broken else ''}", joined((Bold(name), rule, said)) or ""))
        to = Broke(demand.kept.id, "") if broken else Duty(demand.kept.id, "")
        keyboard.append((Button(fitted(f"{place} · {name}", rule), to),))
    more = count - len(rows)
    if more:
        rest = t.ngettext(
            "and {number} more: they stand on their deals",
            "and {number} more: they stand on their deals",
            more,
        )
        rows.append(rest.format(number=t.number(more)))
    why = Button(t.gettext("Why do I see this?"), Why("duties"))
    return Screen(
        stack(Bold(head.format(number=t.number(count))), "", *rows), (*keyboard, (why,), (my_day(t),))
    )


def stub(found: Found, t: Texts) -> Screen:
    """What is left of a card that was posted anew below."""
    deal = found.card
    name = client(deal.client, t.gettext("Client not known yet"))
    return Screen(
        stack(Text("○ ", name, " · ", t.label(found.demand.rule.title)), t.gettext("The card is below.")),
        ((Button(t.gettext("Open the deal"), OpenDeal(deal.run_id, "card", 0)), my_day(t)),),
    )


def sent(demands: Sequence[Demand], moment: str | None, t: Texts, now: datetime) -> str:
    """Said in passing once it was done: whether it was in time."""
    for one in demands:
        if one.rule.moment == moment and one.field is not None and one.done_at is not None:
            what = t.label(one.field.title)
            if one.in_time:
                return clip(t.gettext("{what}, in time").format(what=what), 190)
            return t.gettext("Written down. It was due {day}").format(day=due_day(one, t, now))
    return t.gettext("Written down")
