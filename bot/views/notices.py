"""Small messages about messages: what an older card becomes, and who cannot be reached."""

from aiogram.utils.formatting import Text

from bot.callbacks import OpenTask
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views.layout import my_day
from bot.views.lines import clip, stack
from bot.views.task import subject
from fsm.definition import Process
from storage.activities import Card


def moved(task: Card, process: Process, t: Texts) -> Screen:
    """What is left of a card that was posted anew below: no phone, no outcomes."""
    return Screen(
        stack(Text("○ ", subject(task, process, t)), t.gettext("The card is below.")),
        ((Button(t.gettext("Open the card"), OpenTask(task.id)), my_day(t)),),
    )


def unreachable(name: str, t: Texts) -> Screen:
    """Told to who answers for somebody that has blocked the bot."""
    said = t.gettext("{name} has blocked me, so reminders do not arrive there any more.")
    why = t.gettext("I tell you because you answer for the team; pressing Start there mends it.")
    return Screen(stack(said.format(name=clip(name)), why), ((my_day(t),),))
