"""«Почему я это вижу?» of a duty: the rule, its clock, the arithmetic, the reminders, and what happens if nothing is done."""

from collections.abc import Iterator
from datetime import date, datetime

from aiogram.utils.formatting import Bold, Text

from bot import figures
from bot.callbacks import Duty, OpenDeal
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.reckoning import Pause, Why
from bot.views.duty_words import line, until
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, stack
from bot.views.places import zone
from bot.views.words import Processes
from fsm.definition import Limit, Time, Unit
from fsm.obligations import TICKING

_MOST = 6
"""Runs of days off, and reminders, that are named."""


def why(found: Why, processes: Processes, t: Texts, now: datetime, *, of_deal: bool) -> Screen:
    """`of_deal`: it was asked on the card of the deal, and leads back there."""
    demand, deal = found.found.demand, found.found.card
    back = OpenDeal(deal.run_id, "card", 0) if of_deal else Duty(demand.kept.id, "")
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            Text(
                t.gettext("The rule “{rule}”: {demands}.").format(
                    rule=t.label(demand.rule.title), demands=t.label(demand.rule.demands)
                )
            ),
            *_applies(found, processes, t),
            "",
            *_clock(found, t, now),
            "",
            line(demand, deal, processes, t, now) if demand.left is None else None,
            *_reminders(found, t, now),
            "",
            t.label(demand.rule.ignored) if demand.kept.standing else None,
        ),
        ((Button(t.gettext("‹ Back"), back), my_day(t)),),
    )


def _applies(found: Why, processes: Processes, t: Texts) -> Iterator[str]:
    """The side of the border on which the rule wants something, as it was when the duty began."""
    demand, deal = found.found.demand, found.found.card
    threshold, terms = demand.rule.threshold, demand.kept.terms
    process = processes.get((deal.process, deal.version))
    if threshold is None or terms is None or terms.border is None or process is None:
        return
    field = process.fields.get(threshold.field)
    if field is None:
        return
    border = t.money(terms.border, deal.currency or "RUB")
    below = t.gettext("It is for deals with: {field} below {border}.")
    above = t.gettext("It is for deals with: {field} from {border} on.")
    said = below if threshold.below is not None else above
    yield said.format(field=t.label(field.title), border=border)


def _clock(found: Why, t: Texts, now: datetime) -> Iterator[str]:
    demand = found.found.demand
    obligation, terms = demand.obligation, demand.kept.terms
    if terms is None:
        return
    yield t.gettext("The clock: {limit}. It began: {moment}.").format(
        limit=limit(terms.limit, t), moment=t.moment(obligation.started_at, now)
    )
    if terms.limit.calendar is Time.WORKING:
        yield t.gettext("Counted by the working time of {name}: {start}–{end}, {zone}.").format(
            name=clip(found.owner.name, SHORT),
            start=f"{found.hours.start:%H:%M}",
            end=f"{found.hours.end:%H:%M}",
            zone=zone(found.hours.zone, t),
        )
    if obligation.woken_at is not None:
        said = t.gettext("It applies since {moment}; at least a working day is left from then on.")
        yield said.format(moment=t.moment(obligation.woken_at, now))
    yield from (_pause(one, t, now) for one in found.pauses)
    if found.agreed is not None:
        yield t.gettext("Another date was agreed: {day}.").format(day=t.day(found.agreed, t.today(now)))
    if found.off:
        days = ", ".join(_run(*one, t) for one in found.off[:_MOST])
        rest = "…" if len(found.off) > _MOST else ""
        yield t.gettext("Days off in between: {days}").format(days=days + rest)
    if demand.left is not None:
        yield t.gettext("The result: {until}.").format(until=until(demand.left, t, now))
    if demand.left is not None and demand.left.days is not None and found.total:
        counted = t.gettext("{passed} of {total} days have passed.")
        yield counted.format(passed=t.number(found.passed), total=t.number(found.total))


def _pause(one: Pause, t: Texts, now: datetime) -> str:
    since = t.moment(one.since, now)
    if one.until is None:
        return t.gettext("The clock stands since {moment}: another date was asked for.").format(moment=since)
    said = t.gettext("The clock stood from {first} to {last}: another date was asked for.")
    return said.format(first=since, last=t.moment(one.until, now))


def limit(found: Limit, t: Texts) -> str:
    """«5 рабочих дней»."""
    number = found.number
    working = found.calendar is Time.WORKING
    if found.unit is Unit.HOURS:
        words = t.ngettext("{number} working hour", "{number} working hours", number)
        usual = t.ngettext("{number} hour", "{number} hours", number)
    else:
        words = t.ngettext("{number} working day", "{number} working days", number)
        usual = t.ngettext("{number} day", "{number} days", number)
    return (words if working else usual).format(number=t.number(number))


def _run(first: date, last: date, t: Texts) -> str:
    """«28–29 ноя», «31 дек – 8 янв», «9 мая»."""
    end = figures.day_and_month(last, t.language)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month) and t.language == "ru":
        return f"{first.day}–{end}"
    return f"{figures.day_and_month(first, t.language)} – {end}"


def _reminders(found: Why, t: Texts, now: datetime) -> Iterator[str]:
    """«Напоминания: ✓ пн 23 ноя, ○ пт 27 ноя»."""
    if found.found.demand.state not in TICKING or not found.reminders:
        return
    today = t.today(now)
    named = [f"{'✓' if told else '○'} {t.day(t.local(at).date(), today)}" for at, told in found.reminders]
    yield t.gettext("Reminders: {days}").format(days=", ".join(dict.fromkeys(named[:_MOST])))
