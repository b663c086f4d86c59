"""What a handler has at hand for one update: the person's work, the words, the place on the screen."""

from dataclasses import dataclass
from datetime import datetime

from bot.downloads import Downloads
from bot.showing import Showing
from bot.texts import Texts
from bot.usecases.work import Work
from fsm.definition import Process


@dataclass(frozen=True, slots=True)
class Desk:
    """`message` is the one that was pressed; None when something was said instead.

    `showing` is for what is said while long work goes on; the answer itself is returned.
    """

    work: Work
    t: Texts
    chat: int
    message: int | None
    bot_name: str
    showing: Showing
    files: Downloads

    @property
    def pressed(self) -> int:
        """The message that was pressed; 0 when something was said."""
        return self.message or 0

    @property
    def now(self) -> datetime:
        """The instant of this update, UTC."""
        return self.work.now

    def process(self, key: str, version: int) -> Process:
        """The version of a process that a run is on."""
        return self.work.company.processes[key, version]
