"""A duty in words: until when, how much is left of its clock, how it stands; for the card of a deal and for messages."""

from datetime import datetime, timedelta

from aiogram.utils.formatting import Text

from bot.texts import Texts
from bot.usecases.duties import Demand, Left
from bot.views.approval_words import answered, holding
from bot.views.lines import SHORT, clip
from bot.views.words import Processes
from fsm.definition import Process
from fsm.obligations import State
from storage.deals import Card

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def left(found: Left, t: Texts, now: datetime) -> str:
    """«осталось 4 рабочих дня», «осталось 3 рабочих часа», «срок сегодня до 18:00»."""
    if found.span <= timedelta():
        return t.gettext("the time is over")
    if found.days is None:
        return _time(found, t)
    if found.days < 1:
        return by(found, t, now)
    working = t.ngettext("{number} working day left", "{number} working days left", found.days)
    usual = t.ngettext("{number} day left", "{number} days left", found.days)
    return (working if found.working else usual).format(number=t.number(found.days))


def _time(found: Left, t: Texts) -> str:
    if found.span < _HOUR:
        minutes = max(1, found.span // _MINUTE)
        return t.gettext("{number} min left").format(number=t.number(minutes))
    hours = found.span // _HOUR
    working = t.ngettext("{number} working hour left", "{number} working hours left", hours)
    usual = t.ngettext("{number} hour left", "{number} hours left", hours)
    return (working if found.working else usual).format(number=t.number(hours))


def by(found: Left, t: Texts, now: datetime) -> str:
    """«срок сегодня до 18:00»."""
    day = t.day(t.local(found.due).date(), t.today(now))
    return t.gettext("due {day} by {time}").format(day=day, time=t.time(found.due))


def until(found: Left, t: Texts, now: datetime) -> str:
    """«до пн 30 ноя — осталось 5 рабочих дней»; on the last day only by when."""
    words = left(found, t, now)
    if found.days is None:
        return f"{by(found, t, now)} — {words}"
    if found.days < 1 or found.span <= timedelta():
        return words
    day = t.day(t.local(found.due).date(), t.today(now))
    return t.gettext("until {day} — {left}").format(day=day, left=words)


def line(demand: Demand, deal: Card, processes: Processes, t: Texts, now: datetime) -> Text | None:
    """How it stands, on one line; None where there is nothing to say of it."""
    rule = t.label(demand.rule.title)
    match demand.state:
        case State.SLEEPING:
            return _unknown(demand, processes.get((deal.process, deal.version)), t)
        case State.RUNNING | State.EXTENDED if demand.left is not None:
            return _sentences(f"◔ {rule}: {until(demand.left, t, now)}", _decided(demand, processes, t, now))
        case State.SUSPENDED:
            stands = t.gettext("the time stands")
            asked = holding(demand.request, t, now) if demand.request is not None else None
            return _sentences(f"‖ {rule}: {stands}", asked)
        case State.BREACHED if demand.done_at is None:
            return _sentences(f"⚠ {rule}: {over(demand, t, now)}", reason(demand, t))
        case State.BREACHED | State.FULFILLED | State.EXEMPT:
            return _done(demand, deal, t, now)
        case _:
            return None


def over(demand: Demand, t: Texts, now: datetime) -> str:
    """«срок прошёл пн 30 ноя»."""
    return t.gettext("the time was over on {day}").format(day=due_day(demand, t, now))


def due_day(demand: Demand, t: Texts, now: datetime) -> str:
    due = demand.obligation.due_at
    return "—" if due is None else t.day(t.local(due).date(), t.today(now))


def reason(demand: Demand, t: Texts) -> str | None:
    """Why it was broken, as whoever had it has said; None where he has said nothing."""
    if demand.kept.words:
        return clip(demand.kept.words)
    listed = demand.rule.breach.reasons.get(demand.kept.reason or "")
    return t.label(listed) if listed else None


def done_day(demand: Demand, deal: Card, t: Texts, now: datetime) -> str:
    """The day that was named, else the one on which it was written down."""
    named = deal.extra.get(demand.rule.moment or "")
    at = demand.done_at
    if isinstance(named, str) and demand.field is not None:
        try:
            return t.day(datetime.fromisoformat(named).date(), t.today(now))
        except ValueError:  # the process has another type for it by now
            pass
    return "—" if at is None else t.day(t.local(at).date(), t.today(now))


def _done(demand: Demand, deal: Card, t: Texts, now: datetime) -> Text | None:
    """«✓ КП отправлено: пт 27 ноя, в срок»; nothing of what has no day of its own."""
    if demand.field is None:
        return None
    what, day = t.label(demand.field.title), done_day(demand, deal, t, now)
    return Text(f"✓ {what}: {day}, {timely(demand, t, now)}")


def timely(demand: Demand, t: Texts, now: datetime) -> str:
    """Whether what was done was done in time."""
    if demand.state is State.EXEMPT:
        return t.gettext("in the time that was agreed")
    if demand.state is State.FULFILLED:
        return t.gettext("in time")
    due, done = demand.obligation.due_at, demand.obligation.right_at
    if due is not None and done is not None and done <= due:
        return t.gettext("written down after the time was over")
    return t.gettext("late, it was due {day}").format(day=due_day(demand, t, now))


def _unknown(demand: Demand, process: Process | None, t: Texts) -> Text | None:
    if not demand.unknown or process is None or demand.rule.threshold is None:
        return None
    field = t.label(process.fields[demand.rule.threshold.field].title)
    said = t.gettext("Not known: {field}. The time of “{rule}” does not count.")
    return Text(said.format(field=field, rule=t.label(demand.rule.title)))


def _decided(demand: Demand, processes: Processes, t: Texts, now: datetime) -> str | None:
    """What the last answer about another date was; nothing where there is none, or it was taken back."""
    request = demand.request
    if request is None or request.open or request.ended_at is None:
        return None
    process = processes.get((request.process, request.version))
    who = clip(request.closer, SHORT) if request.closer else t.gettext("by itself")
    when = t.moment(request.ended_at, now)
    if demand.state is State.EXTENDED:
        return t.gettext("The date is agreed: {name} · {moment}").format(name=who, moment=when)
    if process is None or request.state == process.withdrawn:
        return None
    said = t.gettext("Another date was rejected: {name} · {moment}").format(name=who, moment=when)
    why = answered(request, process, t, now)
    return f"{said} · {why}" if why else said


def _sentences(first: str, second: str | None) -> Text:
    return Text(first if second is None else f"{first}. {second}")
