"""What a head is told at once: a rule is broken about a deal that is large enough."""

from datetime import datetime
from decimal import Decimal

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Alarm, OpenDeal
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.alarms import Alarmed
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.rule_words import limit


def alarm(found: Alarmed, t: Texts, now: datetime, *, toast: str | None = None) -> Screen:
    """The deal, what was not done, whose it is; with what can be done about it."""
    deal, kept = found.card, found.kept
    client = clip(deal.client or deal.product or t.gettext("client not known"), SHORT * 2)
    amount = t.money(deal.amount, deal.currency or "RUB") if deal.amount is not None else None
    first = [Button(t.gettext("Open"), OpenDeal(deal.run_id, "card", 0))]
    if found.stands:
        first.append(Button(t.gettext("Nudge"), Alarm(kept.id, "nudge")))
    return Screen(
        stack(
            Text("⚡ ", Bold(t.gettext("A large deal without an answer: {client}").format(client=client))),
            joined((clip(deal.product) if deal.product and deal.client else None, amount)),
            "",
            t.label(found.rule.means),
            t.gettext("Responsible: {name}").format(name=clip(deal.owner)),
            t.gettext("The time was over: {time}").format(time=_due(found, t, now)),
            None if found.stands else t.gettext("✓ put right since"),
        ),
        (
            tuple(first),
            (Button(t.gettext("Why do I see this?"), Alarm(kept.id, "why")),),
            (my_day(t),),
        ),
        toast=toast,
    )


def _due(found: Alarmed, t: Texts, now: datetime) -> str:
    due = found.kept.obligation.ended_at
    return "—" if due is None else t.moment(due, now)


def why(found: Alarmed, border: int, t: Texts, now: datetime) -> Screen:
    """The rule, its clock, and from which sum on the company tells heads at once."""
    kept, rule = found.kept, found.rule
    clock = t.gettext("It counts from {time}.").format(time=t.moment(kept.obligation.started_at, now))
    allowed = kept.terms.limit if kept.terms is not None else rule.limit
    most = t.gettext("What is allowed: {span}.").format(span=limit(allowed, t))
    sum_ = t.money(Decimal(border), found.card.currency or "RUB", compact=True)
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            Text(t.label(rule.means), "."),
            f"{most} {clock}",
            t.gettext("It was due: {time}.").format(time=_due(found, t, now)),
            "",
            t.gettext("Of deals from {sum} on I tell you at once; of all others in the digest.").format(sum=sum_)
            if border
            else t.gettext("The company tells nobody at once any more; it is in the digest."),
            t.gettext("Left alone, it will be in the next digest, too."),
        ),
        ((Button(t.gettext("‹ Back"), Alarm(kept.id, "")), my_day(t)),),
    )  # fmt: skip


def nudged(found: Alarmed, t: Texts, *, told: bool) -> str:
    """Said when «Nudge» is pressed."""
    name = clip(found.card.owner, SHORT)
    if told:
        return t.gettext("Asked: {name}").format(name=name)
    if not found.stands:
        return t.gettext("That has been put right already")
    return t.gettext("{name} was asked today already, or is away").format(name=name)
