"""The digest of a head: pages, the card of a line, what is done about it, and why it is there."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import digests, forms, pressing
from bot.usecases.access import ForbiddenError
from bot.usecases.digests import Opened
from bot.usecases.forms import Form
from bot.views import digest as view
from bot.views import digest_row, digest_why
from notifications.digests import Sheet

_ACCEPT = "accept."


async def today(desk: Desk) -> Screen:
    """Today's."""
    return _drawn(desk, await digests.today(desk.work))


async def page(desk: Desk, callback: callbacks.Digest) -> Screen:
    await forms.over(desk.work)
    match callback.part:
        case "":
            return _drawn(desk, await digests.page(desk.work, callback.digest, callback.page))
        case "why":
            found = await digests.page(desk.work, callback.digest, callback.page)
            return digest_why.about_rules(found, desk.work.person, desk.work.company.rules, desk.t)
        case "all":
            asked = await pressing.nudge_all(desk.work, callback.digest)
            return _drawn(desk, asked.sheet, toast=digest_row.everybody(asked.people, desk.t))
        case _:
            raise ForbiddenError


async def row(desk: Desk, callback: callbacks.DigestRow) -> Screen:
    work, place = desk.work, (callback.digest, callback.number)
    await forms.over(work)  # whoever goes back has not answered; one who is asked again is asked below
    match callback.act:
        case "":
            return _card(desk, await digests.opened(work, *place))
        case "nudge":
            done = await pressing.nudge(work, *place)
            toast = digest_row.nudged(done.opened.line, desk.t, told=done.done)
            return _card(desk, done.opened, toast)
        case "why":
            return digest_why.why(await digests.opened(work, *place), work.company.rules, desk.t, desk.now)
        case "accept":
            found = await pressing.acceptable(work, *place)
            return (
                digest_row.accepting(found, desk.t) if pressing.can_accept(found.line) else _card(desk, found)
            )
        case act if act == _ACCEPT + pressing.OTHER:
            found = await pressing.ask_why(work, *place, message=desk.pressed)
            return (
                digest_row.in_words(found, desk.t) if pressing.can_accept(found.line) else _card(desk, found)
            )
        case act if act.startswith(_ACCEPT):
            done = await pressing.accept(work, *place, act.removeprefix(_ACCEPT))
            return _card(desk, done.opened, digest_row.accepted(desk.t, done=done.done))
        case _:
            raise ForbiddenError


async def explained(desk: Desk, form: Form, text: str) -> Screen:
    """Why a line may pass, in words."""
    done = await pressing.accept_in_words(desk.work, form.about["digest"], form.about["number"], text)
    return _card(desk, done.opened, digest_row.accepted(desk.t, done=done.done))


def _drawn(desk: Desk, sheet: Sheet, *, toast: str | None = None) -> Screen:
    company = desk.work.company
    return view.digest(sheet, company.processes, company.rules, desk.t, desk.now, toast=toast)


def _card(desk: Desk, found: Opened, toast: str | None = None) -> Screen:
    company = desk.work.company
    return digest_row.row(found, company.processes, company.rules, desk.t, desk.now, toast=toast)
