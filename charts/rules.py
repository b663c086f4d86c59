"""How a rule does: week by week, what was fulfilled in time, what was breached, and what an exception took out of it."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from charts import canvas, lettering, parts, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_MOST = 13  # a quarter
_TOP, _BASE = 318, 980  # the highest bar
_CARDS = 1106
_WIDEST = theme.WIDTH - 2 * theme.MARGIN
_FILLS = (parts.GOOD, parts.BAD, parts.OUTSIDE)
_TINTS = (theme.TINTS[theme.BLUE], theme.TINTS[theme.RED], theme.TINTS[theme.QUIET])


@dataclass(frozen=True, slots=True)
class Week:
    """Obligations that ended in this week; those that were stopped are in none of the counts.

    `title` is short, such as 28.09; at a space it may go on in a second line.
    """

    title: str
    in_time: int
    breached: int
    exempt: int

    @property
    def share(self) -> float | None:
        """Fulfilled in time, of those that were under the rule: the exempt are not counted."""
        under = self.in_time + self.breached
        return self.in_time / under if under else None


@dataclass(frozen=True, slots=True)
class RuleTrend:
    """Oldest first."""

    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class RuleTrendLabels:
    title: str
    subtitle: str
    in_time: str
    breached: str
    exempt: str
    share: str  # what the per cent are: "fulfilled in time, exceptions not counted"
    no_data: str
    numbers: Numbers


def draw(series: RuleTrend, labels: RuleTrendLabels) -> Figure:
    """A portrait figure of 1080 by 1350 pixels: the last thirteen weeks, and below the totals of those shown."""
    sheet = canvas.sheet()
    canvas.heading(sheet, labels.title, labels.subtitle)
    weeks = series.weeks[-_MOST:]
    total = Week(
        "",
        sum(week.in_time for week in weeks),
        sum(week.breached for week in weeks),
        sum(week.exempt for week in weeks),
    )
    if not any(_counts(total)):
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    _share(sheet, total, labels)
    _bars(sheet, weeks, labels)
    _totals(sheet, total, labels)
    return sheet.figure


def _counts(week: Week) -> tuple[int, int, int]:
    return week.in_time, week.breached, week.exempt


def _percent(week: Week, labels: RuleTrendLabels) -> str:
    return "—" if week.share is None else labels.numbers.percent(week.share)


def _share(sheet: Canvas, total: Week, labels: RuleTrendLabels) -> None:
    percent = _percent(total, labels)
    sheet.text(theme.MARGIN, 226, percent, size=60, room=300, color=theme.BLUE, bold=True, whole=True)
    left = theme.MARGIN + min(theme.width(lettering.clean(percent), 60, bold=True), 300) + 24
    room = theme.WIDTH - theme.MARGIN - left
    lines = lettering.wrap(labels.share, room, 27, lines=2)
    for place, line in enumerate(lines):
        y = 226 + 34 * (place - (len(lines) - 1) / 2)
        sheet.text(left, y, line, size=27, room=room + 8, color=theme.QUIET)


def _bars(sheet: Canvas, weeks: tuple[Week, ...], labels: RuleTrendLabels) -> None:
    step = min(_WIDEST / len(weeks), 190.0)
    left = (theme.WIDTH - step * len(weeks)) / 2
    wide = step * 0.8
    scale = (_BASE - _TOP) / max(sum(_counts(week)) for week in weeks)
    share_size = parts.even([_percent(week, labels) for week in weeks], step - 5, 27)
    title_size = parts.even([word for week in weeks for word in week.title.split()], step - 12, 24)
    titles = [lettering.wrap(week.title, step - 8, title_size, lines=2) for week in weeks]
    for place, week in enumerate(weeks):
        middle = left + step * (place + 0.5)
        y = float(_BASE)
        tall = parts.lengths(_counts(week), scale)
        for count, length, fill in zip(_counts(week), tall, _FILLS, strict=True):
            if not count:
                continue
            y -= length
            parts.box(sheet, middle - wide / 2, y, wide, length, fill)
            parts.number(
                sheet,
                labels.numbers.count(count),
                middle,
                y + length / 2,
                fill,
                size=26,
                width=wide,
                height=length,
            )
        if y < _BASE:
            sheet.text(
                middle,
                y - 22,
                _percent(week, labels),
                size=share_size,
                room=step - 4,
                align="center",
                whole=True,
            )
        for line, words in enumerate(titles[place]):
            sheet.text(
                middle,
                _BASE + 28 + 30 * line,
                words,
                size=title_size,
                room=step - 4,
                color=theme.QUIET,
                align="center",
            )
    sheet.line([(theme.MARGIN, _BASE), (theme.WIDTH - theme.MARGIN, _BASE)], color=theme.QUIET)


def _totals(sheet: Canvas, total: Week, labels: RuleTrendLabels) -> None:
    """Cards that also say what the parts of the bars mean."""
    gap = 20
    width = (_WIDEST - 2 * gap) / 3
    words = (labels.in_time, labels.breached, labels.exempt)
    for place, (title, count, fill, tint) in enumerate(
        zip(words, _counts(total), _FILLS, _TINTS, strict=True)
    ):
        left = theme.MARGIN + place * (width + gap)
        sheet.box(left, _CARDS, width, theme.HEIGHT - theme.MARGIN - _CARDS, color=tint, round_by=16)
        beside = parts.swatch(sheet, left + 22, _CARDS + 54, fill)
        room = left + width - 16 - beside
        lines = lettering.wrap(title, room, 25, lines=2)
        for line, text in enumerate(lines):
            y = _CARDS + 54 + 32 * (line - (len(lines) - 1) / 2)
            sheet.text(beside, y, text, size=25, room=room + 8)
        number = labels.numbers.count(count)
        sheet.text(left + 22, _CARDS + 132, number, size=48, room=width - 44, bold=True, whole=True)
