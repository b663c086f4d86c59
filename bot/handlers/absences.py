"""Days off, step by step: the first day, the last one, who stands in; words may say the days at once."""

from datetime import date

from bot import callbacks
from bot.callbacks import Absent, AbsentMonth
from bot.desk import Desk
from bot.screen import Screen, Toast
from bot.usecases import absences, forms
from bot.usecases.absences import DaysError
from bot.usecases.access import ForbiddenError
from bot.usecases.forms import Form
from bot.views import absence
from bot.words.refusals import NotUnderstood
from bot.words.stretch import stretch


async def shown(desk: Desk, person: int, header: str | None = None) -> Screen:
    """What is planned already."""
    await forms.over(desk.work)
    return absence.standing(await absences.of(desk.work, person), desk.t, desk.now, header=header)


async def choose(desk: Desk, callback: Absent) -> Screen:
    """The step that is next by what is known."""
    try:
        return await _step(desk, callback)
    except DaysError as error:
        await forms.ask(desk.work, forms.ABSENCE, message=desk.pressed, person=callback.person)
        return absence.first_day(
            callback.person, desk.t, desk.now, problem=absence.wrong(error.wrong, desk.t)
        )


async def month(desk: Desk, callback: AbsentMonth) -> Screen:
    return absence.month(callback.person, _day(callback.first), callback.month, desk.t, desk.now)


async def back(desk: Desk, callback: callbacks.BackAgain) -> Screen | Toast:
    """Called off, or back earlier."""
    person = await absences.whose(desk.work, callback.absence)
    done = await absences.back(desk.work, callback.absence)
    said = desk.t.gettext("Called off.") if done else desk.t.gettext("That was over already.")
    return await shown(desk, person, said)


async def said(desk: Desk, form: Form, text: str) -> Screen:
    """Days in words: one day, or the first and the last."""
    person = form.about["person"]
    try:
        first, last = stretch(text, desk.now, desk.work.calendar)
        found = await absences.candidates(desk.work, person, first, last)
    except NotUnderstood:
        problem = desk.t.gettext("I did not understand these days.")
        return absence.first_day(person, desk.t, desk.now, problem=problem)
    except DaysError as error:
        problem = absence.wrong(error.wrong, desk.t)
        return absence.first_day(person, desk.t, desk.now, problem=problem)
    await forms.over(desk.work)
    return absence.substitutes(found, first, last, desk.t, desk.now)


async def _step(desk: Desk, asked: Absent) -> Screen:
    await absences.of(desk.work, asked.person)  # whoever may not see it may not ask either
    if not asked.first:
        await forms.ask(desk.work, forms.ABSENCE, message=desk.pressed, person=asked.person)
        return absence.first_day(asked.person, desk.t, desk.now)
    first = date.fromordinal(_day(asked.first))
    if not asked.last:
        await forms.over(desk.work)
        return absence.last_day(asked.person, first, desk.t, desk.now)
    last = date.fromordinal(_day(asked.last))
    found = await absences.candidates(desk.work, asked.person, first, last)
    if not asked.substitute:
        return absence.substitutes(found, first, last, desk.t, desk.now)
    chosen = None if asked.substitute == absence.NOBODY else asked.substitute - 1
    name = next((one.name for one in found.candidates if one.id == chosen), None)
    if chosen is not None and name is None:
        raise ForbiddenError
    if not asked.sure:
        return absence.sure(asked, found.person.name, name, desk.t, desk.now)
    await absences.save(desk.work, asked.person, first, last, chosen)
    return await shown(desk, asked.person, desk.t.gettext("Saved. Whoever stands in has been told."))


def _day(number: int) -> int:
    """A day that there is; ForbiddenError for a forged one."""
    if number > date.max.toordinal() - 800:
        raise ForbiddenError
    return number
