"""When something is due, in words and as a time that the messenger keeps running."""

from datetime import datetime, timedelta

from aiogram.utils.formatting import DateTime, Text

from bot.texts import Texts

_MINUTE = timedelta(minutes=1)


def relative(instant: datetime, now: datetime, t: Texts) -> str:
    """«через 2 ч», «3 дня назад»."""
    if abs(instant - now) < _MINUTE:
        return t.gettext("right now")
    span = t.span(instant - now)
    if instant >= now:
        return t.gettext("in {span}").format(span=span)
    return t.gettext("{span} ago").format(span=span)


def running(instant: datetime, now: datetime, t: Texts) -> Text:
    """Counts by itself where the messenger can; the words of now elsewhere."""
    return DateTime(relative(instant, now, t), unix_time=instant, date_time_format="r")


def is_overdue(due: datetime, now: datetime) -> bool:
    return due < now


def due(instant: datetime, now: datetime, t: Texts, *, timed: bool) -> Text:
    """«Срок: завтра 10:00 · через 18 ч»; what is late says so in words."""
    moment = t.moment(instant, now, timed=timed)
    if is_overdue(instant + _MINUTE, now):  # what is for right now is not late yet
        head = t.gettext("⚠ Overdue, was due {moment}").format(moment=moment)
    else:
        head = t.gettext("Due {moment}").format(moment=moment)
    return Text(head, " · ", running(instant, now, t))
