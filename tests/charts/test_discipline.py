from dataclasses import replace

import pytest

from charts import parts, render, theme
from charts.discipline import Discipline, DisciplineLabels, Person, draw
from tests.charts.laid import ENGLISH, above_the_sheet, overlapping, smallest
from tests.charts.words import HOSTILE, NUMBERS, bars, outside, texts

RUSSIAN = DisciplineLabels(
    title="Дисциплина",
    subtitle="Отдел «Центр» · последние 90 дней",
    on_time="вовремя",
    late="с опозданием",
    missed="не сделано",
    share="вовремя",
    lateness="медиана опоздания",
    snoozed="отложено",
    total=lambda number: f"дел: {NUMBERS.count(number)}",
    hours=lambda hours: f"{hours:.0f}\N{NO-BREAK SPACE}ч",
    others=lambda people: f"и ещё {people}",
    no_data="Дел с сроком здесь нет.",
    numbers=NUMBERS,
)
IN_ENGLISH = DisciplineLabels(
    title="Discipline",
    subtitle="Team Centre · the last 90 days",
    on_time="on time",
    late="late",
    missed="missed",
    share="on time",
    lateness="median lateness",
    snoozed="snoozed",
    total=lambda number: f"{ENGLISH.count(number)} tasks",
    hours=lambda hours: f"{hours:.0f} h",
    others=lambda people: f"{people} more",
    no_data="Nothing with a deadline here.",
    numbers=ENGLISH,
)
LANGUAGES = [RUSSIAN, IN_ENGLISH]
ANNA = Person("Анна Петрова", on_time=30, late=15, missed=5, snoozed=4, median_late_hours=26)
BORIS = Person("Борис Ильин", on_time=40, late=0, missed=0, snoozed=0, median_late_hours=None)
IDLE = Person("Вера Ким", on_time=0, late=0, missed=0, snoozed=0, median_late_hours=None)


def test_everything_that_is_known_of_a_person_is_written() -> None:
    written = texts(draw(Discipline((ANNA, BORIS)), RUSSIAN))
    assert {"Анна Петрова", "дел: 50", "30", "15", "5", "60 %", "26 ч", "4"} <= set(written)
    assert {"Борис Ильин", "дел: 40", "40", "100 %", "—", "0"} <= set(written)


def test_a_bar_is_the_whole_of_a_persons_work() -> None:
    figure = draw(Discipline((ANNA, BORIS)), RUSSIAN)
    _, anna, boris = bars(figure, theme.BLUE)  # the first is the sample
    _, late = bars(figure, parts.BETWEEN.color)
    _, missed = bars(figure, theme.RED)
    whole = boris.get_width()
    assert [bar.get_width() / whole for bar in (anna, late, missed)] == pytest.approx([0.6, 0.3, 0.1])
    assert missed.get_x() + missed.get_width() == pytest.approx(boris.get_x() + whole)


def test_parts_that_are_hardly_there_do_not_make_the_bar_longer() -> None:
    figure = draw(Discipline((replace(ANNA, on_time=100_000, late=1, missed=1), BORIS)), RUSSIAN)
    _, anna, boris = bars(figure, theme.BLUE)
    _, late = bars(figure, parts.BETWEEN.color)
    _, missed = bars(figure, theme.RED)
    assert late.get_width() >= 3
    assert sum(bar.get_width() for bar in (anna, late, missed)) == pytest.approx(boris.get_width())


def test_parts_are_told_apart_without_colour() -> None:
    figure = draw(Discipline((ANNA,)), RUSSIAN)
    assert {bar.get_hatch() for bar in bars(figure, theme.RED)} == {"//"}
    for color in (theme.BLUE, parts.BETWEEN.color):
        assert {bar.get_hatch() for bar in bars(figure, color)} == {None}
    assert lightness(parts.BETWEEN.color) > lightness(theme.BLUE) + 0.3


def lightness(color: str) -> float:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("labels", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2, 5, 12, 13, 40])
def test_any_number_of_people_is_read_on_a_phone(number: int, labels: DisciplineLabels) -> None:
    people = tuple(replace(ANNA, name=f"Анна {place}") for place in range(number))
    figure = draw(Discipline(people), labels)
    assert outside(figure) == []
    assert overlapping(figure) == []
    assert smallest(figure) >= parts.SMALLEST
    assert sum(text.startswith("Анна ") for text in texts(figure)) == min(number, 12)


def test_those_after_the_twelfth_are_one_row_of_sums_without_a_median() -> None:
    rest = (replace(ANNA, name="Тринадцатая"), replace(BORIS, name="Четырнадцатый"))
    written = texts(draw(Discipline((IDLE,) * 12 + rest), RUSSIAN))
    assert {"и ещё 2", "дел: 90", "70", "15", "5", "78 %", "4"} <= set(written)
    assert not {"Тринадцатая", "26 ч"} & set(written)


def test_who_had_nothing_to_do_has_a_dash_and_an_empty_bar() -> None:
    figure = draw(Discipline((BORIS, IDLE)), RUSSIAN)
    assert {"Вера Ким", "дел: 0"} <= set(texts(figure))
    assert texts(figure).count("—") == 3
    assert len(list(bars(figure, theme.BLUE))) == 2  # the sample and Boris


def test_what_was_only_put_off_is_shown() -> None:
    written = texts(draw(Discipline((replace(IDLE, snoozed=7),)), RUSSIAN))
    assert "7" in written
    assert RUSSIAN.no_data not in written


@pytest.mark.parametrize("labels", LANGUAGES)
def test_nothing_to_do_says_so(labels: DisciplineLabels) -> None:
    for people in ((), (IDLE, IDLE)):
        assert texts(draw(Discipline(people), labels)) == [labels.title, labels.subtitle, labels.no_data]


@pytest.mark.parametrize("labels", LANGUAGES)
def test_a_large_number_is_never_cut(labels: DisciplineLabels) -> None:
    huge = replace(ANNA, on_time=10**12, late=10**12, missed=10**12, snoozed=10**12, median_late_hours=1e9)
    figure = draw(Discipline((huge, BORIS)), labels)
    written = texts(figure)
    for said in (labels.total(3 * 10**12), labels.numbers.count(10**12), labels.hours(1e9)):
        assert said.replace("\N{NO-BREAK SPACE}", " ") in written
    assert outside(figure) == []
    assert overlapping(figure) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet_and_bytes_repeat(name: str) -> None:
    labels = replace(
        RUSSIAN,
        title=name,
        subtitle=name,
        on_time=name,
        late=name,
        missed=name,
        share=name,
        lateness=name,
        snoozed=name,
        others=lambda _: name,
    )
    series = Discipline((replace(ANNA, name=name),) * 14)
    figures = [draw(series, labels) for _ in range(2)]
    assert outside(figures[0]) == above_the_sheet(figures[0]) == []
    assert overlapping(figures[0]) == []
    assert len({render.to_png(figure) for figure in figures}) == 1
