"""What is done about a client: each of the three ways by buttons, times and reasons in words, too."""

from dataclasses import replace
from datetime import date, datetime

from aiogram.utils.formatting import Text

from bot import callbacks
from bot.callbacks import Attend, number_of
from bot.desk import Desk
from bot.handlers import audits, finding
from bot.screen import Keyboard, Screen
from bot.usecases import attending, client_data, forms
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import Problem, Trouble
from bot.usecases.asking.refusals import trouble
from bot.usecases.attended import IN_WORDS, LONGEST, OTHER, REASONS, Act, Attended
from bot.usecases.forms import Form
from bot.views import attending as view
from bot.views import attending_questions as questions
from bot.words.lead import lead
from bot.words.mail import address
from bot.words.moment import day, moment
from bot.words.phone import phone
from bot.words.refusals import NotUnderstood, Reason
from bot.words.text import one_line
from fsm.definition import FieldType

_KINDS = {
    Act.PLAN: None,
    Act.RIGHT: FieldType.DATE,
    Act.BACK: FieldType.DATE,
    Act.PHONE: FieldType.PHONE,
    Act.CONTACT: FieldType.CONTACT,
}
"""As what words are understood that say it; anything else is a text."""


async def attend(desk: Desk, callback: callbacks.Attend) -> Screen:
    """A question about the client, or an answer to one."""
    client, value, back = callback.client, callback.value, callback.back
    match callback.act:
        case "":
            await forms.over(desk.work)
            return await finding.shown(desk, client, back)
        case Act.PLAN | Act.BACK if value:
            return await _timed(desk, callback)
        case Act.REST if value in REASONS:
            return _rested(desk, await attending.rest(desk.work, client, value), back)
        case Act.UNTIL:
            months = int(value) if value.isdecimal() and len(value) < 3 else -1
            return _rested(desk, await attending.prolong(desk.work, client, months), back)
        case Act.LEAVE:
            await forms.over(desk.work)
            return await _left(desk, client, back)
        case Act.WAKE:
            return await _done(desk, await attending.wake(desk.work, client), back)
        case Act.SEGMENT:
            found = await client_data.segment(desk.work, client, value)
            return questions.data(found, desk.t, desk.now, back=back)
        case act if act in set(Act):
            return await _asked(desk, callback)
        case _:
            raise ForbiddenError


async def asked(desk: Desk, form: Form) -> Screen:
    """The question once more."""
    about = form.about
    return await _asked(desk, Attend(about["client"], about["act"], about["value"], about["back"]))


async def said(desk: Desk, form: Form, text: str) -> Screen:
    """The answer in words."""
    about = form.about
    callback = Attend(about["client"], about["act"], about["value"], about["back"])
    try:
        return await _said(desk, callback, text)
    except NotUnderstood as error:
        problem = Problem(_trouble(Act(callback.act), error.reason), text[:100], error.readings)
        found = await client_data.known(desk.work, callback.client)
        return _question(desk, found, callback, problem)


def _trouble(act: Act, reason: Reason) -> Trouble:
    if act is Act.EMAIL and reason not in {Reason.EMPTY, Reason.TOO_LONG}:
        return Trouble.NOT_AN_EMAIL
    return trouble(reason, _KINDS.get(act, FieldType.TEXT))


async def _said(desk: Desk, callback: Attend, text: str) -> Screen:
    work, client, back = desk.work, callback.client, callback.back
    match Act(callback.act):
        case Act.PLAN:
            planned = moment(text, desk.now, work.calendar)
            when = planned.due if planned.timed else work.calendar.day_of(planned.due)
            return await _done(desk, await attending.plan(work, client, when), back)
        case Act.BACK | Act.RIGHT:
            until = day(text, desk.now, work.calendar, past=False)
            if until <= work.today:
                raise NotUnderstood(Reason.PAST, text)
            return await _done(desk, await attending.right(work, client, until), back)
        case Act.REST:
            found = await attending.rest(work, client, one_line(text, LONGEST))
            return _rested(desk, found, back)
        case Act.NAME:
            found = await client_data.rename(work, client, one_line(text))
        case Act.CONTACT:
            who = lead(text)
            name = who.contact or who.client or who.phone
            if name is None:
                raise NotUnderstood(Reason.EMPTY, text)
            found = await client_data.add_contact(work, client, name, who.phone)
        case Act.PHONE:
            found = await client_data.reach(work, client, _contact(callback), Act.PHONE, phone(text))
        case Act.EMAIL:
            found = await client_data.reach(work, client, _contact(callback), Act.EMAIL, address(text))
        case _:
            raise ForbiddenError
    return questions.data(found, desk.t, desk.now, back=back)


