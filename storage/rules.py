"""What heads have changed about the rules: switched, numbers, borders; as settings of their own, with author and time in the audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Rule
from storage import settings
from storage.models import Setting

_PREFIX = "rule."


@dataclass(frozen=True, slots=True)
class Custom:
    """What is different from the rule's file; None: as there. `norms` are by stage (process.stage) or segment."""

    on: bool | None = None
    limit: int | None = None
    border: Decimal | None = None
    norms: Mapping[str, int] = field(default_factory=dict)


NOTHING = Custom()


async def customs(session: AsyncSession) -> dict[str, Custom]:
    """By rule; only those that were changed."""
    query = select(Setting.key, Setting.value).where(Setting.key.startswith(_PREFIX, autoescape=True))
    return {key.removeprefix(_PREFIX): _read(value["value"]) for key, value in await session.execute(query)}


async def put(tx: AsyncSession, rule: str, custom: Custom) -> None:
    """The rule is so from now on; duties that run keep the terms that they began with."""
    await settings.keep(tx, _PREFIX + rule, _written(custom))


def adapted(rule: Rule, custom: Custom) -> Rule:
    """The rule as it is for the company; itself where nothing is changed."""
    update: dict[str, object] = {}
    if custom.on is not None:
        update["on"] = custom.on
    if custom.limit is not None:
        update["limit"] = rule.limit.of(custom.limit)
    if custom.border is not None and rule.threshold is not None:
        update["threshold"] = rule.threshold.of(custom.border)
    if custom.norms:
        update["norms"] = {**rule.norms, **custom.norms}
    return rule.model_copy(update=update) if update else rule


async def get(session: AsyncSession, shipped: Mapping[str, Rule]) -> dict[str, Rule]:
    """Every rule as it is for the company, in the order given."""
    changed = await customs(session)
    return {key: adapted(rule, changed.get(key, NOTHING)) for key, rule in shipped.items()}


def _read(value: Mapping[str, Any]) -> Custom:
    border = value.get("border")
    return Custom(
        value.get("on"),
        value.get("limit"),
        None if border is None else Decimal(border),
        dict(value.get("norms", {})),
    )


def _written(custom: Custom) -> dict[str, Any]:
    found = {"on": custom.on, "limit": custom.limit, "norms": dict(custom.norms)}
    known = {name: value for name, value in found.items() if value not in (None, {})}
    return known if custom.border is None else {**known, "border": str(custom.border)}
