"""Small messages about messages: what an older card becomes, and who cannot be reached."""

from aiogram.utils.formatting import Text

from bot.callbacks import Deals, OpenTask
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, stack
from bot.views.task import subject
from fsm.definition import Process
from storage.activities import Card


def moved(task: Card, process: Process, t: Texts) -> Screen:
    """What is left of a card that was posted anew below: no phone, no outcomes."""
    return Screen(
        stack(Text("○ ", subject(task, process, t)), t.gettext("The card is below.")),
        ((Button(t.gettext("Open the card"), OpenTask(task.id)), my_day(t)),),
    )


def handed(task: Card, process: Process, t: Texts) -> Screen:
    """What is left of a card whose deal is somebody else's now: no phone, no buttons that would be refused."""
    name = clip(task.deal.owner, SHORT)
    return Screen(
        stack(Text("○ ", subject(task, process, t)), t.gettext("Handed over: {name}").format(name=name)),
        ((my_day(t),),),
    )


def closed(t: Texts) -> Screen:
    """What is left of a card for somebody who may not see anything of it."""
    return Screen(Text(t.gettext("This card is closed.")))


def handed_over(count: int, by: str | None, t: Texts) -> Screen:
    """Told once to whom deals were handed over, however many they are."""
    said = t.ngettext("{number} deal is yours now.", "{number} deals are yours now.", count).format(
        number=t.number(count)
    )
    who = t.gettext("Handed over by {name}.").format(name=clip(by)) if by else None
    why = t.gettext("Their tasks are in “My day” already.")
    return Screen(
        stack(Text("⇄ ", said), who, why), ((Button(t.gettext("My deals"), Deals("mine", "", 0)), my_day(t)),)
    )


def unreachable(name: str, t: Texts) -> Screen:
    """Told to who answers for somebody that has blocked the bot."""
    said = t.gettext("{name} has blocked me, so reminders do not arrive there any more.")
    why = t.gettext("I tell you because you answer for the team; pressing Start there mends it.")
    return Screen(stack(said.format(name=clip(name)), why), ((my_day(t),),))
