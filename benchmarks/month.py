"""How much 50 reps, three heads and a director are told in a month with every rule on: owed, and really sent."""

import asyncio
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.company import url
from benchmarks.living import Month, live
from benchmarks.result import Result
from charts import theme
from storage import schema

GOALS = {"rep": 12, "head": 12}
"""Messages that nobody has asked for, on the ninetieth of a hundred days of anybody."""
PICTURE = Path(__file__).parent / "month.png"
TITLES = {"rep": "Reps", "head": "Heads"}
KINDS = 8  # of which the table tells


def run() -> Iterator[Result]:
    month = asyncio.run(_played())
    draw(month).savefig(PICTURE, dpi=100)
    for role, goal in GOALS.items():
        lines, owed, sent, own = (
            _all(month, counts, role) for counts in (month.lines, month.owed, month.sent, month.own)
        )
        typical = _quantile(sent)
        yield Result(
            f"{TITLES[role].lower()}: messages a day, p90",
            f"{typical:g}",
            f"{_quantile(lines):g} untamed",
            typical,
            goal,
        )
        for name, found in (("one by one", lines), ("owed", owed), ("sent", sent), ("answers", own)):
            middle, most = statistics.median(found), max(found)
            print(
                f"    {name:<12} mean {statistics.mean(found):.1f}, median {middle:g}, p90 {_quantile(found):g}, most {most}"
            )
        days = len(_people(month, role)) * len(month.days)
        print(
            f"    merged or needless {month.merged[role] / days:.2f}, held back {month.held[role] / days:.2f}"
        )
        for name, kinds in (("owed", month.put), ("sent", month.kinds)):
            print(f"    {name}: {_told(month, kinds, role)}")


async def _played() -> Month:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "month.db"
        await schema.create(url(path))
        return await live(url(path))


def _people(month: Month, role: str) -> list[int]:
    return [one for one, what in month.roles.items() if what == role]


def _all(month: Month, counts: Counter[tuple[int, date]], role: str) -> list[int]:
    """Of every person of the role and every day."""
    return [counts[one, day] for one in _people(month, role) for day in month.days]


def _quantile(found: Sequence[int]) -> float:
    return statistics.quantiles(found, n=10, method="inclusive")[8]


def _told(month: Month, kinds: Counter[tuple[str, str]], role: str) -> str:
    days = len(_people(month, role)) * len(month.days)
    told = Counter({kind: count for (whose, kind), count in kinds.items() if whose == role})
    return ", ".join(f"{kind} {count / days:.2f}" for kind, count in told.most_common(KINDS))


def draw(month: Month) -> Figure:
    """Two panels over the same days: reps above, heads below."""
    figure = Figure(figsize=(10.8, 8.4), facecolor=theme.PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    for axes, role in zip(figure.subplots(2, 1, sharex=True), GOALS, strict=True):
        _panel(axes, month, role)
    axes.set_xlabel("working day", fontproperties=theme.font())
    return figure


def _panel(axes: Axes, month: Month, role: str) -> None:
    people = _people(month, role)
    places = range(1, len(month.days) + 1)

    def each(counts: Counter[tuple[int, date]]) -> list[list[int]]:
        return [[counts[one, day] for one in people] for day in month.days]

    lines, owed, sent = (
        [statistics.mean(day) for day in each(counts)] for counts in (month.lines, month.owed, month.sent)
    )
    most = [max(day) for day in each(month.sent)]
    axes.bar(
        places, lines, color=theme.TINTS[theme.RED], width=1.0, label="each finding a message of its own"
    )
    axes.plot(places, lines, color=theme.RED, drawstyle="steps-mid", linewidth=1)
    axes.bar(
        places, owed, color=theme.TINTS[theme.BLUE], width=0.86, label="owed, before merging and the cap"
    )
    axes.bar(places, sent, color=theme.BLUE, width=0.6, label="sent")
    axes.plot(
        places,
        most,
        color=theme.INK,
        marker="o",
        linestyle="",
        markersize=4,
        label="sent to whoever got most that day",
    )
    means = f"{statistics.mean(lines):.1f} one by one, {statistics.mean(owed):.1f} owed, {statistics.mean(sent):.1f} sent"
    title = f"{TITLES[role]} ({len(people)}): messages a day, mean {means}"
    axes.set_title(title, loc="left", fontproperties=theme.font(bold=True))
    axes.set_ylim(0, max(*lines, *most) * 1.3)
    axes.set_xlim(0.5, len(places) + 0.5)
    axes.set_xticks([place for place in places if place % 5 == 0 or place == 1])
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    legend = axes.legend(loc="upper left", ncols=2, frameon=False, prop=theme.font())
    for word in legend.get_texts():
        word.set_color(theme.QUIET)
