"""What rules say of answers: a day on which something was sent has been, another date is a later one, a reason is a new one."""

from dataclasses import replace
from datetime import date, timedelta

from bot.usecases import exempting
from bot.usecases.asked import Act, Suggestion, Trouble, day_choice
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError, Offered
from fsm.definition import FieldType, Rule
from fsm.facts import Answer
from storage.names import fold
from storage.runs import REQUEST, load

_DAY = timedelta(days=1)
_LATER = (1, 3, 5, 10)
"""Working days after the usual date that are offered as another one."""


def is_ahead(inquiry: Inquiry) -> bool:
    """Whether the day is another date for a duty, which is still to come."""
    return _exempt(inquiry, "until") is not None


async def days(inquiry: Inquiry) -> tuple[Suggestion, ...] | None:
    """Days that are likely; None where no rule says anything of them."""
    rule = _exempt(inquiry, "until")
    if rule is not None:
        usual = await _usual(inquiry, rule)
        if usual is None:
            return None
        calendar, wanted = inquiry.loaded.calendar, inquiry.loaded.facts.fields.get(inquiry.question.key)
        start = max(usual, calendar.day_of(inquiry.work.now))
        found = [calendar.add_working_days(start, number) for number in _LATER]
        return tuple(Suggestion(day_choice(day), value=day) for day in found if day != wanted)
    if not _is_moment(inquiry):
        return None
    today = inquiry.work.today
    return tuple(
        Suggestion(day_choice(day), value=day)
        for day in (today, today - _DAY, today - 2 * _DAY)
        if day >= (_opened(inquiry) or day)
    )


async def within(inquiry: Inquiry, value: Answer) -> None:
    """Raises NotUnderstoodError with what is wrong, and the nearest day that would be right."""
    if isinstance(value, date) and _is_moment(inquiry):
        _has_been(inquiry, value)
    elif isinstance(value, date) and (rule := _exempt(inquiry, "until")) is not None:
        await _is_later(inquiry, rule, value)
    elif isinstance(value, str) and (rule := _exempt(inquiry, "reason")) is not None:
        if value in await _refused(inquiry, rule):
            raise NotUnderstoodError(Trouble.SAME_REASON)
    elif isinstance(value, str) and (rule := _exempt(inquiry, "words")) is not None:
        said = await _refused_words(inquiry, rule)
        if fold(value) in said:
            raise NotUnderstoodError(Trouble.SAME_REASON)


async def left(inquiry: Inquiry, offered: Offered) -> Offered:
    """What is offered, without what would be refused."""
    rule = _exempt(inquiry, "reason")
    if rule is not None:
        gone = await _refused(inquiry, rule)
        kept = tuple(one for one in offered.suggestions if one.value not in gone)
        less = len(offered.suggestions) - len(kept)
        total = None if offered.total is None else offered.total - less
        return replace(offered, suggestions=kept, total=total)
    if _exempt(inquiry, "until") is None and _exempt(inquiry, "words") is None:
        return offered
    # What the last request has said is no answer to this one.
    known = inquiry.loaded.facts.fields.get(inquiry.question.key)
    return replace(offered, suggestions=tuple(one for one in offered.suggestions if one.value != known))


# --- inside -------------------------------------------------------------------------------------------


def _is_moment(inquiry: Inquiry) -> bool:
    """Whether the field says when a duty was done."""
    key = inquiry.question.key
    field = inquiry.loaded.process.fields.get(key)
    if field is None or field.type is not FieldType.DATE:
        return False
    return any(rule.moment == key for rule in inquiry.work.company.rules.values())


def _exempt(inquiry: Inquiry, part: str) -> Rule | None:
    """The rule for which another date is asked, or decided on, where this is the part of it that is asked for now."""
    target = inquiry.target
    deciding = inquiry.loaded.row["kind"] == REQUEST
    for rule in inquiry.work.company.rules.values():
        exempt = rule.exempt
        if exempt is None or getattr(exempt, part) != inquiry.question.key:
            continue
        asking = target is not None and target.act is Act.PLAN and target.key == exempt.activity
        if asking or (deciding and part == "until"):
            return rule
    return None


def _opened(inquiry: Inquiry) -> date | None:
    """The day on which the deal was opened, on whichever calendar is the earlier one."""
    opened = inquiry.loaded.row["opened_at"]
    if opened is None:
        return None
    return min(inquiry.loaded.calendar.day_of(opened), inquiry.work.calendar.day_of(opened))


def _has_been(inquiry: Inquiry, day: date) -> None:
    if day > inquiry.work.today:
        raise NotUnderstoodError(Trouble.NOT_YET)
    opened = _opened(inquiry)
    if opened is not None and day < opened:
        raise NotUnderstoodError(Trouble.BEFORE_OPENED, (opened,))


async def _is_later(inquiry: Inquiry, rule: Rule, day: date) -> None:
    """Whoever asks wants more time than usual; whoever decides may say any day that is not over."""
    calendar, now = inquiry.loaded.calendar, inquiry.work.now
    deciding = inquiry.loaded.row["kind"] == REQUEST
    if calendar.closing(day) <= now:
        raise NotUnderstoodError(Trouble.OVER, (calendar.next_working_day(calendar.day_of(now)),))
    usual = None if deciding else await _usual(inquiry, rule)
    if usual is not None and day <= usual:
        raise NotUnderstoodError(Trouble.TOO_EARLY, (calendar.next_working_day(usual),))


async def _usual(inquiry: Inquiry, rule: Rule) -> date | None:
    """The day by which it is due without another date."""
    loaded, company = inquiry.loaded, inquiry.work.company
    if loaded.row["kind"] == REQUEST:
        parent = await load(inquiry.tx, loaded.row["parent_id"], company, lock=False)
        return await exempting.usual(inquiry.tx, company, parent, rule)
    kept = await exempting.duty_of(inquiry.tx, loaded.row["id"], rule)
    due = None if kept is None else kept.obligation.due_at
    return None if due is None else loaded.calendar.day_of(due)


async def _refused(inquiry: Inquiry, rule: Rule) -> frozenset[object]:
    """Listed reasons with which another date was rejected; «something else» may be said anew, in other words."""
    assert rule.exempt is not None
    found = await exempting.refused(inquiry.tx, inquiry.work.company, inquiry.loaded.row["id"], rule)
    return frozenset({one.data.get(rule.exempt.reason) for one in found} - {exempting.OTHER, None})


async def _refused_words(inquiry: Inquiry, rule: Rule) -> frozenset[str]:
    assert rule.exempt is not None
    found = await exempting.refused(inquiry.tx, inquiry.work.company, inquiry.loaded.row["id"], rule)
    others = (one for one in found if one.data.get(rule.exempt.reason) == exempting.OTHER)
    return frozenset(fold(str(one.data.get(rule.exempt.words) or "")) for one in others)
