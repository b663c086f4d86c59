"""Duties: the card of one, why it is there, and why it was not done in time."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import breaching, duties, forms, reckoning
from bot.usecases.access import ForbiddenError
from bot.usecases.exempting import OTHER
from bot.usecases.forms import Form
from bot.views import breaches, duty_why
from bot.views import duties as view
from bot.words.refusals import NotUnderstood


async def shown(desk: Desk, callback: callbacks.Duty) -> Screen:
    """As it stands, or how its day was reckoned."""
    processes = desk.work.company.processes
    match callback.part:
        case "":
            found = await duties.one(desk.work, callback.obligation)
            return view.card(found, processes, desk.t, desk.now, reader=desk.work.person.id)
        case "why" | "deal" as part:
            reckoned = await reckoning.why(desk.work, callback.obligation)
            return duty_why.why(reckoned, processes, desk.t, desk.now, of_deal=part == "deal")
        case _:
            raise ForbiddenError


async def broke(desk: Desk, callback: callbacks.Broke) -> Screen:
    """The question, or an answer to it; «other» is said in words."""
    number = callback.obligation
    match callback.reason:
        case "":
            await forms.over(desk.work)
            return breaches.asked(await breaching.asked(desk.work, number), desk.t, desk.now)
        case reason if reason == OTHER:
            found = await breaching.in_words(desk.work, number)
            await forms.ask(desk.work, forms.BREACH, message=desk.pressed, obligation=number)
            return breaches.in_words(found, desk.t)
        case reason:
            return breaches.said(await breaching.say(desk.work, number, reason), desk.t)


async def asked(desk: Desk, form: Form) -> Screen:
    """The question for words once more."""
    return breaches.in_words(await breaching.in_words(desk.work, form.about["obligation"]), desk.t)


async def said(desk: Desk, form: Form, text: str) -> Screen:
    """The reason in words."""
    number = form.about["obligation"]
    try:
        return breaches.said(await breaching.said(desk.work, number, text), desk.t)
    except NotUnderstood:
        problem = desk.t.gettext("That is too long. Please say it in a few words.")
        return breaches.in_words(await breaching.in_words(desk.work, number), desk.t, problem=problem)
