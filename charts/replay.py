"""What a changed rule would have done on recorded history: whose violations, and how long the digest, day by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from matplotlib.figure import Figure

from charts import canvas, curves, lettering, parts, rows, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_TOP = 186
_HEAD = 146  # title and legend of a part
_LOWEST = 640  # a picture that is very flat is shown small
_STEP = 92  # from one person to the next
_REST = 60  # height of what stands for all others
_BAR = 32
_CURVES = 420
_GAP = 48
_POINTS = 62  # of a line; more would be a thicket


@dataclass(frozen=True, slots=True)
class Pair:
    """A person's violations: by the rule as it is, and as it would be."""

    name: str
    now: int
    changed: int


@dataclass(frozen=True, slots=True)
class DayPair:
    """Lines of the digest of one day; `title` is short, such as 28.09."""

    title: str
    now: int
    changed: int


@dataclass(frozen=True, slots=True)
class Replay:
    """People in the order in which they are shown: the first twelve one by one, all others as one; the oldest day first."""

    people: tuple[Pair, ...]
    days: tuple[DayPair, ...]


@dataclass(frozen=True, slots=True)
class ReplayLabels:
    """`now` and `changed` name the two rules, as "5 days (now)" and "3 days"."""

    title: str
    subtitle: str
    violations: str
    digest: Callable[[int], str]  # "lines in the digest", by day or as the mean of so many days
    now: str
    changed: str
    others: Callable[[int], str]  # so many more people
    no_data: str
    numbers: Numbers


def draw(series: Replay, labels: ReplayLabels) -> Figure:
    """A figure 1080 pixels wide, as high as there are people; what all violations come to stands at the right."""
    days = series.days if any(day.now or day.changed for day in series.days) else ()
    violations = any(pair.now or pair.changed for pair in series.people)
    if not (violations or days):
        sheet = canvas.sheet()
        canvas.heading(sheet, labels.title, labels.subtitle)
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    below = _TOP
    if violations:
        more = len(series.people) > rows.PEOPLE
        below += _HEAD + _STEP * len(series.people[: rows.PEOPLE]) + (_REST if more else 0) + _GAP
    height = below + (_HEAD + _CURVES if days else 0) + theme.MARGIN
    sheet = canvas.sheet(height=max(_LOWEST, height))
    canvas.heading(sheet, labels.title, labels.subtitle)
    if violations:
        _people(sheet, series.people, labels)
    if days:
        _days(sheet, days, labels, below)
    return sheet.figure


def _sums(people: Sequence[Pair], labels: ReplayLabels) -> str:
    count = labels.numbers.count
    return f"{count(sum(pair.now for pair in people))} → {count(sum(pair.changed for pair in people))}"


def _people(sheet: Canvas, everybody: Sequence[Pair], labels: ReplayLabels) -> None:
    count = labels.numbers.count
    people, rest = everybody[: rows.PEOPLE], everybody[rows.PEOPLE :]
    rows.title(sheet, labels.violations, _TOP + 30, total=_sums(everybody, labels))
    parts.legend(sheet, _TOP + 92, [(parts.BEFORE, labels.now), (parts.AFTER, labels.changed)])
    said = [(count(pair.now), count(pair.changed)) for pair in people]
    beside = min(
        max(theme.width(lettering.clean(text), 26, bold=True) for texts in said for text in texts), 280.0
    )
    wide = rows.RIGHT - rows.LEFT - beside - 14
    largest = max(max(pair.now, pair.changed) for pair in people) or 1
    for place, (pair, texts) in enumerate(zip(people, said, strict=True)):
        middle = _TOP + _HEAD + _STEP * (place + 0.5)
        rows.name(sheet, pair.name, middle)
        bars = zip((pair.now, pair.changed), texts, (parts.BEFORE, parts.AFTER), (-1, 1), strict=True)
        for number, text, fill, side in bars:
            y = middle + side * (_BAR / 2 + 2)
            length = max(wide * number / largest, 4) if number else 0.0
            if number:
                parts.box(sheet, rows.LEFT, y - _BAR / 2, length, _BAR, fill)
            sheet.text(rows.LEFT + length + 14, y, text, size=26, room=beside + 2, bold=True, whole=True)
        top, bottom = middle - _BAR - 8, middle + _BAR + 8
        sheet.line([(rows.LEFT, top), (rows.LEFT, bottom)], color=theme.QUIET)
    if rest:
        # In numbers alone: the bar of many would make those of each too short to be compared.
        middle = _TOP + _HEAD + _STEP * len(people) + _REST / 2
        room = rows.RIGHT - rows.LEFT - 14
        rows.name(sheet, labels.others(len(rest)), middle)
        sheet.text(rows.LEFT + 14, middle, _sums(rest, labels), size=26, room=room, bold=True, whole=True)


def _days_together(days: int) -> int:
    """How many days are one point: each by itself, else weeks, else as many as are needed."""
    return next((length for length in (1, 7) if days <= length * _POINTS), -(-days // _POINTS))


def _days(sheet: Canvas, days: Sequence[DayPair], labels: ReplayLabels, top: float) -> None:
    together = _days_together(len(days))
    runs = [days[place : place + together] for place in range(0, len(days), together)]
    rows.title(sheet, labels.digest(together), top + 30)
    lines = [
        curves.Curve(labels.now, tuple(fmean(day.now for day in run) for run in runs), curves.BEFORE),
        curves.Curve(labels.changed, tuple(fmean(day.changed for day in run) for run in runs), curves.AFTER),
    ]
    curves.legend(sheet, lines, top + 92)
    curves.draw(
        sheet,
        lines,
        [run[0].title for run in runs],
        labels.numbers,
        top=top + _HEAD + 10,
        bottom=top + _HEAD + _CURVES - 44,
    )
