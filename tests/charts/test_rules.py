from dataclasses import replace

import pytest

from charts import parts, render, theme
from charts.rules import RuleTrend, RuleTrendLabels, Week, draw
from tests.charts.laid import ENGLISH, above_the_sheet, overlapping, smallest
from tests.charts.words import HOSTILE, NUMBERS, bars, outside, texts

RUSSIAN = RuleTrendLabels(
    title="КП за 5 дней",
    subtitle="Отдел «Центр» · последние 13 недель",
    in_time="В срок",
    breached="Нарушено",
    exempt="Исключения",
    share="выполнено в срок, исключения не в счёт",
    no_data="Ни один срок ещё не наступил.",
    numbers=NUMBERS,
)
IN_ENGLISH = RuleTrendLabels(
    title="Proposal within 5 days",
    subtitle="Team Centre · the last 13 weeks",
    in_time="In time",
    breached="Breached",
    exempt="Exceptions",
    share="fulfilled in time, exceptions not counted",
    no_data="Nothing was due yet.",
    numbers=ENGLISH,
)
LANGUAGES = [RUSSIAN, IN_ENGLISH]
SEPTEMBER = RuleTrend(
    (Week("07.09", 12, 3, 5), Week("14.09", 24, 6, 0), Week("21.09", 0, 0, 8), Week("28.09", 0, 0, 0))
)
QUARTER = RuleTrend(tuple(Week(f"{n + 10}.09", 10 + n, n % 4, n % 3) for n in range(13)))


def test_counts_shares_and_totals_are_written() -> None:
    written = texts(draw(SEPTEMBER, RUSSIAN))
    assert {"07.09", "12", "3", "5", "24", "6", "8", "28.09"} <= set(written)
    assert written.count("80 %") == 3  # two weeks and the whole
    assert {"В срок", "36", "Нарушено", "9", "Исключения", "13"} <= set(written)


def test_the_exempt_are_outside_of_the_share() -> None:
    assert Week("", 3, 1, 100).share == 0.75
    assert Week("", 0, 0, 100).share is None


def test_a_week_without_a_share_has_a_dash_and_an_empty_one_nothing() -> None:
    assert texts(draw(SEPTEMBER, RUSSIAN)).count("—") == 1


def test_parts_are_stacked_in_proportion() -> None:
    figure = draw(SEPTEMBER, RUSSIAN)
    first, second, _ = bars(figure, theme.BLUE)  # the last is the sample
    breached, *_ = bars(figure, theme.RED)
    assert second.get_height() == pytest.approx(2 * first.get_height())
    assert breached.get_height() == pytest.approx(first.get_height() / 4)
    assert breached.get_y() + breached.get_height() == pytest.approx(first.get_y())


def test_parts_are_told_apart_without_colour() -> None:
    figure = draw(SEPTEMBER, RUSSIAN)
    assert {bar.get_hatch() for bar in bars(figure, theme.BLUE)} == {None}
    assert {bar.get_hatch() for bar in bars(figure, theme.RED)} == {"//"}
    assert {bar.get_linewidth() > 0 for bar in bars(figure, parts.OUTSIDE.color)} == {True}


def test_one_breach_among_thousands_is_seen() -> None:
    figure = draw(RuleTrend((Week("07.09", 10_000, 1, 0),)), RUSSIAN)
    breached, _ = bars(figure, theme.RED)
    assert breached.get_height() >= 3


@pytest.mark.parametrize("labels", LANGUAGES)
def test_a_quarter_is_read_on_a_phone(labels: RuleTrendLabels) -> None:
    figure = draw(QUARTER, labels)
    assert overlapping(figure) == []
    assert smallest(figure) >= parts.SMALLEST
    written = texts(figure)
    assert {week.title for week in QUARTER.weeks} <= set(written)
    assert {labels.title, labels.subtitle, labels.in_time, labels.breached, labels.exempt} <= set(written)


def test_only_the_last_thirteen_weeks_are_shown_and_summed() -> None:
    long = RuleTrend((Week("01.01", 1000, 1000, 1000), *QUARTER.weeks))
    assert texts(draw(long, RUSSIAN)) == texts(draw(QUARTER, RUSSIAN))


@pytest.mark.parametrize("labels", LANGUAGES)
def test_nothing_due_says_so(labels: RuleTrendLabels) -> None:
    for series in (RuleTrend(()), RuleTrend((Week("07.09", 0, 0, 0),))):
        assert texts(draw(series, labels)) == [labels.title, labels.subtitle, labels.no_data]


def test_one_week_has_a_bar_of_usual_width() -> None:
    figure = draw(RuleTrend(SEPTEMBER.weeks[:1]), RUSSIAN)
    bar, _ = bars(figure, theme.BLUE)
    assert bar.get_width() < theme.WIDTH / 5
    assert bar.get_x() + bar.get_width() / 2 == pytest.approx(theme.WIDTH / 2)


@pytest.mark.parametrize("labels", LANGUAGES)
def test_a_large_number_is_never_cut(labels: RuleTrendLabels) -> None:
    weeks = tuple(Week(f"{n + 10}.09", 10**12, 10**12, 10**12) for n in range(13))
    figure = draw(RuleTrend(weeks), labels)
    assert texts(figure)[-1] == labels.numbers.count(13 * 10**12).replace("\N{NO-BREAK SPACE}", " ")
    assert outside(figure) == []
    assert overlapping(figure) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet_and_bytes_repeat(name: str) -> None:
    series = RuleTrend(tuple(replace(week, title=name) for week in QUARTER.weeks))
    labels = RuleTrendLabels(name, name, name, name, name, name, name, NUMBERS)
    figures = [draw(series, labels) for _ in range(2)]
    assert outside(figures[0]) == above_the_sheet(figures[0]) == []
    assert overlapping(figures[0]) == []
    assert len({render.to_png(figure) for figure in figures}) == 1
