"""Exceptions: whose deals are how often called complex, who is at the threshold or past it, and for which reasons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from charts import canvas, lettering, parts, rows, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_TOP = 258
_STEP = 86  # from one person to the next
_BAR = 44
_REASONS = 8
_REASON = 68
_LOWEST = 640  # a picture that is very flat is shown small
_NUMBERS = 190  # room for what stands at the right
_SIGN = "⚠"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a person's deals are complex."""

    name: str
    complex: int
    all: int

    @property
    def share(self) -> float | None:
        return self.complex / self.all if self.all else None


@dataclass(frozen=True, slots=True)
class Reason:
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Exceptions:
    """In the order in which they are shown; the first twelve people and eight reasons, all others as one.

    `threshold` is a share; whoever has fewer deals than `least` is not marked.
    """

    people: tuple[Share, ...]
    reasons: tuple[Reason, ...]
    threshold: float
    least: int = 1


@dataclass(frozen=True, slots=True)
class ExceptionsLabels:
    title: str
    subtitle: str
    part: Callable[[int, int], str]  # "4 of 11"
    threshold: str  # stands before the per cent of the threshold
    marked: str  # what the mark means
    reasons: str
    others: Callable[[int], str]  # so many more people
    other_reasons: Callable[[int], str]  # so many more reasons
    no_data: str
    numbers: Numbers


def draw(series: Exceptions, labels: ExceptionsLabels) -> Figure:
    """A figure 1080 pixels wide, as high as there are people and reasons; bars are shares, below them counts."""
    people = rows.first(series.people, rows.PEOPLE, lambda rest: _together(rest, labels))
    reasons = rows.first(
        [reason for reason in series.reasons if reason.count],
        _REASONS,
        lambda rest: Reason(labels.other_reasons(len(rest)), sum(reason.count for reason in rest)),
    )
    if not (reasons or any(person.all for person in people)):
        sheet = canvas.sheet()
        canvas.heading(sheet, labels.title, labels.subtitle)
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    below = _TOP + _STEP * len(people) + 20
    listed = 112 + _REASON * len(reasons) if reasons else 0
    sheet = canvas.sheet(height=max(_LOWEST, below + listed + theme.MARGIN))
    canvas.heading(sheet, labels.title, labels.subtitle)
    if people:
        _people(sheet, people, series, labels)
    if reasons:
        _reasons(sheet, reasons, labels, below)
    return sheet.figure


def _together(people: Sequence[Share], labels: ExceptionsLabels) -> Share:
    return Share(
        labels.others(len(people)),
        sum(person.complex for person in people),
        sum(person.all for person in people),
    )


def _marked(person: Share, series: Exceptions) -> bool:
    return person.share is not None and person.share >= series.threshold and person.all >= series.least


def _people(sheet: Canvas, people: Sequence[Share], series: Exceptions, labels: ExceptionsLabels) -> None:
    numbers = labels.numbers
    wide = rows.RIGHT - _NUMBERS - rows.LEFT
    # All that are summed in the last row together are no person, and never marked.
    marked = [_marked(person, series) for person in people[: rows.PEOPLE]]
    largest = max([series.threshold, *(person.share or 0 for person in people)])
    full = min(largest * 1.12, 1.0) or 1.0
    if any(marked):
        parts.legend(sheet, 196, [(parts.BAD, f"{_SIGN} {labels.marked}")])
    for place, person in enumerate(people):
        middle = _TOP + _STEP * (place + 0.5)
        rows.name(sheet, person.name, middle)
        sheet.box(rows.LEFT, middle - _BAR / 2, wide, _BAR, color=theme.TINTS[theme.QUIET])
        stands_out = place < len(marked) and marked[place]
        if person.complex:
            length = min(max(wide * (person.share or 0) / full, 4), wide)
            fill = parts.BAD if stands_out else parts.GOOD
            parts.box(sheet, rows.LEFT, middle - _BAR / 2, length, _BAR, fill)
        percent = "—" if person.share is None else numbers.percent(person.share)
        sheet.text(
            rows.RIGHT,
            middle - 15,
            f"{_SIGN} {percent}" if stands_out else percent,
            size=29,
            room=_NUMBERS - 20,
            bold=True,
            color=theme.RED if stands_out else theme.INK,
            align="right",
            whole=True,
        )
        sheet.text(
            rows.RIGHT,
            middle + 19,
            labels.part(person.complex, person.all),
            size=24,
            room=_NUMBERS - 20,
            color=theme.QUIET,
            align="right",
            whole=True,
        )
    _threshold(
        sheet,
        rows.LEFT + wide * min(max(series.threshold / full, 0), 1),
        _TOP + _STEP * len(people),
        f"{labels.threshold} {numbers.percent(series.threshold)}",
    )


def _threshold(sheet: Canvas, x: float, bottom: float, words: str) -> None:
    sheet.line([(x, _TOP + 4), (x, bottom)], color=theme.PAPER, thick=7)  # seen on every bar
    sheet.line([(x, _TOP + 4), (x, bottom)], color=theme.INK, thick=3, style="--")
    room = rows.RIGHT - rows.LEFT
    half = min(theme.width(lettering.clean(words), 25), room) / 2
    middle = min(max(x, rows.LEFT + half), rows.RIGHT - half)
    sheet.text(middle, _TOP - 14, words, size=25, room=room + 8, align="center", whole=True)


def _reasons(sheet: Canvas, reasons: Sequence[Reason], labels: ExceptionsLabels, top: float) -> None:
    rows.title(sheet, labels.reasons, top + 44)
    largest = max(reason.count for reason in reasons)
    counts = [labels.numbers.count(reason.count) for reason in reasons]
    beside = min(max(theme.width(lettering.clean(count), 27, bold=True) for count in counts), 280.0)
    wide = rows.RIGHT - rows.LEFT - beside - 14
    for place, (reason, count) in enumerate(zip(reasons, counts, strict=True)):
        middle = top + 112 + _REASON * (place + 0.5) - 16
        rows.name(sheet, reason.title, middle, size=25)
        length = max(wide * reason.count / largest, 4)
        parts.box(sheet, rows.LEFT, middle - 17, length, 34, parts.BEFORE)
        sheet.text(rows.LEFT + length + 14, middle, count, size=27, room=beside + 2, bold=True, whole=True)
