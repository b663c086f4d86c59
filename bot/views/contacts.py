"""People at a client: names and numbers to dial, and what may be done about them."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Contact as Act
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.views.layout import button, deal_card, my_day
from bot.views.lines import SHORT, client, clip, joined, phone, stack
from storage.contacts import Contact
from storage.deals import Card

_MOST = 8


def contacts(deal: Card, people: Sequence[Contact], settable: bool, t: Texts) -> Screen:
    """`people` with all their numbers; `settable`: one of them may be made the deal's own."""
    shown = people[:_MOST]
    lines: list[Text | str | None] = []
    for one in shown:
        star = "★ " if one.id == deal.contact_id else ""
        numbers = joined((*(phone(number) for number in one.phones), one.email and clip(one.email)))
        lines += ["", Text(star, Bold(clip(one.name))), numbers or t.gettext("no phone yet")]
    if len(people) > len(shown):
        more = len(people) - len(shown)
        lines += ["", t.ngettext("and {number} more", "and {number} more", more).format(number=more)]
    return Screen(
        stack(
            client(deal.client, t.gettext("Client not known yet")),
            *(lines or ["", t.gettext("Nobody is known here yet.")]),
        ),
        (
            *(row for one in shown for row in _of(deal, one, settable, t)),
            (Button(t.gettext("+ Contact"), Act(deal.run_id, "add", 0)),),
            (deal_card(deal.run_id, t), my_day(t)),
        ),
    )


def _of(deal: Card, one: Contact, settable: bool, t: Texts) -> Keyboard:
    """One more number; and, where the deal is with somebody else, that it is with this one."""
    name = clip(one.name, SHORT)
    rows: Keyboard = (
        (button(t.gettext("+ Phone: {name}").format(name=name), Act(deal.run_id, "phone", one.id)),),
    )
    if not settable or one.id == deal.contact_id:
        return rows
    choose = button(t.gettext("★ Talk to: {name}").format(name=name), Act(deal.run_id, "choose", one.id))
    return (*rows, (choose,))


def toast(new: bool, t: Texts) -> str:
    """Whether anything is new."""
    return t.gettext("Written down") if new else t.gettext("This is known already")
