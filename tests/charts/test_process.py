from dataclasses import replace

import pytest
from matplotlib.patches import FancyBboxPatch

from charts import render
from charts.layers import Edge, Node, layers
from charts.process import Diagram, DiagramLabels, draw
from tests.charts.words import HOSTILE, outside, texts

LABELS = DiagramLabels("Простая продажа", "версия 1", "Нет стадий")
SIMPLE = Diagram(
    nodes=(
        Node("prospecting", "Поиск"),
        Node("engaging", "Переговоры"),
        Node("won", "Победа", "final_good"),
        Node("lost", "Проигрыш", "final_bad"),
    ),
    edges=(
        Edge("prospecting", "engaging", "продукт"),
        Edge("prospecting", "lost", "причина"),
        Edge("engaging", "won", "сумма"),
        Edge("engaging", "lost", "отказ"),
        Edge("engaging", "prospecting", "назад"),
        Edge("prospecting", "won", "сразу"),
    ),
)


def test_stages_stand_in_their_order_and_the_ends_together() -> None:
    rows = layers(SIMPLE.nodes, SIMPLE.edges)
    assert [[node.id for node in row] for row in rows] == [["prospecting"], ["engaging"], ["won", "lost"]]


def test_parallel_stages_share_a_row() -> None:
    nodes = [Node(name, name) for name in "abcd"]
    edges = [Edge("a", "b"), Edge("a", "c"), Edge("b", "d"), Edge("c", "d"), Edge("d", "a")]
    assert [[node.id for node in row] for row in layers(nodes, edges)] == [["a"], ["b", "c"], ["d"]]


def test_every_stage_and_every_move_is_written() -> None:
    written = texts(draw(SIMPLE, LABELS))
    assert {"Поиск", "Переговоры", "Победа", "Проигрыш"} <= set(written)
    assert {"продукт", "причина", "сумма", "отказ", "назад", "сразу"} <= set(written)


def test_boxes_do_not_overlap() -> None:
    boxes = [
        patch.get_bbox()
        for patch in draw(SIMPLE, LABELS).axes[0].patches
        if isinstance(patch, FancyBboxPatch)
    ]
    outer = [box for box in boxes if box.height == max(other.height for other in boxes)]
    assert len(outer) == 4
    assert not any(one.overlaps(two) for one in outer for two in outer if one is not two)


def test_a_process_without_stages_says_so() -> None:
    assert texts(draw(Diagram((), ()), LABELS)) == ["Простая продажа", "версия 1", "Нет стадий"]


def test_an_edge_to_nowhere_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        draw(replace(SIMPLE, edges=(Edge("won", "nowhere"),)), LABELS)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_on_the_sheet_and_bytes_repeat(name: str) -> None:
    nodes = tuple(replace(node, title=name) for node in SIMPLE.nodes)
    edges = tuple(replace(edge, label=name) for edge in SIMPLE.edges)
    figures = [draw(Diagram(nodes, edges), LABELS) for _ in range(2)]
    assert outside(figures[0]) == []
    assert len({render.to_png(figure) for figure in figures}) == 1
