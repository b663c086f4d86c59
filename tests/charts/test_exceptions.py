from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from charts import parts, render, theme
from charts.exceptions import Exceptions, ExceptionsLabels, Reason, Share, draw
from tests.charts.laid import ENGLISH, above_the_sheet, overlapping, smallest
from tests.charts.words import HOSTILE, NUMBERS, bars, outside, texts

RUSSIAN = ExceptionsLabels(
    title="Сложные сделки",
    subtitle="Отдел «Центр» · последние 90 дней",
    part=lambda some, all_: f"{NUMBERS.count(some)} из {NUMBERS.count(all_)}",
    threshold="порог",
    marked="порог достигнут, от 5 сделок",
    reasons="Причины",
    others=lambda people: f"и ещё {people}",
    other_reasons=lambda number: f"другие причины: {number}",
    no_data="Сделок здесь нет.",
    numbers=NUMBERS,
)
IN_ENGLISH = ExceptionsLabels(
    title="Complex deals",
    subtitle="Team Centre · the last 90 days",
    part=lambda some, all_: f"{ENGLISH.count(some)} of {ENGLISH.count(all_)}",
    threshold="threshold",
    marked="at the threshold or past it, from 5 deals on",
    reasons="Reasons",
    others=lambda people: f"{people} more",
    other_reasons=lambda number: f"{number} other reasons",
    no_data="No deals here.",
    numbers=ENGLISH,
)
LANGUAGES = [RUSSIAN, IN_ENGLISH]
ANNA, BORIS = Share("Анна Петрова", 4, 8), Share("Борис Ильин", 1, 8)
REASONS = (Reason("Специальные условия оплаты", 4), Reason("Другое", 1))
USUAL = Exceptions((ANNA, BORIS), REASONS, 0.4, 5)


def marked(figure: Figure) -> int:
    """Bars with the pattern; the sample of the legend is not counted."""
    return max(len(list(bars(figure, theme.RED))) - 1, 0)


def threshold(figure: Figure) -> float:
    ends = [[float(x) for x in np.asarray(line.get_xdata())] for line in figure.axes[0].lines]
    (x,) = {left for left, right in ends if left == right}
    return x


@pytest.mark.parametrize("labels", LANGUAGES)
def test_shares_and_reasons_are_written(labels: ExceptionsLabels) -> None:
    written = texts(draw(USUAL, labels))
    percent = [
        text.replace("\N{NO-BREAK SPACE}", " ") for text in map(labels.numbers.percent, (0.5, 0.125, 0.4))
    ]
    assert {"Анна Петрова", f"⚠ {percent[0]}", labels.part(4, 8)} <= set(written)
    assert {"Борис Ильин", percent[1], labels.part(1, 8)} <= set(written)
    assert {f"{labels.threshold} {percent[2]}", f"⚠ {labels.marked}", labels.reasons, "Другое"} <= set(
        written
    )


def test_bars_are_shares_on_the_scale_of_the_threshold() -> None:
    figure = draw(USUAL, RUSSIAN)
    _, anna = bars(figure, theme.RED)
    (boris,) = bars(figure, theme.BLUE)
    assert boris.get_width() / anna.get_width() == pytest.approx(0.25)
    assert (threshold(figure) - anna.get_x()) / anna.get_width() == pytest.approx(0.4 / 0.5)


@pytest.mark.parametrize(
    ("complex_", "all_", "stands_out"),
    [(2, 5, True), (1, 3, False), (2, 4, False), (39, 100, False), (40, 100, True)],
)
def test_who_is_at_the_threshold_with_deals_enough_is_marked_by_pattern_and_sign(
    complex_: int, all_: int, stands_out: bool
) -> None:
    figure = draw(replace(USUAL, people=(Share("Анна", complex_, all_),)), RUSSIAN)
    assert marked(figure) == stands_out
    assert any(text.startswith("⚠ ") and text.endswith("%") for text in texts(figure)) is stands_out
    assert all(bar.get_hatch() for bar in bars(figure, theme.RED))


