"""`voronka rule replay`: what another number of a rule would have brought over what has happened; nothing is changed."""

import asyncio
import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bot import settings
from bot.clock import Clock
from bot.commands.rule_chart import known
from bot.commands.selection import selected, unknown
from bot.failure import Failure
from bot.settings import Settings
from bot.usecases import replays, rule_changes
from bot.usecases.replays import Compared
from bot.usecases.reports import Days, NobodyError
from bot.usecases.rule_changes import RuleError
from fsm.definition import Rule
from fsm.loading import versions
from fsm.replay import Replayed, replayable
from storage import calendars
from storage import rules as stored
from storage import settings as company_settings
from storage.rules import Custom

_DAYS = timedelta(days=89)


@dataclass(frozen=True, slots=True)
class Change:
    """What would have been another one; at least one of them."""

    limit: int | None
    border: str | None


def run(
    name: str,
    *,
    limit: int | None,
    border: str | None,
    rep: str | None,
    team: str | None,
    since: date | None,
    until: date | None,
    as_json: bool,
) -> None:
    """Print how many violations there were and would have been, whose, and how long the digests. Raises Failure."""
    if limit is None and border is None:
        raise Failure("say what would have been another one: --limit N or --border SUM")
    if since and until and until < since:
        raise Failure(f"--to {until} is before --from {since}")
    options = settings.load()
    change = Change(limit, border)
    try:
        found = asyncio.run(_compared(options, name, change, (since, until), rep, team))
    except NobodyError as nobody:
        raise unknown(nobody) from None
    if as_json:
        print(json.dumps(_numbers(found), ensure_ascii=False, indent=2))  # noqa: T201 - the answer
        return
    for line in _lines(found):
        print(line)  # noqa: T201 - the answer


async def _compared(
    options: Settings, name: str, change: Change, days: Days, rep: str | None, team: str | None
) -> Compared:
    async with selected(options, rep, team) as found:
        company = await calendars.company(found.session, processes=versions())
        rule = known(company, name)
        if not replayable(rule):
            raise Failure(f"history does not tell enough about `{name}`")
        changed = _changed(rule, change)
        hours = await company_settings.get(found.session)
        now = Clock().now()
        calendar = company.calendar(options.timezone, hours.work_start, hours.work_end)
        last = min(days[1] or calendar.day_of(now), calendar.day_of(now))
        return await replays.compared(
            found.session,
            company,
            rule,
            changed,
            owner_ids=found.owners,
            days=(days[0] or last - _DAYS, last),
            calendar=calendar,
            digest=replays.DIGEST,
            now=now,
        )


def _changed(rule: Rule, change: Change) -> Rule:
    """Raises Failure for what the rule cannot be."""
    try:
        changed = rule if change.limit is None else rule_changes.with_limit(rule, change.limit)
    except RuleError as error:
        raise Failure(f"--limit {change.limit}: {error.why.value.replace('_', ' ')}") from None
    if change.border is None:
        return changed
    if rule.threshold is None:
        raise Failure(f"`{rule.rule}` has no border")
    try:
        border = Decimal(change.border.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise Failure(f"--border {change.border}: a number such as 300000 is meant") from None
    if not border.is_finite() or not 0 < border <= rule_changes.LARGEST:
        raise Failure(f"--border {change.border}: a number such as 300000 is meant")
    return stored.adapted(changed, Custom(border=border))


def _numbers(found: Compared) -> dict[str, Any]:
    return {
        "rule": found.rule.rule,
        "days": {"from": _iso(found.days[0]), "to": _iso(found.days[1])},
        "imported_left_out": found.imported,
        "now": _side(found, found.rule, found.now),
        "then": _side(found, found.changed, found.then),
    }


def _side(found: Compared, rule: Rule, one: Replayed) -> dict[str, Any]:
    """Lines of a digest on average, over all digests of the period; null where there was none."""
    return {
        "limit": rule.limit.number,
        "unit": rule.limit.unit.value,
        "border": None if rule.threshold is None else str(rule.threshold.border),
        "violations": one.total,
        "people": [
            {"person": found.names[key], "violations": count}
            for key, count in sorted(one.by_owner.items(), key=lambda each: (-each[1], each[0]))
        ],
        "digests": len(one.lines),
        "lines_per_digest": None if one.average is None else round(one.average, 2),
        "longest_digest": one.longest,
    }


def _lines(found: Compared) -> list[str]:
    now, then = found.now, found.then
    limits = " -> ".join(f"{one.limit.number} {one.limit.unit.value}" for one in (found.rule, found.changed))
    ordered = sorted(found.names, key=lambda key: (-then.by_owner.get(key, 0), found.names[key]))
    average = " -> ".join("no data" if one.average is None else f"{one.average:.1f}" for one in (now, then))
    return [
        f"{found.rule.rule}: {limits}, {_iso(found.days[0])} to {_iso(found.days[1])}",
        f"violations: {now.total} -> {then.total}",
        *(
            f"  {found.names[key]}: {now.by_owner.get(key, 0)} -> {then.by_owner.get(key, 0)}"
            for key in ordered
        ),
        f"lines in a digest, on average: {average}; the longest: {now.longest} -> {then.longest}",
        *([f"left out, because imported: {found.imported}"] if found.imported else []),
        "nothing was changed",
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
