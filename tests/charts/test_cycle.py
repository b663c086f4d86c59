from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import render, theme
from charts.cycle import Cycle, CycleLabels, Group, draw, histogram
from tests.charts.words import HOSTILE, NUMBERS, bars, outside, texts

LABELS = CycleLabels("Длительность", "Все", "медиана", "p90", "дней", "Нет закрытых сделок", NUMBERS)
WON = Group("won", "Выиграны", ((1, 10), (4, 20), (7, 5)), median=4, p90=7)
LOST = Group("lost", "Проиграны", ((2, 3), (30, 1)), median=2, p90=30)


def test_marks_and_numbers_of_deals_are_written() -> None:
    written = texts(draw(Cycle((WON, LOST)), LABELS))
    assert {"Выиграны", "35", "медиана: 4 дн.", "p90: 7 дн.", "Проиграны", "4", "p90: 30 дн.", "дней"} <= set(
        written
    )


def test_bars_are_proportional_to_deals() -> None:
    heights = [bar.get_height() for bar in bars(draw(Cycle((WON,)), LABELS), theme.GREEN)]
    assert [height / heights[1] for height in heights] == pytest.approx([0.5, 1, 0.25])


def test_marks_stand_at_their_day_on_the_scale_of_the_bars() -> None:
    figure = draw(Cycle((WON,)), LABELS)
    first, second, _ = bars(figure, theme.GREEN)
    day = (second.get_x() - first.get_x()) / 3  # from day 1 to day 4
    ends = [[float(x) for x in np.asarray(line.get_xdata())] for line in figure.axes[0].lines]
    median, p90 = (left for left, right in ends if left == right)
    assert p90 - median == pytest.approx(3 * day)


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 1000)), st.integers(1, 400))
def test_a_histogram_loses_no_deal(durations: dict[int, int], bin_days: int) -> None:
    bins = histogram(tuple(durations.items()), bin_days)
    assert sum(bins.values()) == sum(durations.values())
    assert set(bins) == {day // bin_days for day in durations}


def test_nothing_closed_says_so() -> None:
    for series in (Cycle(()), Cycle((replace(WON, durations=()),))):
        assert texts(draw(series, LABELS)) == ["Длительность", "Все", "Нет закрытых сделок"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_and_any_length_stay_on_the_sheet(name: str) -> None:
    long = Group("closed", name, ((0, 1), (100_000, 10**9)), median=0, p90=100_000)
    figure = draw(Cycle((long, WON, LOST)), replace(LABELS, median=name[:30], axis=name))
    assert outside(figure) == []
    assert render.to_png(figure) == render.to_png(figure)
