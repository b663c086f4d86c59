"""The administrator's screens once each, well and ill."""

from dataclasses import replace
from datetime import timedelta

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.health import Found, Part
from bot.views import failures, health
from storage.health import Letter, Message, Stuck, Vitals
from tests.bot.views.rows import DAY, HOUR, NOW

WELL = Vitals(
    waiting=0,
    lag=None,
    heard_at=NOW - timedelta(seconds=40),
    owed=4,
    late=0,
    failed=0,
    failed_today=0,
    dead=0,
    dead_today=0,
    broken=0,
    unreachable=(),
    unreachable_count=0,
    mute=(),
    mute_count=0,
    unled=(),
    unled_count=0,
    database="sqlite",
    size=12_900_000,
    backup_at=NOW - DAY,
)


def ill(name: str) -> Vitals:
    return Vitals(
        waiting=1_234,
        lag=timedelta(minutes=7),
        heard_at=NOW - HOUR,
        owed=20,
        late=3,
        failed=14,
        failed_today=2,
        dead=9,
        dead_today=1,
        broken=2,
        unreachable=(name,) * 10,
        unreachable_count=35,
        mute=(name,),
        mute_count=1,
        unled=(name,) * 10,
        unled_count=12,
        database="postgresql",
        size=900,
        backup_at=NOW - 40 * DAY,
    )


def screens(t: Texts, name: str) -> dict[str, Screen]:
    messages = [Message(n, "morning", name, NOW - HOUR, f"Bad Request: {name}") for n in range(6)]
    letters = [Letter(1, "callback_query", name, NOW, "KeyError('x')"), Letter(2, "", None, NOW - DAY, "")]
    timers = [Stuck(1, "ring", name, NOW, "42"), Stuck(2, "sweep", None, NOW, "OperationalError()")]
    return {
        "health": health.overview(WELL, "1.0", t, NOW),
        "health ill": health.overview(ill(name), "1.0", t, NOW),
        "health new": health.overview(replace(WELL, heard_at=None, backup_at=None), "1.0", t, NOW),
        "health messages": failures.failures(Part.MESSAGES, Found(messages, 14, 1), t, NOW),
        "health letters": failures.failures(Part.LETTERS, Found(letters, 2, 0), t, NOW),
        "health timers": failures.failures(Part.TIMERS, Found(timers, 2, 0), t, NOW),
        "health none": failures.failures(Part.MESSAGES, Found([], 0, 0), t, NOW),
    }
