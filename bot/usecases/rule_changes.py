"""What is changed about a rule in the chat: switched, its number, its border, a norm; by whom and when is written down.

A change holds for what begins from then on: a duty that runs keeps the terms that it began with. Switched off, a rule
stops what runs by it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import forms, rules
from bot.usecases.access import ForbiddenError
from bot.usecases.rules import Norm
from bot.usecases.work import Work
from fsm import deadlines, rulebook
from fsm.checks.rules import limits
from fsm.definition import Reminder, Rule
from storage import audit, audits, duties, settings
from storage import rules as stored
from storage.rules import NOTHING, Custom

LIMIT, BORDER, NORM, ON = "limit", "border", "norm", "on"
"""What may be changed."""
LARGEST = Decimal(10) ** 13
_NUMBER = re.compile(r"[0-9]{1,6}")
_SUM = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,2})?")


class RuleTrouble(StrEnum):
    """Why a rule cannot be so; the view has the sentence."""

    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_LARGE = "too_large"
    NO_BORDER = "no_border"
    NO_SUM = "no_sum"
    CURRENCY = "currency"


class RuleError(Exception):
    """The rule cannot be so."""

    def __init__(self, why: RuleTrouble) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it: the rule as it is now, and how many duties were stopped.

    `changed` is False where it was so already.
    """

    rule: Rule
    changed: bool = True
    stopped: int = 0


async def switch(work: Work, key: str, *, on: bool) -> Changed:
    """Whether it works from now on; off, whatever runs by it is stopped."""
    rules.known(work, key)
    return await _put(work, key, lambda custom: replace(custom, on=on), ON)


async def set_limit(work: Work, key: str, number: int) -> Changed:
    """How much is allowed from now on. Raises RuleError."""
    _checked(rules.known(work, key), limit=number)
    return await _put(work, key, lambda custom: replace(custom, limit=number), LIMIT)


async def set_border(work: Work, key: str, border: Decimal) -> Changed:
    """From which sum on. Raises RuleError; ForbiddenError for a rule that has no border."""
    if rules.known(work, key).threshold is None:
        raise ForbiddenError
    if border <= 0:
        raise RuleError(RuleTrouble.NO_BORDER if border == 0 else RuleTrouble.NEGATIVE)
    if border > LARGEST:
        raise RuleError(RuleTrouble.TOO_LARGE)
    return await _put(work, key, lambda custom: replace(custom, border=border), BORDER)


async def set_norm(work: Work, key: str, name: str, number: int) -> Changed:
    """How much is allowed in a stage, or for a segment. Raises RuleError; ForbiddenError for what has no norm."""
    rule = rules.known(work, key)
    norm = next((one for one in rules.norms(work, rule) if one.name == name), None)
    if norm is None:
        raise ForbiddenError
    _checked(rule, norm=(name, number))
    return await _put(
        work, key, lambda custom: replace(custom, norms={**custom.norms, name: number}), NORM, norm
    )


def number_of(text: str) -> int:
    """What a button or a person wrote; RuleError for anything but a whole number."""
    plain = text.strip()
    if re.fullmatch(r"[-−–]\s*[0-9]+", plain):
        raise RuleError(RuleTrouble.NEGATIVE)
    if re.fullmatch(r"[0-9]{7,}", plain):
        raise RuleError(RuleTrouble.TOO_LARGE)
    if not _NUMBER.fullmatch(plain):
        raise RuleError(RuleTrouble.NOT_WHOLE)
    return int(plain)


def sum_of(written: str) -> Decimal:
    """What a button says; ForbiddenError for anything that no button would."""
    if not _SUM.fullmatch(written):
        raise ForbiddenError
    return Decimal(written)


def least(rule: Rule) -> int:
    """The smallest number that makes sense."""
    return 0 if _complaint(rule, limit=0) is None else 1


def fallen(rule: Rule) -> tuple[Reminder, ...]:
    """Reminders that would come after the end: nobody is told of them."""
    return tuple(one for one in rule.remind if not deadlines.comes(one, rule.limit))


