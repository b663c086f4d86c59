"""A file that cannot be had or read, and the rows of one that were not understood."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Upload
from bot.exports.sheets import Sheet
from bot.imports.problems import ErrorRow
from bot.screen import Document, Screen
from bot.texts import Texts
from bot.usecases.uploads import Trouble
from bot.views.import_words import told
from bot.views.layout import button, my_day
from bot.views.lines import clip, stack


def refused(problem: str, t: Texts) -> Screen:
    """The file cannot be read for certain: why."""
    return Screen(
        stack(
            Bold(t.gettext("I cannot read this file")),
            clip(told(problem, t), 600),
            "",
            t.gettext("Please mend it and send it again: nothing was changed."),
        ),
        ((my_day(t),),),
    )


def trouble(found: Trouble, t: Texts, *, again: Upload | None = None) -> Screen:
    """The file is not to be had."""
    _ = t.gettext
    said = {
        Trouble.HEAVY: _(
            "The file is larger than 20 MB, and Telegram does not give such files to bots."
            " Please split it into parts with the same header, or let the administrator of the server"
            " run “voronka import”."
        ),
        Trouble.LOST: _("Telegram does not have this file any more. Please send it again."),
        Trouble.AWAY: _("Telegram does not give me the file just now. Please try again in a minute."),
    }[found]
    retry = () if again is None or found is not Trouble.AWAY else ((button(_("Try again"), again),),)
    return Screen(Text(said), (*retry, (my_day(t),)))


def problem_file(file: Document, number: int, t: Texts) -> Screen:
    """The same as a file."""
    said = t.ngettext("{number} row was not understood.", "{number} rows were not understood.", number)
    return Screen(
        stack(
            said.format(number=t.number(number)),
            t.gettext(
                "Please mend them in your file and send it again: what is here already is not loaded twice."
            ),
        ),
        ((my_day(t),),),
        document=file,
    )


def problem_rows(errors: Sequence[ErrorRow], t: Texts) -> Sheet:
    """The rows that are left out, for somebody who will mend the file."""
    _ = t.gettext
    return Sheet(
        _("Errors"),
        (_("File"), _("Row"), _("Column"), _("Value"), _("Problem")),
        ((one.file, one.line, one.column, one.value, told(one.problem, t)) for one in errors),
    )
