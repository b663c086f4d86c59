"""Where the boxes of a process stand: a layered layout of a small directed graph, the same for the same graph."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` final_good and final_bad are ends; the first node given is where a run starts."""

    id: str
    title: str
    kind: Literal["stage", "final_good", "final_bad", "final"] = "stage"


@dataclass(frozen=True, slots=True)
class Edge:
    """`label` may be empty. An edge that names an unknown node is refused with KeyError."""

    source: str
    target: str
    label: str = ""


def layers(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[tuple[Node, ...], ...]:
    """The nodes in rows from the start downwards: a stage stands below every stage that leads to it in the
    order given, the ends stand together in the last row.
    """
    order = {node.id: number for number, node in enumerate(nodes)}
    depth = dict.fromkeys(order, 0)
    stages = [node for node in nodes if node.kind == "stage"]
    ends = [node for node in nodes if node.kind != "stage"]
    for node in stages:
        for edge in edges:
            if edge.target == node.id and order[edge.source] < order[node.id]:
                depth[node.id] = max(depth[node.id], depth[edge.source] + 1)
    rows: dict[int, list[Node]] = {}
    for node in stages:
        rows.setdefault(depth[node.id], []).append(node)
    below = [tuple(rows[number]) for number in sorted(rows)]
    return (*below, tuple(ends)) if ends else tuple(below)
