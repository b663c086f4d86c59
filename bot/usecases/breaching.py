"""Why a duty was not done in time: whoever had it says so, once by a button, or in his own words."""

from bot.usecases import duties, forms
from bot.usecases.access import ForbiddenError
from bot.usecases.duties import Found
from bot.usecases.exempting import OTHER
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from bot.words.text import one_line
from fsm.obligations import State
from storage import audit, obligations

LONGEST = 300


async def asked(work: Work, obligation_id: int) -> Found:
    """The question. ForbiddenError for whom it is no business, StaleError where it stands no more."""
    found = await duties.one(work, obligation_id)
    _demand(found)
    return found


async def say(work: Work, obligation_id: int, reason: str) -> Found:
    """One of the listed reasons; what it was before is in the audit. Raises as `asked`, ForbiddenError for no reason of the list."""
    return await _keep(work, obligation_id, reason, None)


async def in_words(work: Work, obligation_id: int) -> Found:
    """What is said next is the reason. Raises as `asked`."""
    found = await asked(work, obligation_id)
    if OTHER not in found.demand.rule.breach.reasons:
        raise ForbiddenError
    return found


async def said(work: Work, obligation_id: int, text: str) -> Found:
    """The reason in words. NotUnderstood for none, or too many; raises as `asked`."""
    return await _keep(work, obligation_id, OTHER, one_line(text, LONGEST))


async def _keep(work: Work, obligation_id: int, reason: str, words: str | None) -> Found:
    async with work.begin() as tx:
        found, _ = await duties.seen(tx, work, obligation_id)
        _demand(found)
        if reason not in found.demand.rule.breach.reasons or (reason == OTHER) != (words is not None):
            raise ForbiddenError
        await forms.close(tx, work)
        kept, rule = found.demand.kept, found.demand.rule
        if (kept.reason, kept.words) != (reason, words):
            await obligations.change(tx, [{"row": kept.id, "reason": reason, "words": words}])
            await audit.tell(
                tx,
                "breach",
                actor_id=work.person.id,
                now=work.now,
                subject=kept.id,
                title=dict(rule.title),
                was=[kept.reason, kept.words],
                became=[reason, words],
                named=dict(rule.breach.reasons[reason]),
            )
        again, _ = await duties.seen(tx, work, obligation_id)
    return again


def _demand(found: Found) -> None:
    """It was broken, and still stands."""
    demand = found.demand
    broken = demand.state is State.BREACHED and demand.kept.standing
    if not broken or not demand.rule.breach.reasons:
        raise StaleError(run=found.card.run_id)
