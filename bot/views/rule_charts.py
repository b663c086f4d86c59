"""Reports about rules as pictures want them: plain numbers, and every word and format in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from matplotlib.figure import Figure

import charts.discipline
import charts.exceptions
import charts.replay
import charts.rules
from bot.texts import Texts
from bot.usecases.replays import Compared
from bot.usecases.reports import Days
from bot.usecases.rule_reports import DisciplineReport, ExceptionsReport, Week
from bot.views.charts import spoken
from charts.numbers import Numbers
from fsm.definition import Exempting, Label, Process, Rule


def trend(rule: Rule | None, weeks: Sequence[Week], whose: str, days: Days, t: Texts) -> Callable[[], Figure]:
    """What draws how a rule did, or (None) all that have a clock. For charts.render.png."""
    _ = t.gettext
    watched = rule is not None and rule.trigger is None
    series = charts.rules.RuleTrend(
        tuple(charts.rules.Week(_day(one.first), one.good, one.bad, one.outside) for one in weeks)
    )
    labels = charts.rules.RuleTrendLabels(
        title=_("Rules with a clock") if rule is None else t.label(rule.title),
        subtitle=f"{whose} · {spoken(days, t)}",
        in_time=t.pgettext("chart", "Put right") if watched else t.pgettext("chart", "In time"),
        breached=t.pgettext("chart", "Still there") if watched else t.pgettext("chart", "Not in time"),
        exempt=t.pgettext("chart", "Accepted") if watched else t.pgettext("chart", "By another date"),
        share=_("put right of what was found; what was accepted is not counted")
        if watched
        else _("in time; what had another date is not counted"),
        no_data=_("Nothing has ended in this period."),
        numbers=_numbers(t),
    )
    return lambda: charts.rules.draw(series, labels)


def exceptions(
    report: ExceptionsReport, titles: Mapping[str, Label], whose: str, t: Texts
) -> Callable[[], Figure]:
    """What draws whose deals are complex, and why; `titles` are those of the reasons."""
    _ = t.gettext
    series = charts.exceptions.Exceptions(
        tuple(charts.exceptions.Share(one.name, one.share.complex, one.share.deals) for one in report.people),
        tuple(
            charts.exceptions.Reason(reason(titles, key, t), count) for key, count in report.reasons.items()
        ),
        report.exempt.share / 100,
        report.exempt.deals,
    )
    labels = charts.exceptions.ExceptionsLabels(
        title=_("Exceptions"),
        subtitle=f"{t.label(report.rule.title)} · {whose} · {spoken(report.days, t)}",
        part=lambda part, whole: _("{part} of {all}").format(part=t.number(part), all=t.number(whole)),
        threshold=t.pgettext("chart", "threshold"),
        marked=marked(report.exempt, t),
        reasons=t.pgettext("chart", "Reasons"),
        others=lambda count: _others(count, t),
        other_reasons=lambda count: _other_reasons(count, t),
        no_data=_("No deals here."),
        numbers=_numbers(t),
    )
    return lambda: charts.exceptions.draw(series, labels)


def discipline(report: DisciplineReport, whose: str, t: Texts) -> Callable[[], Figure]:
    """What draws how much everybody did on time, late and not at all."""
    _ = t.gettext
    series = charts.discipline.Discipline(
        tuple(
            charts.discipline.Person(name, one.on_time, one.late, one.missed, one.snoozed, one.median)
            for name, one in report.people
        )
    )
    labels = charts.discipline.DisciplineLabels(
        title=_("Discipline"),
        subtitle=f"{whose} · {spoken(report.days, t)}",
        on_time=t.pgettext("chart", "On time"),
        late=t.pgettext("chart", "Late"),
        missed=t.pgettext("chart", "Missed"),
        share=t.pgettext("chart", "on time"),
        lateness=t.pgettext("chart", "median lateness"),
        snoozed=t.pgettext("chart", "put off"),
        total=lambda count: t.ngettext("{number} task", "{number} tasks", count).format(
            number=t.number(count)
        ),
        hours=lambda hours: t.span(timedelta(hours=hours)),
        others=lambda count: _others(count, t),
        no_data=_("Nothing was to be done in this period."),
        numbers=_numbers(t),
    )
    return lambda: charts.discipline.draw(series, labels)


def replay(found: Compared, was: str, becomes: str, whose: str, t: Texts) -> Callable[[], Figure]:
    """What draws what would have been; `was` and `becomes` are the two values, as «5 дней»."""
    _ = t.gettext
    numbers = _numbers(t)
    ordered = sorted(
        found.names.items(),
        key=lambda one: (-found.then.by_owner.get(one[0], 0), -found.now.by_owner.get(one[0], 0), one[1]),
    )
    series = charts.replay.Replay(
        tuple(
            charts.replay.Pair(name, found.now.by_owner.get(key, 0), found.then.by_owner.get(key, 0))
            for key, name in ordered
        ),
        tuple(
            charts.replay.DayPair(_day(day), now, then)
            for day, now, then in zip(found.digests, found.now.lines, found.then.lines, strict=True)
        ),
    )
    labels = charts.replay.ReplayLabels(
        title=_("What if: {rule}").format(rule=t.label(found.rule.title)),
        subtitle=f"{whose} · {spoken(found.days, t)}",
        violations=t.pgettext("chart", "Violations"),
        digest=lambda days: _lines(days, t),
        now=_("{value} (now)").format(value=was),
        changed=becomes,
        others=lambda count: _others(count, t),
        no_data=_("No violations, neither way."),
        numbers=numbers,
    )
    return lambda: charts.replay.draw(series, labels)


def titles(exempt: Exempting, processes: Mapping[tuple[str, int], Process]) -> Mapping[str, Label]:
    """What the reasons of exceptions are called, in whatever process they are."""
    found: dict[str, Label] = {}
    for process in processes.values():
        field = process.fields.get(exempt.reason)
        if field is not None:
            found |= {key: option.title for key, option in field.options.items()}
    return found


def reason(titles: Mapping[str, Label], key: str | None, t: Texts) -> str:
    """One of them."""
    return t.gettext("nobody has said") if key is None else t.label(titles.get(key, {"": key}))


def marked(exempt: Exempting, t: Texts) -> str:
    """What the mark means: «40 % и больше, от 5 сделок»."""
    said = t.ngettext(
        "{share} or more, of {number} deal at least",
        "{share} or more, of {number} deals at least",
        exempt.deals,
    )
    return said.format(share=t.percent(exempt.share / 100), number=t.number(exempt.deals))


def _lines(digests: int, t: Texts) -> str:
    """Of each digest, or the mean of so many that came one after another."""
    if digests == 1:
        return t.gettext("Lines in the digest, by day")
    said = t.ngettext(
        "Lines in the digest, mean of {number}", "Lines in the digest, mean of {number}", digests
    )
    return said.format(number=t.number(digests))


def _others(count: int, t: Texts) -> str:
    return t.ngettext("{number} more", "{number} more", count).format(number=t.number(count))


def _other_reasons(count: int, t: Texts) -> str:
    return t.ngettext("{number} more reason", "{number} more reasons", count).format(number=t.number(count))


def _day(day: date) -> str:
    """«28.09», short enough to stand below a bar."""
    return f"{day:%d.%m}"


def _numbers(t: Texts) -> Numbers:
    def money(amount: Decimal) -> str:
        return t.number(amount)

    def days(number: float) -> str:
        whole = round(number)
        return t.ngettext("{number} day", "{number} days", whole).format(number=t.number(whole))

    return Numbers(count=t.number, money=money, percent=t.percent, days=days)
