"""A process as something to look at: nodes and edges for a picture, and Mermaid for a diagram in text."""

import re
from dataclasses import dataclass
from typing import Literal

from fsm.definition import Final, Label, Process, Stage

Kind = Literal["stage", "final_good", "final_bad"]

_KINDS: dict[Final | None, Kind] = {None: "stage", Final.WON: "final_good", Final.LOST: "final_bad"}
_LABELLED = 2
_RESERVED = frozenset({"as", "class", "default", "direction", "end", "note", "state", "style"})


@dataclass(frozen=True, slots=True)
class Node:
    """A stage."""

    id: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Edge:
    """A legal move; the label names what its gate always demands, the first two fields of it."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The start first, the other stages in the order of the funnel."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def worded(label: Label, language: str) -> str:
    """The text of a label in this language, else in any that it has."""
    return label.get(language) or next(iter(label.values()), "")


def nodes_edges(process: Process, language: str) -> Picture:
    """The stages and the moves between them."""
    keys = sorted(process.stages, key=lambda key: key != process.start)  # stable: only the start is taken out
    stages = process.stages
    return Picture(
        nodes=tuple(
            Node(key, worded(stages[key].title, language), _KINDS[stages[key].final]) for key in keys
        ),
        edges=tuple(
            Edge(key, to, _demand(process, stages[to], language)) for key in keys for to in stages[key].moves
        ),
    )


def mermaid(process: Process, language: str) -> str:
    """The stages and moves in Mermaid's words (stateDiagram-v2), ending in a newline."""
    picture = nodes_edges(process, language)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_quoted(node.title)}" as {_id(node.id)}' for node in picture.nodes]
    lines += [f"    [*] --> {_id(process.start)}"]
    for edge in picture.edges:
        label = f" : {_quoted(edge.label)}" if edge.label else ""
        lines.append(f"    {_id(edge.source)} --> {_id(edge.target)}{label}")
    lines += [f"    {_id(node.id)} --> [*]" for node in picture.nodes if node.kind != "stage"]
    return "\n".join(lines) + "\n"


def _demand(process: Process, stage: Stage, language: str) -> str:
    titles = [
        worded(process.fields[requirement.field].title, language)
        for requirement in stage.requires
        if requirement.when is None
    ]
    return ", ".join(titles[:_LABELLED]) + (" …" if len(titles) > _LABELLED else "")


def _id(key: str) -> str:
    return f"{key}_" if key in _RESERVED else key


def _quoted(text: str) -> str:
    """Mermaid writes a character that means something to it as #code;."""
    return re.sub(r'["#;:<>\\]', lambda found: f"#{ord(found[0])};", " ".join(text.split()))
