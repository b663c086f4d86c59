"""A new deal, line by line: by /new, from what was searched for, from a contact card or a forwarded message."""

from dataclasses import replace

from aiogram.types import Message, MessageOriginHiddenUser, MessageOriginUser

from bot import callbacks
from bot.desk import Desk
from bot.handlers import conversation, deals
from bot.screen import Screen
from bot.usecases import capturing, finding
from bot.usecases.capturing import Created
from bot.views import capture
from bot.words.lead import Lead, lead
from bot.words.refusals import NotUnderstood
from storage.drafts import Draft


async def new(desk: Desk, callback: callbacks.NewDeal) -> Screen:
    """An empty form, or one with a client."""
    form = await capturing.begin(desk.work, client_id=callback.client, message=desk.pressed)
    return capture.form(form, desk.t, desk.now)


async def of_search(desk: Desk, callback: callbacks.LeadOf) -> Screen:
    """Whoever was looked for is somebody new."""
    text = await finding.said(desk.work, callback.search)
    return await of_words(desk, text)


async def of_words(desk: Desk, text: str) -> Screen:
    form = await capturing.of_words(desk.work, text, message=desk.pressed)
    return capture.form(form, desk.t, desk.now)


async def pressed(desk: Desk, callback: callbacks.Capture) -> Screen:
    """Whatever is pressed on the form."""
    work, draft = desk.work, callback.draft
    match callback.act:
        case "create":
            found = await capturing.create(work, draft, message=desk.pressed)
            if isinstance(found, Created):
                return await _created(desk, found)
        case "pick":
            found = await capturing.pick(work, draft, callback.value)
            if found.amount is not None and found.amount.amount == callback.value:
                screen = capture.form(found, desk.t, desk.now)
                return replace(screen, toast=capture.estimated(found, desk.t))
        case "use":
            found = await capturing.use(work, draft, callback.value)
        case "sure":
            found = await capturing.sure(work, draft)
        case "drop":
            found = await capturing.drop(work, draft)
        case "back":
            found = await capturing.back(work, draft)
        case act if act.startswith(("p.", "s.")):
            found = await capturing.begins(work, draft, act)
        case question:
            found = await capturing.ask(work, draft, question)
    return capture.form(found, desk.t, desk.now)


async def _created(desk: Desk, found: Created) -> Screen:
    created = desk.t.gettext("The deal is created")
    toast = desk.t.gettext("This deal was created already") if found.again else created
    if found.owner is not None:
        return replace(capture.registered(found.owner, desk.t), toast=toast)
    if found.reply is not None:
        return replace(await conversation.drawn(desk, found.reply), toast=toast)
    return replace(await deals.shown(desk, found.run), toast=toast)


async def asked(desk: Desk, draft: Draft) -> Screen:
    """The form, taken up again."""
    return capture.form(await capturing.ask(desk.work, draft.id), desk.t, desk.now)


async def said(desk: Desk, draft: Draft, message: Message) -> Screen:
    """Words, a contact or a forwarded message answer the question that is asked now."""
    found = sent(message, desk.work.person.telegram_id)
    text = message.text
    if message.contact is not None and found is not None:
        text = " ".join(filter(None, (found.contact, found.phone)))
    return capture.form(await capturing.said(desk.work, draft, text), desk.t, desk.now)


async def received(desk: Desk, message: Message) -> Screen | None:
    """Somebody's card, or his message: a form with one tap to go; None for what is neither."""
    found = sent(message, desk.work.person.telegram_id)
    if found is None:
        return None
    words = message.text if message.forward_origin is not None else None
    return capture.form(await capturing.of_lead(desk.work, found, words=words), desk.t, desk.now)


def sent(message: Message, own: int | None) -> Lead | None:
    """Whom a contact card or a forwarded message is from. A hidden person has a name only, and no link to him."""
    if message.contact is not None:
        card = message.contact
        name = " ".join(filter(None, (card.first_name, card.last_name)))
        number = card.phone_number if card.phone_number.startswith("+") else f"+{card.phone_number}"
        return replace(_numbered(number), contact=name or None)
    match message.forward_origin:
        case MessageOriginUser(sender_user=user) if user.id != own and not user.is_bot:
            name = user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            pass
        case _:
            return None
    return replace(_numbered(message.text or message.caption or ""), contact=name[:150] or None)


def _numbered(text: str) -> Lead:
    """The phone and the tax number in the words, if there are any that are right; the rest of them is no name."""
    try:
        found = lead(text[:150])
    except NotUnderstood:
        return Lead()
    return Lead(phone=found.phone, inn=found.inn)
