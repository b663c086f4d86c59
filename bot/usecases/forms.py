"""Questions about people and the company that words answer: days off, a name, a team. Their drafts have no run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import aside
from bot.usecases.work import Work
from storage import drafts
from storage.drafts import Draft

KIND = "form"
ABSENCE, NAME, TEAM, DAY, WORD = "absence", "name", "team", "day", "word"
"""What is asked: days off, the company's name, a team's name, days on which the company works or does not, a word of a dictionary."""
ACCEPT = "accept"
"""Why a line of a digest may pass."""

BREACH = "breach"
"""Why a duty was not done in time."""

CLIENT = "client"
"""What is to be planned with a client or changed about it."""


RULE, REPLAY = "rule", "replay"
"""A number or a border of a rule: what it is to be, what it might have been."""


@dataclass(frozen=True, slots=True)
class Form:
    """The question that is open, and what it is about, by name."""

    draft: int
    question: str
    about: Mapping[str, Any]


async def ask(work: Work, question: str, *, message: int, **about: int | str) -> None:
    """From now on words answer this question, until something else is opened."""
    async with work.begin() as tx:
        held: dict[str, Any] = dict(about)
        await aside.begin(tx, work, KIND, question, held, message=message)


def form(draft: Draft) -> Form:
    """The draft as a question of this kind."""
    return Form(draft.id, draft.question, draft.answers)


async def close(tx: AsyncSession, work: Work) -> None:
    """It is answered, in the transaction that does what was said."""
    found = await drafts.open_of(tx, work.person.id)
    if found is not None and aside.kind_of(found) == KIND:
        await drafts.close(tx, found.id, state="done", now=work.now)


async def over(work: Work) -> None:
    """It is left alone: words mean something else again. Nothing to do where nothing was asked."""
    found = await aside.open_of(work)
    if found is None or aside.kind_of(found) != KIND:
        return
    async with work.begin() as tx:
        await drafts.close(tx, found.id, state="done", now=work.now)
