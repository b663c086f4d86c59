from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from charts import process_lanes, render, theme
from charts.process import Card, Diagram, DiagramLabels, Step, draw
from charts.process_lanes import Arrow
from tests.charts.words import HOSTILE, outside, texts

LABELS = DiagramLabels("Простая продажа", "версия 1", "Кроме показанного можно: назад.", "Нет стадий")
SIMPLE = Diagram(
    cards=(
        Card("prospecting", "Поиск", "1.", goal="Найти того, кто решает", steps=(Step("☎", "Позвонить"),)),
        Card("engaging", "Переговоры", "2.", gate="нужно: Продукт", notes=("↻ Ещё раз",)),
        Card("won", "Победа", "★", "won"),
        Card("lost", "Проигрыш", "✗", "lost", gate="нужно: Причина"),
    ),
    arrows=(
        Arrow("prospecting", "engaging"),
        Arrow("prospecting", "lost"),
        Arrow("engaging", "won"),
        Arrow("engaging", "lost"),
        Arrow("engaging", "prospecting"),
        Arrow("prospecting", "won", alone=True),
    ),
)


def cards(figure: Figure) -> list[FancyBboxPatch]:
    """Outer boxes, from the top."""
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]
    widest = max(box.get_width() for box in boxes)
    return sorted((box for box in boxes if box.get_width() == widest), key=lambda box: box.get_y())


def test_everything_that_a_card_knows_is_written() -> None:
    written = texts(draw(SIMPLE, LABELS))
    assert {"1. Поиск", "2. Переговоры", "★ Победа", "✗ Проигрыш"} <= set(written)
    assert {"Найти того, кто решает", "☎ Позвонить", "▸ нужно: Продукт", "↻ Ещё раз"} <= set(written)
    assert "Кроме показанного можно: назад." in written


def test_cards_stand_under_one_another_in_their_order() -> None:
    found = cards(draw(SIMPLE, LABELS))
    assert len(found) == 4
    for above, below in pairwise(found):
        assert above.get_y() + above.get_height() < below.get_y()


def test_ends_are_told_apart_by_colour_and_by_sign() -> None:
    figure = draw(SIMPLE, LABELS)
    colors = [to_hex(box.get_facecolor()).upper() for box in cards(figure)]
    assert colors == [theme.BLUE, theme.BLUE, theme.GREEN, theme.RED]


def test_words_stay_in_their_card() -> None:
    long = "Согласовать и подписать договор с клиентом, если он ещё не подписан никем другим " * 3
    steps = tuple(Step("●", long, long) for _ in range(4))
    figure = draw(
        replace(SIMPLE, cards=(Card("a", long, "1.", goal=long, gate=long, steps=steps),), arrows=()), LABELS
    )
    figure.draw_without_rendering()
    (box,) = cards(figure)
    card = box.get_window_extent()
    inside = [text.get_window_extent() for text in figure.axes[0].texts[2:-1]]
    assert len(inside) > 10
    assert all(
        card.x0 < one.x0 and one.x1 < card.x1 and card.y0 < one.y0 and one.y1 < card.y1 for one in inside
    )


def test_arrows_into_one_card_share_a_lane_and_lanes_do_not_cross_others() -> None:
    rows = {key: number for number, key in enumerate("abcdef")}
    arrows = [
        Arrow("a", "f"),
        Arrow("b", "f"),
        Arrow("a", "c"),
        Arrow("d", "f"),
        Arrow("c", "a"),
        Arrow("f", "d"),
    ]
    left, right = process_lanes.sides(arrows, rows)
    assert right == {"c": 0, "f": 1}
    assert left == {"a": 0, "d": 0}  # they pass different rows


KEYS = "abcdefgh"


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=30))
def test_lines_of_one_lane_never_pass_the_same_row(pairs: list[tuple[str, str]]) -> None:
    rows = {key: number for number, key in enumerate(KEYS)}
    arrows = [Arrow(*pair) for pair in pairs]
    for side, lanes in enumerate(process_lanes.sides(arrows, rows)):
        taken: dict[tuple[int, int], str] = {}
        for arrow in arrows:
            step = rows[arrow.target] - rows[arrow.source]
            if arrow.target not in lanes or step == 1 or (step > 0) is not bool(side):
                continue
            low, high = sorted((rows[arrow.source], rows[arrow.target]))
            for row in range(low, high + 1):
                assert taken.setdefault((lanes[arrow.target], row), arrow.target) == arrow.target


def test_no_arrow_goes_through_a_card() -> None:
    figure = draw(SIMPLE, LABELS)
    boxes = cards(figure)
    for line in figure.axes[0].lines:
        points = np.column_stack((np.asarray(line.get_xdata()), np.asarray(line.get_ydata())))
        for (x0, y0), (x1, y1) in pairwise(points):
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            assert not any(
                box.get_x() < x < box.get_x() + box.get_width()
                and box.get_y() < y < box.get_y() + box.get_height()
                for box in boxes
            )


def test_a_path_shows_where_the_deal_was_and_is() -> None:
    path = Diagram(
        (
            Card("a", "Поиск", "1.", look="passed", badge="✓ 3 дня · 2 раза"),
            Card("b", "Встреча", "2.", look="skipped", badge="пропущена"),
            Card("c", "Переговоры", "3.", look="now", badge="● сейчас"),
            Card("d", "Договор", "4.", look="ahead"),
        ),
        (Arrow("a", "c", "×2", taken=True), Arrow("c", "a", taken=True)),
    )
    figure = draw(path, LABELS)
    assert {"✓ 3 дня · 2 раза", "пропущена", "● сейчас", "×2"} <= set(texts(figure))
    here = next(text for text in figure.axes[0].texts if text.get_text() == "3. Переговоры")
    assert to_hex(here.get_color()).upper() == theme.PAPER
    assert {to_hex(line.get_color()).upper() for line in figure.axes[0].lines} == {theme.INK, theme.BLUE}


def test_a_process_without_stages_says_so() -> None:
    nothing = replace(LABELS, footer="")
    assert texts(draw(Diagram((), ()), nothing)) == ["Простая продажа", "версия 1", "Нет стадий"]


def test_an_arrow_to_nowhere_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        draw(replace(SIMPLE, arrows=(Arrow("won", "nowhere"),)), LABELS)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet_and_bytes_repeat(name: str) -> None:
    hostile = tuple(
        replace(
            card, title=name, goal=name, gate=name, badge=name, steps=(Step("☎", name, name),), notes=(name,)
        )
        for card in SIMPLE.cards
    )
    arrows = tuple(replace(arrow, label=name) for arrow in SIMPLE.arrows)
    figures = [draw(Diagram(hostile, arrows), DiagramLabels(name, name, name, name)) for _ in range(2)]
    assert outside(figures[0]) == []
    assert len({render.to_png(figure) for figure in figures}) == 1
