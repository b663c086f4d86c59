"""Where to at the end of a stage: what is suggested goes at once, any other way shows first what it would mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.usecases.access import Role, has
from bot.usecases.asked import PAGE, SOUGHT, Suggestion
from bot.usecases.asking import choosing
from bot.usecases.asking.choosing import Option
from bot.usecases.asking.inquiry import Inquiry, Offered, Unfinished
from bot.usecases.moving import for_heads
from bot.usecases.replies import Target
from fsm.definition import Outcome
from fsm.facts import Answer, OpenTask
from fsm.moves import OpenMove, Way, open_move, way_of
from fsm.questions import KEEP, suggested_exits
from storage.runs import Loaded

GOING = "going"
"""In the part of the question: a way that was chosen, but not confirmed."""
GO = "go."
"""Before a stage: the way there was shown, and is agreed to."""
_MOVE = "move."
_ORDER = (Way.NEXT, Way.SKIP, Way.BACK, Way.REPEAT, Way.END)


@dataclass(frozen=True, slots=True)
class Going:
    """A way that is to be confirmed: what it would mean, with what has been answered so far."""

    move: OpenMove
    cancelled: Sequence[OpenTask]


def offered(inquiry: Inquiry) -> Offered:
    """First what is suggested, then page by page the others; what words narrow it to; or a way to be confirmed."""
    if SOUGHT in inquiry.part:
        return choosing.offered(inquiry, options(inquiry))
    going = inquiry.part.get(GOING)
    if going in inquiry.question.choices:
        return Offered(shown=_going(inquiry, going))
    likely = _likely(inquiry)
    ways = [one.suggestion for one in options(inquiry) if one.suggestion.choice != KEEP]
    others = [one for one in ways if one.choice not in likely]
    if inquiry.page == 0:
        return Offered(tuple(one for one in ways if one.choice in likely), len(others))
    page = choosing.page_of(inquiry.page - 1, len(others))
    return Offered(tuple(others[page * PAGE : (page + 1) * PAGE]), len(others), page=page + 1)


def pressed(inquiry: Inquiry, choice: str) -> Answer | Unfinished:
    """A way out of the stage that this person may take. Raises NotUnderstoodError.

    Agreeing to what was shown is another button than choosing it: who taps twice has not agreed.
    """
    agreed = choice.startswith(GO)
    way = f"{_MOVE}{choice.removeprefix(GO)}" if agreed else choice
    answer = choosing.pressed(options(inquiry), way)
    return answer if agreed and inquiry.part.get(GOING) == answer else _shown(inquiry, answer)


def said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    """A stage by the beginning of its name. Raises NotUnderstoodError."""
    found = choosing.said(options(inquiry), text)
    return found if isinstance(found, Unfinished) else _shown(inquiry, found)


def _shown(inquiry: Inquiry, answer: Answer) -> Answer | Unfinished:
    """What is suggested is an answer; any other way is shown first."""
    return answer if answer == KEEP or answer in _likely(inquiry) else Unfinished({GOING: answer})


def options(inquiry: Inquiry) -> list[Option]:
    """Every way out of the stage that this person may take, by the names of the stages: on, back, to an end; or to stay."""
    process, facts = inquiry.loaded.process, inquiry.loaded.facts
    leads = has(inquiry.work.person, Role.HEAD, Role.DIRECTOR)
    found = []
    for choice in inquiry.question.choices:
        to = choice.removeprefix(_MOVE)
        if choice == KEEP:
            found.append(Option(Suggestion(choice, value=choice), ("Остаться", "Stay")))
        elif leads or not for_heads(process, facts, to):
            names = tuple(process.stages[to].title.values())
            found.append(Option(Suggestion(choice, value=choice), names))
    return sorted(found, key=lambda one: _place(inquiry, one.suggestion.choice))


def _place(inquiry: Inquiry, choice: str) -> int:
    state = inquiry.loaded.facts.state
    if choice == KEEP or state is None:
        return len(_ORDER)
    return _ORDER.index(way_of(inquiry.loaded.process, state, choice.removeprefix(_MOVE)))


def _going(inquiry: Inquiry, choice: str) -> Going:
    """Without what the pressed outcome does itself: its own activity ends, what it has asked is known."""
    facts, target = inquiry.loaded.facts, inquiry.target
    move = open_move(inquiry.loaded.process, facts, choice.removeprefix(_MOVE))
    pressed = None if target is None else target.activity
    closing = next((task.key for task in facts.open if task.id == pressed), None)
    cancelled = tuple(one for one in facts.open if one.id in move.cancelled and one.id != pressed)
    return Going(
        replace(
            move,
            missing=tuple(key for key in move.missing if inquiry.given.get(key) is None),
            unfinished=tuple(key for key in move.unfinished if key != closing),
        ),
        cancelled,
    )


def _likely(inquiry: Inquiry) -> frozenset[str]:
    """What the process suggests now, else the usual ways on."""
    process, facts = inquiry.loaded.process, inquiry.loaded.facts
    outcome = outcome_of(inquiry.loaded, inquiry.target)
    assert facts.state is not None
    if outcome is None or outcome.exit is None:  # the deal has gone on meanwhile
        return frozenset()
    stages = suggested_exits(process, facts.state, outcome.exit, facts, inquiry.given)
    return frozenset(f"{_MOVE}{one}" for one in stages or process.stages[facts.state].moves)


def outcome_of(loaded: Loaded, target: Target | None) -> Outcome | None:
    """The outcome that the conversation is about: of an open activity, or of one that is written down."""
    if target is None or target.outcome is None:
        return None
    key = target.key or next((task.key for task in loaded.facts.open if task.id == target.activity), None)
    activity = loaded.process.activities.get(key or "")
    return None if activity is None else activity.outcomes.get(target.outcome)
