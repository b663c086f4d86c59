"""What becomes of a made-up deal, and what its rep therefore presses: pure functions of a seeded Random."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from bot.demo import market
from bot.demo.cast import Character
from fsm.facts import Answer
from fsm.questions import ATTEMPTS, GIVE_UP, NEXT, PLAN_WHEN, WHEN
from fsm.values import Money

REASONS = {"price": 30, "competitor": 20, "no_budget": 18, "not_relevant": 17, "terms": 9, "other": 6}
_HOURS = ((10, 0), (10, 30), (11, 0), (11, 30), (12, 15), (14, 0), (15, 0), (16, 0), (16, 30))

Answers = dict[str, Answer]


@dataclass(slots=True)
class Fate:
    """What will be, unless the history ends before. `talks` are the successful calls still to come in the stage.

    `known` tells whether the deal has its contact, and so a number to call, from the start.
    """

    engages: bool
    reachable: bool
    wins: bool
    talks: int
    talks_later: int
    product: int
    contact: int
    known: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Act:
    """An outcome to press, with its answers."""

    outcome: str
    answers: Answers


def draw(random: Random, character: Character, *, product: int, price: int, contact: int) -> Fate:
    """The fate of a new deal."""
    engages = random.random() < 0.63
    amount = Decimal(price * random.choice((1, 1, 1, 2, 2, 3, 4)) * random.randrange(92, 106)) / 100
    return Fate(
        engages=engages,
        reachable=engages or random.random() < 0.6,
        wins=random.random() < character.win,
        talks=random.choice((1, 1, 2)),
        talks_later=random.choice((1, 1, 2, 3, 4, 5)),
        product=product,
        contact=contact,
        known=random.random() < 0.75,
        amount=amount.quantize(Decimal("1E2")).quantize(Decimal("0.01")),
    )


PUT_OFF = 0.12
"""The share of documents that are put off once more, because the client has not said all that is needed."""


def act(random: Random, fate: Fate, key: str, stage: str, attempt: int, day: date, later: datetime) -> Act:
    """What is done with an open activity on the local `day`; `later` is a moment that suits a promise."""
    match key:
        case "prepare_proposal":
            return Act("ready", {})
        case "send_proposal":
            return Act("sent", {})
        case "find_need" if fate.reachable and random.random() < 0.7:
            return Act("clear", {})
        case _:
            return _call(random, fate, key, stage, attempt, day, later)


def _call(random: Random, fate: Fate, key: str, stage: str, attempt: int, day: date, later: datetime) -> Act:
    if key == "plan_next":
        return Act("choose", {NEXT: random.choice(("plan.1", "plan.2"))})
    # Whoever can be reached is reached at the third attempt at the latest; the others never are.
    if not fate.reachable or (attempt < 3 and random.random() < 0.33):
        if fate.reachable and random.random() < 0.25:
            return Act("call_back", {WHEN: later})
        answers: Answers = {ATTEMPTS: GIVE_UP} if attempt > 3 else {}
        return Act(random.choice(("no_answer", "no_answer", "busy")), answers)
    if fate.known and random.random() < 0.04:
        return Act("wrong_number", {"phone": market.phone(random)})
    return _talk(random, fate, key, stage, day, later)


def _talk(random: Random, fate: Fate, key: str, stage: str, day: date, later: datetime) -> Act:
    if key == "find_need":
        return Act("clear", {})
    if fate.talks > 1:
        fate.talks -= 1
        if random.random() < 0.5:
            return Act("reached", {NEXT: PLAN_WHEN, WHEN: later})
        return Act("reached", {NEXT: random.choice(("plan.1", "plan.2", "plan.3", "plan.3"))})
    if stage == "prospecting" and fate.engages:
        fate.talks = fate.talks_later
        return Act("reached", {NEXT: "move.engaging", "product": fate.product, "contact": fate.contact})
    if stage == "engaging" and fate.wins:
        return Act("reached", {NEXT: "move.won", **won(fate, day)})
    return Act("refused", lost(random))


def won(fate: Fate, day: date) -> Answers:
    """What the gate of a won deal asks."""
    return {"amount": Money(fate.amount, market.CURRENCY), "close_date": day}


def lost(random: Random) -> Answers:
    """What the gate of a lost deal asks."""
    reason = random.choices(tuple(REASONS), tuple(REASONS.values()))[0]
    answers: Answers = {"lost_reason": reason}
    if reason == "competitor":
        answers["winner"] = random.choice(market.COMPETITORS)
    if reason == "other":
        answers["lost_words"] = random.choice(market.OTHER_REASONS)
    return answers


def hour(random: Random) -> tuple[int, int]:
    """A time of day at which people like to be called."""
    return random.choice(_HOURS)
