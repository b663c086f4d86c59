"""What went another way than wanted, in one or two polite sentences: errors by their class, notices by their key."""

from datetime import datetime
from enum import StrEnum

from bot.callbacks import ForgedError
from bot.texts import Texts
from bot.usecases.access import ForbiddenError, HeadsOnlyError
from bot.usecases.exempting import AgreedError, NotNeededError, OverError
from bot.usecases.requests import OwnRequestError, RunningError
from bot.views.lines import SHORT, clip
from fsm.table import Reason, Refused
from storage.db import Busy
from storage.runs import NoRunError


class Notice(StrEnum):
    """Things said without a card; `notice` has the words."""

    NOT_UNDERSTOOD = "not_understood"
    TOO_LONG = "too_long"
    VOICE = "voice"
    FILE = "file"
    CANCELLED = "cancelled"
    NOTHING_OPEN = "nothing_open"
    PARKED = "parked"
    ANOTHER_QUESTION = "another_question"
    STALE = "stale"
    KEPT = "kept"
    DEAD_LETTER = "dead_letter"
    OUTAGE = "outage"


def explain(error: Exception, t: Texts) -> str:
    """At most 200 characters, fit for a toast. An error nobody thought of is said to be ours."""
    _ = t.gettext
    match error:
        case Refused(reason=Reason.CLOSED):
            return _("This has been done already. Here is how it stands now.")
        case Refused(reason=Reason.FINAL):
            return _("The deal is closed already. Here is how it stands now.")
        case Refused(reason=Reason.NO_WAY):
            return _("From this stage the deal does not go there. Here is how it stands now.")
        case Refused():
            return _("This button is from an older version. Please choose again.")
        case ForbiddenError() | NoRunError():
            return _forbidden(error, t)
        case ForgedError():
            return _("I do not know this button. Please open the card again.")
        case Busy():
            return _("I am very busy just now. Please press again in a few seconds.")
        case _:
            return _("Something went wrong on my side, nothing was changed. Please try again in a minute.")


def _forbidden(error: Exception, t: Texts) -> str:
    _ = t.gettext
    match error:
        case RunningError(holder=str(holder), since=datetime() as since, now=now):
            said = _("This is being decided already: {name}, since {moment}. Nothing was sent again.")
            return said.format(name=clip(holder, SHORT), moment=t.moment(since, now))
        case RunningError():
            return _("This is being decided already. Nothing was sent again.")
        case NotNeededError() | AgreedError() | OverError():
            return _not_exempted(error, t)
        case OwnRequestError():
            return _("You have asked for this yourself: somebody else decides.")
        case HeadsOnlyError(head=str(head)):
            return _("Only the head may do this. Please ask: {name}.").format(name=clip(head, SHORT))
        case HeadsOnlyError():
            return _("Only the head may do this.")
        case _:
            return _("This is not yours to change. “My day” shows what is.")


def _not_exempted(error: NotNeededError | AgreedError | OverError, t: Texts) -> str:
    """Why another date cannot be asked for."""
    _ = t.gettext
    match error:
        case NotNeededError(unknown=True):
            return _("The amount is not known, so no time counts yet and there is nothing to put off.")
        case NotNeededError():
            return _("No rule sets a time for this deal, so there is nothing to put off.")
        case AgreedError(until=datetime() as until, now=now):
            day = t.day(t.local(until).date(), t.today(now))
            return _("Another date is agreed already: {day}.").format(day=day)
        case OverError(late=True):
            return _(
                "The time is over already, another date cannot be asked for any more. Please say why it was late."
            )
        case _:
            return _("This has been done already. Here is how it stands now.")


def notice(key: Notice, t: Texts) -> str:
    """The words of a notice; at most 200 characters."""
    _ = t.gettext
    return {
        Notice.NOT_UNDERSTOOD: _(
            "I did not understand that. “My day” shows what is to be done, /help what I can do."
        ),
        Notice.TOO_LONG: _("The message is too long for me. Please say it in a few words."),
        Notice.VOICE: _(
            "Which deal is this about? Reply with it to the card of the deal, and I will keep it. /find finds the deal."
        ),
        Notice.FILE: _(
            "Which deal is this for? Reply with it to the card of the deal, and I will keep it. /find finds the deal."
        ),
        Notice.CANCELLED: _("Cancelled, nothing was changed."),
        Notice.NOTHING_OPEN: _("This conversation is over."),
        Notice.PARKED: _("Put aside. The question waits, and the answers are kept."),
        Notice.ANOTHER_QUESTION: _("That was answered already. Here is the present question."),
        Notice.STALE: _("This has changed meanwhile. Here is how it stands now."),
        Notice.KEPT: _("The deal has changed meanwhile. Your answers are kept in it."),
        Notice.DEAD_LETTER: _(
            "I could not do what you asked in several attempts. The administrator can see it."
        ),
        Notice.OUTAGE: _(
            "I was away for a while. Presses of that time may be lost: please look at your cards."
        ),
    }[key]
