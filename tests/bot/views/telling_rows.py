"""What comes by itself, once each: lists of what is new, nudges, the recap, the channel."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.screen import Screen
from bot.texts import Texts
from bot.views import channel, notices, recap
from storage.agenda import Counts
from storage.channels import EVENTS, Channel
from storage.recaps import Recap
from storage.teams import Team
from tests.bot.views import rows
from tests.bot.views.rows import NOW, PROCESSES, SIMPLE

RECAP = Recap(
    calls=9,
    reached=5,
    meetings=1,
    others=2,
    moved=3,
    won=1,
    lost=1,
    amount=Decimal(150_000),
    currency="RUB",
    left=Counts(2, 1, 1, 40),
)
EMPTY = Recap(0, 0, 0, 0, 0, 0, 0, None, None, Counts())


def a_channel(**changes: object) -> Channel:
    values: dict[str, object] = {
        "id": 2,
        "chat_id": -100,
        "thread_id": None,
        "title": "Отдел продаж",
        "team_id": 1,
        "language": "ru",
        "kinds": frozenset(EVENTS),
        "by_id": 9,
        "created_at": NOW,
        "closed_at": None,
    }
    return Channel(**(values | changes))  # type: ignore[arg-type]  # whatever a test wants to say


def screens(t: Texts, name: str) -> dict[str, Screen]:
    card = rows.a_task(rows.a_deal(client=name, contact=name, product=name, owner=name))
    teams = [Team(1, name, None), Team(3, f"{name}2", 1)]
    room = a_channel(title=name)
    return {
        "news": notices.news([replace(card, id=number) for number in range(12)], PROCESSES, t, NOW),
        "nudge": notices.nudge(card, [rows.a_touch(by=name)], SIMPLE, name, t, NOW),
        "card handed over": notices.handed(card, name, SIMPLE, t),
        "card closed": notices.closed(t),
        "deals handed over": notices.handed_over(12, name, t),
        "unreachable": notices.unreachable(name, t),
        "recap": recap.recap(RECAP, date(2026, 11, 23), "18:00", t),
        "recap of nothing": recap.recap(EMPTY, date(2026, 11, 23), "18:00", t),
        "channel": channel.setting(room, teams, t),
        "channel unset": channel.setting(
            a_channel(title=name, kinds=frozenset(), thread_id=7, team_id=None), teams, t
        ),
        "channel of whom": channel.whose(room, teams, t, everything=True),
        "channel shut": channel.setting(a_channel(title=name, closed_at=NOW), teams, t),
        "channels": channel.listed([room], "voronka_bot", t),
        "no channels": channel.listed([], "voronka_bot", t),
        "channel closed": channel.closed(room, t),
        "post new": channel.post("new", card.deal, SIMPLE, t),
        "post won": channel.post("won", card.deal, SIMPLE, t),
        "post lost": channel.post("lost", card.deal, SIMPLE, t),
        "greeting": channel.greeting(room, t),
    }