def test_where_nobody_is_marked_no_mark_is_explained() -> None:
    written = texts(draw(replace(USUAL, people=(BORIS,)), RUSSIAN))
    assert not any("⚠" in text for text in written)


def test_reasons_are_bars_of_counts_and_those_never_given_are_left_out() -> None:
    figure = draw(replace(USUAL, reasons=(*REASONS, Reason("Ждём данные клиента", 0))), RUSSIAN)
    first, second = bars(figure, parts.BEFORE.color)
    assert second.get_width() / first.get_width() == pytest.approx(0.25)
    assert "Ждём данные клиента" not in texts(figure)


def test_the_rest_is_summed_and_never_marked() -> None:
    series = Exceptions(
        (BORIS,) * 12 + (ANNA, ANNA), tuple(Reason(f"Причина {n}", n) for n in range(1, 12)), 0.4
    )
    figure = draw(series, RUSSIAN)
    written = texts(figure)
    assert {"и ещё 2", "8 из 16", "50 %", "Причина 8", "другие причины: 3", "30"} <= set(written)
    assert "Причина 9" not in written
    assert marked(figure) == 0


@pytest.mark.parametrize("labels", LANGUAGES)
@pytest.mark.parametrize(("people", "reasons"), [(1, 0), (0, 1), (1, 1), (12, 8), (40, 20)])
def test_any_number_of_rows_is_read_on_a_phone(people: int, reasons: int, labels: ExceptionsLabels) -> None:
    series = Exceptions((ANNA,) * people, (REASONS[0],) * reasons, 0.4, 5)
    figure = draw(series, labels)
    assert outside(figure) == []
    assert overlapping(figure) == []
    assert smallest(figure) >= parts.SMALLEST
    assert texts(figure).count("Анна Петрова") == min(people, 12)


@pytest.mark.parametrize("labels", LANGUAGES)
def test_no_deals_say_so(labels: ExceptionsLabels) -> None:
    for people in ((), (Share("Анна", 0, 0),)):
        figure = draw(Exceptions(people, (), 0.4), labels)
        assert texts(figure) == [labels.title, labels.subtitle, labels.no_data]


def test_deals_of_which_none_is_complex_are_nothing_in_per_cent() -> None:
    figure = draw(Exceptions((Share("Анна", 0, 7), Share("Вера", 0, 0)), (), 0.4), RUSSIAN)
    assert {"0 %", "0 из 7", "—", "0 из 0"} <= set(texts(figure))
    assert list(bars(figure, theme.BLUE)) == []


@pytest.mark.parametrize("threshold_", [0.0, 0.01, 1.0, 7.0])
def test_any_threshold_stands_on_the_scale(threshold_: float) -> None:
    figure = draw(replace(USUAL, threshold=threshold_), RUSSIAN)
    assert outside(figure) == []
    assert theme.MARGIN < threshold(figure) < theme.WIDTH - theme.MARGIN


@pytest.mark.parametrize("labels", LANGUAGES)
def test_a_large_number_is_never_cut(labels: ExceptionsLabels) -> None:
    figure = draw(Exceptions((Share("Анна", 10**12, 10**12),), (Reason("Другое", 10**12),), 0.4), labels)
    said = labels.part(10**12, 10**12), labels.numbers.count(10**12)
    assert {one.replace("\N{NO-BREAK SPACE}", " ") for one in said} <= set(texts(figure))
    assert outside(figure) == []
    assert overlapping(figure) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet_and_bytes_repeat(name: str) -> None:
    labels = replace(
        RUSSIAN,
        title=name,
        subtitle=name,
        threshold=name[:20],
        marked=name,
        reasons=name,
        others=lambda _: name,
        other_reasons=lambda _: name,
    )
    series = Exceptions((replace(ANNA, name=name),) * 14, (Reason(name, 3),) * 10, 0.4)
    figures = [draw(series, labels) for _ in range(2)]
    assert outside(figures[0]) == above_the_sheet(figures[0]) == []
    assert overlapping(figures[0]) == []
    assert len({render.to_png(figure) for figure in figures}) == 1
