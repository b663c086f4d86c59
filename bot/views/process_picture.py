"""A process as pictures want it: cards and arrows in the reader's words, for the chat and for the command line."""

from collections.abc import Callable

from matplotlib.figure import Figure

import charts.process
from bot.texts import LANGUAGES, Texts
from bot.views import words
from charts.process import Card, Diagram, DiagramLabels, Step
from charts.process_lanes import Arrow
from fsm import drawing, stage_drawing
from fsm.definition import Process, Style
from fsm.telling import Teller
from fsm.telling.stages import Step as TellerStep

SIGNS = {"won": "★", "lost": "✗", "transferred": "⇢"}
_GATE = "gate:"  # no key of a process
_ENDINGS = {Style.GOOD: "✓", Style.BAD: "✗", Style.PLAIN: "•"}


def whole(process: Process, t: Texts) -> Callable[[], Figure]:
    """What draws all of it: goals, gates, and what is done in each stage. For charts.render.png."""
    found = drawing.picture(process, t.language)
    cards = tuple(_detailed(card, number, process, t) for number, card in enumerate(found.cards, 1))
    return _drawn(found, cards, process, t)


def overview(process: Process, t: Texts) -> Callable[[], Figure]:
    """What draws the stages and their ways alone: all of a long process on one screen of a phone."""
    found = drawing.picture(process, t.language)
    return _drawn(found, tuple(card_of(one, number) for number, one in enumerate(found.cards, 1)), process, t)


def stage(process: Process, key: str, t: Texts) -> Callable[[], Figure]:
    """What draws one stage: its steps, how each may end, and where they lead."""
    found = stage_drawing.stage_picture(process, key, t.language)
    teller = Teller(process, t.language)
    steps = tuple(map(_step_card, found.steps))
    arrows = tuple(Arrow(one.source, one.target) for one in found.arrows)
    if found.gate:
        gate = Card(
            _GATE, teller.say("enter"), "▸", "gate", steps=tuple(Step("•", one) for one in found.gate)
        )
        arrows = (*(Arrow(_GATE, one.id) for one in steps[:1]), *arrows)
        steps = (gate, *steps)
    diagram = Diagram((*steps, *map(_exit_card, found.exits)), arrows)
    definition = process.stages[key]
    goal = t.label(definition.goal) if definition.goal else ""
    labels = DiagramLabels(
        f"{sign(process, key)} {teller.stage(key)}", goal, "", t.gettext("Nothing is to be done here.")
    )
    return lambda: charts.process.draw(diagram, labels)


def order(process: Process) -> list[str]:
    """Keys of stages in the order of the pictures: the start, the others, the ends."""
    return [card.id for card in drawing.picture(process, LANGUAGES[0]).cards]


def sign(process: Process, key: str) -> str:
    """«2.», or the sign of an end."""
    return SIGNS.get(process.stages[key].final or "") or f"{order(process).index(key) + 1}."


def subtitle(process: Process, t: Texts) -> str:
    """«9 стадий · версия 1»."""
    count = len(process.working_stages)
    stages = t.ngettext("{number} stage", "{number} stages", count).format(number=count)
    return f"{stages} · " + t.gettext("version {number}").format(number=process.version)


def card_of(card: drawing.Card, number: int) -> Card:
    """A stage with its number in the order of the picture, or an end with its sign."""
    return Card(card.id, card.title, SIGNS.get(card.sort) or f"{number}.", card.sort)


def _drawn(
    found: drawing.Picture, cards: tuple[Card, ...], process: Process, t: Texts
) -> Callable[[], Figure]:
    arrows = tuple(Arrow(one.source, one.target, alone=one.alone) for one in found.arrows)
    nothing = t.gettext("There are no stages.")
    labels = DiagramLabels(t.label(process.title), subtitle(process, t), found.jumps, nothing)
    return lambda: charts.process.draw(Diagram(cards, arrows), labels)


def _detailed(card: drawing.Card, number: int, process: Process, t: Texts) -> Card:
    teller = Teller(process, t.language)
    notes = [f"↻ {one}" for one in card.loops]
    notes += [f"⇣ {teller.pass_(one)}" for one in process.stages[card.id].passes]
    notes += [teller.say("draft")] if card.draft else []
    return Card(
        card.id,
        card.title,
        SIGNS.get(card.sort) or f"{number}.",
        card.sort,
        card.goal,
        teller.say("demands", ", ".join(card.gate)) if card.gate else "",
        tuple(_step(one, teller) for one in card.steps),
        tuple(notes),
    )


def _step(step: TellerStep, teller: Teller) -> Step:
    notes = [step.because] if step.because else []
    notes += [teller.say("waits", ", ".join(step.awaited))] if step.awaited else []
    return Step(words.SIGNS.get(step.kind, "●"), step.title, "; ".join(notes))


def _step_card(step: stage_drawing.StepCard) -> Card:
    return Card(
        step.id,
        step.title,
        words.SIGNS.get(step.kind, "●"),
        "step",
        step.about,
        step.awaits,
        tuple(_ending(one) for one in step.endings),
        step.notes,
    )


def _exit_card(one: stage_drawing.ExitCard) -> Card:
    notes = (one.note,) if one.note else ()
    return Card(one.id, one.title, SIGNS.get(one.sort) or "→", one.sort, notes=notes)


def _ending(one: stage_drawing.Ending) -> Step:
    title = f"{one.title} → {one.leads}" if one.leads else one.title
    return Step("↻" if one.alone else _ENDINGS[one.style], title, one.asks)
