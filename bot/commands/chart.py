"""`voronka chart`: a report as a picture in a file, or as JSON; the chat asks the same use cases."""

import asyncio
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot import settings
from bot.commands import rule_chart
from bot.commands.selection import selected, unknown
from bot.failure import Failure
from bot.settings import Settings
from bot.usecases import reports
from bot.usecases.reports import CycleReport, FunnelReport, NobodyError
from fsm.definition import Process
from fsm.loading import shipped
from storage import settings as company_settings


def run(
    name: str,
    *,
    process: str | None,
    rep: str | None,
    team: str | None,
    since: date | None,
    until: date | None,
    out: Path | None,
    as_json: bool,
    language: str | None,
    rule: str | None = None,
) -> None:
    """Print the numbers, write the picture, or both. Raises Failure."""
    options = settings.load(**({"language": language} if language else {}))
    filters = {
        "rep": rep,
        "team": team,
        "from": since.isoformat() if since else None,
        "to": until.isoformat() if until else None,
    }
    if since and until and until < since:
        raise Failure(f"--to {until} is before --from {since}")
    if out is not None and out.suffix.lower() != ".png":
        raise Failure(f"{out}: pictures are written as PNG, say --out {out.stem or 'funnel'}.png")
    if rule is not None and name != "rules":
        raise Failure(f"--rule is for `rules`, not for `{name}`")
    if name in rule_chart.NAMES and process is not None:
        raise Failure(f"`{name}` counts the deals of all processes: leave --process out")
    if name in rule_chart.NAMES:
        rule_chart.run(
            options, name, rule=rule, filters=filters, days=(since, until), out=out, as_json=as_json
        )
        return
    try:
        report, currency = asyncio.run(_report(options, name, process, rep, team, (since, until)))
    except NobodyError as nobody:
        raise unknown(nobody) from None
    if as_json:
        numbers = (
            _funnel(report, filters, options.language) if isinstance(report, FunnelReport) else _cycle(report)
        )
        print(json.dumps(numbers, ensure_ascii=False, indent=2))  # noqa: T201 - the answer
    if out is not None:
        whose = rep or team
        out.write_bytes(_png(report, whose, currency, options))


async def _report(
    options: Settings,
    name: str,
    process: str | None,
    rep: str | None,
    team: str | None,
    days: reports.Days,
) -> tuple[FunnelReport | CycleReport, str]:
    async with selected(options, rep, team) as found:
        company = await company_settings.get(found.session)
        chosen = _process(process or company.process)
        if name == "funnel":
            return await reports.funnel_report(
                found.session, chosen, owner_ids=found.owners, days=days, zone=options.timezone
            ), company.currency
        return await reports.cycle_report(
            found.session, chosen, owner_ids=found.owners, days=days, zone=options.timezone
        ), company.currency


def _process(key: str) -> Process:
    try:
        return shipped()[key]
    except KeyError:
        raise Failure(f"no process `{key}`; there is {', '.join(shipped())}") from None


def _png(report: FunnelReport | CycleReport, whose: str | None, currency: str, options: Settings) -> bytes:
    from bot.texts import texts
    from bot.views import charts as views
    from charts import render

    t = texts(options.language, options.timezone)
    whose = whose or t.gettext("Everybody")
    if isinstance(report, FunnelReport):
        return asyncio.run(render.png(views.funnel(report, whose, t)))
    return asyncio.run(render.png(views.cycle(report, whose, currency, t)))


def _funnel(report: FunnelReport, filters: dict[str, str | None], language: str) -> dict[str, Any]:
    """The shape that `voronka chart funnel --json` promises; shares are of one."""
    found = report.found
    stages = [
        {
            "stage": stage.stage,
            "title": report.process.stages[stage.stage].title[language],
            "reached": stage.reached,
            "now": stage.now,
            "sum_now": _number(stage.sum_now),
            "of_previous": report.of_previous(place),
            "of_first": report.of_first(place),
        }
        for place, stage in enumerate(found.stages)
    ]
    return {
        "process": report.process.process,
        "filters": filters,
        "currency": report.currency,
        "stages": stages,
        "closed": found.closed,
        "won": found.won,
        "lost": found.lost,
        "open": found.open,
        "win_rate_closed": report.win_rate_closed,
        "win_rate_all": report.win_rate_all,
        "won_sum": _number(found.won_sum),
    }


def _cycle(report: CycleReport) -> dict[str, Any]:
    """The shape that `voronka chart cycle --json` promises; days to a hundredth."""
    return {
        "groups": [
            {
                "group": group.kind,
                "n": len(group.days),
                "mean_days": _rounded(group.mean),
                "median_days": _rounded(group.quantile(0.5)),
                "p75": _rounded(group.quantile(0.75)),
                "p90": _rounded(group.quantile(0.9)),
            }
            for group in report.groups
        ]
    }


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 2)


def _number(amount: Decimal) -> int | float:
    """A JSON number: two decimals of what our columns hold are exact in a double."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
