"""Answers that one tap gives: what the deal, its client and the calendar make likely."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.usecases import chips, exits
from bot.usecases.asked import KNOWN, SOUGHT, Act, Suggestion, whole_choice
from bot.usecases.asking import limits
from bot.usecases.asking.inquiry import Inquiry, Offered
from bot.usecases.asking.known import known
from bot.usecases.asking.manners import MANNERS
from bot.usecases.exits import outcome_of
from bot.usecases.replies import Target
from fsm.calendar import Calendar
from fsm.questions import EXIT, KEEP, NEXT, REASON, WAIVE, WHEN
from storage.runs import Loaded

REASONS: Mapping[Act, tuple[str, ...]] = {
    Act.SNOOZE: ("r.busy", "r.papers", "r.no_time", "r.answer"),
    Act.PARK: ("r.budget", "r.season", "r.decision", "r.asked"),
    Act.REOPEN: ("r.back", "r.mistake"),
}
"""Ready reasons, kept as keys, so that everybody reads them in his own language; views have the words."""
WAIVED = ("r.needless", "r.done_before", "r.client_asked", "r.hurry")
"""Why steps of a stage are left undone."""


async def suggest(inquiry: Inquiry) -> Offered:
    """Suggestions for the question. Moments and days are of whoever is asked, who need not live where the owner does."""
    key = inquiry.question.key
    field = inquiry.loaded.process.fields.get(key)
    if field is not None:
        return await limits.left(
            inquiry, await _with_known(inquiry, await MANNERS[field.type].offer(inquiry))
        )
    if key == WHEN:
        return Offered(_when(inquiry))
    if key == NEXT:
        return Offered(_steps(inquiry.loaded, inquiry.work.now, inquiry.target))
    if key == EXIT:
        return exits.offered(inquiry)
    return Offered(tuple(Suggestion(one, value=one) for one in reasons(inquiry)))


async def _with_known(inquiry: Inquiry, offered: Offered) -> Offered:
    """Where a field is asked for although it is known, to leave it is the first answer."""
    amended = inquiry.target is not None and inquiry.target.act in {Act.AMEND, Act.SENT}
    found = None if amended or SOUGHT in inquiry.part else await known(inquiry)
    if found is None:
        return offered
    others = tuple(one for one in offered.suggestions if one.value != found)
    return replace(offered, suggestions=(Suggestion(KNOWN, value=found), *others))


def reasons(inquiry: Inquiry) -> tuple[str, ...]:
    """Keys of ready reasons; none where a reason is not asked for."""
    if inquiry.question.key == WAIVE:
        return WAIVED
    act = None if inquiry.target is None else inquiry.target.act
    return REASONS.get(act, ()) if act and inquiry.question.key == REASON else ()


# --- when -------------------------------------------------------------------------------------------------


def _when(inquiry: Inquiry) -> tuple[Suggestion, ...]:
    """A parked deal waits until a day; what was for a day and is put off, stays for a day."""
    target, now, reader = inquiry.target, inquiry.work.now, inquiry.work.calendar
    if target is not None and target.act is Act.PARK:
        return chips.later(now, reader)
    found = chips.moments(now, reader)
    if target is None or target.act is not Act.SNOOZE:
        return found
    image = inquiry.loaded.tasks.get(target.activity or 0)
    if image is None or image["timed"]:
        return found
    soon = tuple(one for one in found if _is_on(one, reader.day_of(now), reader))
    return (*soon, *(Suggestion(whole_choice(day), value=day) for day in chips.near(now, reader)))


def _is_on(one: Suggestion, day: date, calendar: Calendar) -> bool:
    return isinstance(one.value, datetime) and calendar.day_of(one.value) == day


# --- what next --------------------------------------------------------------------------------------------


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
