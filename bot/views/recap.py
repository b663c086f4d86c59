"""The recap of a day: what was done, what it moved, what is left."""

from datetime import date

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Postpone
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.views.layout import my_day
from bot.views.lines import joined, stack
from storage.recaps import Recap


def recap(found: Recap, day: date, at: str, t: Texts) -> Screen:
    """`at` is the time at which it comes."""
    return Screen(
        stack(
            Bold(t.gettext("Your day: {day}").format(day=t.long_day(day))),
            "",
            *_done(found, t),
            _moved(found, t),
            "",
            _left(found, t),
            "",
            Italic(
                t.gettext("It comes every working day at {time}. You can change that: /settings").format(
                    time=at
                )
            ),
        ),
        (*_moving(found, t), (my_day(t),)),
    )


def _moving(found: Recap, t: Texts) -> Keyboard:
    """What is late by now may go to tomorrow, all of it at once."""
    if not found.left.overdue:
        return ()
    return ((Button(t.gettext("Move to tomorrow"), Postpone("tomorrow", "")),),)


def _done(found: Recap, t: Texts) -> list[Text | str | None]:
    if not found.done:
        return [t.gettext("Nothing was logged today.")]
    parts = (
        (t.gettext("calls {number}"), found.calls),
        (t.gettext("of them reached {number}"), found.reached),
        (t.gettext("meetings {number}"), found.meetings),
        (t.gettext("other {number}"), found.others),
    )
    said = t.ngettext("Done: {number} task", "Done: {number} tasks", found.done)
    return [
        Bold(said.format(number=t.number(found.done))),
        joined(words.format(number=t.number(number)) for words, number in parts if number),
    ]


def _moved(found: Recap, t: Texts) -> Text | None:
    won = None
    if found.won:
        won = t.gettext("won {number}").format(number=t.number(found.won))
        if found.amount is not None:
            won += f" ({t.money(found.amount, found.currency or 'RUB')})"
    return joined(
        (
            t.gettext("to another stage {number}").format(number=t.number(found.moved))
            if found.moved
            else None,
            won,
            t.gettext("lost {number}").format(number=t.number(found.lost)) if found.lost else None,
        )
    )


def _left(found: Recap, t: Texts) -> Text | str | None:
    left = found.left
    rest = left.overdue + left.timed + left.today
    if not rest:
        return t.gettext("Everything for today is done. Well done!")
    said = t.ngettext("{number} task is left for today", "{number} tasks are left for today", rest)
    late = t.gettext("overdue {number}").format(number=t.number(left.overdue)) if left.overdue else None
    return joined((Bold(said.format(number=t.number(rest))), late))
