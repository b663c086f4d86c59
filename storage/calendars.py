"""Working time from rows: the country's public holidays, the company's own days, a person's hours and zone."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Process
from storage import absences, adaptations, organisation, settings
from storage.company import MEETINGS, Company

_YEARS = range(2010, 2046)
"""Years whose holidays are known; outside of them only weekends are."""

Days = tuple[frozenset[date], frozenset[date]]


async def company(session: AsyncSession, *, processes: Mapping[tuple[str, int], Process]) -> Company:
    """What every change needs, with `processes` as their files say, by the settings of now; load it again when one of them has changed."""
    known = await settings.get(session)
    days_off, working = await _days(session, known.country)
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
        untouched=known.untouched,
        days_off=days_off,
        working=working,
        away=await absences.away(session),
        organisation=await organisation.get(session),
        revision=await settings.revision(session),
    )


async def _days(session: AsyncSession, country: str) -> Days:
    """Days off and days worked, the company's own word before the country's."""
    days_off, working = public_days(country)
    own = await settings.days(session)
    off = {day for day, works in own.items() if not works}
    on = {day for day, works in own.items() if works}
    return (days_off - on) | off, (working - off) | on


@lru_cache(maxsize=8)
def public_days(country: str) -> Days:
    """A country's days off and its worked weekend days; none of either for a country that is not known."""
    import holidays  # 70 ms, which `--help` and charts do not owe

    try:
        public = holidays.country_holidays(country, years=_YEARS)
    except NotImplementedError:
        return frozenset(), frozenset()
    return frozenset(public), frozenset(getattr(public, "weekend_workdays", ()))
