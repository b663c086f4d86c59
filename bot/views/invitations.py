"""A meeting as a file: what stands in it, and the words below it."""

from datetime import datetime

from bot.exports.invitation import Meeting
from bot.screen import Document, Screen
from bot.texts import Texts
from bot.usecases.inviting import Invited
from bot.views.layout import deal_card, my_day
from bot.views.lines import clip, stack
from fsm.definition import Kind


def meeting(invited: Invited, t: Texts) -> Meeting:
    """In the words of who sends it: the client reads it, so nothing that is ours alone stands in it."""
    card = invited.found.card
    who = ", ".join(invited.names)
    return Meeting(
        number=card.id,
        version=card.deal.revision,
        title=_title(invited, t),
        starts=card.due,
        place=invited.place,
        details=t.gettext("Participants: {names}").format(names=who) if who else "",
    )


def name(invited: Invited, t: Texts) -> str:
    word = t.gettext("invitation")  # not inside the f-string, where nobody would find it for translation
    return f"{word}-{t.local(invited.found.card.due):%Y-%m-%d}.ics"


def file(document: Document, invited: Invited, t: Texts, now: datetime) -> Screen:
    """What is in the file, and that it is to be sent on."""
    card = invited.found.card
    return Screen(
        stack(
            _title(invited, t),
            t.moment(card.due, now, timed=True),
            clip(invited.place) if invited.place else None,
            "",
            t.gettext("Forward the file to the client: it opens in any calendar."),
        ),
        ((deal_card(card.deal.run_id, t), my_day(t)),),
        document=document,
    )


def _title(invited: Invited, t: Texts) -> str:
    """A meeting and a presentation are called so; what the process or the rep calls them is our side of it."""
    card = invited.found.card
    what = t.gettext("Presentation") if card.kind == Kind.PRESENTATION else t.gettext("Meeting")
    return f"{what}: {card.deal.client}" if card.deal.client else what
