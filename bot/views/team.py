"""The team at a glance: who has how many deals, what is late, what is for today; one tap to anybody's deals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Deals, Funnel, Team, base36
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views.day import counts
from bot.views.layout import flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from storage.agenda import Counts
from storage.deals import Total
from storage.people import Person

_NOTHING = Decimal(0)
PAGE = 14
"""People on one screen."""


def team(
    title: str,
    people: Sequence[Person],
    deals: Mapping[int, Total],
    loads: Mapping[int, Counts],
    scope: str,
    currency: str,
    t: Texts,
    *,
    page: int = 0,
) -> Screen:
    """Whoever has most that is late comes first. `scope` is that of the funnel: all, t<id> or p<id>."""
    order = sorted(people, key=lambda one: (-_load(loads, one).overdue, one.name))
    count = sum(total.count for total in deals.values())
    amount = t.money(sum((total.amount for total in deals.values()), start=_NOTHING), currency, compact=True)
    late = sum(load.overdue for load in loads.values())
    shown = order[page * PAGE : (page + 1) * PAGE]
    return Screen(
        stack(
            Bold(clip(title)),
            joined(
                (
                    t.ngettext("{number} open deal", "{number} open deals", count).format(
                        number=t.number(count)
                    ),
                    amount if count else None,
                    t.gettext("overdue {number}").format(number=t.number(late)) if late else None,
                )
            ),
            "",
            *(_line(one, deals, loads, t) for one in shown),
            None if order else t.gettext("Nobody is in the team yet."),
        ),
        (
            *flow(Button(clip(one.name, SHORT), Deals(f"p{base36(one.id)}", "", 0)) for one in shown),
            *pager(page, pages_of(len(order), PAGE), Team, t),
            (
                Button(t.gettext("All deals"), Deals("team", "", 0)),
                Button(t.gettext("Funnel"), Funnel("all", scope, "")),
            ),
            (my_day(t),),
        ),
    )


def _load(loads: Mapping[int, Counts], one: Person) -> Counts:
    return loads.get(one.id) or Counts()


def _line(one: Person, deals: Mapping[int, Total], loads: Mapping[int, Counts], t: Texts) -> Text:
    total = deals.get(one.id)
    count = total.count if total else 0
    said = t.ngettext("{number} deal", "{number} deals", count).format(number=t.number(count))
    return Text(Bold(clip(one.name, 32)), "\n   ", joined((said, counts(_load(loads, one), t) or None)) or "")
