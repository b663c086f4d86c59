"""The funnel of 100 000 deals with five moves each: its numbers, and its picture beside bare matplotlib."""

import asyncio
import statistics
import time
from collections.abc import Iterator

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.text import Text

from benchmarks import company
from benchmarks.result import Result, alternating, shown
from bot.texts import texts
from bot.usecases.reports import FunnelReport, funnel_report
from bot.views import charts as views
from charts import render
from fsm.loading import shipped
from storage.db import Database

DEALS, REPS, MOVES = 100_000, 50, 5
ROUNDS, PICTURES = 15, 20
COMPANY, REP, LAG = 0.150, 0.010, 0.015  # seconds that are allowed
LOOK = 0.001


def run() -> Iterator[Result]:
    path = company.made(f"deals-{DEALS}", reps=REPS, deals=DEALS, moves=MOVES)
    whole, rep, report = asyncio.run(_numbers(company.url(path)))
    yield Result("funnel of 100 000 deals: company", shown(whole), shown(COMPANY), whole / COMPANY, 1.0)
    yield Result("funnel of 100 000 deals: one rep", shown(rep), shown(REP), rep / REP, 1.0)
    draw = views.funnel(report, "Север", texts("ru", "Europe/Moscow"))
    figure = draw()
    render.to_png(figure)
    ours, bare = alternating(
        lambda: render.to_png(draw()), lambda: render.to_png(_again(figure)), rounds=ROUNDS
    )
    yield Result("funnel drawn: to a bare figure", shown(ours), shown(bare), ours / bare, 1.5)
    lag = asyncio.run(_lag(report))
    yield Result("loop lag while drawing: p99", shown(lag), shown(LAG), lag / LAG, 1.0)


async def _numbers(url: str) -> tuple[float, float, FunnelReport]:
    process = shipped()[company.PROCESS]
    seconds: dict[bool, list[float]] = {True: [], False: []}
    async with Database.connect(url) as db, db.read() as session:
        report = await funnel_report(session, process, zone="Europe/Moscow")
        assert report.found.stages[0].reached == DEALS
        for number in range(ROUNDS):
            for whole, found in seconds.items():
                began = time.perf_counter()
                owners = None if whole else frozenset({number % REPS + 1})
                await funnel_report(session, process, owner_ids=owners, zone="Europe/Moscow")
                found.append(time.perf_counter() - began)
    return statistics.median(seconds[True]), statistics.median(seconds[False]), report


def _again(drawn: Figure) -> Figure:
    """The same marks in plain matplotlib: what nobody could leave out."""
    figure = Figure(figsize=tuple(drawn.get_size_inches()), dpi=drawn.dpi)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(*drawn.axes[0].get_xlim())
    axes.set_ylim(*drawn.axes[0].get_ylim())
    for mark in drawn.axes[0].get_children():
        match mark:
            case _ if mark is drawn.axes[0].patch:
                pass
            case Rectangle():
                box = Rectangle(
                    mark.get_xy(), mark.get_width(), mark.get_height(), color=mark.get_facecolor(), lw=0
                )
                axes.add_patch(box)
            case FancyBboxPatch():
                corner = (mark.get_x(), mark.get_y())
                style = "round,pad=0,rounding_size=16"
                rounded = FancyBboxPatch(
                    corner,
                    mark.get_width(),
                    mark.get_height(),
                    boxstyle=style,
                    color=mark.get_facecolor(),
                    lw=0,
                )
                axes.add_patch(rounded)
            case Text() if mark.get_text():
                x, y = mark.get_position()
                axes.text(
                    x,
                    y,
                    mark.get_text(),
                    fontsize=mark.get_fontsize(),
                    color=mark.get_color(),
                    weight=mark.get_fontweight(),
                )
    return figure


async def _lag(report: FunnelReport) -> float:
    draw = views.funnel(report, "Север", texts("ru", "Europe/Moscow"))
    lags: list[float] = []
    ended = False

    async def watch() -> None:
        while not ended:
            began = time.perf_counter()
            await asyncio.sleep(LOOK)
            lags.append(time.perf_counter() - began - LOOK)

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for _ in range(PICTURES):
            await render.png(draw)
        ended = True
    return statistics.quantiles(lags, n=100)[98]
