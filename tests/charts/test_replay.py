from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from charts import parts, render, theme
from charts.replay import DayPair, Pair, Replay, ReplayLabels, draw
from tests.charts.laid import ENGLISH, above_the_sheet, overlapping, smallest
from tests.charts.words import HOSTILE, NUMBERS, bars, outside, texts

RUSSIAN = ReplayLabels(
    title="Что если 3 дня, а не 5?",
    subtitle="КП за 5 дней · отдел «Центр»",
    violations="Нарушения",
    digest=lambda days: "Строк в сводке по дням" if days == 1 else f"Строк в сводке, в среднем за {days} дн.",
    now="5 дней (сейчас)",
    changed="3 дня",
    others=lambda people: f"и ещё {people}",
    no_data="Нарушений нет ни так, ни так.",
    numbers=NUMBERS,
)
IN_ENGLISH = ReplayLabels(
    title="What if 3 days, not 5?",
    subtitle="Proposal within 5 days · team Centre",
    violations="Violations",
    digest=lambda days: (
        "Lines in the digest by day" if days == 1 else f"Lines in the digest, mean of {days} days"
    ),
    now="5 days (now)",
    changed="3 days",
    others=lambda people: f"{people} more",
    no_data="No violations either way.",
    numbers=ENGLISH,
)
LANGUAGES = [RUSSIAN, IN_ENGLISH]
ANNA, BORIS = Pair("Анна Петрова", 4, 8), Pair("Борис Ильин", 0, 2)
WEEK = (DayPair("07.09", 1, 3), DayPair("08.09", 2, 4), DayPair("09.09", 0, 4))
USUAL = Replay((ANNA, BORIS), WEEK)


def curves(figure: Figure) -> list[Line2D]:
    """Now and changed: the lines with markers that are not samples of the legend."""
    return [line for line in figure.axes[0].lines if line.get_marker() != "None"][2:]


def heights(line: Line2D) -> list[float]:
    return [float(y) for y in np.asarray(line.get_ydata())]


def test_the_numbers_are_written() -> None:
    written = texts(draw(USUAL, RUSSIAN))
    assert {"Нарушения", "4 → 10", "Анна Петрова", "4", "8", "Борис Ильин", "0", "2"} <= set(written)
    assert {"Строк в сводке по дням", "07.09", "08.09", "09.09"} <= set(written)
    assert written.count("5 дней (сейчас)") == written.count("3 дня") == 2


def test_bars_are_pairs_on_one_scale_told_apart_by_pattern() -> None:
    figure = draw(USUAL, RUSSIAN)
    _, now = bars(figure, parts.BEFORE.color)  # the first is the sample
    _, anna, boris = bars(figure, theme.BLUE)
    assert [bar.get_width() / anna.get_width() for bar in (now, boris)] == pytest.approx([0.5, 0.25])
    assert anna.get_hatch() == boris.get_hatch() == "//"
    assert now.get_hatch() is None


def test_lines_are_told_apart_by_dash_and_marker() -> None:
    now, changed = curves(draw(USUAL, RUSSIAN))
    assert now.get_linestyle() != changed.get_linestyle()
    assert now.get_marker() != changed.get_marker()


def test_lines_are_proportional_to_the_length_of_the_digest() -> None:
    now, changed = map(heights, curves(draw(USUAL, RUSSIAN)))
    nothing, one = now[2], now[2] - now[0]
    assert [(nothing - y) / one for y in (*now, *changed)] == pytest.approx([1, 2, 0, 3, 4, 4])


@pytest.mark.parametrize(("days", "together"), [(1, 1), (62, 1), (63, 7), (365, 7), (434, 7), (1000, 17)])
def test_many_days_are_means_of_runs(days: int, together: int) -> None:
    series = Replay((), tuple(DayPair(f"{n}", n % 2, 6) for n in range(days)))
    figure = draw(series, RUSSIAN)
    assert RUSSIAN.digest(together) in texts(figure)
    now, changed = map(heights, curves(figure))
    assert len(now) == len(changed) == -(-days // together) <= 62
    assert len(set(changed)) == 1  # six lines a day are six in the mean
    assert overlapping(figure) == []


def test_those_after_the_twelfth_are_summed_in_numbers_alone() -> None:
    figure = draw(Replay((BORIS,) * 12 + (Pair("Тринадцатая", 100, 200), ANNA), ()), RUSSIAN)
    written = texts(figure)
    assert {"и ещё 2", "104 → 208", "104 → 232"} <= set(written)
    assert "Тринадцатая" not in written
    assert len(list(bars(figure, theme.BLUE))) == 13  # twelve and the sample


@pytest.mark.parametrize("labels", LANGUAGES)
@pytest.mark.parametrize(("people", "days"), [(1, 0), (0, 1), (1, 1), (12, 30), (40, 365)])
def test_any_number_of_rows_and_days_is_read_on_a_phone(people: int, days: int, labels: ReplayLabels) -> None:
    line = tuple(DayPair(f"{1 + n % 28:02}.{1 + n // 28 % 12:02}", 1 + n % 5, 2 + n % 7) for n in range(days))
    figure = draw(Replay((ANNA,) * people, line), labels)
    assert outside(figure) == []
    assert overlapping(figure) == []
    assert smallest(figure) >= parts.SMALLEST


@pytest.mark.parametrize("labels", LANGUAGES)
def test_nothing_either_way_says_so(labels: ReplayLabels) -> None:
    for series in (Replay((), ()), Replay((Pair("Анна", 0, 0),), (DayPair("07.09", 0, 0),))):
        assert texts(draw(series, labels)) == [labels.title, labels.subtitle, labels.no_data]


def test_a_part_without_numbers_is_left_out() -> None:
    assert "Нарушения" not in texts(draw(Replay((Pair("Анна", 0, 0),), WEEK), RUSSIAN))
    assert curves(draw(Replay((ANNA,), (DayPair("07.09", 0, 0),)), RUSSIAN)) == []


@pytest.mark.parametrize("labels", LANGUAGES)
def test_a_large_number_is_never_cut(labels: ReplayLabels) -> None:
    series = Replay((Pair("Анна", 10**12, 3 * 10**12),), (DayPair("07.09", 10**12, 6 * 10**12),))
    figure = draw(series, labels)
    count = labels.numbers.count
    said = count(10**12), count(6 * 10**12), f"{count(10**12)} → {count(3 * 10**12)}"
    assert {one.replace("\N{NO-BREAK SPACE}", " ") for one in said} <= set(texts(figure))
    assert outside(figure) == []
    assert overlapping(figure) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet_and_bytes_repeat(name: str) -> None:
    labels = replace(
        RUSSIAN,
        title=name,
        subtitle=name,
        violations=name,
        digest=lambda _: name,
        now=name,
        changed=name,
        others=lambda _: name,
    )
    series = Replay((replace(ANNA, name=name),) * 14, tuple(replace(day, title=name) for day in WEEK))
    figures = [draw(series, labels) for _ in range(2)]
    assert outside(figures[0]) == above_the_sheet(figures[0]) == []
    assert overlapping(figures[0]) == []
    assert len({render.to_png(figure) for figure in figures}) == 1
