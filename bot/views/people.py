"""Who comes in: invites, the first words to somebody new, the polite refusal of a stranger, settings, help."""

from collections.abc import Collection, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text, Url

from bot.callbacks import Invite
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.access import Role
from bot.views import menu
from bot.views.layout import button, flow, my_day
from bot.views.lines import clip, sentence, stack
from bot.views.menu import Command
from storage.people import Person
from storage.teams import Team


def role(name: str, t: Texts) -> str:
    """A role in words."""
    _ = t.gettext
    return {
        Role.REP.value: _("sales rep"),
        Role.HEAD.value: _("head of sales"),
        Role.DIRECTOR.value: _("director"),
        Role.ADMIN.value: _("administrator"),
    }.get(name, name)


def invite_roles(may: Sequence[Role], t: Texts) -> Screen:
    """Whom to invite: one tap for the role."""
    return Screen(
        stack(
            Bold(t.gettext("A new colleague")),
            t.gettext("Who will it be? I will make a link for one person."),
        ),
        (*flow(button(capital_role(one.value, t), Invite(one.value, 0)) for one in may), (my_day(t),)),
    )


def capital_role(name: str, t: Texts) -> str:
    said = role(name, t)
    return said[:1].upper() + said[1:]


def invite_teams(name: str, teams: Sequence[Team], t: Texts) -> Screen:
    """Which team the colleague comes into; `name` is the role chosen."""
    return Screen(
        stack(Bold(capital_role(name, t)), t.gettext("Into which team?")),
        (
            *flow(button(team.name, Invite(name, team.id)) for team in teams[:60]),
            (Button(t.gettext("‹ Back"), Invite("", 0)),),
        ),
    )


def invitation(link: str, name: str, team: str | None, expires: datetime, t: Texts, now: datetime) -> Screen:
    """The link, in words that can be forwarded as they are."""
    place = t.gettext("{role}, {team}").format(role=role(name, t), team=clip(team)) if team else role(name, t)
    return Screen(
        stack(
            sentence(t.gettext("You are invited to Voronka: {place}."), place=Bold(place)),
            "",
            Url(link),
            "",
            t.gettext("The link lets in one person, until {moment}. Please forward this message.").format(
                moment=t.moment(expires, now)
            ),
        ),
        ((Button(t.gettext("One more link"), Invite("", 0)), my_day(t)),),
    )


def welcome(person: Person, team: str | None, t: Texts) -> Screen:
    """After joining: who one is here, and what to press first."""
    return Screen(
        stack(
            sentence(t.gettext("Hello, {name}!"), name=Bold(clip(person.name))),
            *(_place(person, team, t)),
            "",
            *_first_steps(person.roles, t),
        )
    )


def _place(person: Person, team: str | None, t: Texts) -> list[str]:
    known = ", ".join(role(one.value, t) for one in Role if one.value in person.roles)
    if not known:
        return []
    said = t.gettext("You are here as: {roles}.").format(roles=known)
    return [said, t.gettext("Your team: {team}.").format(team=clip(team))] if team else [said]


def _first_steps(roles: Collection[str], t: Texts) -> list[str]:
    _ = t.gettext
    steps = []
    if Role.REP.value in roles or Role.HEAD.value in roles:
        steps.append(
            _("Every morning I send the plan of the day, and I remind you 15 minutes before a call.")
        )
        steps.append(_("What to do now is always under “My day” below."))
    if Role.HEAD.value in roles or Role.DIRECTOR.value in roles:
        steps.append(_("The picture of sales is under “Funnel”, the people are under “Team”."))
    if Role.ADMIN.value in roles:
        steps.append(_("To let colleagues in, press “Invite”."))
    return steps


def stranger(t: Texts) -> Screen:
    """To somebody whom nobody invited: polite, and nothing about the company."""
    return Screen(
        stack(
            t.gettext("Hello! This bot works for the staff of one company."),
            t.gettext("To come in, please ask your head for an invitation link."),
        )
    )


def invite_used(t: Texts) -> Screen:
    """The link was good for one person."""
    return Screen(
        stack(
            t.gettext("Somebody has come in by this link already, it works once."),
            t.gettext("Please ask the colleague who sent it for a new one."),
        )
    )


def invite_expired(t: Texts) -> Screen:
    """The link is too old."""
    return Screen(
        stack(
            t.gettext("This link is no longer valid."),
            t.gettext("Please ask the colleague who sent it for a new one."),
        )
    )


def help_(roles: Collection[str], t: Texts) -> Screen:
    """What somebody with these roles can do, command by command."""
    lines: list[Text | str] = [
        Text(f"/{command.value} — ", menu.description(command, t))
        for command in (*menu.listed(roles), Command.SETTINGS, Command.HELP)
    ]
    return Screen(
        stack(
            Bold(t.gettext("What I can do")),
            "",
            *lines,
            "",
            t.gettext("Dates may be written in words: “tomorrow at 11”, “in 2 weeks”."),
            t.gettext("Any conversation can be cancelled at every step; old buttons do no harm."),
        )
    )
