"""Answers that one tap gives: what the deal, its client and the calendar make likely."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import Suggestion, day_choice, moment_choice
from fsm.calendar import Calendar
from fsm.definition import FieldType, Outcome
from fsm.questions import KEEP, NEXT, WHEN, Question
from fsm.values import Money
from storage import contacts, products
from storage.runs import Loaded

MOST = 8  # more do not fit a phone; the rest is found by typing
QUARTER = 15


async def suggest(
    session: AsyncSession,
    loaded: Loaded,
    question: Question,
    now: datetime,
    outcome: Outcome | None,
    pressed: int | None,
    *,
    reader: Calendar,
) -> tuple[Suggestion, ...]:
    """Suggestions for the question; `loaded` is the run, `pressed` the activity that it is about.

    Moments and days are of `reader`, who need not live where the owner of the deal does.
    """
    if question.key == WHEN:
        return moments(now, reader)
    if question.key == NEXT:
        return _steps(loaded, now, outcome, pressed)
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
    monday = calendar.add_working_days(today + timedelta(days=7 - today.weekday()), 0)
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


def _steps(
    loaded: Loaded, now: datetime, outcome: Outcome | None, pressed: int | None
) -> tuple[Suggestion, ...]:
    if outcome is None or outcome.next is None:
        return ()
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
