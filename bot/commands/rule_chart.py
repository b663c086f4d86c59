"""`voronka chart rules|exceptions|discipline`: how rules do, as pictures or as JSON; the chat asks the same use cases.

A share of one stands beside the numbers that it is of, and says in its name which they are; null is nothing of nothing.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.commands.selection import Selection, selected, unknown
from bot.failure import Failure
from bot.settings import Settings
from bot.texts import Texts, texts
from bot.usecases import reports, rule_reports
from bot.usecases.reports import Days, NobodyError
from bot.usecases.rule_reports import DisciplineReport, ExceptionsReport, Health, Week
from fsm.calendar import Calendar
from fsm.definition import Rule
from fsm.loading import versions
from fsm.obligations import State
from fsm.problems import suggestion
from storage import calendars, people
from storage.company import Company

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("rules", "exceptions", "discipline")


@dataclass(frozen=True, slots=True)
class Made:
    """The numbers as JSON, and what makes the picture; it is heavy, and asked for only where one is written."""

    numbers: Mapping[str, Any]
    drawn: Callable[[Texts], "Callable[[], Figure]"]


def run(
    options: Settings,
    name: str,
    *,
    rule: str | None,
    filters: Mapping[str, str | None],
    days: Days,
    out: Path | None,
    as_json: bool,
) -> None:
    """Print the numbers, write the picture, or both. Raises Failure."""
    try:
        made = asyncio.run(_made(options, name, rule, filters, days))
    except NobodyError as nobody:
        raise unknown(nobody) from None
    if as_json:
        print(json.dumps({"filters": filters, **made.numbers}, ensure_ascii=False, indent=2))  # noqa: T201
    if out is not None:
        from charts import render

        drawing = made.drawn(texts(options.language, options.timezone))
        out.write_bytes(asyncio.run(render.png(drawing)))


async def _made(
    options: Settings, name: str, rule: str | None, filters: Mapping[str, str | None], days: Days
) -> Made:
    async with selected(options, filters["rep"], filters["team"]) as found:
        company = await calendars.company(found.session, processes=versions())
        match name:
            case "rules":
                return await _rules(found, company, rule, days, options)
            case "exceptions":
                return await _exceptions(found, company, days, options)
            case _:
                return await _discipline(found, days, options)


# --- rules --------------------------------------------------------------------------------------------


async def _rules(found: Selection, company: Company, key: str | None, days: Days, options: Settings) -> Made:
    """All of them, or one; the picture without one is of all that have a clock."""
    chosen = list(company.rules.values()) if key is None else [known(company, key)]
    every = [
        await rule_reports.health(
            found.session, one, owner_ids=found.owners, days=days, zone=options.timezone
        )
        for one in chosen
    ]
    today = Calendar(options.timezone).day_of(Clock().now())
    drawn = [one for one in every if key is not None or one.rule.trigger is not None]
    weeks = rule_reports.trend(drawn, options.timezone, today)

    def picture(t: Texts) -> "Callable[[], Figure]":
        from bot.views import rule_charts

        rule = chosen[0] if key is not None else None
        return rule_charts.trend(rule, weeks, found.whose or t.gettext("Everybody"), days, t)

    language = options.language
    numbers = {"rules": [_health(one, language) for one in every], "weeks": [_week(one) for one in weeks]}
    return Made(numbers, picture)


def known(company: Company, key: str) -> Rule:
    """The rule; Failure where there is none of this key."""
    rule = company.rules.get(key)
    if rule is None:
        raise Failure(f"no rule `{key}`; {suggestion(key, company.rules)}")
    return rule


def _health(one: Health, language: str) -> dict[str, Any]:
    rule = one.rule
    numbers: dict[str, Any] = {
        "rule": rule.rule,
        "title": rule.title.get(language, rule.rule),
        "sort": "duty" if rule.trigger is not None else "watch",
        "on": rule.on,
        "broken_now": one.standing.broken,
        "accepted": one.accepted,
    }
    if rule.trigger is None:
        right, still, accepted = one.found
        return {
            **numbers,
            "found": len(one.ends),
            "found_put_right": right,
            "found_accepted": accepted,
            "found_still_there": still,
            "put_right": len(one.righted),
            "median_days_to_put_right": _rounded(one.median),
        }
    return {
        **numbers,
        "begun": one.begun,
        "in_time": one.ended(State.FULFILLED),
        "breached": one.ended(State.BREACHED),
        "exempt": one.ended(State.EXEMPT),
        "stopped": one.ended(State.STOPPED),
        "under_rule": one.under,
        "in_time_of_under_rule": one.rate,
        "running_now": one.standing.running,
        "asleep_now": one.standing.sleeping,
        "unknown_now": one.standing.unknown,
        "done": len(one.took),
        "median_days_of_done": _rounded(one.median),
        "reasons": [{"reason": key, "n": count} for key, count in one.reasons.items()],
    }


def _week(one: Week) -> dict[str, Any]:
    return {"from": one.first.isoformat(), "in_time": one.good, "breached": one.bad, "exempt": one.outside}


# --- exceptions and discipline ------------------------------------------------------------------------


async def _exceptions(found: Selection, company: Company, days: Days, options: Settings) -> Made:
    """Without a first day over the window of the rule, which ends with the last day, or today."""
    excusing = rule_reports.excusing(company.rules)
    if excusing is None:
        raise Failure("no rule has a way out")
    owners = found.owners
    if owners is None:
        staff = (*await people.everyone(found.session), *await people.gone(found.session))
        owners = frozenset(one.id for one in staff)
    today = Calendar(options.timezone).day_of(Clock().now())
    asked = rule_reports.window(excusing[1], days, today)
    report = await rule_reports.exceptions_report(
        found.session, *excusing, owner_ids=owners, days=asked, zone=options.timezone
    )

    def picture(t: Texts) -> "Callable[[], Figure]":
        from bot.views import rule_charts

        titles = rule_charts.titles(report.exempt, company.processes)
        return rule_charts.exceptions(report, titles, found.whose or t.gettext("Everybody"), t)

    return Made(_excuses(report), picture)


def _excuses(report: ExceptionsReport) -> dict[str, Any]:
    complex_ = sum(one.share.complex for one in report.people)
    deals = sum(one.share.deals for one in report.people)
    first, last = report.days
    count = sum(report.reasons.values())
    return {
        "rule": report.rule.rule,
        "days": {"from": first and first.isoformat(), "to": last and last.isoformat()},
        "threshold": report.exempt.share / 100,
        "least_deals": report.exempt.deals,
        "complex": complex_,
        "deals": deals,
        "complex_of_deals": reports.share(complex_, deals),
        "people": [
            {
                "person": one.name,
                "complex": one.share.complex,
                "deals": one.share.deals,
                "complex_of_deals": one.share.part,
                "marked": one.marked,
            }
            for one in report.people
        ],
        "exceptions": count,
        "reasons": [
            {"reason": key, "n": number, "of_exceptions": reports.share(number, count)}
            for key, number in report.reasons.items()
        ],
    }


async def _discipline(found: Selection, days: Days, options: Settings) -> Made:
    report = await rule_reports.discipline_report(
        found.session, owner_ids=found.owners, days=days, zone=options.timezone, now=Clock().now()
    )

    def picture(t: Texts) -> "Callable[[], Figure]":
        from bot.views import rule_charts

        return rule_charts.discipline(report, found.whose or t.gettext("Everybody"), t)

    return Made(_disciplined(report), picture)


def _disciplined(report: DisciplineReport) -> dict[str, Any]:
    every = [one for _, one in report.people]
    on_time, tasks = sum(one.on_time for one in every), sum(one.all for one in every)
    return {
        "tasks": tasks,
        "on_time": on_time,
        "on_time_of_tasks": reports.share(on_time, tasks),
        "people": [
            {
                "person": name,
                "on_time": one.on_time,
                "late": one.late,
                "missed": one.missed,
                "tasks": one.all,
                "on_time_of_tasks": reports.share(one.on_time, one.all),
                "snoozed": one.snoozed,
                "median_hours_of_late": _rounded(one.median),
            }
            for name, one in report.people
        ],
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)
