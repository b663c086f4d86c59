"""Reports as pictures want them: plain numbers, and every word and format in the reader's language."""

import math
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from matplotlib.figure import Figure

import charts.cycle
import charts.funnel
from bot.texts import Texts
from bot.usecases.reports import ALL, CycleReport, Days, FunnelReport
from bot.views import words
from charts.numbers import Numbers
from fsm.definition import Final, Process


def funnel(report: FunnelReport, whose: str, t: Texts) -> Callable[[], Figure]:
    """What draws the funnel; `whose` is the company, a team or a person. For charts.render.png."""
    _ = t.gettext
    found = report.found
    series = charts.funnel.Funnel(
        stages=tuple(
            charts.funnel.Stage(
                title=words.stage(report.process, stage.stage, t),
                reached=stage.reached,
                now=stage.now,
                sum_now=stage.sum_now,
                of_previous=report.of_previous(place),
            )
            for place, stage in enumerate(found.stages)
        ),
        won=found.won,
        lost=found.lost,
        open=found.open,
        won_sum=found.won_sum,
        win_rate=report.win_rate_closed,
    )
    labels = charts.funnel.FunnelLabels(
        title=_("Sales funnel"),
        subtitle=_subtitle(report.process, whose, report.days, t),
        now=t.pgettext("chart", "now"),
        of_previous=_("of the stage before"),
        won=_end(report.process, Final.WON, t),
        lost=t.pgettext("chart", "Lost"),
        open=t.pgettext("chart", "Open"),
        win_rate=t.pgettext("chart", "Win rate"),
        of_closed=_("of closed ones"),
        no_data=_("No deals here."),
        numbers=_numbers(report.currency, t),
    )
    return lambda: charts.funnel.draw(series, labels)


def cycle(report: CycleReport, whose: str, currency: str, t: Texts) -> Callable[[], Figure]:
    """What draws the cycle times: won and lost deals, each with its median and its slowest tenth."""
    _ = t.gettext
    titles = {"won": t.pgettext("chart", "Won"), "lost": t.pgettext("chart", "Lost")}
    groups = []
    for group in report.groups:
        median, slow = group.quantile(0.5), group.quantile(0.9)
        if group.kind == "closed" or median is None or slow is None:
            continue
        counts = Counter(math.floor(days) for days in group.days)
        groups.append(
            charts.cycle.Group(group.kind, titles[group.kind], tuple(sorted(counts.items())), median, slow)
        )
    labels = charts.cycle.CycleLabels(
        title=_("How long deals take"),
        subtitle=_subtitle(report.process, whose, report.days, t),
        median=_("median"),
        p90=_("9 of 10"),
        axis=_("days from opening to closing"),
        no_data=_("No closed deals here."),
        numbers=_numbers(currency, t),
    )
    series = charts.cycle.Cycle(tuple(groups))
    return lambda: charts.cycle.draw(series, labels)


def _numbers(currency: str, t: Texts) -> Numbers:
    def money(amount: Decimal) -> str:
        return t.money(amount, currency, compact=True)

    def days(number: float) -> str:
        whole = round(number)
        return t.ngettext("{number} day", "{number} days", whole).format(number=t.number(whole))

    return Numbers(count=t.number, money=money, percent=t.percent, days=days)


def _end(process: Process, final: Final, t: Texts) -> str:
    stage = process.stage_of(final)
    return words.stage(process, stage, t) if stage else ""


def _subtitle(process: Process, whose: str, days: Days, t: Texts) -> str:
    return " · ".join((t.label(process.title), whose, spoken(days, t)))


def spoken(days: Days, t: Texts) -> str:
    """A period in words."""
    first, last = days
    if days == ALL:
        return t.gettext("All time")
    if first is None or last is None:
        pattern = t.gettext("from {day}") if first else t.gettext("until {day}")
        return pattern.format(day=t.date(first or last))  # type: ignore[arg-type]  # one of the two is there
    return t.date(first) if first == last else f"{t.date(first)} – {t.date(last)}"
