"""What has to be known before something can happen: fields of gates and outcomes, moments, choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from fsm.conditions import holds
from fsm.definition import Asked, Exit, Outcome, Process, Requirement
from fsm.facts import Answers, Facts, known_after
from fsm.values import complete

WHEN = "when"
NEXT = "next"
EXIT = "exit"
ATTEMPTS = "attempts"
WAIVE = "own.waive"
TITLE = "own.title"
REASON = "own.reason"
OWN = frozenset({WHEN, NEXT, EXIT, ATTEMPTS})
"""Answers are kept by key, so a field may not be called like one of the engine's own questions."""

PATIENCE = 3
"""Which time of putting off an activity needs a reason."""

GO_ON = "go_on"
GIVE_UP = "give_up"
KEEP = "keep"
PLAN_WHEN = "plan.when"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: a field's key, WHEN (a moment), NEXT, EXIT or ATTEMPTS (one of the choices), WAIVE (a reason).

    `optional`: it may be passed over, which is the answer None. `parts` are what has to be said of each row of a
    list; for WAIVE the steps that are not done.
    """

    key: str
    choices: tuple[str, ...] = ()
    optional: bool = False
    parts: tuple[str, ...] = ()


def demanded(
    process: Process,
    requirements: Iterable[Requirement],
    facts: Facts,
    answers: Answers,
    *,
    form: bool = False,
) -> list[Question]:
    """What is demanded and not said yet; a gate (not a `form`) is content with what the deal knows already."""
    missing: dict[str, Question] = {}
    looked_at = None  # put together once, and only where there is a condition
    for one in requirements:
        key = one.field
        if one.when is not None:
            if missing and not missing.keys().isdisjoint(one.when.fields):
                continue  # its turn comes when that is answered: what is known of it may not be true any more
            if looked_at is None:
                looked_at = (known_after(facts.fields, answers), facts.done | facts.signals)
            if not holds(one.when, *looked_at, facts.organisation.leaders):
                continue
        if key in answers:
            given = answers[key]
            if (given is None and one.optional) or complete(process.fields[key].type, given, one.parts):
                continue
        elif not (form if one.asked is None else one.asked is Asked.ALWAYS):
            known = facts.fields.get(key)
            if known is not None and complete(process.fields[key].type, known, one.parts):
                continue
        before = missing.get(key)
        parts = one.parts if before is None else tuple(dict.fromkeys((*before.parts, *one.parts)))
        optional = one.optional and (before is None or before.optional)
        missing[key] = Question(key, optional=optional, parts=parts)
    return list(missing.values())


def demands(process: Process, source: str, to: str) -> tuple[Requirement, ...]:
    """What a move asks for: the gate of its goal, and strictly those of the stages that it passes over."""
    skipped = process.skipped(source, to) if process.gate.fields == "strict" else ()
    return tuple(one for stage in (*skipped, to) for one in process.stages[stage].requires)


def next_choices(process: Process, state: str, outcome: Outcome, *, others_open: bool) -> tuple[str, ...]:
    """What may come next: suggestions to plan, a moment of one's own, the legal moves, what is open already."""
    assert outcome.next is not None
    keep = (KEEP,) if others_open else ()
    return (*_plans(len(outcome.next.chips)), PLAN_WHEN, *_moves(process.stages[state].moves), *keep)


def suggested_exits(
    process: Process, state: str, way_out: Exit, facts: Facts, answers: Answers
) -> tuple[str, ...]:
    """The stages that are suggested now, as far as one may go there."""
    known = known_after(facts.fields, answers)
    done, leaders = facts.done | facts.signals, facts.organisation.leaders
    ways = process.stages[state].ways
    return tuple(
        one.to
        for one in way_out.suggest
        if one.to in ways and (one.when is None or holds(one.when, known, done, leaders))
    )


def exit_choices(
    process: Process, state: str, way_out: Exit, facts: Facts, answers: Answers
) -> tuple[str, ...]:
    """Where a stage that has done its work may lead: what is suggested now first, then the others, last to stay."""
    suggested = suggested_exits(process, state, way_out, facts, answers)
    if not way_out.others and suggested:
        return _moves(suggested)
    return (*_moves(tuple(dict.fromkeys((*suggested, *process.stages[state].ways)))), KEEP)


@cache
def _plans(count: int) -> tuple[str, ...]:
    return tuple(f"plan.{number}" for number in range(count))


@lru_cache(maxsize=1024)
def _moves(stages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"move.{stage}" for stage in stages)


def of_outcome(
    process: Process,
    outcome: Outcome,
    state: str,
    attempt: int,
    facts: Facts,
    answers: Answers,
    *,
    others_open: bool,
) -> list[Question]:
    """What the outcome itself asks, without the gate of a stage that it leads to."""
    asked = demanded(process, outcome.ask, facts, answers, form=True) if outcome.ask else []
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
    if outcome.exit is not None and not (asked and outcome.exit.depends):
        asked += _unanswered(answers, EXIT, exit_choices(process, state, outcome.exit, facts, answers))
    return asked


def _unanswered(answers: Answers, key: str, choices: tuple[str, ...] = ()) -> list[Question]:
    answer = answers.get(key)
    known = answer is not None and (not choices or answer in choices)
    return [] if known else [Question(key, choices)]
