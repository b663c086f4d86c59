"""Days that were said, as seen from today: «25-го», «в следующий вторник», «в конце месяца»."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from bot.words.refusals import NotUnderstood, Reason
from bot.words.said import Dated, Day, Edge, Saying, Span, Weekday
from fsm.calendar import Calendar, NoWorkingTime

FAR = 5
"""Years, in both directions."""
NEAR = 270
"""Days until a day of next year that is said without its year; «1 ноября» on the 21st is a slip, not a plan."""

_DAY = timedelta(days=1)
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}
"""In months."""


class Days:
    """`past`: days that have been are welcome, and are meant where no year is said. All days are the owner's."""

    def __init__(self, text: str, now: datetime, calendar: Calendar, *, past: bool) -> None:
        self.text = text
        self.calendar = calendar
        self.today = calendar.day_of(now)
        self.past = past

    def day(self, said: Saying) -> date:
        """NotUnderstood with IMPOSSIBLE_DATE, MONTH_FIRST, OTHER_WEEKDAY, PAST, WHICH_YEAR, TOO_FAR, AMBIGUOUS."""
        try:
            found = self._found(said.day)
        except (OverflowError, NoWorkingTime) as error:
            raise NotUnderstood(Reason.TOO_FAR, self.text) from error
        self._near(found.year)
        if isinstance(said.day, Dated) and said.day.swapped:
            raise NotUnderstood(Reason.MONTH_FIRST, self.text, (found,))
        if isinstance(said.day, Span) and said.day.vague:
            raise NotUnderstood(Reason.AMBIGUOUS, self.text, (found, found + _DAY))
        if said.weekday is None or said.weekday == found.weekday():
            return found
        away = (said.weekday - found.weekday() + 3) % 7 - 3
        if (
            isinstance(said.day, Span)
            and said.day.count
            and (said.day.unit == "month" or said.day.count % 7 == 0)
        ):
            # «через две недели во вторник»
            return found + (said.weekday - found.weekday()) * _DAY
        raise NotUnderstood(Reason.OTHER_WEEKDAY, self.text, (found, found + away * _DAY))

    def _found(self, said: Day | None) -> date:
        match said:
            case Dated():
                return self._dated(said)
            case Weekday():
                return self._weekday(said)
            case Span():
                return self._span(said)
            case Edge():
                return self._edge(said)
            case None:
                return self.today

    # --- dates ----------------------------------------------------------------------------------------

    def _dated(self, said: Dated) -> date:
        if said.year is not None:
            self._near(said.year)
        if said.year is not None or said.ahead is not None:
            year, month = self._month(said.ahead or 0)
            found = self._made(said.year or year, said.month or month, said.day)
            if found is None:
                raise NotUnderstood(Reason.IMPOSSIBLE_DATE, self.text)
            return found
        if said.month is None:
            months = (self._month(-number if self.past else number) for number in range(4))
            made = [self._made(year, month, said.day) for year, month in months]
        else:
            years = range(-8, 1) if self.past else range(-1, 2)
            made = [self._made(self.today.year + number, said.month, said.day) for number in years]
        return self._nearest([found for found in made if found is not None])

    def _nearest(self, days: list[date]) -> date:
        """The one that is meant where no year was said."""
        if not days:
            raise NotUnderstood(Reason.IMPOSSIBLE_DATE, self.text)
        if self.past:
            been = [found for found in days if found <= self.today]
            return max(been) if been else min(days)
        coming = min((found for found in days if found >= self.today), default=None)
        if coming is None:
            raise NotUnderstood(Reason.PAST, self.text)
        if coming.year != self.today.year and (coming - self.today).days > NEAR:
            raise NotUnderstood(Reason.WHICH_YEAR, self.text, (coming,))
        return coming

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

    # --- weeks and longer -----------------------------------------------------------------------------

    def _weekday(self, said: Weekday) -> date:
        monday = self.today - self.today.weekday() * _DAY
        if said.number is None:
            return self._edge(Edge("week", "start" if said.week else "end", said.week))
        if said.week is not None:
            return monday + (7 * said.week + said.number) * _DAY
        away = (said.number - self.today.weekday()) % 7
        if self.past:
            return self.today + (away - 7 if away else 0) * _DAY
        return self.today + (away or 7) * _DAY

    def _edge(self, said: Edge) -> date:
        if said.month is not None:
            return self._of_month(said)
        if said.ahead is not None:
            return self._place(said.place, *self._period(said.unit, said.ahead))
        steps = (0, -1) if self.past else (0, 1)
        first, other = (self._place(said.place, *self._period(said.unit, step)) for step in steps)
        fits = first <= self.today if self.past else first >= self.today
        return first if fits else other

    def _of_month(self, said: Edge) -> date:
        assert said.month is not None
        if said.year is not None:
            self._near(said.year)
        years = [said.year] if said.year else [self.today.year + step for step in (0, -1 if self.past else 1)]
        found = []
        for year in years:
            first = date(year, said.month, 1)
            last = date(year, said.month, monthrange(year, said.month)[1])
            begun = first <= self.today <= last
            place = ("end" if begun else "start") if said.place == "within" else said.place
            found.append(self._place(place, first, last))
        return found[0] if said.year else self._nearest(found)

    def _period(self, unit: str, ahead: int) -> tuple[date, date]:
        """The first and the last day of this week, month, quarter or year, or of another one."""
        if unit == "week":
            monday = self.today + (7 * ahead - self.today.weekday()) * _DAY
            return monday, monday + 6 * _DAY
        length = _LENGTHS[unit]
        begun = (self.today.month - 1) % length
        year, month = self._month(ahead * length - begun)
        last_year, last_month = self._month((ahead + 1) * length - 1 - begun)
        return date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])

    def _place(self, place: str, first: date, last: date) -> date:
        """A working day there, if there is one; the very last day when all that work have passed."""
        days = [first + number * _DAY for number in range((last - first).days + 1)]
        working = [day for day in days if self.calendar.is_working(day)] or days
        if place == "start":
            return working[0]
        if place == "middle":
            middle = days[2] if len(days) == 7 else days[(len(days) - 1) // 2]
            return next((day for day in working if day >= middle), middle)
        return last if working[-1] < self.today <= last else working[-1]

    # --- spans ----------------------------------------------------------------------------------------

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
