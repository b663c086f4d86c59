"""When all that is late is to be done instead, and why, where that has to be said."""

from aiogram.utils.formatting import Bold

from bot.callbacks import Postpone
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.asked import Act
from bot.usecases.postponing import Moved, Overdue
from bot.usecases.suggestions import REASONS
from bot.views import reasons
from bot.views.layout import button, flow, my_day
from bot.views.lines import stack
from bot.views.task import taking_back


def question(found: Overdue, t: Texts) -> Screen:
    """The days to choose from."""
    if not found.count:
        return Screen(stack(t.gettext("Nothing is overdue.")), ((my_day(t),),))
    return Screen(
        stack(_head(found, t), "", Bold(t.gettext("Put off until when?"))),
        (
            *flow(
                (
                    button(t.gettext("Today"), Postpone("today", "")),
                    button(t.gettext("Tomorrow"), Postpone("tomorrow", "")),
                    button(t.gettext("Spread over 5 days"), Postpone("week", "")),
                )
            ),
            (my_day(t),),
        ),
    )


def why(found: Overdue, to: str, t: Texts) -> Screen:
    """The reason of those that were put off too often; one for all of them."""
    said = t.ngettext(
        "{number} of them was put off twice already. Why again?",
        "{number} of them were put off twice already. Why again?",
        found.patience,
    )
    known = reasons.titles(t)
    return Screen(
        stack(_head(found, t), "", Bold(said.format(number=found.patience))),
        (
            *flow(button(known[key], Postpone(to, key)) for key in REASONS[Act.SNOOZE]),
            (Button(t.gettext("‹ Back"), Postpone("", "")), my_day(t)),
        ),
    )


def moved(found: Moved, day: Screen, t: Texts) -> Screen:
    """The day as it is now, with the way back above its buttons."""
    said = t.ngettext("{number} task has a new day.", "{number} tasks have a new day.", found.count)
    return Screen(
        day.text,
        ((taking_back(found.run, found.cause, t),), *day.keyboard),
        toast=said.format(number=t.number(found.count)),
    )


def _head(found: Overdue, t: Texts) -> str:
    return t.ngettext("{number} task is overdue.", "{number} tasks are overdue.", found.count).format(
        number=t.number(found.count)
    )
