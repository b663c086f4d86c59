"""How strict the processes are."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import gates
from bot.views import gates as gates_view


async def shown(desk: Desk, callback: callbacks.Strictness) -> Screen:
    """All of them, or one that was switched."""
    if not callback.process:
        return gates_view.gates(gates.gates(desk.work), desk.t)
    await gates.put(desk.work, callback.process, callback.what, callback.mode)
    return gates_view.gates(gates.gates(desk.work), desk.t, toast=desk.t.gettext("Saved."))
