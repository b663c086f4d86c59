"""«Почему я это вижу?» of messages that come by themselves: the rule, its clock, and what happens if nothing is done.

Duties, the audit and the digest have more to tell and screens of their own for it.
"""

from dataclasses import replace

from bot.callbacks import Why
from bot.screen import Button, Screen
from bot.texts import Texts
from notifications.kinds import (
    AwayNews,
    Card,
    ChannelClosed,
    DeadLetter,
    Decided,
    Evening,
    HandedOver,
    Morning,
    News,
    Nudge,
    Outage,
    Payload,
    Reminder,
    Rights,
    Ring,
    Unreachable,
)
from storage.company import Company

EXPLAINED = (
    AwayNews,
    ChannelClosed,
    DeadLetter,
    Decided,
    Evening,
    HandedOver,
    Morning,
    News,
    Nudge,
    Outage,
    Reminder,
    Rights,
    Ring,
    Unreachable,
)
LONGEST = 200
"""Letters that Telegram shows when a press is answered."""


def explained(screen: Screen, payload: Payload, t: Texts) -> Screen:
    """With the button that asks why; nothing is added to what has come because the reader asked for it."""
    if not isinstance(payload, EXPLAINED) and not (isinstance(payload, Card) and payload.foreign):
        return screen
    why = Button(t.gettext("Why do I see this?"), Why(payload.kind))
    return replace(screen, keyboard=(*screen.keyboard, (why,)))


def why(kind: str, company: Company, t: Texts) -> str | None:
    """At most LONGEST letters; None for a kind that explains itself, or that there is not."""
    pattern = _sentences(t).get(kind)
    if pattern is None:
        return None
    return pattern.format(
        call=_minutes(company, "call", t),
        meeting=_minutes(company, "meeting", t),
        merge=t.number(round(company.merge.total_seconds() / 60)),
        hourly=t.number(company.hourly),
    )


def _minutes(company: Company, kind: str, t: Texts) -> str:
    lead = company.rings.get(kind)
    return t.number(round(lead.total_seconds() / 60) if lead else 0)


def _sentences(t: Texts) -> dict[str, str]:
    _ = t.gettext
    colleague = _(
        "A colleague has given you this. I wait {merge} min and tell it all at once, at most {hourly} messages an hour."
        " Left alone, it waits in “My day”."
    )
    return {
        "ring": _(
            "I remind you {call} min before a call and {meeting} min before a meeting."
            " Left alone, the task will be overdue in “My day”."
        ),
        "reminder": _(
            "The process reminds you while this is open. Left alone, it will be overdue, and may be passed on to whoever is above."
        ),
        "card": colleague,
        "news": colleague,
        "duties": _(
            "Rules of the company set these times. I tell them all at once. A number opens one: its clock, and what comes if nothing is done."
        ),
        "morning": _(
            "The plan comes on your working days at the hour in /settings."
            " What is not done by the end of its day is overdue, and your head sees it in the digest."
        ),
        "evening": _(
            "The recap comes on your working days at the hour in /settings. Left alone, what is overdue moves to the morning plan."
        ),
        "nudge": _(
            "Your head has asked for this from the digest, once a day at most. Left alone, it stays in the next digest."
        ),
        "decided": _(
            "You had asked for this, and it was decided. I tell it once, in your working hours. The deal shows it as well."
        ),
        "handed_over": _(
            "The deals are yours now. I tell it once; their tasks stand in “My day” and wait there."
        ),
        "unreachable": _(
            "You answer for this person. I tell it once a day; until it is mended, it stands in the digest as well."
        ),
        "outage": _(
            "I was not there for more than two minutes, and presses of that time may be lost. Left alone, nothing else happens."
        ),
        "dead_letter": _(
            "What you did could not be worked five times in a row, and nothing of it happened. Do it once more; the administrator sees it in /health."
        ),
        "channel_closed": _(
            "You have set this channel up, and I cannot write to it any more. Left alone, it is told nothing."
        ),
        "away": _(
            "You stand in for somebody, or are away yourself. I tell it when it begins and when it ends."
        ),
        "rights": _("What you may do has changed. I tell it once, so that new buttons surprise nobody."),
    }
