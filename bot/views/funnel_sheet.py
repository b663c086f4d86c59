"""The numbers of a funnel as a table, the same that its picture shows."""

from aiogram.utils.formatting import Bold

from bot.exports.sheets import Sheet, Value
from bot.screen import Document, Screen
from bot.texts import Texts
from bot.usecases.reports import FunnelReport
from bot.views import scoping, words
from bot.views.layout import my_day
from bot.views.lines import clip, joined, stack


def sheet(report: FunnelReport, whose: str, period: str, t: Texts) -> Sheet:
    """A row for each stage, then the results; shares are of one, empty where there is nothing to divide by."""
    _ = t.gettext
    currency = report.currency
    header = (
        _("Stage"),
        _("Came here"),
        _("Are here now"),
        _("Amount now, {currency}").format(currency=currency),
        _("Of the stage before"),
        _("Of the first stage"),
    )
    stages: list[tuple[Value, ...]] = [
        (
            words.stage(report.process, one.stage, t),
            one.reached,
            one.now,
            one.sum_now,
            _share(report.of_previous(place)),
            _share(report.of_first(place)),
        )
        for place, one in enumerate(report.found.stages)
    ]
    results: list[tuple[Value, ...]] = [
        (_("Won"), report.found.won, None, report.found.won_sum, None, None),
        (_("Lost"), report.found.lost, None, None, None, None),
        (_("In progress"), report.found.open, None, None, None, None),
        (_("Won of the closed"), _share(report.win_rate_closed), None, None, None, None),
        (_("Won of all"), _share(report.win_rate_all), None, None, None, None),
        (_("Whose"), whose, None, None, None, None),
        (_("Period"), _days(report, period, t), None, None, None, None),
    ]
    return Sheet(_("Funnel"), header, [*stages, *results])


def file(document: Document, whose: str, period: str, t: Texts) -> Screen:
    """The file, and of what it is."""
    return Screen(
        stack(
            Bold(t.gettext("Funnel")),
            joined((clip(whose, 40), scoping.period(period, t))),
            t.gettext("The numbers of the picture as a table."),
        ),
        ((my_day(t),),),
        document=document,
    )


def _share(part: float | None) -> float | None:
    return None if part is None else round(part, 4)


def _days(report: FunnelReport, period: str, t: Texts) -> str:
    first, last = report.days
    named = scoping.period(period, t)
    return named if first is None or last is None else f"{named}: {first.isoformat()} – {last.isoformat()}"