def with_limit(rule: Rule, number: int) -> Rule:
    """The rule with another number. Raises RuleError."""
    _checked(rule, limit=number)
    return stored.adapted(rule, Custom(limit=number))


def with_norm(rule: Rule, name: str, number: int) -> Rule:
    """The rule with another number of a stage or a segment. Raises RuleError."""
    _checked(rule, norm=(name, number))
    return stored.adapted(rule, Custom(norms={name: number}))


def _checked(rule: Rule, *, limit: int | None = None, norm: tuple[str, int] | None = None) -> None:
    complaint = _complaint(rule, limit=limit, norm=norm)
    if complaint is not None:
        raise RuleError(complaint)


def _complaint(
    rule: Rule, *, limit: int | None = None, norm: tuple[str, int] | None = None
) -> RuleTrouble | None:
    """What the rule's file would be told of these numbers, if anything."""
    numbers = [one for one in (limit, norm and norm[1]) if one is not None]
    if any(one < 0 for one in numbers):
        return RuleTrouble.NEGATIVE
    try:
        found = stored.adapted(rule, Custom(limit=limit, norms=dict([norm] if norm else [])))
        Rule.model_validate(found.model_dump())
    except ValidationError:
        return RuleTrouble.ZERO if 0 in numbers else RuleTrouble.TOO_LARGE
    senseless = rule.trigger is not None or any(limits.check(found))
    return RuleTrouble.ZERO if 0 in numbers and senseless else None


async def _put(
    work: Work, key: str, change: Callable[[Custom], Custom], what: str, norm: Norm | None = None
) -> Changed:
    written = rulebook.shipped()[key]
    async with work.begin() as tx:
        await forms.close(tx, work)
        await settings.alone(tx, "rules")
        custom = (await stored.customs(tx)).get(key, NOTHING)
        before = stored.adapted(written, custom)
        after = stored.adapted(written, change(custom))
        if before == after:
            return Changed(after, changed=False)
        await stored.put(tx, key, _different(after, written))
        stopped = await _stop(tx, after, work) if before.on and not after.on else 0
        await audit.tell(
            tx,
            audit.RULE,
            actor_id=work.person.id,
            now=work.now,
            rule=key,
            title=dict(written.title),
            what=what,
            unit=written.limit.unit.value,
            calendar=written.limit.calendar.value,
            currency=work.company.currency,
            place=_place(norm),
            was=_value(before, what, norm),
            became=_value(after, what, norm),
            stopped=stopped,
        )
        await work.reload(tx)
    return Changed(work.company.rules[key], stopped=stopped)


async def _stop(tx: AsyncSession, rule: Rule, work: Work) -> int:
    """Nothing runs by a rule that is off, and nothing that was watched stands; how many duties that were."""
    if rule.trigger is not None:
        return await duties.stop(tx, rule.rule, work.now)
    await audits.stop(tx, rule.rule)
    return 0


def _different(rule: Rule, written: Rule) -> Custom:
    """What is not as the rule's file says; a number that is the same again is the file's."""
    border = None if rule.threshold is None else rule.threshold.border
    known = None if written.threshold is None else written.threshold.border
    return Custom(
        None if rule.on == written.on else rule.on,
        None if rule.limit.number == written.limit.number else rule.limit.number,
        None if border == known else border,
        {name: one for name, one in rule.norms.items() if written.norms.get(name) != one},
    )


def _place(norm: Norm | None) -> dict[str, str] | None:
    """What a norm is of, in words that stay readable; a segment by its key."""
    if norm is None:
        return None
    return {"segment": norm.key} if norm.process is None else dict(norm.process.stages[norm.key].title)


def _value(rule: Rule, what: str, norm: Norm | None) -> int | bool | str:
    """As plain JSON."""
    match what:
        case "on":
            return rule.on
        case "border":
            assert rule.threshold is not None
            return str(rule.threshold.border)
        case "norm":
            assert norm is not None
            return rule.norms.get(norm.name, rule.limit.number)
        case _:
            return rule.limit.number
