"""A file that is sent where a document is asked for."""

from bot.desk import Desk
from bot.handlers import conversation as drawing
from bot.showing import Showing
from bot.usecases import attaching, conversation
from bot.views import remarks
from storage.notes import Content


async def sent(content: Content, desk: Desk, showing: Showing) -> bool:
    """Whether it was asked for; the question goes on below it, that of an album in its place."""
    if content.kind == "text":
        return False
    found = await attaching.attach(desk.work, content)
    if found is None:
        return False
    said = found.said
    screen = await drawing.drawn(desk, said.reply)
    place = said.card if found.more else None
    message = await showing.show(screen, desk.chat, place)
    if message != place:
        await conversation.placed(desk.work, said.draft, message)
    if said.card and message != said.card:
        await showing.edit(remarks.below(desk.t), desk.chat, said.card)
    return True
