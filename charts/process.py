"""A process as a diagram: stages as cards from top to bottom in the order of the funnel, moves as arrows, ends below.

The same cards show one stage (its steps, then where they lead), and the path of a deal: stages that it has passed,
the one where it is, the ways that it took.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure

from charts import canvas, paragraph, process_lanes, theme
from charts.canvas import Canvas
from charts.paragraph import Line
from charts.process_lanes import LANE, Arrow, Place

_TOP = 188
_GAP = 58  # between two cards: room for an arrow
_PAD = 22  # between the edge of a card and its words
_SIDE = 40
_LOWEST = 640  # a picture that is very flat is shown small
_NEAR, _TIGHT = 34, 14  # gap and pad where cards hold little: a messenger shows a high picture narrow
_GATE = "#8A5A00"  # amber that can be read on every tint
_COLORS = {
    "stage": theme.BLUE,
    "step": theme.BLUE,
    "gate": theme.AMBER,
    "won": theme.GREEN,
    "lost": theme.RED,
    "transferred": theme.QUIET,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What is done in a stage, or how a step may end: a sign, its name, and what else there is to say of it."""

    sign: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A stage, a step of one, or an end, with its sign. `gate` is what has to be there first, `notes` the rest.

    look   plain; on the path of a deal: passed, now, skipped, ahead
    badge  how long and how often the deal has been there
    """

    id: str
    title: str
    sign: str = ""
    sort: Literal["stage", "step", "gate", "won", "lost", "transferred"] = "stage"
    goal: str = ""
    gate: str = ""
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    look: Literal["plain", "passed", "now", "skipped", "ahead"] = "plain"
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """The start first; the others in their order, the ends last."""

    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class DiagramLabels:
    """`footer` says what no arrow shows."""

    title: str
    subtitle: str
    footer: str
    no_data: str


def draw(diagram: Diagram, labels: DiagramLabels) -> Figure:
    """A figure 1080 pixels wide, as high as the process is long."""
    rows = {card.id: number for number, card in enumerate(diagram.cards)}
    left, right = process_lanes.sides(diagram.arrows, rows)
    edge = _SIDE + LANE * _count(left), theme.WIDTH - _SIDE - LANE * _count(right)
    words = [_words(card, edge[1] - edge[0] - 2 * _PAD) for card in diagram.cards]
    rich = any(card.goal or card.steps for card in diagram.cards)
    gap, pad = (_GAP, _PAD) if rich else (_NEAR, _TIGHT)
    places: dict[str, Place] = {}
    y = float(_TOP + _GAP)
    for card, set_ in zip(diagram.cards, words, strict=True):
        bottom = y + 2 * pad + paragraph.height(set_)
        places[card.id] = Place(len(places), *edge, y, bottom)
        y = bottom + gap
    room = theme.WIDTH - 2 * theme.MARGIN
    footer = paragraph.lines(labels.footer, room, 28, most=5, color=theme.QUIET)
    height = y + paragraph.height(footer) + theme.MARGIN - (0 if footer else gap)
    sheet = canvas.sheet(height=round(max(_LOWEST if diagram.cards else theme.WIDTH, height)))
    canvas.heading(sheet, labels.title, labels.subtitle)
    if not diagram.cards:
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    process_lanes.begin(sheet, places[diagram.cards[0].id])
    process_lanes.draw(sheet, diagram.arrows, places, left, right)
    for card, set_ in zip(diagram.cards, words, strict=True):
        _draw(sheet, card, set_, places[card.id], pad)
    paragraph.draw(sheet, footer, theme.MARGIN, y, room)
    return sheet.figure


def _count(lanes: dict[str, int]) -> int:
    return max(lanes.values(), default=-1) + 1


def _words(card: Card, room: float) -> list[Line]:
    """Everything on a card, in lines."""
    found = paragraph.lines(card.title, room, 36, most=2, bold=True, sign=card.sign)
    if card.badge:
        found += paragraph.lines(card.badge, room, 30, most=2, above=2)
    if card.goal:
        found += paragraph.lines(card.goal, room, 28, most=4, color=theme.QUIET, above=2)
    if card.gate:
        found += paragraph.lines(card.gate, room, 28, most=7, color=_GATE, above=6, sign="▸")
    for place, step in enumerate(card.steps):
        text = f"{step.text} — {step.note}" if step.note else step.text
        found += paragraph.lines(text, room, 30, most=8, sign=step.sign, above=10 if place == 0 else 4)
    for note in card.notes:
        found += paragraph.lines(note, room, 27, most=6, color=theme.QUIET, above=6)
    return found


def _draw(sheet: Canvas, card: Card, set_: Sequence[Line], place: Place, pad: float) -> None:
    color = _COLORS[card.sort]
    width, height = place.right - place.left, place.bottom - place.top
    grey = card.look in {"skipped", "ahead"}
    sheet.box(place.left, place.top, width, height, color=theme.RULE if grey else color, round_by=18)
    if card.look != "now":
        inner = theme.TINTS[theme.QUIET if card.look == "skipped" else color]
        if card.look == "ahead" or card.sort == "step":
            inner = theme.PAPER
        sheet.box(place.left + 3, place.top + 3, width - 6, height - 6, color=inner, round_by=16)
    ink = theme.PAPER if card.look == "now" else theme.QUIET if grey else None
    paragraph.draw(sheet, set_, place.left + _PAD, place.top + pad, width - 2 * _PAD, color=ink)
