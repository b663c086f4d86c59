"""Discipline: of what everybody had to do, how much was done on time, how much late, and how much was missed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from charts import canvas, lettering, parts, rows, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_TOP = 300
_LOWEST = 640  # a picture that is very flat is shown small
_ROOM = 780  # the rows of a few people share it
_CLOSE, _FAR = 94, 124  # from one person to the next
_FILLS = (parts.GOOD, parts.BETWEEN, parts.BAD)
_WIDE = 480  # of a bar
# Where the numbers at the right begin, and their room.
_COLUMNS = ((theme.MARGIN + _WIDE + 16, 116), (theme.MARGIN + _WIDE + 152, 154), (rows.RIGHT - 138, 138))


@dataclass(frozen=True, slots=True)
class Person:
    """`late` was done after its time, `missed` not at all; `snoozed` is how often something was put off.

    `median_late_hours` is of what was late, None if nothing was.
    """

    name: str
    on_time: int
    late: int
    missed: int
    snoozed: int
    median_late_hours: float | None


@dataclass(frozen=True, slots=True)
class Discipline:
    """In the order in which they are shown: the first twelve one by one, all others as one."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class DisciplineLabels:
    """`share`, `lateness` and `snoozed` stand over their columns, in two lines at most."""

    title: str
    subtitle: str
    on_time: str
    late: str
    missed: str
    share: str
    lateness: str
    snoozed: str
    total: Callable[[int], str]  # how many things a person had to do, with their noun
    hours: Callable[[float], str]  # a number of hours with its unit
    others: Callable[[int], str]  # so many more people
    no_data: str
    numbers: Numbers


def draw(series: Discipline, labels: DisciplineLabels) -> Figure:
    """A figure 1080 pixels wide, as high as there are people; every bar is the whole of one person's work."""
    people = rows.first(series.people, rows.PEOPLE, lambda rest: _together(rest, labels))
    if not any(sum(_counts(person)) or person.snoozed for person in people):
        sheet = canvas.sheet()
        canvas.heading(sheet, labels.title, labels.subtitle)
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    step = min(max(_ROOM // len(people), _CLOSE), _FAR)
    sheet = canvas.sheet(height=max(_LOWEST, _TOP + step * len(people) + theme.MARGIN))
    canvas.heading(sheet, labels.title, labels.subtitle)
    words = (labels.on_time, labels.late, labels.missed)
    parts.legend(sheet, 206, list(zip(_FILLS, words, strict=True)))
    _columns(sheet, labels)
    for place, person in enumerate(people):
        _row(sheet, person, labels, top=_TOP + step * place, tall=step - 54)
    return sheet.figure


def _counts(person: Person) -> tuple[int, int, int]:
    return person.on_time, person.late, person.missed


def _together(people: Sequence[Person], labels: DisciplineLabels) -> Person:
    """Everybody's counts; medians cannot be summed."""
    return Person(
        labels.others(len(people)),
        sum(person.on_time for person in people),
        sum(person.late for person in people),
        sum(person.missed for person in people),
        sum(person.snoozed for person in people),
        None,
    )


def _columns(sheet: Canvas, labels: DisciplineLabels) -> None:
    for (left, width), title in zip(_COLUMNS, (labels.share, labels.lateness, labels.snoozed), strict=True):
        size = parts.even(title.split(), width, 23)
        lines = lettering.wrap(title, width, size, lines=2)
        for number, line in enumerate(lines):
            y = 296 - 28 * (len(lines) - 1 - number)
            sheet.text(left + width, y, line, size=size, room=width + 8, color=theme.QUIET, align="right")


def _row(sheet: Canvas, person: Person, labels: DisciplineLabels, *, top: float, tall: float) -> None:
    counts = _counts(person)
    whole = sum(counts)
    numbers = labels.numbers
    total = labels.total(whole)
    total_room = min(theme.width(lettering.clean(total), 24) + 1, _WIDE * 0.6)
    edge = theme.MARGIN + _WIDE
    sheet.text(theme.MARGIN, top + 26, person.name, size=28, room=_WIDE - total_room - 20, bold=True)
    sheet.text(edge, top + 26, total, size=24, room=total_room, color=theme.QUIET, align="right", whole=True)
    bar, middle = top + 46, top + 46 + tall / 2
    sheet.box(theme.MARGIN, bar, _WIDE, tall, color=theme.TINTS[theme.QUIET])
    x = float(theme.MARGIN)
    wide = parts.lengths(counts, _WIDE / whole) if whole else [0.0] * len(counts)
    squeeze = _WIDE / sum(wide) if whole else 1.0
    for count, length, fill in zip(counts, wide, _FILLS, strict=True):
        if not count:
            continue
        width = length * squeeze
        parts.box(sheet, x, bar, width, tall, fill)
        parts.number(
            sheet, numbers.count(count), x + width / 2, middle, fill, size=26, width=width, height=tall
        )
        x += width
    late = person.median_late_hours
    said = (
        (numbers.percent(person.on_time / whole) if whole else "—", theme.INK),
        ("—" if late is None else labels.hours(late), theme.INK),
        (numbers.count(person.snoozed), theme.INK if person.snoozed else theme.QUIET),
    )
    for place, ((left, width), (text, color)) in enumerate(zip(_COLUMNS, said, strict=True)):
        sheet.text(
            left + width,
            middle,
            text,
            size=28,
            room=width,
            color=color,
            bold=place == 0,
            align="right",
            whole=True,
        )
