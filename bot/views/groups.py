"""Teams: the tree of them, one of them, its name and its place."""

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Group, People
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.company import TeamTrouble, Tree
from bot.usecases.customs import Customs
from bot.views import customs
from bot.views.layout import button, flow, my_day
from bot.views.lines import SHORT, clip, joined, stack


def groups(found: Tree, t: Texts, *, header: str | None = None) -> Screen:
    """All teams as a tree."""
    return Screen(
        stack(
            Bold(t.gettext("Teams")),
            header,
            "",
            *_branch(found, None, 0, t),
            None if found.teams else t.gettext("There are none yet."),
        ),
        (
            *flow(button(clip(one.name, SHORT), Group(one.id, "card", 0)) for one in found.teams[:60]),
            (Button(t.gettext("+ Team"), Group(0, "new", 0), look=Look.MAIN),),
            (Button(t.gettext("People"), People("", 0)), my_day(t)),
        ),
    )


def _branch(found: Tree, parent: int | None, depth: int, t: Texts) -> list[Text]:
    lines: list[Text] = []
    for one in found.teams:
        if one.parent_id != parent or depth > 8:
            continue
        number = found.sizes.get(one.id, 0)
        size = t.ngettext("{number} person", "{number} people", number).format(number=t.number(number))
        led = ", ".join(clip(name, SHORT) for name in found.heads.get(one.id, ()))
        lines.append(
            Text("   " * depth, "○ ", Bold(clip(one.name, 32)), " — ", joined((size, led or None)) or "")
        )
        lines += _branch(found, one.id, depth + 1, t)
    return lines


def group(
    found: Tree, team: int, t: Texts, *, header: str | None = None, said: Customs | None = None
) -> Screen | None:
    """One team: its name and place can be changed, and what is `said` of it; None where there is none."""
    known = next((one for one in found.teams if one.id == team), None)
    if known is None:
        return None
    names = {one.id: one.name for one in found.teams}
    over = names.get(known.parent_id or 0)
    led = ", ".join(clip(name, SHORT) for name in found.heads.get(team, ())) or t.gettext("nobody")
    number = found.sizes.get(team, 0)
    return Screen(
        stack(
            Bold(clip(known.name)),
            header,
            t.gettext("Part of: {name}").format(name=clip(over)) if over else None,
            t.gettext("Led by: {name}").format(name=led),
            t.ngettext("{number} person", "{number} people", number).format(number=t.number(number)),
            *(customs.lines(said, t) if said else ()),
        ),
        (
            (
                Button(t.gettext("Rename"), Group(team, "rename", 0)),
                Button(t.gettext("Part of…"), Group(team, "parent", 0)),
            ),
            *flow(customs.ways(said, t) if said else ()),
            (Button(t.gettext("‹ Back"), Group(0, "card", 0)), my_day(t)),
        ),
    )


def parents(found: Tree, team: int, t: Texts) -> Screen:
    """Under which team it stands from now on."""
    others = [one for one in found.teams if one.id != team][:60]
    return Screen(
        Text(Bold(t.gettext("Part of which team?"))),
        (
            *flow(button(clip(one.name, SHORT), Group(team, "parent", one.id + 1)) for one in others),
            (Button(t.gettext("Of none"), Group(team, "parent", 1)),),
            (Button(t.gettext("‹ Back"), Group(team, "card", 0)), my_day(t)),
        ),
    )


def team_name(team: int, t: Texts, *, problem: str | None = None) -> Screen:
    """The name is written."""
    return Screen(
        stack(problem, "", Bold(t.gettext("What is the team called?")), t.gettext("Please write it.")),
        ((Button(t.gettext("‹ Back"), Group(team, "card", 0)), my_day(t)),),
    )


def trouble(why: TeamTrouble, t: Texts) -> str:
    """Why a team cannot be so."""
    return {
        TeamTrouble.TAKEN: t.gettext("There is a team of this name already."),
        TeamTrouble.EMPTY: t.gettext("A name needs at least one letter."),
        TeamTrouble.RING: t.gettext("This team is a part of that one already, so it cannot be over it."),
    }[why]
