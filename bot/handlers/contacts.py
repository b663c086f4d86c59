"""People at the client of a deal: who there is, one more of them, one more number, and with whom the deal is."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers import conversation as drawing
from bot.handlers import roster
from bot.screen import Screen
from bot.usecases import calling, conversation
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import Act
from bot.usecases.replies import Target


async def chosen(desk: Desk, callback: callbacks.Contact) -> Screen:
    run, contact = callback.run, callback.contact
    match callback.act:
        case "list":
            return await roster.listed(desk, run)
        case "add":
            target = Target(run, act=Act.CONTACT)
        case "phone":
            target = Target(run, act=Act.PHONE, key=str(contact))
        case "choose":
            field, value = await calling.as_answer(desk.work, run, contact)
            target = Target(run, act=Act.AMEND, key=field)
            reply = await conversation.begin(desk.work, target, message=desk.pressed, answers={field: value})
            return await drawing.drawn(desk, reply)
        case _:
            raise ForbiddenError
    return await drawing.drawn(desk, await conversation.begin(desk.work, target, message=desk.pressed))
