"""The machine: disk, time zones, drawing, and the processes that ship."""

import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.finding import Finding, fail, ok, plain, warn

ALPHABET = "Воронка Ёё №₽ Funnel"
ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad")
GIGABYTE = 1_000_000_000
SCARCE = GIGABYTE
GONE = GIGABYTE // 10


def checks(folder: Path, zone: str) -> Iterator[Finding]:
    """`folder` is where what is written lands, `zone` the setting."""
    yield disk(shutil.disk_usage(folder).free, folder)
    yield zones((*ZONES, zone))
    yield drawing()
    yield processes()


def disk(free: int, folder: Path) -> Finding:
    """`free` in bytes."""
    said = f"{free / GIGABYTE:.1f} GB free at {folder}"
    if free < GONE:
        return fail("disk", f"{said}: nothing can be stored soon, make room")
    return warn("disk", f"{said}: make room before it is full") if free < SCARCE else ok("disk", said)


def zones(wanted: tuple[str, ...]) -> Finding:
    """Whether the time zones are known."""
    for name in wanted:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return fail("time zones", f"{name} is not known: install tzdata (make setup)")
    return ok("time zones", f"data of {version('tzdata')}")


def drawing() -> Finding:
    """Whether a picture with Cyrillic letters can be drawn."""
    try:
        from matplotlib.figure import Figure

        from charts import render, theme

        missing = {letter for letter in ALPHABET if ord(letter) not in theme.glyphs()}
        if missing:
            return fail("charts", f"the font has no {''.join(sorted(missing))}: install matplotlib anew")
        figure = Figure(figsize=(1, 1))
        figure.text(0, 0, ALPHABET, fontproperties=theme.font())
        size = len(render.to_png(figure))
    except Exception as error:  # noqa: BLE001 - whatever it is, that is the finding
        return fail(
            "charts", f"no picture can be drawn: {plain(error)}; install matplotlib anew (make setup)"
        )
    return ok("charts", f"drawn, {size} bytes of PNG")


def processes() -> Finding:
    """Whether the shipped processes load."""
    from fsm.loading import versions
    from fsm.problems import ProcessError

    try:
        found = versions()
    except ProcessError as error:
        return fail("processes", f"{error.problems[0]}; the installation is damaged")
    return ok("processes", ", ".join(f"{key} {number}" for key, number in sorted(found)))
