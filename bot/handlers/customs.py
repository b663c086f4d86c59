"""What is said of a team: its process, and for whom it registers deals."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers import staff
from bot.screen import Screen
from bot.usecases import customs
from bot.usecases.access import ForbiddenError
from bot.views import customs as view


async def chosen(desk: Desk, callback: callbacks.TeamRule) -> Screen:
    """The choice, or what was chosen."""
    team, value = callback.team, callback.value
    match callback.act:
        case "process" if value:
            await customs.put_process(desk.work, team, None if value == view.NOT_OWN else value)
        case "process":
            return view.processes(await customs.of(desk.work, team), desk.t)
        case "registers" if value in {"on", "off"}:
            await customs.put_registers(desk.work, team, on=value == "on")
        case "registers":
            return view.registers(await customs.of(desk.work, team), desk.t)
        case _:
            raise ForbiddenError
    return await staff.team_card(desk, team, desk.t.gettext("Saved."))
