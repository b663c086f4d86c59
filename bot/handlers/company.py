"""/company: settings by chips, the name and own days in words, and who changed what."""

from datetime import date

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import company, forms
from bot.usecases.access import ForbiddenError
from bot.usecases.forms import Form
from bot.views import changes, check_hours, own_days
from bot.views import company as company_view
from bot.words.refusals import NotUnderstood
from bot.words.stretch import stretch
from fsm.definition import Subject
from storage.settings import Own


async def shown(desk: Desk, callback: callbacks.Firm) -> Screen:
    """All settings, the choice of one, or one that was chosen."""
    match callback.part:
        case "":
            await forms.over(desk.work)
            return await overview(desk)
        case "log":
            entries, total = await company.log(desk.work, callback.page)
            return changes.log(entries, total, callback.page, desk.t, desk.now)
        case "days":
            return await _days(desk, callback.value)
        case "name":
            screen = company_view.choice("name", await company.overview(desk.work), desk.t)
            await forms.ask(desk.work, forms.NAME, message=desk.pressed)
        case part if callback.value:
            await company.put(desk.work, **_values(part, callback.value, desk))
            return await overview(desk, desk.t.gettext("Saved."))
        case part:
            screen = company_view.choice(part, await company.overview(desk.work), desk.t)
    if screen is None:
        raise ForbiddenError
    return screen


async def overview(desk: Desk, header: str | None = None) -> Screen:
    return company_view.overview(await company.overview(desk.work), desk.t, header=header)


async def named(desk: Desk, text: str) -> Screen:
    """The company's name, in words."""
    name = " ".join(text.split())[: company.LONGEST_NAME]
    await company.put(desk.work, name=name)
    return await overview(desk, desk.t.gettext("Saved."))


async def dated(desk: Desk, form: Form, text: str) -> Screen:
    """Own days, in words."""
    own = said_of(form)
    try:
        first, last = stretch(text, desk.now, desk.work.calendar)
        await company.put_days(desk.work, first, last, own)
    except (NotUnderstood, ValueError):
        problem = desk.t.gettext("I did not understand these days.")
        return own_days.asked(own, desk.work.company.less, desk.t, problem=problem)
    return own_days.listed(await company.overview(desk.work), desk.t, desk.now)


def said_of(form: Form) -> Own:
    """What the days are that are asked for."""
    old = Own.ON if form.about.get("working") else Own.OFF  # asked before there were shortened ones
    return Own(form.about.get("own", old))


async def _days(desk: Desk, value: str) -> Screen:
    found = await company.overview(desk.work)
    if value in set(Own):
        await forms.ask(desk.work, forms.DAY, message=desk.pressed, own=value)
        return own_days.asked(Own(value), desk.work.company.less, desk.t)
    if value.startswith("drop."):
        number = value.removeprefix("drop.")
        if not number.isdecimal() or not 0 < int(number) <= date.max.toordinal():
            raise ForbiddenError
        await company.drop_day(desk.work, date.fromordinal(int(number)))
        found = await company.overview(desk.work)
    else:
        await forms.over(desk.work)
    return own_days.listed(found, desk.t, desk.now)


def _values(part: str, value: str, desk: Desk) -> dict[str, str | int]:
    """The settings that a button means; only what is offered. ForbiddenError for anything else."""
    offered: dict[str, dict[str, dict[str, str | int]]] = {
        "currency": {one.lower(): {"currency": one} for one in company_view.CURRENCIES},
        "country": {one.lower(): {"country": one} for one in company_view.COUNTRIES},
        "zone": {str(number): {"zone": one} for number, one in enumerate(company_view.ZONES)},
        "hours": {f"{a}-{b}": {"work_start": a, "work_end": b} for a, b in company_view.HOURS},
        "shortened": {str(one): {"shortened": one} for one in company_view.SHORTENED},
        "urgent": {str(one): {"urgent": one} for one in company_view.URGENT},
        "rings": {
            **{f"call.{one}": {"ring_call": one} for one in company_view.CALLS},
            **{f"meeting.{one}": {"ring_meeting": one} for one in company_view.MEETINGS},
        },
        check_hours.PART: check_hours.values(),
        "process": {
            key: {"process": key}
            for (key, _), one in desk.work.company.processes.items()
            if one.subject is Subject.DEAL
        },
    }
    found = offered.get(part, {}).get(value)
    if found is None:
        raise ForbiddenError
    return dict(found)
