"""Deals of corporate sales from their start to an end, walked at random on decide alone: no rows, no messenger."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from benchmarks.result import Result, shown
from fsm.facts import Organisation
from fsm.loading import shipped
from fsm.table import Refused
from tests.fsm.play import Play
from tests.fsm.walker import Walker

DEALS = 5_000
PATIENCE = 150
"""Steps of a deal, after which whoever works it gives it up."""
SECONDS = 60.0
PEOPLE = Organisation(heads={6: 8, 7: 8}, leaders={1: 8, 2: 6})


def run() -> Iterator[Result]:
    began = time.perf_counter()
    ends, steps = walked(DEALS)
    seconds = time.perf_counter() - began
    yield Result(f"{DEALS} deals of corporate walked", shown(seconds), shown(SECONDS), seconds / SECONDS, 1)
    yield Result("… decisions of a deal", f"{steps / DEALS:.1f}", "5", steps / DEALS, 5, at_least=True)
    missing = {"won", "lost", "transferred"} - ends.keys()
    yield Result("… ends that none has come to", str(len(missing)), "0", len(missing), 0)


def walked(deals: int) -> tuple[Counter[str], int]:
    """How many came to which end, and how many decisions that took. Every deal has a seed of its own."""
    process = shipped()["corporate"]
    ends: Counter[str] = Counter()
    steps = 0
    for seed in range(deals):
        play = Play(process, organisation=PEOPLE).start()
        walker = Walker(play, Random(seed), patient=True)
        while process.stages[play.state or ""].final is None:
            play.now += timedelta(minutes=walker.number(20 * 60))
            try:
                walker.go(walker.work() if len(play.history) < PATIENCE else walker.end())
            except Refused:  # handed to whoever has it already
                continue
        ends[play.state or ""] += 1
        steps += len(play.history)
    return ends, steps


if __name__ == "__main__":
    print(walked(DEALS))
