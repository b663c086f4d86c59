"""Working time from rows: the country's public holidays, the company's own days, a person's hours and zone."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from fsm import rulebook
from fsm.definition import Process
from storage import absences, adaptations, organisation, rules, settings
from storage.company import MEETINGS, Company
from storage.settings import Own, Settings

_YEARS = range(2010, 2046)
"""Years whose holidays are known; outside of them only weekends are."""

SHORTER_EVES = frozenset({"RU"})
"""Where the day before a public holiday is shorter by law (Russia: article 95 of the Labour Code)."""

Days = tuple[frozenset[date], frozenset[date]]

_DAY = timedelta(days=1)
_NONE: frozenset[date] = frozenset()
_WEEKEND = frozenset({5, 6})
_TRANSFERRED = re.compile(r"перенесено с (\d\d)\.(\d\d)\.(\d{4})")
_OBSERVED = "(выходной)"


async def company(session: AsyncSession, *, processes: Mapping[tuple[str, int], Process]) -> Company:
    """What every change needs, with `processes` as their files say, by the settings of now; load it again when one of them has changed."""
    known = await settings.get(session)
    days_off, working, short = await _days(session, known)
    return Company(
        processes=adaptations.apply(processes, await adaptations.get(session)),
        written=processes,
        currency=known.currency,
        rings={
            "call": timedelta(minutes=known.ring_call),
            **dict.fromkeys(MEETINGS, timedelta(minutes=known.ring_meeting)),
        },
        merge=timedelta(minutes=known.merge),
        hourly=known.hourly,
        urgent=known.urgent,
        audit=known.audit,
        audited=known.audited,
        days_off=days_off,
        working=working,
        short=short,
        less=timedelta(minutes=known.shortened),
        away=await absences.away(session),
        organisation=await organisation.get(session),
        revision=await settings.revision(session),
        rules=await rules.get(session, rulebook.shipped()),
    )


async def _days(
    session: AsyncSession, known: Settings
) -> tuple[frozenset[date], frozenset[date], frozenset[date]]:
    """Days off, days worked and those of them that are shorter; the company's own word before the country's."""
    days_off, working = public_days(known.country)
    own = await settings.days(session)
    off = {day for day, said in own.items() if said is Own.OFF}
    on = own.keys() - off
    short = _NONE
    if known.shortened:
        short = (eves(known.country) - own.keys()) | {day for day in on if own[day] is Own.SHORT}
    return (days_off - on) | off, (working - off) | on, short


@lru_cache(maxsize=8)
def public_days(country: str) -> Days:
    """A country's days off and its worked weekend days; none of either for a country that is not known."""
    public = _public(country)
    if public is None:
        return _NONE, _NONE
    day, end = date(_YEARS.start, 1, 1), date(_YEARS.stop, 1, 1)
    days_off, working = set[date](), set[date]()
    while day < end:
        works = public.is_working_day(day)
        if works != (day.weekday() not in _WEEKEND):
            (working if works else days_off).add(day)
        day += _DAY
    return frozenset(days_off), frozenset(working)


@lru_cache(maxsize=8)
def eves(country: str) -> frozenset[date]:
    """Working days that are shorter by law: those right before a holiday, and those worked instead of such a day.

    Before a weekend, or a day off that only stands for another one, work is as long as ever.
    """
    public = _public(country) if country in SHORTER_EVES else None
    if public is None:
        return _NONE
    holidays, instead = set[date](), dict[date, date]()
    for day in public:
        for name in public.get_list(day):
            found = _TRANSFERRED.search(name)
            if found is not None:
                number, month, year = map(int, found.groups())
                instead[date(year, month, number)] = day
            elif not name.endswith(_OBSERVED):
                holidays.add(day)
    before = {day - _DAY for day in holidays}
    # A Saturday is worked as long as the day that is off instead would have been.
    before |= {day for day, off in instead.items() if off in before}
    return frozenset(day for day in before if day.year in _YEARS and public.is_working_day(day))


@lru_cache(maxsize=8)
def _public(country: str) -> Any:
    """The package's own calendar of a country, its names in Russian where it has them; None for one that it does not know."""
    import holidays  # 70 ms, which `--help` and charts do not owe

    try:
        return holidays.country_holidays(country, years=range(_YEARS.start, _YEARS.stop + 1), language="ru")
    except NotImplementedError:
        return None
