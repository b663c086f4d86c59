"""Days and moments: what a button of a chip, of the calendar or of its hours says, and what words say."""

from datetime import date, datetime, timedelta

from bot.usecases import chips
from bot.usecases.asked import Trouble
from bot.usecases.asked import chosen as placed
from bot.usecases.asking import limits
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered
from bot.usecases.work import Work
from bot.words.moment import day as day_in
from bot.words.moment import moment as moment_in
from fsm.definition import FieldDue, Process
from fsm.facts import Answer

FARTHEST = timedelta(days=5 * 366)
"""Nothing is planned, and no deal was closed, farther away than this."""


def day(choice: str, work: Work) -> date:
    """The day that a button says; NotUnderstoodError for none, or one that is too far away."""
    place = placed(choice)
    if isinstance(place, datetime) or place is None or abs(place - work.today) > FARTHEST:
        raise NotUnderstoodError(Trouble.NOT_A_DAY)
    return place


def coming_day(choice: str, work: Work) -> date:
    """The same, after today."""
    found = day(choice, work)
    if found <= work.today:
        raise NotUnderstoodError(Trouble.PAST)
    return found


def moment(choice: str, work: Work) -> datetime:
    """The instant that a button says, after now."""
    place = placed(choice)
    if not isinstance(place, datetime) or abs(place.date() - work.today) > FARTHEST:
        raise NotUnderstoodError(Trouble.NOT_A_MOMENT)
    instant = work.calendar.instant(place.date(), place.time())
    if instant <= work.now:
        raise NotUnderstoodError(Trouble.PAST)
    return instant


def said(text: str, work: Work) -> datetime | date:
    """A moment in words; what is said without an hour is a whole day. NotUnderstood for neither."""
    found = moment_in(text, work.now, work.calendar)
    return found.due if found.timed else work.calendar.day_of(found.due)


def is_ahead(process: Process, key: str) -> bool:
    """Whether something becomes due by the field: then a day to come is meant."""
    dues = [activity.due for activity in process.activities.values()]
    starts = [start.due for stage in process.stages.values() for start in stage.starts]
    return key in starts or any(isinstance(due, FieldDue) and due.field == key for due in dues)


async def _days(inquiry: Inquiry) -> Offered:
    work = inquiry.work
    ruled = await limits.days(inquiry)
    if ruled is not None:
        return Offered(ruled)
    if is_ahead(inquiry.loaded.process, inquiry.question.key):
        return Offered(chips.later(work.now, work.calendar))
    return Offered(chips.days(work.now, work.calendar))


async def _day(inquiry: Inquiry, choice: str) -> Answer:
    return day(choice, inquiry.work)


async def _day_said(inquiry: Inquiry, text: str) -> Answer:
    ahead = is_ahead(inquiry.loaded.process, inquiry.question.key) or limits.is_ahead(inquiry)
    return day_in(text, inquiry.work.now, inquiry.work.calendar, past=not ahead)


async def _moments(inquiry: Inquiry) -> Offered:
    return Offered(chips.moments(inquiry.work.now, inquiry.work.calendar))


async def _moment(inquiry: Inquiry, choice: str) -> Answer:
    """A day where the button says that the whole of it is meant; today is one, as long as it lasts."""
    if not choice.startswith("w"):
        return moment(choice, inquiry.work)
    found = day(choice, inquiry.work)
    if found < inquiry.work.today:
        raise NotUnderstoodError(Trouble.PAST)
    return found


async def _moment_said(inquiry: Inquiry, text: str) -> Answer:
    return said(text, inquiry.work)


DATE = Manner(_days, _day, _day_said)
MOMENT = Manner(_moments, _moment, _moment_said)
