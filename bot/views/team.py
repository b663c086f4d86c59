"""The team at a glance: who has how many deals, what is late, what is for today; one tap to anybody's deals."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Deals, Funnel, People, Staff, Team
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.reading import Member
from bot.views.day import counts
from bot.views.layout import flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack

PAGE = 14
"""People on one screen."""


def team(title: str, members: Sequence[Member], t: Texts, *, scope: str = "all", page: int = 0) -> Screen:
    """All members in the order in which they are shown; a page of them has lines and buttons.

    `scope` is what the funnel is opened for: all, t<id> or p<id>.
    """
    count = sum(one.deals for one in members)
    late = sum(one.tasks.overdue for one in members)
    shown = members[page * PAGE : (page + 1) * PAGE]
    return Screen(
        stack(
            Bold(clip(title)),
            joined(
                (
                    t.ngettext("{number} open deal", "{number} open deals", count).format(
                        number=t.number(count)
                    ),
                    t.gettext("overdue {number}").format(number=t.number(late)) if late else None,
                )
            ),
            "",
            *(_line(one, t) for one in shown),
            None if members else t.gettext("Nobody is in the team yet."),
        ),
        (
            *flow(Button(_label(one), Staff(one.person.id, "card")) for one in shown),
            *pager(page, pages_of(len(members), PAGE), Team, t),
            (
                Button(t.gettext("All deals"), Deals("team", "", 0)),
                Button(t.gettext("Funnel"), Funnel("all", scope, "")),
            ),
            (Button(t.gettext("People"), People("", 0)), my_day(t)),
        ),
    )


def _label(one: Member) -> str:
    """Who cannot be reached is marked."""
    person = one.person
    return ("⚠ " if person.joined_at and not person.reachable else "") + clip(person.name, SHORT)


def _line(one: Member, t: Texts) -> Text:
    said = t.ngettext("{number} deal", "{number} deals", one.deals).format(number=t.number(one.deals))
    return Text(Bold(clip(one.person.name, 32)), "\n   ", joined((said, counts(one.tasks, t))) or "")
