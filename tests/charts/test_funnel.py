from dataclasses import replace
from decimal import Decimal

import pytest

from charts import render, theme
from charts.funnel import Funnel, FunnelLabels, Stage, draw
from tests.charts.words import HOSTILE, MONEY, NUMBERS, bars, outside, texts

LABELS = FunnelLabels(
    title="Воронка",
    subtitle="Простая продажа",
    now="сейчас",
    of_previous="от предыдущей",
    won="Выиграны",
    lost="Проиграны",
    open="В работе",
    win_rate="Доля побед",
    of_closed="от закрытых",
    no_data="Нет сделок",
    numbers=NUMBERS,
)
SIMPLE = Funnel(
    stages=(
        Stage("Поиск", reached=8800, now=500, sum_now=Decimal(0), of_previous=None),
        Stage("Переговоры", reached=8300, now=1589, sum_now=MONEY, of_previous=8300 / 8800),
    ),
    won=4238,
    lost=2473,
    open=2089,
    won_sum=Decimal(10005534),
    win_rate=4238 / 6711,
)
EMPTY = Funnel(stages=(), won=0, lost=0, open=0, won_sum=Decimal(0), win_rate=None)


def test_the_numbers_are_written() -> None:
    written = texts(draw(SIMPLE, LABELS))
    assert {"Воронка", "Простая продажа", "Поиск", "Переговоры", "Выиграны"} <= set(written)
    assert {"8 800", "8 300", "4 238", "сейчас: 500", "сейчас: 1 589 · 1 234 568 ₽", "10 005 534 ₽"} <= set(
        written
    )
    assert {"↓ 94 % от предыдущей", "↓ 63 % от закрытых", "63 %", "2 473", "2 089"} <= set(written)


def test_bars_are_proportional_and_centred() -> None:
    figure = draw(SIMPLE, LABELS)
    first, second = bars(figure, theme.BLUE)
    (won,) = bars(figure, theme.GREEN)
    assert second.get_width() / first.get_width() == pytest.approx(8300 / 8800)
    assert won.get_width() / first.get_width() == pytest.approx(4238 / 8800)
    assert {bar.get_x() + bar.get_width() / 2 for bar in (first, second, won)} == {theme.WIDTH / 2}


def test_an_empty_selection_says_so_and_draws_no_zero() -> None:
    for series in (EMPTY, replace(EMPTY, stages=(Stage("Поиск", 0, 0, Decimal(0), None),))):
        figure = draw(series, LABELS)
        assert texts(figure) == ["Воронка", "Простая продажа", "Нет сделок"]
        assert list(bars(figure, theme.BLUE)) == []


def test_a_rate_of_nothing_is_a_dash() -> None:
    one = replace(EMPTY, stages=(Stage("Поиск", 1, 1, Decimal(0), None),), open=1)
    written = texts(draw(one, LABELS))
    assert "—" in written
    assert not any("%" in text for text in written)


def test_the_same_series_gives_the_same_bytes() -> None:
    first, second = (render.to_png(draw(SIMPLE, LABELS)) for _ in range(2))
    assert first == second
    assert first.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet(name: str) -> None:
    stage = Stage(name, reached=10**12, now=10**12, sum_now=Decimal(10) ** 24, of_previous=1.0)
    series = Funnel((stage, replace(stage, reached=3)), 10**11, 10**12, 10**13, Decimal(10) ** 30, 0.5)
    figure = draw(series, replace(LABELS, title=name, subtitle=name, won=name, now=name[:40]))
    assert outside(figure) == []
    assert render.to_png(figure)


def test_a_large_number_is_never_cut() -> None:
    series = replace(SIMPLE, open=10**13)
    assert "10 000 000 000 000" in texts(draw(series, LABELS))


def test_a_long_process_makes_a_taller_picture_with_words_of_a_readable_size() -> None:
    stages = tuple(Stage(f"Стадия {n}", 100 - n, 1, MONEY, 0.9) for n in range(14))
    figure = draw(replace(SIMPLE, stages=stages), LABELS)
    width, height = figure.get_size_inches() * figure.dpi
    assert width == theme.WIDTH < height
    assert width + height < 10_000  # Telegram's bound for a photo
    # 20 pixels of 1080 are about 7 points on a phone.
    assert min(float(text.get_fontsize()) for text in figure.axes[0].texts) * figure.dpi / 72 >= 20