async def _timed(desk: Desk, callback: Attend) -> Screen:
    """A chip; of one whose time has passed meanwhile, the question again."""
    work, client, back = desk.work, callback.client, callback.back
    if callback.act == Act.PLAN:
        when = attending.moment_of(work, callback.value)
        if not _over(when, desk):
            return await _done(desk, await attending.plan(work, client, when), back)
    else:
        until = attending.day_of(callback.value)
        if until > work.today:
            return await _done(desk, await attending.right(work, client, until), back)
    return await _asked(desk, replace(callback, value=""))


def _over(when: datetime | date, desk: Desk) -> bool:
    return when <= desk.now if isinstance(when, datetime) else when < desk.work.today


async def _asked(desk: Desk, callback: Attend) -> Screen:
    """The question, which words answer as well."""
    act = Act(callback.act)
    if (
        act in IN_WORDS
        or act in {Act.PLAN, Act.RIGHT, Act.BACK}
        or (act, callback.value) == (Act.REST, OTHER)
    ):
        found = await client_data.known(desk.work, callback.client)
        await forms.ask(
            desk.work,
            forms.CLIENT,
            message=desk.pressed,
            client=callback.client,
            act=act.value,
            value=callback.value,
            back=callback.back,
        )
    else:
        await forms.over(desk.work)
        found = await client_data.known(desk.work, callback.client)
    return _question(desk, found, callback)


def _question(desk: Desk, found: Attended, callback: Attend, problem: Problem | None = None) -> Screen:
    t, now, back = desk.t, desk.now, callback.back
    match Act(callback.act):
        case Act.PLAN:
            chips = attending.chips(desk.work)
            return questions.plan(found, chips, t, now, back=back, problem=problem)
        case Act.DATA:
            return questions.data(found, t, now, back=back)
        case Act.RIGHT | Act.BACK:
            return questions.come_back(found, t, now, back=back, problem=problem)
        case Act.REST if callback.value != OTHER:
            return questions.reasons(found, t, now, back=back)
        case act if act in IN_WORDS or act is Act.REST:
            return questions.in_words(found, act, t, now, back=back, problem=problem)
        case _:
            raise ForbiddenError


def _rested(desk: Desk, found: Attended, back: str) -> Screen:
    return questions.rested(found, desk.t, desk.now, back=back)


async def _done(desk: Desk, found: Attended, back: str) -> Screen:
    """Where one came from, with what has been done above."""
    header, undo = view.done(found, desk.t, desk.now), view.undoing(found, desk.t)
    toast = desk.t.gettext("That was done already") if found.again else desk.t.gettext("Written down")
    return replace(await _left(desk, found.care.id, back, header, undo), toast=toast)


async def _left(
    desk: Desk, client: int, back: str, header: Text | str | None = None, undo: Keyboard = ()
) -> Screen:
    """A page of the audit, of a list of clients, or the client's own card."""
    head, parts = back[:1], back[1:].split(".")
    numbers = [number for part in parts if (number := number_of(part)) is not None]
    rules = list(desk.work.company.rules)
    match head, numbers:
        case "a", [page]:
            return await audits.card(desk, page, header=header, undo=undo)
        case "u", [rule, person, page] if rule < len(rules):
            return await audits.clients(desk, rules[rule], person, page, header=header, undo=undo)
        case _:
            return await finding.shown(desk, client, header=header, undo=undo)


def _contact(callback: Attend) -> int:
    """Whose number or address it is; ForbiddenError for a forged one."""
    if not callback.value.isdecimal() or len(callback.value) > 18:
        raise ForbiddenError
    return int(callback.value)
