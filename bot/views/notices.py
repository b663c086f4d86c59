"""Small messages about messages: what an older card becomes, and who cannot be reached."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Deals, OpenDeal, OpenTask
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views import task as activity
from bot.views import words
from bot.views.layout import fitted, my_day
from bot.views.lines import SHORT, client, clip, stack
from bot.views.task import subject
from bot.views.words import Processes
from fsm.definition import Process
from storage.activities import Card, Touch
from storage.deals import Card as Deal

NEWS = 10
"""Lines of a list of what is new; more of it is counted."""


def moved(task: Card, process: Process, t: Texts) -> Screen:
    """What is left of a card that was posted anew below: no phone, no outcomes."""
    return Screen(
        stack(Text("○ ", subject(task, process, t)), t.gettext("The card is below.")),
        ((Button(t.gettext("Open the card"), OpenTask(task.id)), my_day(t)),),
    )


def handed(task: Card, owner: str, process: Process, t: Texts) -> Screen:
    """What is left of a card whose task is somebody else's now: no phone, no buttons that would be refused."""
    name = clip(owner, SHORT)
    return Screen(
        stack(Text("○ ", subject(task, process, t)), t.gettext("Handed over: {name}").format(name=name)),
        ((my_day(t),),),
    )


def closed(t: Texts) -> Screen:
    """What is left of a card for somebody who may not see anything of it."""
    return Screen(Text(t.gettext("This card is closed.")))


def handed_over(count: int, by: str | None, t: Texts, *, run: int | None = None) -> Screen:
    """Told once to whom deals were handed over, however many they are; `run` where it is one."""
    said = t.ngettext("{number} deal is yours now.", "{number} deals are yours now.", count).format(
        number=t.number(count)
    )
    who = t.gettext("Handed over by {name}.").format(name=clip(by)) if by else None
    why = t.gettext("Their tasks are in “My day” already.")
    return Screen(stack(Text("⇄ ", said), who, why), ((_theirs(run, t), my_day(t)),))


def nudge(task: Card, touches: Sequence[Touch], process: Process, by: str, t: Texts, now: datetime) -> Screen:
    """The card of what somebody's head asks for; `by` is the name."""
    why = t.gettext(
        "{name} asks for it, having seen it in the digest. The next time that is possible in a day."
    )
    return activity.card(
        task,
        touches,
        process,
        t,
        now,
        reader=task.owner_id,
        header=t.gettext("You are asked to take care of this"),
        footer=Italic(why.format(name=clip(by, SHORT))),
    )


def nudge_deal(deal: Deal, by: str, t: Texts) -> Screen:
    """The same of a deal on which nothing is open."""
    why = t.gettext(
        "{name} asks for it, having seen it in the digest. The next time that is possible in a day."
    )
    return Screen(
        stack(
            Bold(t.gettext("You are asked to take care of this")),
            "",
            client(deal.client, t.gettext("Client not known yet")),
            t.gettext("Nothing is planned about this deal."),
            "",
            Italic(why.format(name=clip(by, SHORT))),
        ),
        ((Button(t.gettext("Open the deal"), OpenDeal(deal.run_id, "card", 0)),), (my_day(t),)),
    )


def news(tasks: Sequence[Card], processes: Processes, t: Texts, now: datetime) -> Screen:
    """What others have opened for the reader while he was not to be disturbed, or all at once: one list."""
    count = len(tasks)
    said = t.ngettext("New for you: {number} task", "New for you: {number} tasks", count)
    lines: list[Text | str] = []
    buttons: list[tuple[Button, ...]] = []
    for place, task in enumerate(tasks[:NEWS], 1):
        process = processes[task.deal.process, task.deal.version]
        name = clip(task.deal.client or task.deal.product or t.gettext("client not known"), SHORT)
        what = words.activity(process, task.key, t)
        lines.append(Text(f"{place}. ", name, " · ", what, " · ", t.moment(task.due, now, timed=task.timed)))
        buttons.append((Button(fitted(f"{place} · {name}", what), OpenTask(task.id)),))
    more = count - len(lines)
    if more:
        rest = t.ngettext("and {number} more in “My day”", "and {number} more in “My day”", more)
        lines.append(rest.format(number=t.number(more)))
    return Screen(
        stack(
            Bold(said.format(number=t.number(count))),
            "",
            *lines,
            "",
            Italic(
                t.gettext("Colleagues did this; I tell it all at once, so as not to disturb you each time.")
            ),
        ),
        (*buttons, (my_day(t),)),
    )


def _theirs(run: int | None, t: Texts) -> Button:
    if run is not None:
        return Button(t.gettext("Open the deal"), OpenDeal(run, "card", 0))
    return Button(t.gettext("My deals"), Deals("mine", "", 0))


def unreachable(name: str, t: Texts) -> Screen:
    """Told to who answers for somebody that has blocked the bot."""
    said = t.gettext("{name} has blocked me, so reminders do not arrive there any more.")
    why = t.gettext("I tell you because you answer for the team; pressing Start there mends it.")
    return Screen(stack(said.format(name=clip(name)), why), ((my_day(t),),))
