"""The messages around an export: in which form it is wanted, and the file with how much is in it."""

from aiogram.utils.formatting import Bold

from bot.callbacks import Export
from bot.screen import Button, Document, Look, Screen
from bot.texts import Texts
from bot.usecases.exporting import Everything
from bot.views.layout import my_day
from bot.views.lines import stack


def choice(t: Texts, *, sales: bool) -> Screen:
    """In which form? `sales` is whether the person sees any deals."""
    _ = t.gettext
    what = (
        _("All deals, clients, contacts, tasks, notes and colleagues that you may see, as a file."),
        _("Please keep the file safe: there are phones of clients in it."),
    )
    people = (_("The list of the staff as a file."), _only(t))
    return Screen(
        stack(Bold(_("Export")), *(what if sales else people)),
        (
            (Button("Excel", Export("xlsx"), look=Look.MAIN), Button("CSV", Export("csv"))),
            (my_day(t),),
        ),
    )


def file(document: Document, found: Everything, t: Texts) -> Screen:
    """The file, and how much is in it."""
    lines = (
        (t.gettext("Deals: {number}"), len(found.deals)),
        (t.gettext("Clients: {number}"), len(found.clients)),
        (t.gettext("Contacts: {number}"), len(found.contacts)),
        (t.gettext("Tasks: {number}"), len(found.activities)),
        (t.gettext("Notes: {number}"), len(found.notes)),
        (t.gettext("Staff: {number}"), len(found.people)),
    )
    said = [template.format(number=t.number(number)) for template, number in lines if number or found.sales]
    return Screen(stack(*said, None if found.sales else _only(t)), ((my_day(t),),), document=document)


def _only(t: Texts) -> str:
    return t.gettext("Deals are for who works them; you are an administrator.")


def too_large(t: Texts) -> Screen:
    """More than Telegram takes."""
    return Screen(
        stack(t.gettext("The file is larger than 50 MB, and Telegram does not take it. CSV is smaller.")),
        ((Button("CSV", Export("csv")), my_day(t)),),
    )
