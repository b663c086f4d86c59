"""What has to be known before something can happen: fields of gates and outcomes, moments, choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from fsm.definition import Outcome, Process, Requirement, Stage
from fsm.facts import Answers
from fsm.values import Value

WHEN = "when"
NEXT = "next"
ATTEMPTS = "attempts"
TITLE = "own.title"
REASON = "own.reason"
OWN = frozenset({WHEN, NEXT, ATTEMPTS})
"""Answers are kept by key, so a field may not be called like one of the engine's own questions."""

PATIENCE = 3
"""Which time of putting off an activity needs a reason."""

GO_ON = "go_on"
GIVE_UP = "give_up"
KEEP = "keep"
PLAN_WHEN = "plan.when"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: a field's key, WHEN (a moment), NEXT or ATTEMPTS (one of the choices)."""

    key: str
    choices: tuple[str, ...] = ()


def demanded(requirements: Iterable[Requirement], known: Mapping[str, object]) -> list[str]:
    """Keys of the fields that are demanded and not known. A condition on an unknown field does not hold yet."""
    missing = []
    for requirement in requirements:
        condition = requirement.when
        if condition is not None and known.get(condition.field) not in condition.equals:
            continue
        if known.get(requirement.field) is None:
            missing.append(requirement.field)
    return missing


def gate(stage: Stage, fields: Mapping[str, Value], answers: Answers) -> list[Question]:
    """Fields that this stage's gate still demands."""
    return [Question(key) for key in demanded(stage.requires, {**fields, **answers})]


def next_choices(process: Process, state: str, outcome: Outcome, *, others_open: bool) -> tuple[str, ...]:
    """What may come next: suggestions to plan, a moment of one's own, the legal moves, what is open already."""
    assert outcome.next is not None
    keep = (KEEP,) if others_open else ()
    return (*_plans(len(outcome.next.chips)), PLAN_WHEN, *_moves(process.stages[state].moves), *keep)


@cache
def _plans(count: int) -> tuple[str, ...]:
    return tuple(f"plan.{number}" for number in range(count))


@lru_cache(maxsize=1024)
def _moves(stages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"move.{stage}" for stage in stages)


def of_outcome(
    process: Process, outcome: Outcome, state: str, attempt: int, answers: Answers, *, others_open: bool
) -> list[Question]:
    """What the outcome itself asks, without the gate of a stage that it leads to."""
    asked = [Question(key) for key in outcome.ask if key not in answers]
    if outcome.when:
        asked += _unanswered(answers, WHEN)
    if outcome.ladder is not None and attempt > len(process.ladders[outcome.ladder].steps):
        asked += _unanswered(answers, ATTEMPTS, (GO_ON, GIVE_UP))
        if answers.get(ATTEMPTS) == GO_ON:
            asked += _unanswered(answers, WHEN)
    if outcome.next is not None:
        choices = next_choices(process, state, outcome, others_open=others_open)
        asked += _unanswered(answers, NEXT, choices)
        if answers.get(NEXT) == PLAN_WHEN:
            asked += _unanswered(answers, WHEN)
    return asked


def _unanswered(answers: Answers, key: str, choices: tuple[str, ...] = ()) -> list[Question]:
    answer = answers.get(key)
    known = answer is not None and (not choices or answer in choices)
    return [] if known else [Question(key, choices)]
