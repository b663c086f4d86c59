"""A process as nodes and edges, and as Mermaid."""

import pytest

from fsm.drawing import Edge, Node, mermaid, nodes_edges, worded
from fsm.loading import load, shipped
from tests.fsm.written import changed

SIMPLE = shipped()["simple"]


def test_stages_are_nodes_and_moves_are_edges_with_what_they_ask() -> None:
    picture = nodes_edges(SIMPLE, "ru")
    assert picture.nodes == (
        Node("prospecting", "Поиск", "stage"),
        Node("engaging", "Переговоры", "stage"),
        Node("won", "Успех", "final_good"),
        Node("lost", "Отказ", "final_bad"),
    )
    assert picture.edges == (
        Edge("prospecting", "engaging", "Продукт, Контактное лицо"),
        Edge("prospecting", "lost", "Причина отказа"),
        Edge("engaging", "won", "Сумма, Дата закрытия"),
        Edge("engaging", "lost", "Причина отказа"),
        Edge("engaging", "prospecting", ""),
    )


def test_the_start_is_the_first_node_wherever_it_is_written() -> None:
    process = load(
        changed(("start: prospecting", "start: engaging"), ("moves: [engaging, lost]", "moves: [lost]")),
        name="p.yaml",
    )
    assert [node.id for node in nodes_edges(process, "en").nodes] == [
        "engaging",
        "prospecting",
        "won",
        "lost",
    ]


def test_a_long_demand_is_cut() -> None:
    process = load(
        changed(("requires: [amount, close_date]", "requires: [amount, close_date, phone]")), name="p.yaml"
    )
    assert nodes_edges(process, "en").edges[2].label == "Amount, Closing date …"


def test_mermaid() -> None:
    assert mermaid(SIMPLE, "en") == (
        "stateDiagram-v2\n"
        '    state "Prospecting" as prospecting\n'
        '    state "Engaging" as engaging\n'
        '    state "Won" as won\n'
        '    state "Lost" as lost\n'
        "    [*] --> prospecting\n"
        "    prospecting --> engaging : Product, Contact\n"
        "    prospecting --> lost : Reason of the loss\n"
        "    engaging --> won : Amount, Closing date\n"
        "    engaging --> lost : Reason of the loss\n"
        "    engaging --> prospecting\n"
        "    won --> [*]\n"
        "    lost --> [*]\n"
    )


def test_titles_and_keys_do_not_break_the_diagram() -> None:
    text = changed(("{ru: Поиск, en: Prospecting}", "{ru: Поиск, en: 'A \"b\"; c: <d>'}"))
    process = load(
        text.replace("  won:\n", "  end:\n").replace("[won, lost, p", "[end, lost, p"), name="p.yaml"
    )
    drawn = mermaid(process, "en")
    assert '    state "A #34;b#34;#59; c#58; #60;d#62;" as prospecting\n' in drawn
    assert '    state "Won" as end_\n' in drawn
    assert "    engaging --> end_ : " in drawn


@pytest.mark.parametrize(("language", "expected"), [("ru", "Успех"), ("en", "Won"), ("de", "Успех")])
def test_a_label_in_a_language_that_it_lacks_is_still_a_text(language: str, expected: str) -> None:
    assert worded(SIMPLE.stages["won"].title, language) == expected
