"""A meeting as a file that is sent on to the client."""

from bot import callbacks
from bot.desk import Desk
from bot.exports import invitation
from bot.screen import Document, Screen
from bot.usecases import inviting
from bot.usecases.replies import StaleError
from bot.views import invitations


async def chosen(desk: Desk, callback: callbacks.Invitation) -> Screen:
    """The file below the card; StaleError for what is no meeting at a time any more."""
    found = await inviting.meeting(desk.work, callback.activity)
    if found is None:
        raise StaleError(activity=callback.activity)
    meeting = invitations.meeting(found, desk.t)
    content = invitation.written(meeting, desk.now)
    return invitations.file(Document(invitations.name(found, desk.t), content), found, desk.t, desk.now)
