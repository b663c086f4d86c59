"""What a rep presses is what the process asks for."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from bot.demo import fate, market
from bot.demo.cast import AVERAGE
from bot.demo.fate import Fate
from fsm.loading import shipped
from fsm.questions import ATTEMPTS, GIVE_UP, NEXT

LATER = datetime(2026, 11, 25, 8, tzinfo=UTC)
DAY = date(2026, 11, 24)


def drawn(seed: int, **how: object) -> Fate:
    found = fate.draw(Random(seed), AVERAGE, product=1, price=86_500, contact=2)
    for name, value in how.items():
        setattr(found, name, value)
    return found


@pytest.mark.parametrize("stage", ["prospecting", "engaging"])
@pytest.mark.parametrize("attempt", [1, 4])
def test_every_outcome_that_is_pressed_is_of_the_activity(stage: str, attempt: int) -> None:
    activities = shipped()["simple"].activities
    for key in ("first_call", "follow_up", "find_need", "prepare_proposal", "send_proposal", "plan_next"):
        for seed in range(60):
            act = fate.act(Random(seed), drawn(seed), key, stage, attempt, DAY, LATER)
            assert act.outcome in activities[key].outcomes


def test_who_cannot_be_reached_is_given_up_after_the_last_attempt() -> None:
    unreachable = drawn(1, reachable=False)
    acts = [fate.act(Random(n), unreachable, "first_call", "prospecting", 4, DAY, LATER) for n in range(20)]
    assert {act.outcome for act in acts} == {"no_answer", "busy"}
    assert {act.answers[ATTEMPTS] for act in acts} == {GIVE_UP}


def test_who_decides_for_us_is_won_with_amount_and_date() -> None:
    ready = drawn(1, reachable=True, wins=True, talks=1)
    acts = [fate.act(Random(n), ready, "follow_up", "engaging", 3, DAY, LATER) for n in range(20)]
    won = [act for act in acts if act.answers.get(NEXT) == "move.won"]
    assert won
    assert all({"amount", "close_date"} <= act.answers.keys() for act in won)


def test_sums_are_round_and_positive() -> None:
    amounts = [drawn(seed).amount for seed in range(50)]
    assert all(amount > 0 and amount % 100 == 0 for amount in amounts)


def test_a_lost_deal_says_all_that_is_asked() -> None:
    for seed in range(50):
        answers = fate.lost(Random(seed))
        assert ("winner" in answers) is (answers["lost_reason"] == "competitor")
        assert ("lost_words" in answers) is (answers["lost_reason"] == "other")


def test_clients_have_names_of_their_own() -> None:
    names = market.client_names(Random(1))
    assert len(set(names)) == len(names) >= 90
