"""Screens of processes, and of the path of a deal, for the gallery."""

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.processes import Path
from bot.views import deal_path, processes
from fsm.loading import shipped
from storage.stays import Visit
from tests.bot.views import rows
from tests.bot.views.rows import DAY, NOW


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """By a name of its own for each."""
    corporate = shipped()["corporate"]
    card = rows.a_deal(client=name, process="corporate", version=corporate.version, stage="needs")
    visits = (Visit("interest", NOW - 9 * DAY, NOW - 8 * DAY), Visit("needs", NOW - 8 * DAY, None))
    return {
        "processes": processes.processes([corporate, shipped()["simple"]], t),
        "a process": processes.process(corporate, b"picture", t),
        "a short process": processes.process(shipped()["simple"], b"picture", t),
        "a stage": processes.stage(corporate, "potential", b"picture", t, shipped()),
        "an end": processes.stage(corporate, "lost", b"picture", t, shipped()),
        "the path of a deal": deal_path.screen(Path(card, corporate, visits), b"picture", t, NOW),
        "a path without stays": deal_path.screen(Path(card, corporate, ()), b"picture", t, NOW),
    }
