"""Working calendars and instants for properties: zones at both ends of the world, odd hours, leap days, changed clocks."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from bot.words.zone import RUSSIA
from fsm.calendar import Calendar

ZONES = [
    "Africa/Cairo",  # clocks change at midnight
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour
    "Europe/Berlin",
    "Europe/Moscow",
    "Pacific/Apia",  # left out 2011-12-30
    "Pacific/Kiritimati",  # UTC+14
    "Pacific/Pago_Pago",  # UTC-11
    "UTC",
    *(zone for _, zone in RUSSIA if zone != "Europe/Moscow"),
]
days = st.dates(date(2011, 11, 1), date(2012, 4, 30)) | st.dates(date(2023, 12, 1), date(2028, 3, 31))
instants = st.builds(
    lambda day, second: datetime.combine(day, time(), UTC) + timedelta(seconds=second),
    days,
    st.integers(0, 86_399),
)
minutes = st.integers(0, 24 * 60 - 1)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar that has some work in a week; some of its days may be shorter."""
    start, end = sorted(draw(st.lists(minutes, min_size=2, max_size=2, unique=True)))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        start=time(*divmod(start, 60)),
        end=time(*divmod(max(end, min(start + 30, 24 * 60 - 1)), 60)),
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=5)),
        days_off=draw(st.frozensets(days, max_size=20)),
        working=draw(st.frozensets(days, max_size=20)),
        short=draw(st.frozensets(days, max_size=20)),
        less=draw(st.timedeltas(timedelta(), timedelta(hours=12))),
    )
