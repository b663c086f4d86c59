"""What comes by itself, once each: lists of what is new, nudges, the recap, the digest, the channel."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.screen import Screen
from bot.texts import Texts
from bot.views import channel, digest, notices, recap
from storage.agenda import Counts
from storage.channels import EVENTS, Channel
from storage.digests import OVERDUE, UNREACHABLE, UNTOUCHED, Digest, Line, Page
from storage.recaps import Recap
from storage.teams import Team
from tests.bot.views import rows
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES, SIMPLE

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


def a_line(number: int, kind: str = OVERDUE, **changes: object) -> Line:
    values: dict[str, object] = {
        "digest_id": 3,
        "number": number,
        "kind": kind,
        "owner_id": 5,
        "owner": "Анна Смирнова",
        "run_id": None if kind == UNREACHABLE else 17,
        "activity_id": 42 if kind == OVERDUE else None,
        "since": NOW - 3 * DAY,
        "act": None,
        "acted_at": None,
        "actor": None,
        "client": None if kind == UNREACHABLE else "Ромашка",
        "product": None,
        "process": None if kind == UNREACHABLE else "simple",
        "version": SIMPLE.version,
        "key": "find_need" if kind == OVERDUE else None,
        "title": None,
        "to": None,
        "settled": False,
    }
    return Line(**(values | changes))  # type: ignore[arg-type]  # whatever a test wants to say


def a_page(*lines: Line, total: int | None = None, number: int = 0) -> Page:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.kind] = counts.get(line.kind, 0) + 1
    if total is not None:
        counts[OVERDUE] = total
    owners = {(line.kind, line.owner_id): 4 for line in lines}
    found = Digest(3, 9, date(2026, 11, 24), NOW, counts)
    return Page(found, lines, number, owners, {OVERDUE: 15, UNTOUCHED: 1} if lines else None)


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
    lines = [
        a_line(1, client=name, owner=name),
        a_line(2, client=name, owner=name, acted_at=NOW - HOUR, act="nudge", actor=name),
        a_line(3, client=None, product=name, owner=name, title=name),
        a_line(4, client=name, owner=name, owner_id=6, to=name),
        a_line(5, UNTOUCHED, client=name, owner=name),
        a_line(6, UNTOUCHED, client=None, owner=name, settled=True),
        a_line(7, UNREACHABLE, owner=name),
        a_line(8, UNREACHABLE, owner=name, owner_id=6, settled=True),
    ]
    found = {
        f"digest row {line.number}": digest.row(line, 0, PROCESSES, t, NOW, days=14) for line in lines
    } | {f"digest why {line.number}": digest.why(line, t, NOW, days=14, worked=3) for line in lines}
    teams = [Team(1, name, None), Team(3, f"{name}2", 1)]
    room = a_channel(title=name)
    return {
        **found,
        "news": notices.news([replace(card, id=number) for number in range(12)], PROCESSES, t, NOW),
        "nudge": notices.nudge(card, [rows.a_touch(by=name)], SIMPLE, name, t, NOW),
        "card handed over": notices.handed(card, name, SIMPLE, t),
        "card closed": notices.closed(t),
        "deals handed over": notices.handed_over(12, name, t),
        "unreachable": notices.unreachable(name, t),
        "recap": recap.recap(RECAP, date(2026, 11, 23), "18:00", t),
        "recap of nothing": recap.recap(EMPTY, date(2026, 11, 23), "18:00", t),
        "digest": digest.digest(a_page(*lines, total=40), PROCESSES, t, NOW, days=14),
        "digest empty": digest.digest(a_page(), PROCESSES, t, NOW, days=14),
        "digest rules": digest.rules(a_page(*lines), "09:30", t, days=14),
        "digest rules alone": digest.rules(a_page(*lines), None, t, days=21),
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
