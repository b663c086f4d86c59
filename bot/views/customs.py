"""What is said of a team: the process of its new deals, and whether it registers deals for everybody."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Group, TeamRule
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.customs import Customs
from bot.views.layout import button, flow, my_day
from bot.views.lines import SHORT, clip, stack

NOT_OWN = "-"


def lines(found: Customs, t: Texts) -> list[str | None]:
    """For the card of the team; nothing of processes where there is one."""
    title = clip(t.label(found.takes.title), SHORT)
    return [
        t.gettext("New deals: {process}").format(process=title) if len(found.processes) > 1 else None,
        t.gettext("Registers deals for everybody") if found.custom.registers else None,
    ]


def ways(found: Customs, t: Texts) -> list[Button]:
    """Their buttons."""
    team = found.team.id
    process = [button(t.gettext("Process"), TeamRule(team, "process", ""))]
    return [
        *(process if len(found.processes) > 1 else []),
        button(t.gettext("Contact centre"), TeamRule(team, "registers", "")),
    ]


def processes(found: Customs, t: Texts) -> Screen:
    """Which process its new deals take."""
    own = found.custom.process
    options = [(NOT_OWN, t.gettext("As in the company"), own is None)]
    options += [(one.process, t.label(one.title), one.process == own) for one in found.processes]
    return Screen(
        stack(
            Bold(clip(found.team.name)),
            "",
            Bold(t.gettext("By which process does the team sell?")),
            Italic(t.gettext("Deals that are open already stay as they are.")),
        ),
        (
            *flow(
                Button(
                    clip(("● " if on else "") + title, 36),
                    TeamRule(found.team.id, "process", key),
                    look=Look.MAIN if on else None,
                )
                for key, title, on in options
            ),
            _back(found, t),
        ),
    )


def registers(found: Customs, t: Texts) -> Screen:
    """Whether its people make deals for everybody."""
    on = found.custom.registers
    said = (
        t.gettext("The team registers deals for every rep; it sees only its own deals.")
        if on
        else t.gettext("The team makes deals for itself, a head for his people.")
    )
    turn = (
        Button(t.gettext("Only for themselves"), TeamRule(found.team.id, "registers", "off"))
        if on
        else Button(
            t.gettext("Register for everybody"), TeamRule(found.team.id, "registers", "on"), look=Look.MAIN
        )
    )
    return Screen(
        stack(Bold(clip(found.team.name)), t.gettext("Contact centre"), "", Text(said)),
        ((turn,), _back(found, t)),
    )


def _back(found: Customs, t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Back"), Group(found.team.id, "card", 0)), my_day(t))
