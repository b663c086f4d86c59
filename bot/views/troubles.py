"""What is wrong with an answer, in a sentence that ends in an example."""

from datetime import datetime, timedelta

from bot.texts import Texts
from bot.usecases.asked import Problem, Trouble
from bot.views.lines import SHORT, clip


def trouble(problem: Problem, t: Texts, now: datetime) -> str:
    """The question stays: this is said above it."""
    _ = t.gettext
    soon = t.local(now) + timedelta(days=3)
    sentences = {
        Trouble.NOT_A_MOMENT: _(
            "I could not read the date in “{said}”. For example: “tomorrow at 11” or “{day} 14:30”."
        ),
        Trouble.NOT_A_DAY: _("I could not read the date in “{said}”. For example: “yesterday” or “{day}”."),
        Trouble.PAST: _(
            "“{said}” has passed already. Please choose a later time, for example “tomorrow at 11”."
        ),
        Trouble.NOT_MONEY: _(
            "I could not read the amount in “{said}”. For example: “120000” or “1.5 million”."
        ),
        Trouble.NOT_A_PHONE: _(
            "“{said}” does not look like a phone number. For example: “+7 495 123-45-67”."
        ),
        Trouble.NOT_A_CHOICE: _("Please choose one of the buttons."),
        Trouble.NOT_FOUND: _("I found nothing for “{said}”. Please try the beginning of the name."),
        Trouble.TOO_LONG: _("That is too long. Please say it in a few words."),
        Trouble.EMPTY: _("There are no words in the message. Please write the answer as text."),
        Trouble.NOT_TEXT: _(
            "I cannot listen to voice messages or look into files yet. Please write the answer as text."
        ),
    }
    said = clip(problem.said or "…", SHORT)
    return sentences[problem.trouble].format(said=said, day=f"{soon:%d.%m}")
