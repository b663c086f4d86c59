"""How much people are told in ninety days: messages a person and working day, one by one and as the product sends them."""

import asyncio
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.company import url
from benchmarks.hearing import Noise, listen
from benchmarks.result import Result
from charts import theme
from storage import schema

DAYS = 90
GOALS = {"rep": 25.0, "head": 6.0}
PICTURE = Path(__file__).parent / "noise.png"
TITLES = {"rep": "A rep", "head": "The head"}


def run() -> Iterator[Result]:
    noise = asyncio.run(_played())
    draw(noise).savefig(PICTURE, dpi=100)
    for role, goal in GOALS.items():
        before, after = (_by_day(noise, counts, role) for counts in (noise.before, noise.after))
        worst, own = max(_all(noise, noise.after, role)), statistics.mean(_all(noise, noise.own, role))
        mean = statistics.mean(after)
        yield Result(
            f"messages a day: {TITLES[role].lower()}",
            f"{mean:.1f} (most {worst})",
            f"{statistics.mean(before):.1f} untamed",
            worst,
            goal,
        )
        kinds = {kind: count for (whose, kind), count in noise.kinds.items() if whose == role}
        people = sum(one == role for one in noise.roles.values())
        told = ", ".join(
            f"{kind} {count / people / DAYS:.2f}"
            for kind, count in sorted(kinds.items(), key=lambda one: -one[1])
        )
        print(f"    {TITLES[role]}: a day {told}; answers to own presses (silent) {own:.1f}")


async def _played() -> Noise:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "noise.db"
        await schema.create(url(path))
        return await listen(url(path), DAYS)


def _all(noise: Noise, counts: Counter[tuple[int, date]], role: str) -> list[int]:
    """Of every person of the role and every day."""
    return [counts[one, day] for one, what in noise.roles.items() if what == role for day in noise.days]


def _by_day(noise: Noise, counts: Counter[tuple[int, date]], role: str) -> list[float]:
    """The mean over the people of the role, day by day."""
    people = [one for one, what in noise.roles.items() if what == role]
    return [statistics.mean(counts[one, day] for one in people) for day in noise.days]


def draw(noise: Noise) -> Figure:
    """Two panels over the same days: reps above, the head below."""
    figure = Figure(figsize=(10.8, 8.4), facecolor=theme.PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    for axes, (role, goal) in zip(figure.subplots(2, 1, sharex=True), GOALS.items(), strict=True):
        before, after = (_by_day(noise, counts, role) for counts in (noise.before, noise.after))
        places = range(1, len(noise.days) + 1)
        axes.bar(places, before, color=theme.TINTS[theme.RED], width=1.0)
        axes.plot(places, before, color=theme.RED, drawstyle="steps-mid")
        axes.bar(places, after, color=theme.BLUE, width=0.7)
        axes.axhline(goal, color=theme.INK, linestyle="--", linewidth=1)
        font = theme.font()
        means = f"{statistics.mean(before):.1f} one by one, {statistics.mean(after):.1f} as sent"
        axes.set_title(
            f"{TITLES[role]}: messages a day, mean {means}", loc="left", fontproperties=theme.font(bold=True)
        )
        axes.text(len(places), goal, f"goal {goal:g} ", ha="right", va="bottom", fontproperties=font)
        axes.set_ylim(0, max(*before, goal) * 1.15)
        axes.set_xlim(0.5, len(places) + 0.5)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.text(
            1, max(*before, goal) * 1.07, "orange: one message for each event    blue: merged, capped, in working hours",
            fontproperties=font, color=theme.QUIET,
        )  # fmt: skip
    axes.set_xlabel("working day", fontproperties=theme.font())
    return figure
