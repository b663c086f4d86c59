"""A deal of corporate sales at any stage, with answers to whatever is asked."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from fsm.course import Decision
from fsm.facts import Answer, Answers, Organisation
from fsm.loading import shipped
from fsm.questions import EXIT, WHEN
from fsm.values import Competitor, Line, Money, Participant
from tests.fsm.play import OWNER, Play

CORPORATE = shipped()["corporate"]
COLLEAGUE, HEAD = 8, 20
"""Beside the owner of the deal; the head leads team 1, team 2 has no head."""
HEADED, HEADLESS = 1, 2
PEOPLE = Organisation(heads={OWNER: HEAD, COLLEAGUE: HEAD}, leaders={HEADED: HEAD})

ROUBLES = Money(Decimal(1_240_000), "RUB")
BUYER = Participant(11, role="decides", influence="high", loyalty="neutral", motives="Уложиться в бюджет")
RIVAL = Competitor("ООО «Вектор»", strengths="Цена", weaknesses="Сроки")
PUMP = Line(3, Decimal(2), Decimal(620_000))

ANSWERS: Mapping[str, Answer] = {
    "client": 5,
    "known_facts": "Бюджет есть",
    "route": "me",
    "direction": HEADLESS,
    "amount": ROUBLES,
    "products": (PUMP,),
    "participants": (BUYER,),
    "company_history": "С 1998 года",
    "presentation_place": "Офис клиента",
    "tactics": "Показать экономию",
    "influential": "no",
    "calculation": (1,),
    "proposal": (2,),
    "contract": (3,),
    "next_steps": "Встреча с директором",
    "competitors": (RIVAL,),
    "agreed_tactics": "Скидка не больше 5 %",
    "basis": "contract",
    "close_reason": "price",
    "target_process": "simple",
    "transfer_note": "Нужна поставка по счёту",
}
"""What somebody answers who has no reason to say anything else; what is not here is passed over."""

STAGES = CORPORATE.working_stages
ENDS = ("won", "lost", "transferred")


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on the clock of Moscow."""
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


WEDNESDAY, FRIDAY = moscow(25, 12), moscow(27, 15)


def deal() -> Play:
    """A new deal: a draft with its call."""
    return Play(CORPORATE, organisation=PEOPLE).start()


def at(stage: str) -> Play:
    """A deal that was moved there by hand, as the table allows."""
    play = deal()
    if stage != play.state:
        move(play, stage)
    assert play.state == stage
    return play


def with_head() -> Play:
    """A deal about which the head of its direction decides."""
    play = deal()
    press(play, "confirm_interest.interested")
    press(play, "deal_form.saved", route="head", direction=HEADED)
    assert play.state == "potential"
    return play


def press(play: Play, button: str, **answers: Answer) -> Decision:
    """Press `activity.outcome`; what is asked and not given here is answered from ANSWERS."""
    key, outcome = button.split(".")
    return _answered(answers, lambda given: play.press(key, outcome, given))


def move(play: Play, to: str, **answers: Answer) -> Decision:
    return _answered(answers, lambda given: play.move(to, given))


def _answered(answers: Mapping[str, Answer], act: Callable[[Answers], Decision]) -> Decision:
    given: dict[str, Answer] = dict(answers)
    for _ in range(10):
        decision = act(given)
        if not decision.questions:
            return decision
        for question in decision.questions:
            assert question.optional or question.key in ANSWERS, f"{question.key} is asked"
            given[question.key] = ANSWERS.get(question.key)
    raise AssertionError("it asks without end")


def asked(play: Play, button: str, **answers: Answer) -> list[str]:
    """What a button asks first, with these answers given already."""
    key, outcome = button.split(".")
    decision = play.press(key, outcome, answers)
    assert decision.effects == ()
    return [question.key for question in decision.questions]


def all_asked(play: Play, button: str, **answers: Answer) -> list[str]:
    """Everything that a button asks, one round after the other."""
    given: dict[str, Answer] = dict(answers)
    found: list[str] = []
    key, outcome = button.split(".")
    while questions := play.press(key, outcome, given).questions:
        found += [question.key for question in questions]
        given |= {question.key: ANSWERS.get(question.key) for question in questions}
    return found


def buttons(key: str) -> list[str]:
    """What the outcomes of an activity are called."""
    return [outcome.title["ru"] for outcome in CORPORATE.activities[key].outcomes.values()]


def offered(play: Play, button: str, **answers: Answer) -> list[str]:
    """Where «куда дальше?» of a button may lead, the suggestions first."""
    key, outcome = button.split(".")
    (question,) = play.press(key, outcome, answers).questions
    assert question.key == EXIT
    return [choice.removeprefix("move.") for choice in question.choices]


def to(stage: str) -> dict[str, Answer]:
    return {EXIT: f"move.{stage}"}


def later(moment: datetime) -> dict[str, Answer]:
    return {WHEN: moment}
