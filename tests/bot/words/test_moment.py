"""Now is Friday, 20 November 2026, 15:30 in Moscow, unless a test says otherwise."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import texts
from bot.words.moment import day, moment
from bot.words.refusals import NotUnderstood, Reason
from fsm.calendar import Calendar

MOSCOW = Calendar(days_off=frozenset({date(2026, 11, 24)}))
KAMCHATKA = Calendar(zone="Asia/Kamchatka")
NEW_YORK = Calendar(zone="America/New_York")
NOW = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)

TIMED = {
    "20.11 16:00": ["сегодня 16:00", "в 16", "в 16:00", "сегодня в 4", "4pm", "today at 4 pm", "в 16 часов"],
    "20.11 16:30": ["через час", "через 1 час", "in an hour", "через 60 минут", "in one hour", "час спустя", "1 hour from now"],
    "20.11 16:00 ": ["через полчаса", "in half an hour", "через 30 мин", "in 30 minutes"],
    "20.11 17:30": ["через 2 часа", "in 2 hours", "через два часа", "In Two Hours"],
    "20.11 16:50": ["через час 20 минут", "через 1 час и 20 минут"],
    "20.11 18:00": ["вечером", "сегодня вечером", "tonight", "сегодня в 6 вечера", "в 6"],
    "20.11 15:30": ["сейчас", "прямо сейчас", "now"],
    "21.11 11:00": ["завтра в 11", "завтра 11:00", "tomorrow at 11", "tomorrow, 11 am", "Завтра, в 11 часов", "в 11 завтра", "завтра к 11", "11:00", "завтра 11", "завтра в одиннадцать", "tomorrow at eleven", "завтра с 11 до 12", "tomorrow from 11 to 12", "завтра 11:00–12:00", "завтра в 11-12", "завтра в 11 мск", "завтра в 8 utc", "завтро в 11", "ок, давай завтра в 11?", "pfdnhf d 11", "завтра ближе к обеду", "завтра до обеда", "перезвонить завтра в 11", "call tomorrow at 11 please"],
    "21.11 14:30": ["завтра 14.30", "завтра в 14.30", "завтра в 14 30", "tomorrow at 2.30pm", "завтра в половине третьего", "завтра в 14-30", "завтра в 14 ч 30 мин", "завтра в 2:30", "tomorrow at 2:30 pm", "14.30"],
    "21.11 10:00": ["завтра утром", "tomorrow morning", "завтра с утра", "утром", "в 10 утра"],
    "21.11 13:00": ["завтра в обед", "завтра в час", "завтра в час дня", "завтра в 1"],
    "21.11 12:00": ["завтра в 12", "завтра в полдень", "noon tomorrow", "завтра в 12 дня", "tomorrow at 12 pm"],
    "21.11 00:00": ["завтра в 12 ночи", "tomorrow 12 am"],
    "21.11 00:30": ["0:30", "завтра в 00:30"],
    "21.11 07:00": ["завтра в 7 утра", "завтра 07:00"],
    "20.11 16:45": ["без пятнадцати пять", "без четверти пять", "quarter to five", "quarter to 5 pm"],
    "20.11 17:00": ["через полтора часа", "через 1,5 часа", "in 1.5 hours", "in an hour and a half", "после 5", "after 5", "до 17:00", "by 5", "в 5", "в пять", "на 17:00", "с 17 до 18", "between 5 and 6", "с пяти до шести", "в конце дня", "ближе к вечеру", "5 часов"],
    "20.11 17:10": ["ten past five", "10 past 5"],
    "20.11 16:10": ["через сорок минут", "in forty minutes"],
    "20.11 15:55": ["через двадцать пять минут", "in twenty-five minutes", "in twenty five minutes"],
    "20.11 18:00 ": ["через два с половиной часа", "in two and a half hours", "this evening"],
    "20.11 21:00": ["поздно вечером", "сегодня в 9", "today at 9"],
    "23.11 10:30 ": ["через 4 рабочих часа", "через 4 раб. ч", "in 4 working hours", "через четыре рабочих часа"],
    "21.11 17:30": ["завтра в семнадцать тридцать", "завтра в полшестого", "завтра в половине шестого", "tomorrow at half past five"],
    "21.11 09:00": ["рано утром завтра", "завтра с самого утра", "first thing tomorrow", "tomorrow first thing in the morning"],
    "21.11 03:00": ["завтра 03:00", "завтра в 3 ночи"],
    "21.11 15:00": ["завтра в 3", "завтра после обеда", "tomorrow afternoon", "tomorrow at 3", "в 15:00"],
    "22.11 09:00": ["послезавтра в 9", "day after tomorrow at 9", "через 2 дня в 9", "in two days at 9"],
    "23.11 10:30": ["в понедельник в 10:30", "пн 10:30", "Monday 10:30", "в пн в 10.30", "пн 23 ноя, 10:30", "после выходных в 10:30", "Mon 23 Nov, 10:30"],
    "27.11 15:00": ["в пятницу после обеда", "on Friday afternoon", "в пятницу в 3", "в ближайшую пятницу в 15"],
    "25.12 14:30": ["25.12 14:30", "25.12. в 14:30", "25/12 14:30", "25.12.2026 14:30", "25.12.26 в 14:30", "2026-12-25 14:30", "2026-12-25T14:30:00", "25 декабря в 14:30", "25 декабря 2026 г. в 14:30", "25 декабря 2026 года, 14:30", "25-го декабря в 14:30", "December 25, 2026 at 14:30", "25 Dec 14:30", "Dec 25th 2:30 pm", "the 25th of December at 14:30"],
    "25.11 10:00": ["25-го в 10", "25 числа в 10", "the 25th at 10"],
}  # fmt: skip
DAYS = {
    "20.11": ["сегодня", "today", "до конца дня", "by EOD", "в течение дня", "в конце недели", "end of the week", "на этой неделе", "EOW"],
    "30.11": ["в конце месяца", "до конца месяца", "EOM", "by the end of the month", "в ноябре", "end of November"],
    "31.12": ["до конца года", "до Нового года", "в конце квартала", "EOQ", "31 числа", "late December", "в последних числах декабря"],
    "16.12": ["в середине декабря", "mid-December"],
    "05.12": ["5 числа", "к 5 декабря", "до 5.12", "by December 5", "пятого декабря", "к пятому", "December the fifth", "5 числа следующего месяца", "the 5th of next month"],
    "21.11": ["завтра", "tomorrow", "ЗАВТРА!", "Завтра."],
    "22.11": ["послезавтра", "через 2 дня", "in 2 days", "через пару дней", "in a couple of days"],
    "23.11": ["в понедельник", "on Monday", "на следующей неделе", "next week", "к понедельнику", "через рабочий день", "через 1 рабочий день", "на следующий рабочий день", "next business day", "в начале следующей недели", "early next week", "после выходных", "after the weekend"],
    "25.11": ["в середине следующей недели", "следующая среда", "в среду", "в следующую среду", "next Wednesday", "в среду на следующей неделе", "25-го", "the 25th", "через 2 рабочих дня", "in 2 working days"],
    "27.11": ["в конце следующей недели", "end of next week", "до пятницы", "на пятницу", "a week from today", "через недельку", "в пятницу", "пт", "friday", "через неделю", "in a week", "in 1 week"],
    "04.12": ["через 2 недели", "in 2 weeks", "через две недели", "2 weeks from now", "две недели спустя"],
    "01.12": ["через две недели во вторник", "1 числа", "в начале месяца", "в следующем месяце", "next month", "первого декабря", "December first", "в первых числах декабря", "the 1st of December"],
    "20.12": ["через месяц", "in a month"],
    "14.12": ["через месяц в понедельник"],
    "25.12": ["к 25.12", "до 25.12", "двадцать пятого декабря", "the twenty-fifth of December", "25.12", "25.12.2026", "25 декабря", "25 дек.", "25 December", "2026-12-25", "25/12/2026", "25-12-2026"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "meant"), [(said, meant.strip()) for meant, texts_ in TIMED.items() for said in texts_]
)
def test_an_hour_rings(said: str, meant: str) -> None:
    found = moment(said, NOW, MOSCOW)
    assert f"{MOSCOW.local(found.due):%d.%m %H:%M}" == meant
    assert found.timed


@pytest.mark.parametrize(
    ("said", "meant"), [(said, meant) for meant, texts_ in DAYS.items() for said in texts_]
)
def test_a_day_is_due_by_the_end_of_its_work(said: str, meant: str) -> None:
    found = moment(said, NOW, MOSCOW)
    assert f"{MOSCOW.local(found.due):%d.%m %H:%M}" == f"{meant} 18:00"
    assert not found.timed
    assert f"{day(said, NOW, MOSCOW, past=False):%d.%m}" == meant


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", Reason.NOT_UNDERSTOOD),
        ("как-нибудь", Reason.NOT_UNDERSTOOD),
        ("whenever", Reason.NOT_UNDERSTOOD),
        ("завтра созвон с Петром", Reason.NOT_UNDERSTOOD),
        ("завтра послезавтра", Reason.SEVERAL),
        ("в 10 в 11", Reason.SEVERAL),
        ("завтра через час", Reason.SEVERAL),
        ("в пятницу в понедельник", Reason.SEVERAL),
        ("11", Reason.NOT_UNDERSTOOD),
        ("в пт 11", Reason.NOT_UNDERSTOOD),
        ("завтра в 25", Reason.IMPOSSIBLE_TIME),
        ("24:00", Reason.IMPOSSIBLE_TIME),
        ("12:60", Reason.IMPOSSIBLE_TIME),
        ("150 000", Reason.NOT_UNDERSTOOD),
        ("через", Reason.NOT_UNDERSTOOD),
        ("3 дня", Reason.NOT_UNDERSTOOD),
        ("завтра в 14-15", Reason.NOT_UNDERSTOOD),
        ("на днях", Reason.NOT_UNDERSTOOD),
        ("in a few days", Reason.NOT_UNDERSTOOD),
        ("завтра в 15 утра", Reason.IMPOSSIBLE_TIME),
        ("завтра в 10 и в 11", Reason.SEVERAL),
        ("31.04", Reason.IMPOSSIBLE_DATE),
        ("в среду на этой неделе", Reason.PAST),
        ("this morning", Reason.PAST),
        ("завтра в 8", Reason.AMBIGUOUS),
        ("tomorrow at 7:30", Reason.AMBIGUOUS),
        ("через день", Reason.AMBIGUOUS),
        ("в", Reason.NOT_UNDERSTOOD),
        ("завтра " * 1000, Reason.NOT_UNDERSTOOD),
        ("30 февраля", Reason.IMPOSSIBLE_DATE),
        ("30.02.2027 10:00", Reason.IMPOSSIBLE_DATE),
        ("29 февраля", Reason.IMPOSSIBLE_DATE),
        ("31 апреля", Reason.IMPOSSIBLE_DATE),
        ("32.12", Reason.IMPOSSIBLE_DATE),
        ("0.12", Reason.IMPOSSIBLE_DATE),
        ("2026-13-01", Reason.IMPOSSIBLE_DATE),
        # Day first, always: reading 12/25 the other way round would make 12/11 a guess.
        ("12/25", Reason.MONTH_FIRST),
        ("вт 23 ноября", Reason.OTHER_WEEKDAY),
        ("завтра, воскресенье", Reason.OTHER_WEEKDAY),
        ("вчера", Reason.PAST),
        ("yesterday at 11", Reason.PAST),
        ("сегодня в 10", Reason.PAST),
        ("час назад", Reason.PAST),
        ("1 ноября", Reason.WHICH_YEAR),
        ("01.11", Reason.WHICH_YEAR),
        ("25.12.2025", Reason.PAST),
        ("в прошлую среду", Reason.PAST),
        ("в эту среду", Reason.PAST),
        ("31.12.99", Reason.TOO_FAR),
        ("25.12.2032", Reason.TOO_FAR),
        ("9999-12-31", Reason.TOO_FAR),
        ("0001-01-01", Reason.TOO_FAR),
        ("через 6 лет", Reason.TOO_FAR),
        ("через 9999 лет", Reason.TOO_FAR),
        ("через 9999 недель", Reason.TOO_FAR),
        ("через 9999 рабочих дней", Reason.TOO_FAR),
        ("через 999999999 дней", Reason.TOO_FAR),
    ],
)
def test_what_is_no_moment_is_refused_with_its_reason(said: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as refused:
        moment(said, NOW, MOSCOW)
    assert (refused.value.reason, refused.value.said) == (reason, said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("вчера", "2026-11-19"),
        ("yesterday", "2026-11-19"),
        ("сегодня", "2026-11-20"),
        ("позавчера", "2026-11-18"),
        ("3 дня назад", "2026-11-17"),
        ("неделю назад", "2026-11-13"),
        ("2 weeks ago", "2026-11-06"),
        ("месяц тому назад", "2026-10-20"),
        ("5 рабочих дней назад", "2026-11-13"),
        ("в среду", "2026-11-18"),
        ("в пятницу", "2026-11-20"),
        ("в прошлый понедельник", "2026-11-09"),
        ("last Monday", "2026-11-09"),
        ("15 мая", "2026-05-15"),
        ("25.12", "2025-12-25"),
        ("25.12.2025", "2025-12-25"),
        ("29 февраля", "2024-02-29"),
        ("25-го", "2026-10-25"),
        ("31-го", "2026-10-31"),
        ("2 часа назад", "2026-11-20"),
        ("завтра", "2026-11-21"),
    ],
)
def test_days_that_have_been(said: str, meant: str) -> None:
    assert day(said, NOW, MOSCOW, past=True).isoformat() == meant


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("10:30", Reason.NOT_UNDERSTOOD),
        ("вчера", Reason.PAST),
        ("30.02.2026", Reason.IMPOSSIBLE_DATE),
        ("31.12.2099", Reason.TOO_FAR),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(said: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as refused:
        day(said, NOW, MOSCOW, past=False)
    assert refused.value.reason is reason


def test_tomorrow_is_the_tomorrow_of_whoever_says_it() -> None:
    late = KAMCHATKA.instant(date(2026, 11, 20), time(23, 59))
    assert late == datetime(2026, 11, 20, 11, 59, tzinfo=UTC)
    assert moment("завтра в 11", late, KAMCHATKA).due == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert day("завтра", late, KAMCHATKA, past=False) == date(2026, 11, 21)
    assert day("завтра", late + timedelta(minutes=1), KAMCHATKA, past=False) == date(2026, 11, 22)


def test_after_work_today_still_has_an_evening() -> None:
    evening = MOSCOW.instant(date(2026, 11, 20), time(20))
    assert moment("сегодня", evening, MOSCOW).due == MOSCOW.instant(date(2026, 11, 20), time(23, 59))


def test_a_month_after_the_last_of_january() -> None:
    now = datetime(2027, 1, 31, 9, tzinfo=UTC)
    assert day("через месяц", now, MOSCOW, past=False) == date(2027, 2, 28)


def test_a_day_later_in_this_year_needs_no_year() -> None:
    january = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert day("25 декабря", january, MOSCOW, past=False) == date(2026, 12, 25)


def test_seconds_are_rounded_up_so_that_nothing_is_past() -> None:
    found = moment("сейчас", NOW + timedelta(seconds=1), MOSCOW)
    assert found.due == NOW + timedelta(minutes=1)


def test_a_person_who_never_works_can_still_name_a_day() -> None:
    idle = Calendar(weekend=frozenset(range(7)))
    assert moment("завтра в 11", NOW, idle).timed
    assert day("на следующей неделе", NOW, idle, past=False) == date(2026, 11, 23)
    for said in ("через 2 рабочих дня", "через 2 рабочих часа"):
        with pytest.raises(NotUnderstood) as refused:
            moment(said, NOW, idle)
        assert refused.value.reason is Reason.TOO_FAR


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("завтра в 8", ["21.11 08:00", "21.11 20:00"]),
        ("в 8", ["20.11 20:00", "21.11 08:00"]),
        ("через день", ["21.11", "22.11"]),
        ("через день в 11", ["21.11 11:00", "22.11 11:00"]),
        ("12/25", ["25.12"]),
        ("12/25/2026 14:30", ["25.12 14:30"]),
        ("вт 23 ноября", ["23.11", "24.11"]),
        ("чт 21 ноября в 10", ["21.11 10:00"]),
        ("19.11", ["19.11"]),
    ],
)
def test_what_may_have_been_meant_is_offered(said: str, readings: list[str]) -> None:
    """In the order of time, and nothing that has passed: on the 20th nobody plans for Thursday the 19th."""
    with pytest.raises(NotUnderstood) as refused:
        moment(said, NOW, MOSCOW)
    found = refused.value.readings
    assert [
        f"{MOSCOW.local(one):%d.%m %H:%M}" if isinstance(one, datetime) else f"{one:%d.%m}" for one in found
    ] == readings


def test_what_has_passed_this_year_may_be_meant_for_the_next() -> None:
    boxing_day = datetime(2026, 12, 26, 9, tzinfo=UTC)
    with pytest.raises(NotUnderstood) as refused:
        moment("25.12", boxing_day, MOSCOW)
    assert (refused.value.reason, refused.value.readings) == (Reason.WHICH_YEAR, (date(2027, 12, 25),))
    assert day("5 января", boxing_day, MOSCOW, past=False) == date(2027, 1, 5)
    assert day("через неделю", boxing_day, MOSCOW, past=False) == date(2027, 1, 2)
    assert day("в январе", boxing_day, MOSCOW, past=False) == date(2027, 1, 1)
    assert day("в декабре", boxing_day, MOSCOW, past=False) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("hours", "said", "at"),
    [
        ((9, 18), "завтра утром", "10:00"),
        ((11, 20), "завтра утром", "11:00"),
        ((14, 22), "завтра утром", "10:00"),  # what he says comes before what he keeps
        ((9, 18), "завтра после обеда", "15:00"),
        ((6, 14), "завтра днём", "14:00"),
        ((9, 17), "завтра вечером", "17:00"),
        ((9, 18), "завтра вечером", "18:00"),
        ((8, 17), "завтра в конце дня", "16:00"),
        ((8, 17), "завтра с самого утра", "08:00"),
        ((8, 21), "завтра в 8", "08:00"),
        ((10, 20), "завтра в 8", "20:00"),
    ],
)
def test_a_part_of_the_day_lies_in_the_hours_of_work(hours: tuple[int, int], said: str, at: str) -> None:
    calendar = Calendar(start=time(hours[0]), end=time(hours[1]))
    assert f"{calendar.local(moment(said, NOW, calendar).due):%H:%M}" == at


def test_the_end_of_a_shortened_day_comes_earlier() -> None:
    tomorrow = frozenset({date(2026, 11, 21)})
    calendar = Calendar(weekend=frozenset(), short=tomorrow, less=timedelta(hours=1))
    assert f"{calendar.local(moment('завтра в конце дня', NOW, calendar).due):%H:%M}" == "16:00"


def test_a_part_of_the_day_that_has_begun_goes_on() -> None:
    late = MOSCOW.instant(date(2026, 11, 20), time(18, 40))
    assert moment("сегодня вечером", late, MOSCOW).due == MOSCOW.instant(date(2026, 11, 20), time(19, 30))
    assert moment("вечером", late, MOSCOW).due == MOSCOW.instant(date(2026, 11, 20), time(19, 30))
    assert moment("утром", late, MOSCOW).due == MOSCOW.instant(date(2026, 11, 21), time(10))
    night = MOSCOW.instant(date(2026, 11, 20), time(21, 45))
    assert moment("вечером", night, MOSCOW).due == MOSCOW.instant(date(2026, 11, 21), time(18))
    with pytest.raises(NotUnderstood):
        moment("сегодня вечером", night, MOSCOW)


def test_an_hour_of_moscow_is_said_in_kamchatka() -> None:
    morning = KAMCHATKA.instant(date(2026, 11, 20), time(10))
    assert moment("завтра в 11 мск", morning, KAMCHATKA).due == datetime(2026, 11, 21, 8, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_is_the_end_of_the_jump() -> None:
    """On 14 March 2027 there is no half past two in New York."""
    now = datetime(2027, 3, 13, 15, tzinfo=UTC)
    assert moment("завтра 02:30", now, NEW_YORK).due == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert moment("завтра 03:00", now, NEW_YORK).due == datetime(2027, 3, 14, 7, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    now = datetime(2026, 10, 31, 15, tzinfo=UTC)
    assert moment("завтра 01:30", now, NEW_YORK).due == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


CALENDARS = st.sampled_from([MOSCOW, KAMCHATKA, NEW_YORK])
NOWS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
# Clocks are changed at night: two instants may have one wall time then.
HOURS = st.times(time(4), time(23, 59)).map(lambda found: found.replace(second=0, microsecond=0))
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905 - it reads better


@given(NOWS, CALENDARS, st.integers(1, 1700), HOURS)
def test_a_date_with_its_year_comes_back(now: datetime, calendar: Calendar, days: int, at: time) -> None:
    meant = calendar.day_of(now) + timedelta(days=days)
    for said in (
        f"{meant:%d.%m.%Y %H:%M}".replace("00:00", f"{at:%H:%M}"),
        f"{meant:%Y-%m-%d} {at:%H:%M}",
        f"{meant.day} {MONTHS[meant.month - 1]} {meant.year} г. в {at:%H:%M}",
        f"{meant:%B} {meant.day}, {meant.year} at {at:%H:%M}",
        f"{at:%H:%M} {meant:%d/%m/%Y}",
    ):
        found = moment(said, now, calendar)
        assert calendar.local(found.due).replace(tzinfo=None) == datetime.combine(meant, at), said
        assert found.timed
        assert day(said, now, calendar, past=False) == day(said, now, calendar, past=True) == meant


@pytest.mark.parametrize("language", ["ru", "en"])
@given(now=NOWS, calendar=CALENDARS, days=st.integers(0, 300), at=HOURS)
def test_what_is_shown_can_be_typed_back(
    language: str, now: datetime, calendar: Calendar, days: int, at: time
) -> None:
    meant = calendar.instant(calendar.day_of(now) + timedelta(days=days), at)
    if meant < now:
        return
    words = texts(language, calendar.zone)
    assert moment(words.moment(meant, now), now, calendar).due == meant
    assert day(words.moment(meant, now, timed=False), now, calendar, past=False) == calendar.day_of(meant)


_SCRAPS = """
завтра сегодня вчера в через на 2 9999 25.12 30.02 14:30 25 декабря пятницу неделе следующей утром часа дней недели
месяцев лет рабочих tomorrow next friday in at pm am ago назад , . / - : 2027 31.12.2028 12 0 февраля
"""
SCRAPS = st.sampled_from(_SCRAPS.split())


@given(st.text() | st.lists(SCRAPS, max_size=6).map(" ".join), NOWS, CALENDARS)
def test_any_text_is_a_moment_that_comes_or_refused(said: str, now: datetime, calendar: Calendar) -> None:
    try:
        found = moment(said, now, calendar)
    except NotUnderstood:
        return
    assert now <= found.due <= now + timedelta(days=6 * 366)
    assert found.due.tzinfo is UTC


@given(st.lists(SCRAPS, max_size=6).map(" ".join), NOWS, CALENDARS)
def test_any_text_is_a_day_or_refused(said: str, now: datetime, calendar: Calendar) -> None:
    today = calendar.day_of(now)
    for past in (False, True):
        try:
            found = day(said, now, calendar, past=past)
        except NotUnderstood:
            continue
        assert abs(found.year - today.year) <= 6
        assert past or found >= today
