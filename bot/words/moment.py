"""When somebody means: «завтра в 11», «через 2 недели», «25.12 14:30», "on Friday afternoon" become moments and days.

A day is the owner's day. What is said without an hour is a whole day, due by the end of its work.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from bot.words.refusals import NotUnderstood, Reason
from bot.words.saying import Clock, Dated, Day, Saying, Span, Weekday, saying
from fsm.calendar import Calendar, Moment, NoWorkingTime

FAR = 5
"""Years, in both directions."""
NEAR = 270
"""Days until a day of next year that is said without its year; «1 ноября» on the 21st is a slip, not a plan."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_TWELVE = 12


def moment(text: str, now: datetime, calendar: Calendar) -> Moment:
    """A moment that is not before `now` (UTC).

    A lone hour is the next such hour; «в 3» is the hour of the afternoon where the calendar works then and not at night.
    NotUnderstood with NOT_UNDERSTOOD, IMPOSSIBLE_DATE, PAST, TOO_FAR.
    """
    said = saying(text)
    if said.after is not None:
        found = Moment(_after(said.after, now), timed=True)
    else:
        day = calendar.day_of(now) if said.day is None else _Days(text, now, calendar, past=False).day(said)
        found = _on(day, said, now, calendar)
    if found.due < now:
        raise NotUnderstood(Reason.PAST, text)
    if found.due > now + timedelta(days=366 * FAR):
        raise NotUnderstood(Reason.TOO_FAR, text)
    return found


def day(text: str, now: datetime, calendar: Calendar, *, past: bool) -> date:
    """A day of the calendar's owner. With `past`, days that have been are welcome, and are meant where no year is said.

    NotUnderstood like `moment`.
    """
    said = saying(text)
    days = _Days(text, now, calendar, past=past)
    if said.after is not None:
        found = calendar.day_of(now + said.after)
    elif said.day is None:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    else:
        found = days.day(said)
    if found < days.today and not past:
        raise NotUnderstood(Reason.PAST, text)
    return found


def _after(span: timedelta, now: datetime) -> datetime:
    """In whole minutes, upwards: nobody means seconds."""
    found = now.astimezone(UTC) + span
    whole = found.replace(second=0, microsecond=0)
    return whole if whole == found else whole + _MINUTE


def _on(day: date, said: Saying, now: datetime, calendar: Calendar) -> Moment:
    if said.clock is None:
        return calendar.whole(day, now)
    found = calendar.instant(day, _hour(said.clock, calendar))
    if said.day is None and found < now:
        found = calendar.instant(day + _DAY, _hour(said.clock, calendar))
    return Moment(found, timed=True)


def _hour(clock: Clock, calendar: Calendar) -> time:
    if clock.loose and clock.at < calendar.start:
        late = clock.at.replace(hour=clock.at.hour + _TWELVE)
        if late <= calendar.end:
            return late
    return clock.at


class _Days:
    """Days as seen from today."""

    def __init__(self, text: str, now: datetime, calendar: Calendar, *, past: bool) -> None:
        self.text = text
        self.calendar = calendar
        self.today = calendar.day_of(now)
        self.past = past

    def day(self, said: Saying) -> date:
        try:
            found = self._found(said.day)
        except (OverflowError, NoWorkingTime) as error:
            raise NotUnderstood(Reason.TOO_FAR, self.text) from error
        self._near(found.year)
        if said.weekday is None:
            return found
        if isinstance(said.day, Span) and said.day.count and said.day.count % 7 == 0:
            # «через две недели во вторник»
            return found + (said.weekday - found.weekday()) * _DAY
        if said.weekday != found.weekday():
            raise NotUnderstood(Reason.IMPOSSIBLE_DATE, self.text)
        return found

    def _found(self, said: Day | None) -> date:
        match said:
            case Dated():
                return self._dated(said)
            case Weekday():
                return self._weekday(said)
            case Span():
                return self._span(said)
            case None:
                return self.today

    def _dated(self, said: Dated) -> date:
        if said.year is not None:
            self._near(said.year)
            found = self._made(said.year, said.month or 1, said.day)
            if found is None:
                raise NotUnderstood(Reason.IMPOSSIBLE_DATE, self.text)
            return found
        if said.month is None:
            months = (self._month(-number if self.past else number) for number in range(4))
            made = [self._made(year, month, said.day) for year, month in months]
        else:
            years = range(-8, 1) if self.past else range(-1, 2)
            made = [self._made(self.today.year + number, said.month, said.day) for number in years]
        days = [found for found in made if found is not None]
        if self.past:
            been = [found for found in days if found <= self.today]
            if been:
                return max(been)
        else:
            coming = min((found for found in days if found >= self.today), default=None)
            if coming is not None and (coming.year == self.today.year or (coming - self.today).days <= NEAR):
                return coming
        raise NotUnderstood(Reason.PAST if days else Reason.IMPOSSIBLE_DATE, self.text)

    def _near(self, year: int) -> None:
        if abs(year - self.today.year) > FAR:
            raise NotUnderstood(Reason.TOO_FAR, self.text)

    def _month(self, months: int) -> tuple[int, int]:
        years, month = divmod(self.today.month - 1 + months, 12)
        return self.today.year + years, month + 1

    def _made(self, year: int, month: int, number: int) -> date | None:
        try:
            return date(year, month, number)
        except ValueError:
            return None

    def _weekday(self, said: Weekday) -> date:
        monday = self.today - self.today.weekday() * _DAY
        if said.number is None:
            return self.calendar.add_working_days(monday + 7 * _DAY, 0)
        if said.week is not None:
            return monday + (7 * said.week + said.number) * _DAY
        away = (said.number - self.today.weekday()) % 7
        if self.past:
            return self.today + (away - 7 if away else 0) * _DAY
        return self.today + (away or 7) * _DAY

    def _span(self, said: Span) -> date:
        if said.unit == "day":
            return self.today + said.count * _DAY
        if said.unit == "working":
            return self._working(said.count)
        year, month = self._month(said.count)
        self._near(year)
        # A month after 31 January is the last day of February.
        return date(year, month, min(self.today.day, monthrange(year, month)[1]))

    def _working(self, count: int) -> date:
        if abs(count) > 366 * FAR:
            raise NotUnderstood(Reason.TOO_FAR, self.text)
        if count >= 0:
            return self.calendar.add_working_days(self.today, count)
        day = self.today
        for _ in range(7 * 366 * FAR):
            day -= _DAY
            count += self.calendar.is_working(day)
            if not count:
                return day
        raise NotUnderstood(Reason.TOO_FAR, self.text)
