"""Who is told of what stands broken, and when the next one above: leave, who stands in, nobody above, rings."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from notifications.escalation import days_until, height, ladder

REP, HEAD, ABOVE, TOP, OTHER = 1, 2, 3, 4, 9
TREE = {REP: HEAD, HEAD: ABOVE, ABOVE: TOP}


def here(away: Mapping[int, int | None]) -> Mapping[int, int | None]:
    """Everybody for himself, but those who are away and who stands in for them."""
    return {HEAD: HEAD, ABOVE: ABOVE, TOP: TOP, OTHER: OTHER} | dict(away)


@pytest.mark.parametrize(
    ("away", "rungs"),
    [
        ({}, (HEAD, ABOVE, TOP)),
        ({HEAD: OTHER}, (OTHER, ABOVE, TOP)),
        ({HEAD: None}, (ABOVE, TOP)),  # nobody stands in: the next one above at once
        ({HEAD: ABOVE}, (ABOVE, TOP)),  # who stands in is no step of his own
        ({ABOVE: OTHER}, (HEAD, OTHER, TOP)),
        ({HEAD: None, ABOVE: None, TOP: None}, ()),
        ({HEAD: REP}, (ABOVE, TOP)),  # nobody is told of what is his own
    ],
)
def test_heads_are_told_one_after_another(away: Mapping[int, int | None], rungs: tuple[int, ...]) -> None:
    assert ladder(REP, TREE, here(away).get) == rungs


def test_who_is_nobodys_has_no_ladder() -> None:
    assert ladder(TOP, TREE, here({}).get) == ()
    assert ladder(77, {}, here({}).get) == ()


@pytest.mark.parametrize("ring", [{REP: HEAD, HEAD: REP}, {REP: HEAD, HEAD: ABOVE, ABOVE: HEAD}, {REP: REP}])
def test_a_ring_is_gone_round_once(ring: Mapping[int, int]) -> None:
    found = ladder(REP, ring, here({}).get)
    assert REP not in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("pause", "worked", "told"),
    [(None, 99, 1), (3, 0, 1), (3, 3, 1), (3, 4, 2), (3, 6, 2), (3, 7, 3), (1, 1, 1), (1, 2, 2), (5, 11, 3)],
)
def test_after_each_pause_one_more_is_told(pause: int | None, worked: int, told: int) -> None:
    assert height(pause, worked) == told


@given(some.integers(1, 250), some.integers(0, 2000), some.integers(1, 12))
def test_the_day_that_is_named_is_the_day_on_which_it_comes(pause: int, worked: int, rung: int) -> None:
    assert (height(pause, worked) >= rung) == (worked >= days_until(pause, rung))


@given(
    some.dictionaries(some.integers(1, 8), some.integers(1, 8)),
    some.dictionaries(some.integers(1, 8), some.one_of(some.none(), some.integers(1, 8))),
)
def test_whatever_the_tree_is_everybody_is_told_once_and_nobody_of_his_own(
    heads: dict[int, int], away: dict[int, int | None]
) -> None:
    for owner in range(1, 9):
        found = ladder(owner, heads, lambda head: away.get(head, head))
        assert owner not in found
        assert len(found) == len(set(found))
