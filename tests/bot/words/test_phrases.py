"""Phrases that are put together from what people say, with what each of them means: a grammar of both languages.

Whatever it says is understood as it is meant, and whatever else people type never gives a moment that has passed.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.texts import texts
from bot.views import due as due_view
from bot.words.moment import day, moment
from bot.words.refusals import NotUnderstood, Reason
from fsm.calendar import Calendar, Moment
from tests.bot.words.test_moment import CALENDARS, HOURS, NOWS

RU, EN = "ru", "en"
DAY = timedelta(days=1)
_MONTHS = {
    RU: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),  # noqa: SIM905
    EN: "January February March April May June July August September October November December".split(),  # noqa: SIM905
}
_WEEKDAYS = {
    RU: "понедельник вторник среду четверг пятницу субботу воскресенье".split(),  # noqa: SIM905 - it reads better
    EN: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),  # noqa: SIM905
}


@dataclass(frozen=True)
class Said:
    """Words and the day or the wall time that they mean."""

    words: str
    day: date
    at: time | None = None


def plural(number: int, one: str, few: str, many: str) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else many


@st.composite
def days_said(draw: st.DrawFn, language: str, today: date) -> Said:
    """A day after today in one of the ways of the language."""
    way = draw(st.sampled_from("near week weekday next days weeks months dated named worded end".split()))  # noqa: SIM905
    ru = language == RU
    number = draw(st.integers(2, 40))
    weekday = draw(st.integers(0, 6))
    monday = today - today.weekday() * DAY
    if way == "near":
        away = draw(st.sampled_from([0, 1, 2]))
        words = {
            RU: ["сегодня", "завтра", "послезавтра"],
            EN: ["today", "tomorrow", "the day after tomorrow"],
        }
        return Said(words[language][away], today + away * DAY)
    if way == "week":
        return Said("через неделю" if ru else "in a week", today + 7 * DAY)
    if way == "weekday":
        at = "во" if weekday == 1 else "в"
        words_ = f"{at} {_WEEKDAYS[RU][weekday]}" if ru else f"on {_WEEKDAYS[EN][weekday]}"
        return Said(words_, today + ((weekday - today.weekday()) % 7 or 7) * DAY)
    if way == "next":
        following = "следующее" if weekday == 6 else "следующую" if weekday in {2, 4, 5} else "следующий"
        words_ = f"в {following} {_WEEKDAYS[RU][weekday]}" if ru else f"next {_WEEKDAYS[EN][weekday]}"
        return Said(words_, monday + (7 + weekday) * DAY)
    if way == "days":
        unit = plural(number, "день", "дня", "дней") if ru else "days"
        return Said(f"через {number} {unit}" if ru else f"in {number} {unit}", today + number * DAY)
    if way == "weeks":
        unit = plural(number, "неделю", "недели", "недель") if ru else "weeks"
        return Said(f"через {number} {unit}" if ru else f"{number} {unit} from now", today + 7 * number * DAY)
    if way == "months":
        year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
        found = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        unit = plural(number, "месяц", "месяца", "месяцев") if ru else "months"
        return Said(f"через {number} {unit}" if ru else f"in {number} {unit}", found)
    if way == "end":
        last = date(today.year, today.month, monthrange(today.year, today.month)[1])
        return Said(f"{last.day} {_MONTHS[language][last.month - 1]}", last)
    found = today + 6 * number * DAY
    month_name = _MONTHS[language][found.month - 1]
    if way == "dated":
        return Said(
            draw(st.sampled_from([f"{found:%d.%m}", f"{found:%d.%m.%y}", f"{found:%d/%m/%Y}"])), found
        )
    if way == "worded":
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(found.day % 10 if found.day not in {11, 12, 13} else 0, "th")
        return Said(
            f"{found.day}-го {month_name}" if ru else f"the {found.day}{suffix} of {month_name}", found
        )
    return Said(f"{found.day} {month_name}" if ru else f"{month_name} {found.day}", found)


@st.composite
def hours_said(draw: st.DrawFn, language: str) -> tuple[str, time]:
    """An hour with its half of the day, so that it means one thing only; not at night, when clocks are changed."""
    at = draw(HOURS)
    hour, half = at.hour % 12 or 12, at.hour >= 12
    full = at.replace(minute=0)
    if language == RU:
        part = "дня" if 12 <= at.hour < 18 else "вечера" if half else "утра"
        ways = [
            (f"в {at:%H:%M}", at),
            (f"{at:%H:%M}", at),
            (f"к {hour} {part}", full),
            (f"в {hour}:{at:%M} {part}", at),
        ]
    else:
        ways = [(f"at {at:%H:%M}", at), (f"at {hour}{'pm' if half else 'am'}", full)]
        ways.append((f"{hour}:{at:%M} {'p.m.' if half else 'a.m.'}", at))
    return draw(st.sampled_from(ways))


@st.composite
def said(draw: st.DrawFn, language: str, today: date) -> Said:
    """A day, a day and an hour in either order, with the small words that people put around them."""
    found = draw(days_said(language, today))
    words, at = found.words, None
    if draw(st.booleans()):
        hour, at = draw(hours_said(language))
        # «в среду 10:00» as well as «10:00 в среду»; a number beside a number would be read as one with it
        words = f"{hour}, {words}" if draw(st.booleans()) else f"{words} {hour}"
    around = {
        RU: ["{}", "давайте {}", "{}, пожалуйста", "Перезвоните {}!"],
        EN: ["{}", "let's {}", "{}, please", "Call me {}!"],
    }
    words = draw(st.sampled_from(around[language])).format(words)
    return Said(draw(st.sampled_from([str.lower, str.upper, str.title]))(words), found.day, at)


@pytest.mark.parametrize("language", [RU, EN])
@given(data=st.data(), now=NOWS, calendar=CALENDARS)
def test_a_phrase_means_what_it_says(
    language: str, data: st.DataObject, now: datetime, calendar: Calendar
) -> None:
    today = calendar.day_of(now)
    phrase = data.draw(said(language, today))
    if phrase.at is None:
        assert day(phrase.words, now, calendar, past=False) == phrase.day, phrase
        found = moment(phrase.words, now, calendar)
        assert not found.timed
        assert calendar.day_of(found.due) == phrase.day, phrase
        return
    meant = calendar.instant(phrase.day, phrase.at)
    if meant < now:
        with pytest.raises(NotUnderstood) as refused:
            moment(phrase.words, now, calendar)
        assert refused.value.reason is Reason.PAST
        return
    found = moment(phrase.words, now, calendar)
    assert (found.due, found.timed) == (meant, True), phrase
    assert moment(phrase.words, now, calendar) == found


@pytest.mark.parametrize("language", [RU, EN])
@given(now=NOWS, calendar=CALENDARS, number=st.integers(1, 59), unit=st.sampled_from(["minute", "hour"]))
def test_a_span_is_counted_from_now(
    language: str, now: datetime, calendar: Calendar, number: int, unit: str
) -> None:
    forms = {"minute": ("минуту", "минуты", "минут"), "hour": ("час", "часа", "часов")}[unit]
    words = f"через {number} {plural(number, *forms)}" if language == RU else f"in {number} {unit}s"
    found = moment(words, now, calendar).due
    span = timedelta(**{f"{unit}s": number})
    assert now + span <= found < now + span + timedelta(minutes=1)


@pytest.mark.parametrize("language", [RU, EN])
@given(now=NOWS, calendar=CALENDARS, days=st.integers(-300, 1500), at=HOURS)
def test_every_way_the_product_prints_a_day_can_be_typed_back(
    language: str, now: datetime, calendar: Calendar, days: int, at: time
) -> None:
    t = texts(language, calendar.zone)
    today = calendar.day_of(now)
    meant = today + days * DAY
    past = days < 0
    printed = [t.date(meant), f"{meant:%d.%m.%Y}", meant.isoformat(), t.day(meant, today)]
    if abs(days) < 150:
        printed += [t.long_day(meant), f"{meant:%d.%m}"]
    if past:
        assert [day(one, now, calendar, past=True) for one in printed] == [meant] * len(printed)
        return
    assert [day(one, now, calendar, past=False) for one in printed] == [meant] * len(printed)
    instant = calendar.instant(meant, at)
    assume(instant > now)
    assert moment(t.moment(instant, now), now, calendar).due == instant
    assert moment(f"{t.date(meant)}, {t.time(instant)}", now, calendar).due == instant


@pytest.mark.parametrize("language", [RU, EN])
@given(now=NOWS, calendar=CALENDARS, number=st.integers(1, 300))
def test_every_way_the_product_prints_a_span_can_be_typed_back(
    language: str, now: datetime, calendar: Calendar, number: int
) -> None:
    t = texts(language, calendar.zone)
    for span in (timedelta(minutes=min(number, 59)), timedelta(hours=number % 24 or 1)):
        found = moment(due_view.relative(now + span, now, t), now, calendar).due
        assert now + span <= found < now + span + timedelta(minutes=1)
    later = now + number * DAY
    assert (
        day(due_view.relative(later, now, t), now, calendar, past=False)
        == calendar.day_of(now) + number * DAY
    )
    assert (
        day(due_view.relative(now - number * DAY, now, t), now, calendar, past=True)
        == calendar.day_of(now) - number * DAY
    )
    assert moment(due_view.relative(now, now, t), now, calendar).due - now < timedelta(minutes=1)
    days = t.ngettext("in {number} working day", "in {number} working days", number).format(number=number)
    assert day(days, now, calendar, past=False) == calendar.add_working_days(calendar.day_of(now), number)
    hours = t.ngettext("in {number} working hour", "in {number} working hours", number).format(number=number)
    assert (
        timedelta()
        <= moment(hours, now, calendar).due - calendar.add_hours(now, number)
        < timedelta(minutes=1)
    )


_SCRAPS = """
завтра сегодня вчера в к до с после через на и 2 9999 25.12 12/25 30.02 14:30 25 декабря первого пятницу неделе следующей следующем
месяце конце начале года утром обеда вечером дня часа без половине третьего пять полтора половиной мск рабочих дней недель лет
tomorrow next friday in at by from to past half quarter end of the month eom early morning business days first ago назад , . / - : 2027 0
"""
ANY = st.text(max_size=130) | st.lists(st.sampled_from(_SCRAPS.split()), max_size=7).map(" ".join)


def heard(words: str, now: datetime, calendar: Calendar) -> Moment | NotUnderstood:
    """The moment, or why there is none."""
    try:
        return moment(words, now, calendar)
    except NotUnderstood as error:
        return error


@given(ANY, NOWS, CALENDARS)
def test_any_words_give_what_comes_or_a_reason(words: str, now: datetime, calendar: Calendar) -> None:
    """And the same words at the same moment give the same."""
    found, again = heard(words, now, calendar), heard(words, now, calendar)
    if isinstance(found, Moment):
        assert now <= found.due <= now + timedelta(days=6 * 366)
        assert found.due.tzinfo is UTC
        assert again == found
        return
    assert isinstance(again, NotUnderstood)
    assert (again.reason, again.readings, again.said) == (found.reason, found.readings, words)
    for reading in found.readings:
        assert reading >= (now if isinstance(reading, datetime) else calendar.day_of(now))


@given(ANY, NOWS, CALENDARS, st.booleans())
def test_any_words_give_a_day_or_a_reason(words: str, now: datetime, calendar: Calendar, past: bool) -> None:
    try:
        found = day(words, now, calendar, past=past)
    except NotUnderstood:
        return
    assert past or found >= calendar.day_of(now)
    assert abs(found.year - calendar.day_of(now).year) <= 6
