"""A process as something to look at: cards and arrows for a picture, and Mermaid for a diagram in text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fsm.definition import Final, Process
from fsm.telling import Teller, worded
from fsm.telling.stages import Step

Sort = Literal["stage", "won", "lost", "transferred"]
"""What a card is: a stage, or one of the ends."""
SORTS: dict[Final | None, Sort] = {
    None: "stage",
    Final.WON: "won",
    Final.LOST: "lost",
    Final.TRANSFERRED: "transferred",
}
"""The sort of a stage by how it is final."""
_NO_GOAL = {Final.LOST, Final.TRANSFERRED}
_LABELLED = 2
_RESERVED = frozenset({"as", "class", "default", "direction", "end", "note", "state", "style"})
_ENDS = {
    "won": "fill:#DDF0EA,stroke:#00805D",
    "lost": "fill:#FAE6DA,stroke:#C44E00",
    "transferred": "fill:#EEF0F3",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A stage: what it is for, what has to be known before one enters, what is done in it, in order."""

    id: str
    title: str
    sort: Sort
    goal: str = ""
    gate: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    loops: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A usual move; `alone` is one that is made by itself, when `label` says so."""

    source: str
    target: str
    label: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The start first, the other stages in the order of the funnel, then the ends. `jumps`: the moves beside the arrows."""

    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...]
    jumps: str


def picture(process: Process, language: str) -> Picture:
    """The stages and the moves that they name themselves; what is allowed everywhere is said once, in words."""
    t = Teller(process, language)
    stages = process.stages
    # A stable order: only the start is taken out, and the ends stand last.
    keys = sorted(stages, key=lambda key: (stages[key].final is not None, key != process.start))
    cards = tuple(
        Card(
            key,
            t.stage(key),
            SORTS[stages[key].final],
            worded(stages[key].goal or {}, t.language),
            t.gate(stages[key]),
            t.steps(key),
            tuple(_loops(t, key)),
            stages[key].draft,
        )
        for key in keys
    )
    arrows = [Arrow(key, one.to, t.when(one.when), alone=True) for key in keys for one in stages[key].passes]
    alone = {(arrow.source, arrow.target) for arrow in arrows}
    # Where any stage may lead to an end, an arrow from each would say no more than the words do.
    said = {key for key in keys if process.jumps.end is not None and stages[key].final in _NO_GOAL}
    arrows += [
        Arrow(key, to)
        for key in keys
        for to in stages[key].moves
        if (key, to) not in alone and to not in said
    ]
    order = {key: number for number, key in enumerate(keys)}
    arrows.sort(key=lambda arrow: order[arrow.source])
    return Picture(cards, tuple(arrows), t.jumps())


def _loops(t: Teller, key: str) -> Iterator[str]:
    """«Перенесена → «Подготовить материалы»»: outcomes of the stage's own steps after which steps are done anew."""
    for step in t.steps(key):
        activity = t.process.activities[step.key]
        for name, outcome in activity.outcomes.items():
            if outcome.redo:
                yield f"{t.title_of(step.key, name)} → {t.quoted(map(t.activity, outcome.redo))}"


def mermaid(process: Process, language: str) -> str:
    """The stages and moves in Mermaid's words (stateDiagram-v2), ending in a newline."""
    found = picture(process, language)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_quoted(card.title)}" as {_id(card.id)}' for card in found.cards]
    lines.append(f"    [*] --> {_id(process.start)}")
    gates = {card.id: _demand(process, card.id, language) for card in found.cards}
    for arrow in found.arrows:
        said = arrow.label or gates[arrow.target]
        label = f" : {_quoted(said)}" if said else ""
        lines.append(f"    {_id(arrow.source)} --> {_id(arrow.target)}{label}")
    ends = [card for card in found.cards if card.sort != "stage"]
    lines += [f"    {_id(card.id)} --> [*]" for card in ends]
    for card in found.cards:
        if card.steps or card.loops:
            lines += [f"    note right of {_id(card.id)}", *_noted(card), "    end note"]
    if found.jumps:
        lines += [f"    note left of {_id(process.start)}", f"        {_quoted(found.jumps)}", "    end note"]
    lines += [f"    classDef {sort} {_ENDS[sort]}" for sort in dict.fromkeys(card.sort for card in ends)]
    lines += [f"    class {_id(card.id)} {card.sort}" for card in ends]
    return "\n".join(lines) + "\n"


def _noted(card: Card) -> Iterator[str]:
    """What is done in a stage, a line each."""
    for step in card.steps:
        said = f"{step.title} ({step.because})" if step.because else step.title
        yield f"        {_quoted(said)}"
    for loop in card.loops:
        yield f"        ↻ {_quoted(loop)}"


def _demand(process: Process, key: str, language: str) -> str:
    """The first two fields that a gate always demands."""
    t = Teller(process, language)
    titles = [t.field(one.field) for one in process.stages[key].requires if one.when is None]
    return ", ".join(titles[:_LABELLED]) + (" …" if len(titles) > _LABELLED else "")


def _id(key: str) -> str:
    return f"{key}_" if key in _RESERVED else key


def _quoted(text: str) -> str:
    """Mermaid writes a character that means something to it as #code;."""
    return re.sub(r'["#;:<>\\]', lambda found: f"#{ord(found[0])};", " ".join(text.split()))
