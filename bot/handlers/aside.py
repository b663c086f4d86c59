"""Conversations that are not about a deal that there is: which module goes on with which of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from aiogram.types import Message

from bot import callbacks
from bot.callbacks import Aside, Callback, Conversation
from bot.desk import Desk
from bot.handlers import capturing, forming, listing, settings, tasks
from bot.screen import Button, Screen
from bot.usecases import aside
from bot.usecases.access import ForbiddenError
from bot.usecases.replies import StaleError
from bot.views import errors
from bot.views.errors import Notice
from storage.drafts import Draft


@dataclass(frozen=True, slots=True)
class Talk:
    """`asked` draws the present question again, `said` takes what was said as its answer, `left` shows what was before."""

    asked: Callable[[Desk, Draft], Awaitable[Screen]]
    said: Callable[[Desk, Draft, Message], Awaitable[Screen]]
    left: Callable[[Desk], Awaitable[Screen]] = tasks.today


TALKS: Mapping[str, Talk] = {
    "new": Talk(capturing.asked, capturing.said),
    "form": Talk(forming.asked, forming.said),
    "set": Talk(settings.asked, settings.said, settings.overview),
}
"""By the key of the draft's trigger (bot.usecases.aside)."""


async def steer(desk: Desk, callback: callbacks.Aside) -> Screen:
    """Take it up again, or end it."""
    draft = await aside.known(desk.work, callback.draft)
    talk = None if draft is None else TALKS.get(aside.kind_of(draft) or "")
    if draft is None or talk is None:
        raise ForbiddenError
    if callback.act == "cancel":
        await aside.cancel(desk.work, draft.id)
        return replace(await talk.left(desk), toast=errors.notice(Notice.CANCELLED, desk.t))
    if draft.state not in {"open", "parked"}:
        raise StaleError
    return await talk.asked(desk, draft)


async def said(desk: Desk, message: Message) -> tuple[Screen, Draft] | None:
    """The answer to the open question, with the draft that asked; None when no such question is open."""
    draft = await aside.open_of(desk.work)
    talk = None if draft is None else TALKS.get(aside.kind_of(draft) or "")
    if draft is None or talk is None:
        return None
    return await talk.said(desk, draft, message), draft


async def again(desk: Desk) -> Screen:
    """The present question after a second delivery of what led to it; the home screen when it is over."""
    draft = await aside.open_of(desk.work)
    talk = None if draft is None else TALKS.get(aside.kind_of(draft) or "")
    if draft is None or talk is None:
        return await listing.home(desk, callbacks.Home(""))
    return await talk.asked(desk, draft)


async def resume(desk: Desk, draft_id: int) -> Button:
    """The button that goes on with a question that waits, of either kind."""
    found = await aside.known(desk.work, draft_id)
    callback: Callback = Conversation(draft_id, "resume") if found is None else Aside(draft_id, "ask")
    return Button(desk.t.gettext("Go on with the question"), callback)
