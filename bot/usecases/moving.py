"""Moves of a deal before they are made: what each would mean, and who may make it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import reading
from bot.usecases.access import HeadsOnlyError, Role, has, led
from bot.usecases.reading import DealCard
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.definition import By, Process
from fsm.facts import Facts, Log, Move, Press, Trigger
from fsm.moves import OpenMove, open_move
from fsm.questions import EXIT
from storage import organisation, people
from storage.activities import Open
from storage.runs import Loaded

_MOVE = "move."


@dataclass(frozen=True, slots=True)
class Preview:
    """A move before it is made: `cancelled` and `kept` are open activities. The answer is none yet."""

    deal: DealCard
    move: OpenMove
    cancelled: Sequence[Open]
    kept: Sequence[Open]


async def preview(work: Work, run_id: int, stage_run: int, to: str) -> Preview:
    """What the move would mean now; StaleError where the deal has moved since. Raises HeadsOnlyError."""
    found = await reading.deal(work, run_id)
    move = next((one for one in found.moves if one.to == to), None)
    if move is None or found.card.stage_run != stage_run:
        raise StaleError(run=run_id)
    if move.by is By.HEAD:
        async with work.db.read() as session:
            await _demand_head(session, work, found.card.owner_id)
    lost = [one for one in found.open if one.id in move.cancelled]
    return Preview(found, move, lost, [one for one in found.open if one.id not in move.cancelled])


async def permit(session: AsyncSession, work: Work, loaded: Loaded, trigger: Trigger) -> None:
    """HeadsOnlyError where what is wanted is a move that only a head may make, also at the end of a stage."""
    to = goal_of(trigger)
    if to is not None and for_heads(loaded.process, loaded.facts, to):
        await _demand_head(session, work, loaded.facts.owner)


def goal_of(trigger: Trigger) -> str | None:
    """The stage that a person has chosen himself; None where he has chosen none."""
    match trigger:
        case Move(to):
            return to
        case Press(answers=answers) | Log(answers=answers):
            choice = answers.get(EXIT)
            if isinstance(choice, str) and choice.startswith(_MOVE):
                return choice.removeprefix(_MOVE)
        case _:
            pass
    return None


def for_heads(process: Process, facts: Facts, to: str) -> bool:
    """Whether this move is one that only a head may make; never for one that there is not."""
    if facts.state is None or to not in process.stages[facts.state].ways:
        return False
    return open_move(process, facts, to).by is By.HEAD


async def _demand_head(session: AsyncSession, work: Work, owner_id: int) -> None:
    """The deal's head, or a director; who only stands in for its owner is neither."""
    person = work.person
    if has(person, Role.DIRECTOR) or (has(person, Role.HEAD) and owner_id in await led(session, person)):
        return
    head = (await organisation.get(session)).heads.get(owner_id)
    known = None if head is None else await people.get(session, head)
    raise HeadsOnlyError(None if known is None else known.name)
