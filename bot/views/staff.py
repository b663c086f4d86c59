"""The people of the company: the list, one of them with what may be done about him, his roles, his team."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import (
    Day,
    Deals,
    Firm,
    Give,
    Group,
    Invite,
    People,
    Staff,
    StaffAct,
    Team,
    base36,
)
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.access import Role
from bot.usecases.rights import Hindrance, Right
from bot.usecases.staff import PAGE, Listed, Profile
from bot.views import handover as handing
from bot.views.day import counts
from bot.views.layout import button, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, capital, clip, joined, sentence, stack
from bot.views.people import role
from storage import teams as rows
from storage.people import Person


def card(found: Profile, t: Texts, *, header: str | None = None, admin: bool = False) -> Screen:
    """Somebody: what he is, what he has to do, and what the reader may do about it."""
    person = found.person
    return Screen(
        stack(
            header,
            "",
            Bold(clip(person.name)),
            joined((_roles(person, t), clip(found.team.name) if found.team else None)),
            *(Text("⚠ ", one) for one in _marks(found, t)),
            "",
            *(_busy(found, t) if Right.WORK in found.rights else ()),
        ),
        (
            *flow(_ways(found, t)),
            (
                Button(t.gettext("People"), People("", 0)) if admin else Button(t.gettext("Team"), Team(0)),
                my_day(t),
            ),
        ),
    )


def _busy(found: Profile, t: Texts) -> list[Text | str | None]:
    return [
        handing.estate(found.estate, t) or t.gettext("No open deals."),
        counts(found.tasks, t) or None,
    ]


def _marks(found: Profile, t: Texts) -> list[str]:
    """What stands in the way of reaching him."""
    person, marks = found.person, []
    if person.left_at is not None:
        marks.append(
            t.gettext("No longer works here since {day}").format(day=t.date(t.local(person.left_at).date()))
        )
    elif person.joined_at is None:
        marks.append(t.gettext("Has not come in yet"))
    elif person.blocked_at is not None:
        marks.append(t.gettext("Cannot be reached: has blocked the bot"))
    if found.away:
        who = clip(found.cover, SHORT) if found.cover else None
        marks.append(
            t.gettext("Away, {name} stands in").format(name=who) if who else t.gettext("Away, the work waits")
        )
    return marks


def _ways(found: Profile, t: Texts) -> list[Button]:
    person, rights, _ = found.person, found.rights, t.gettext
    scope = f"p{base36(person.id)}"
    ways: list[tuple[bool, Button]] = [
        (Right.WORK in rights, button(_("Deals"), Deals(scope, "", 0))),
        (Right.WORK in rights and person.left_at is None, button(_("Tasks"), Day(scope, 0))),
        (
            Right.WORK in rights and not found.estate.empty,
            button(_("⇄ Hand over work"), Give("all", person.id, 0)),
        ),
        (Right.AWAY in rights, button(_("Days off"), Staff(person.id, "away"))),
        (Right.ROLES in rights, button(_("Roles"), Staff(person.id, "roles"))),
        (Right.TEAM in rights, button(_("Move to a team"), Staff(person.id, "teams"))),
        (
            Right.INVITE in rights and (person.joined_at is None or person.left_at is not None),
            button(_("Invite"), Staff(person.id, "again")),
        ),
        (Right.LEAVE in rights, Button(_("Has left"), Staff(person.id, "leave"), look=Look.BAD)),
    ]
    return [one for there, one in ways if there]


def listed(found: Listed, part: str, page: int, t: Texts, *, admin: bool) -> Screen:
    """Everybody, a page of them with lines and buttons."""
    title = t.gettext("Who has left") if part else t.gettext("People")
    number = t.ngettext("{number} person", "{number} people", found.total).format(
        number=t.number(found.total)
    )
    other = (
        button(t.gettext("Who works here"), People("", 0))
        if part
        else button(t.gettext("Who has left"), People("gone", 0))
    )
    setting_up = (
        (
            button(t.gettext("Teams"), Group(0, "card", 0)),
            button(t.gettext("Invite"), Invite("", 0)),
            other,
            button(t.gettext("Company"), Firm("", "", 0)),
        )
        if admin
        else ()
    )
    return Screen(
        stack(
            Bold(title),
            number,
            "",
            *(_line(one, found, t) for one in found.people),
            None if found.people else t.gettext("Nobody."),
        ),
        (
            *flow(button(clip(one.name, SHORT), Staff(one.id, "card")) for one in found.people),
            *pager(page, pages_of(found.total, PAGE), lambda to: People(part, to), t),
            *flow(setting_up),
            (my_day(t),),
        ),
    )


def _line(one: Person, found: Listed, t: Texts) -> Text:
    marks = None
    if one.left_at is None and one.joined_at is None:
        marks = t.gettext("not in yet")
    elif one.left_at is None and one.blocked_at is not None:
        marks = t.gettext("⚠ cannot be reached")
    elif one.id in found.away:
        marks = t.gettext("away")
    team = found.teams.get(one.team_id or 0)
    said = joined((_roles(one, t), clip(team, SHORT) if team else None, marks))
    return Text(Bold(clip(one.name, 32)), "\n   ", said or "—")


def roles(found: Profile, t: Texts, *, header: str | None = None) -> Screen:
    """Every role with a tick where he has it; a tap gives or takes it."""
    person = found.person
    return Screen(
        stack(
            header,
            "",
            Bold(clip(person.name)),
            t.gettext("A tap gives a role or takes it away. One person may have several."),
        ),
        (
            *(
                (
                    button(
                        ("✓ " if one.value in person.roles else "○ ") + capital(role(one.value, t)),
                        StaffAct(person.id, one.value, int(one.value not in person.roles)),
                    ),
                )
                for one in Role
            ),
            (_back(person.id, t), my_day(t)),
        ),
    )


def teams(found: Profile, every: Sequence[rows.Team], t: Texts) -> Screen:
    """The team in which he works from now on."""
    person = found.person
    return Screen(
        stack(Bold(clip(person.name)), t.gettext("Into which team?")),
        (
            *flow(
                button(
                    ("● " if one.id == person.team_id else "") + clip(one.name, SHORT),
                    StaffAct(person.id, "team", one.id),
                )
                for one in every[:60]
            ),
            (button(t.gettext("Without a team"), StaffAct(person.id, "team", 0)),),
            (_back(person.id, t), my_day(t)),
        ),
    )


def rights(person: Person, t: Texts) -> Screen:
    """Told to somebody whose roles or team an administrator has changed."""
    return Screen(
        stack(
            sentence(t.gettext("You are here as: {roles}."), roles=Bold(_roles(person, t) or "—")),
            t.gettext("An administrator has changed this. /start brings the buttons that belong to it."),
        ),
        ((my_day(t),),),
    )


def hindrance(why: Hindrance, t: Texts) -> str:
    """Why it cannot be, and what to do about it."""
    return {
        Hindrance.LAST_ADMIN: t.gettext(
            "This is the only administrator. Make somebody else one first, then it can be done."
        ),
        Hindrance.NO_ROLE: t.gettext(
            "The last role cannot be taken away. Give another one first, or press “Has left”."
        ),
        Hindrance.NOBODY: t.gettext("There is nobody who could take over the work. Invite somebody first."),
    }[why]


def _roles(person: Person, t: Texts) -> str | None:
    return ", ".join(role(one.value, t) for one in Role if one.value in person.roles) or None


def _back(person: int, t: Texts) -> Button:
    return Button(t.gettext("‹ Back"), Staff(person, "card"))
