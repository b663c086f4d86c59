"""A duty that was not done in time: whoever had it is asked why, and is told what comes next."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Broke, Duty, Hand, OpenDeal
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.asked import Act
from bot.usecases.duties import Demand, Found
from bot.views.duties import about
from bot.views.duty_words import due_day, reason
from bot.views.layout import button, flow, my_day
from bot.views.lines import capital, clip, stack


def asked(found: Found, t: Texts, now: datetime) -> Screen:
    """Its time is over: why, with the reasons of the rule."""
    demand, deal = found.demand, found.card
    given = reason(demand, t)
    reasons = [
        button(("● " if key == demand.kept.reason else "") + t.label(label), Broke(demand.kept.id, key))
        for key, label in demand.rule.breach.reasons.items()
    ]
    return Screen(
        stack(
            Text("⚠ ", Bold(t.gettext("The time is over: {rule}").format(rule=t.label(demand.rule.title)))),
            capital(t.gettext("it was due {day}").format(day=due_day(demand, t, now))),
            "",
            *about(deal, t),
            "",
            Bold(t.gettext("Why was it late?")),
            t.gettext("Said until now: {reason}").format(reason=given) if given else None,
            Italic(t.gettext("Your head sees the reason in the digest, not in a message for each deal.")),
        ),
        (*flow(reasons), *_ways_on(demand, deal.run_id, t)),
    )


def in_words(found: Found, t: Texts, *, problem: str | None = None) -> Screen:
    """The reason is written."""
    return Screen(
        stack(
            *about(found.card, t),
            "",
            f"⚠ {problem}" if problem else None,
            "",
            Bold(t.gettext("What was the reason, in a few words?")),
            Italic(t.gettext("Please answer with a message.")),
        ),
        ((Button(t.gettext("‹ Back"), Broke(found.demand.kept.id, "")), my_day(t)),),
    )


def said(found: Found, t: Texts) -> Screen:
    """It is written down: what comes of it, and what is still to be done."""
    demand, deal = found.demand, found.card
    return Screen(
        stack(
            Text("✓ ", Bold(t.gettext("Thank you, written down."))),
            t.gettext("Reason: {reason}").format(reason=reason(demand, t) or "—"),
            "",
            *about(deal, t),
            "",
            t.gettext("The deal stands in your head's digest with this reason."),
            t.gettext("Still to be done: {what}").format(what=clip(t.label(demand.rule.demands), 100)),
        ),
        (
            *_done(demand, deal.run_id, t),
            (Button(t.gettext("Change the reason"), Broke(demand.kept.id, "")),),
            (Button(t.gettext("Open the deal"), OpenDeal(deal.run_id, "card", 0)), my_day(t)),
        ),
        toast=t.gettext("Written down"),
    )


def _done(demand: Demand, run: int, t: Texts) -> Keyboard:
    if demand.field is None or demand.rule.moment is None:
        return ()
    return ((button(t.label(demand.field.title), Hand(run, Act.SENT.value, demand.rule.moment)),),)


def _ways_on(demand: Demand, run: int, t: Texts) -> Keyboard:
    return (
        *_done(demand, run, t),
        (
            Button(t.gettext("Open the deal"), OpenDeal(run, "card", 0)),
            Button(t.gettext("Why do I see this?"), Duty(demand.kept.id, "why")),
        ),
        (my_day(t),),
    )
