"""One stage as something to look at: its steps in order, how each may end, and the stages that they lead to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fsm.definition import Activity, Kind, Outcome, Process, Scope, Style
from fsm.drawing import SORTS, Arrow, Sort
from fsm.telling import Teller, worded
from fsm.telling.stages import Step


@dataclass(frozen=True, slots=True)
class Ending:
    """A button, or several that do the same: what it leads to and asks, in words; `alone`: the process presses it."""

    title: str
    style: Style
    leads: str
    asks: str
    alone: bool


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step with when it is due and who does it (`about`), what it waits for, how it may end, and what else happens.

    Of one that belongs to the whole deal and is only begun here, the endings are not told.
    """

    id: str
    title: str
    kind: Kind
    about: str
    awaits: str
    endings: tuple[Ending, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExitCard:
    """A stage that one usually goes to from here; `note` says how, where no step leads there."""

    id: str
    title: str
    sort: Sort
    note: str


@dataclass(frozen=True, slots=True)
class StagePicture:
    """Arrows go from steps to steps and to exits, by their ids; `gate` is what has to be known before one enters."""

    gate: tuple[str, ...]
    steps: tuple[StepCard, ...]
    exits: tuple[ExitCard, ...]
    arrows: tuple[Arrow, ...]


def stage_picture(process: Process, key: str, language: str) -> StagePicture:
    """A stage of the process; KeyError for one that there is not."""
    t = Teller(process, language)
    stage = process.stages[key]
    steps = {step.key: step for step in t.steps(key)}
    own = {one.open for one in stage.opens}
    guests = {name for name in steps if name not in own and process.activities[name].scope is Scope.DEAL}
    arrows = list(
        dict.fromkeys(
            arrow for name in steps for arrow in _arrows(process, name, steps, guest=name in guests)
        )
    )
    led = {arrow.target for arrow in arrows}
    cards = [
        _card(t, step, beside=number > 0 and step.key not in led, guest=step.key in guests)
        for number, step in enumerate(steps.values())
    ]
    passed = {_exit(one.to): t.pass_(one) for one in stage.passes}
    ends = [to for to in process.stages if to in stage.moves or _exit(to) in led | passed.keys()]
    exits = []
    for to in ends:
        by_hand = (
            t.say("taken_back" if to == process.withdrawn else "by_button") if _exit(to) not in led else ""
        )
        exits.append(
            ExitCard(_exit(to), t.stage(to), SORTS[process.stages[to].final], passed.get(_exit(to), by_hand))
        )
    return StagePicture(t.gate(stage), tuple(cards), tuple(exits), tuple(arrows))


def _exit(stage: str) -> str:
    """An activity and a stage may have the same key."""
    return f"to {stage}"


def _arrows(process: Process, key: str, steps: dict[str, Step], *, guest: bool) -> Iterator[Arrow]:
    activity = process.activities[key]
    for name in activity.after:
        if name in steps:
            yield Arrow(name, key)
    for outcome in () if guest else activity.outcomes.values():
        for one in outcome.opens:
            if one.open in steps and not outcome.to:
                yield Arrow(key, one.open)
        for again in outcome.redo:
            if again in steps:
                yield Arrow(key, again)
        for to in _goals(outcome):
            yield Arrow(key, _exit(to))


def _goals(outcome: Outcome) -> tuple[str, ...]:
    branches = outcome.to if outcome.exit is None else outcome.exit.suggest
    return tuple(branch.to for branch in branches)


def _card(t: Teller, step: Step, *, beside: bool, guest: bool) -> StepCard:
    activity = t.process.activities[step.key]
    about = [t.say(activity.kind.value), t.due(activity.due)]
    if step.because:
        about.append(step.because)
    elif beside:
        about.append(t.say("beside"))
    return StepCard(
        step.key,
        step.title,
        step.kind,
        " · ".join(about),
        t.say("waits", ", ".join(step.awaited)) if step.awaited else "",
        () if guest else _endings(t, activity),
        tuple(t.more(activity)),
    )


def _endings(t: Teller, activity: Activity) -> tuple[Ending, ...]:
    found: dict[Ending, list[str]] = {}
    for name in activity.outcomes:
        one = _ending(t, activity, name)
        found.setdefault(replace(one, title=""), []).append(one.title)
    return tuple(replace(one, title=", ".join(titles)) for one, titles in found.items())


def _ending(t: Teller, activity: Activity, name: str) -> Ending:
    outcome = activity.outcomes[name]
    asked = ", ".join(dict.fromkeys(t.field(one.field) for one in outcome.ask))
    return Ending(
        worded(outcome.title, t.language),
        outcome.style,
        ", ".join(t.short(outcome)),
        t.say("asks", asked) if asked else "",
        outcome.reserved,
    )
