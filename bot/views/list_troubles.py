"""What is wrong with an answer to a list, in a sentence that says what to do instead."""

from bot.texts import Texts
from bot.usecases.asked import Trouble


def of_lists(t: Texts) -> dict[Trouble, str]:
    """The sentences by trouble."""
    _ = t.gettext
    return {
        Trouble.TOO_MANY_ROWS: _("The list is full. Please take something off it first."),
        Trouble.LACKING_PART: _("This is still needed before the list is complete."),
        Trouble.NO_ROWS: _("The list is empty. Please add at least one row."),
        Trouble.NO_POINTS: _("Nothing is ticked yet. Please tick what is ready."),
        Trouble.NOT_A_FILE: _("A document is needed here. Please send a file or a photo."),
        Trouble.NO_QUANTITY: _("The quantity is zero. Please write how many there are."),
        Trouble.OVER_A_HUNDRED: _("A discount cannot be more than 100 %. Please check the number."),
        Trouble.OTHER_CURRENCY: _(
            "All prices of a deal are in its own currency. Please write the price in it."
        ),
    }
