"""Below the pictures of discipline and of exceptions: the numbers in words, other periods, teams and reps a tap away."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Discipline, Exceptions, RuleCard, RuleList
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.reports import Days
from bot.usecases.rule_lists import EXEMPT
from bot.usecases.rule_reports import DisciplineReport, ExceptionsReport, Excuse
from bot.usecases.rules import PERIODS as OF_RULES
from bot.usecases.scopes import Scope
from bot.views import captions, rule_charts, scoping
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, joined
from fsm.definition import Label
from storage.discipline import Discipline as Counts

PERIODS = ("week", "last_week", "month", "last_month", "quarter", "90d")
_NAMES = (8, 6, 4, 2)
"""People below the picture, as many as fit there."""
_REASONS = 4


def discipline(report: DisciplineReport, scope: Scope, period: str, t: Texts, *, photo: bytes) -> Screen:
    """Everybody's work on time, late and missed."""
    people = [_of_person(name, one, t) for name, one in report.people]
    nothing = None if people else t.gettext("Nothing was to be done in this period.")
    basis = Italic(t.gettext("On time is what was done by the end of its day.")) if people else None
    head = (Bold(t.gettext("Discipline")), _head(scope, period, report.days, t), "", nothing)
    return Screen(
        captions.fitting(
            [*head, *people[:count], _more(len(people) - count, t), "", basis] for count in _NAMES
        ),
        (
            *scoping.periods(PERIODS, period, lambda key: Discipline(key, scope.scope), t),
            *scoping.scopes(
                scope.teams, scope.reps, scope.scope, scope.whole, lambda key: Discipline(period, key), t
            ),
            (Button(t.gettext("Exceptions"), Exceptions("90d", scope.scope)), my_day(t)),
        ),
        photo=photo,
    )


def exceptions(
    report: ExceptionsReport,
    titles: Mapping[str, Label],
    scope: Scope,
    period: str,
    t: Texts,
    *,
    photo: bytes,
) -> Screen:
    """Whose deals are how often called complex, and why."""
    people = [_excuse(one, t) for one in report.people]
    nothing = None if people else t.gettext("No deals here.")
    head = (Bold(t.gettext("Exceptions")), _head(scope, period, report.days, t), "", nothing)
    marked = any(one.marked for one in report.people)
    below = (
        "",
        *_reasons(report, titles, t),
        Italic(f"⚠ {rule_charts.marked(report.exempt, t)}") if marked else None,
    )
    key = report.rule.rule
    of_list = period if period in OF_RULES else OF_RULES[-1]
    return Screen(
        captions.fitting([*head, *people[:count], _more(len(people) - count, t), *below] for count in _NAMES),
        (
            *scoping.periods(PERIODS, period, lambda one: Exceptions(one, scope.scope), t),
            *scoping.scopes(
                scope.teams, scope.reps, scope.scope, scope.whole, lambda one: Exceptions(period, one), t
            ),
            (
                Button(t.pgettext("rule", "List"), RuleList(key, EXEMPT, of_list, scope.scope, 0)),
                Button(t.pgettext("rule", "Rule"), RuleCard(key, of_list, scope.scope)),
            ),
            (Button(t.gettext("Discipline"), Discipline("month", scope.scope)), my_day(t)),
        ),
        photo=photo,
    )


def _head(scope: Scope, period: str, days: Days, t: Texts) -> Text | None:
    whose = clip(scope.whose, 40) if scope.whose else t.gettext("Everybody")
    return joined((whose, scoping.spelled(period, days, t)))


def _of_person(name: str, one: Counts, t: Texts) -> Text:
    """«Анна: вовремя 14 из 20 (70 %) · поздно 4, обычно на 5 ч · не сделано 2 · отложено 3»."""
    _, number = t.gettext, t.number
    share = _("on time {part} of {all} ({percent})").format(
        part=number(one.on_time), all=number(one.all), percent=t.percent(one.on_time / one.all)
    )
    late = None
    if one.median is not None:
        late = _("late {number}, usually by {time}").format(
            number=number(one.late), time=t.span(timedelta(hours=one.median))
        )
    missed = _("missed {number}").format(number=number(one.missed)) if one.missed else None
    snoozed = _("put off {number}").format(number=number(one.snoozed)) if one.snoozed else None
    return Text(Bold(clip(name, SHORT)), ": ", joined((share, late, missed, snoozed)) or "")


def _excuse(one: Excuse, t: Texts) -> Text:
    """«⚠ Анна: 4 из 8 (50 %)»."""
    said = t.ngettext(
        "{part} of {all} deal ({percent})", "{part} of {all} deals ({percent})", one.share.deals
    ).format(
        part=t.number(one.share.complex),
        all=t.number(one.share.deals),
        percent=t.percent(one.share.part or 0),
    )
    return Text("⚠ " if one.marked else "", Bold(clip(one.name, SHORT)), ": ", said)


def _reasons(report: ExceptionsReport, titles: Mapping[str, Label], t: Texts) -> Iterator[str]:
    known = list(report.reasons.items())
    if not known:
        return
    said = [f"{rule_charts.reason(titles, key, t)} {t.number(count)}" for key, count in known[:_REASONS]]
    rest = sum(count for _, count in known[_REASONS:])
    if rest:
        said.append(t.gettext("others {number}").format(number=t.number(rest)))
    yield t.gettext("Why: {reasons}").format(reasons=" · ".join(said))


def _more(count: int, t: Texts) -> str | None:
    if count <= 0:
        return None
    return t.ngettext("and {number} more person", "and {number} more people", count).format(
        number=t.number(count)
    )
