from datetime import timedelta

from bot.courtesy import MOST, Courtesy
from tests.build import MONDAY

MINUTE = timedelta(minutes=1)


def test_a_few_times_an_hour() -> None:
    courtesy = Courtesy()
    said = [courtesy.answers(1, MONDAY + minute * MINUTE) for minute in range(0, 120, 5)]
    assert said[: MOST + 1] == [True] * MOST + [False]
    assert sum(said) == 2 * MOST
    assert courtesy.answers(2, MONDAY)


def test_one_who_keeps_asking_is_answered_again_after_the_hour() -> None:
    courtesy = Courtesy(most=1)
    answers = [minute for minute in range(125) if courtesy.answers(1, MONDAY + minute * MINUTE)]
    assert answers == [0, 60, 120]


def test_a_crowd_does_not_fill_the_memory() -> None:
    courtesy = Courtesy(most=1, remembered=10)
    assert all(courtesy.answers(number, MONDAY) for number in range(1000))
    assert len(courtesy._answered) == 10
    assert not courtesy.answers(999, MONDAY)
