"""kill -9 at random moments while people press; the long run, with its negative control, is benchmarks/kills."""

import pytest

from benchmarks.kills import campaign


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_no_press_is_lost_or_doubled_when_the_process_is_killed(seed: int) -> None:
    outcome, _ = await campaign(4, seed=seed, control=False)
    assert outcome.pressed > 0
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.repeated <= 1
