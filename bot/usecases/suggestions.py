"""Answers that one tap gives: what the deal, its client and the calendar make likely."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import Act, Suggestion, day_choice, moment_choice, whole_choice
from bot.usecases.replies import Target
from fsm.calendar import Calendar
from fsm.definition import FieldType, Outcome
from fsm.questions import KEEP, NEXT, REASON, WHEN, Question
from fsm.values import Money
from storage import contacts, products
from storage.runs import Loaded

MOST = 8  # more do not fit a phone; the rest is found by typing
QUARTER = 15


REASONS: Mapping[Act, tuple[str, ...]] = {
    Act.SNOOZE: ("r.busy", "r.papers", "r.no_time", "r.answer"),
    Act.PARK: ("r.budget", "r.season", "r.decision", "r.asked"),
    Act.REOPEN: ("r.back", "r.mistake"),
}
"""Ready reasons, kept as keys, so that everybody reads them in his own language; views have the words."""


async def suggest(
    session: AsyncSession,
    loaded: Loaded,
    question: Question,
    now: datetime,
    target: Target | None,
    *,
    reader: Calendar,
) -> tuple[Suggestion, ...]:
    """Suggestions for the question; `loaded` is the run, `target` what is meant to happen to it.

    Moments and days are of `reader`, who need not live where the owner of the deal does.
    """
    act = None if target is None else target.act
    match question.key:
        case key if key == WHEN:
            return _when(loaded, now, target, reader)
        case key if key == NEXT:
            return _steps(loaded, now, target)
        case key if key == REASON:
            return tuple(Suggestion(one, value=one) for one in (REASONS.get(act, ()) if act else ()))
    field = loaded.process.fields.get(question.key)
    if field is None:
        return ()
    match field.type:
        case FieldType.CHOICE:
            return tuple(
                Suggestion(key, value=key) for key, option in field.options.items() if not option.reserved
            )
        case FieldType.DATE:
            return days(now, reader)
        case FieldType.PRODUCT:
            found = await products.suggested(session, client_id=loaded.row["client_id"], limit=MOST)
            return tuple(Suggestion(f"i{one.id}", one.name, one.id) for one in found)
        case FieldType.CONTACT:
            if loaded.row["client_id"] is None:
                return ()
            people = await contacts.of_client(session, client_id=loaded.row["client_id"], limit=MOST)
            return tuple(Suggestion(f"i{one.id}", one.name, one.id) for one in people)
        case FieldType.MONEY:
            return await _amounts(session, loaded)
        case FieldType.TEXT | FieldType.PHONE | FieldType.CLIENT:
            return ()


def moments(now: datetime, calendar: Calendar) -> tuple[Suggestion, ...]:
    """In an hour, this afternoon, tomorrow and the first working day of next week, all inside working hours."""
    local = calendar.local(now)
    soon = local.replace(second=0, microsecond=0) + timedelta(minutes=60 + QUARTER - local.minute % QUARTER)
    today, tomorrow = local.date(), calendar.next_working_day(local.date())
    monday = _monday(today, calendar)
    places = (
        [(soon.date(), soon.time())]
        if calendar.is_working_at(calendar.instant(soon.date(), soon.time()))
        else []
    )
    if calendar.is_working(today) and soon.time() < time(16) and soon.date() == today:
        places.append((today, time(16)))
    places += [(tomorrow, time(10)), (tomorrow, time(15))]
    if monday != tomorrow:
        places.append((monday, time(10)))
    return tuple(
        Suggestion(moment_choice(day, at), value=calendar.instant(day, at))
        for day, at in dict.fromkeys(places)
    )


def days(now: datetime, calendar: Calendar) -> tuple[Suggestion, ...]:
    """Today and yesterday; the others are in the calendar."""
    today = calendar.day_of(now)
    return tuple(Suggestion(day_choice(day), value=day) for day in (today, today - timedelta(days=1)))


def _when(loaded: Loaded, now: datetime, target: Target | None, reader: Calendar) -> tuple[Suggestion, ...]:
    """A parked deal waits until a day; what was for a day and is put off, stays for a day."""
    if target is not None and target.act is Act.PARK:
        return later(now, reader)
    found = moments(now, reader)
    if target is None or target.act is not Act.SNOOZE:
        return found
    image = loaded.tasks.get(target.activity or 0)
    if image is None or image["timed"]:
        return found
    soon = tuple(one for one in found if _is_on(one, reader.day_of(now), reader))
    return (*soon, *(Suggestion(whole_choice(day), value=day) for day in near(now, reader)))


def _is_on(one: Suggestion, day: date, calendar: Calendar) -> bool:
    return isinstance(one.value, datetime) and calendar.day_of(one.value) == day


def near(now: datetime, calendar: Calendar) -> list[date]:
    """The next working day, the one after it, the first of next week, a week from now."""
    today = calendar.day_of(now)
    tomorrow = calendar.next_working_day(today)
    after = calendar.next_working_day(tomorrow)
    return sorted({tomorrow, after, _monday(today, calendar), _in_days(today, 7, calendar)})


def later(now: datetime, calendar: Calendar) -> tuple[Suggestion, ...]:
    """In one, two and four weeks, and in three months: for what has to wait."""
    today = calendar.day_of(now)
    places = (_monday(today, calendar), *(_in_days(today, days, calendar) for days in (7, 14, 28, 91)))
    return tuple(Suggestion(day_choice(day), value=day) for day in sorted(set(places)))


def _monday(today: date, calendar: Calendar) -> date:
    return calendar.add_working_days(today + timedelta(days=7 - today.weekday()), 0)


def _in_days(today: date, days: int, calendar: Calendar) -> date:
    return calendar.add_working_days(today + timedelta(days=days), 0)


def outcome_of(loaded: Loaded, target: Target | None) -> Outcome | None:
    """The outcome that the conversation is about: of an open activity, or of one that is written down."""
    if target is None or target.outcome is None:
        return None
    key = target.key or next((task.key for task in loaded.facts.open if task.id == target.activity), None)
    activity = loaded.process.activities.get(key or "")
    return None if activity is None else activity.outcomes.get(target.outcome)


def _steps(loaded: Loaded, now: datetime, target: Target | None) -> tuple[Suggestion, ...]:
    outcome = outcome_of(loaded, target)
    if outcome is None or outcome.next is None:
        return ()
    pressed = None if target is None else target.activity
    found = []
    for number, chip in enumerate(outcome.next.chips):
        moment = loaded.calendar.due(chip, now)
        value = moment.due if moment.timed else loaded.calendar.day_of(moment.due)
        found.append(Suggestion(f"plan.{number}", value=value))
    others = [task for task in loaded.facts.open if task.id != pressed]
    other = min(others, key=lambda task: task.due, default=None)
    if other is not None:
        found.append(Suggestion(KEEP, value=other.due, activity=other.key))
    return tuple(found)


async def _amounts(session: AsyncSession, loaded: Loaded) -> tuple[Suggestion, ...]:
    """What the deal says already, and what its product costs."""
    row = loaded.row
    amounts: list[tuple[Decimal, str]] = []
    if row["amount"] is not None:
        amounts.append((row["amount"], row["currency"]))
    if row["product_id"] is not None:
        product = await products.get(session, row["product_id"])
        if product is not None and product.price is not None:
            amounts.append((product.price, row["currency"] or loaded.currency))
    return tuple(
        Suggestion(f"a{amount:.2f}", value=Money(amount, currency))
        for amount, currency in dict.fromkeys(amounts)
    )
