"""The digest and what comes of it: its pages, the cards of its lines, what is asked for all at once, what is told at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.alarms import Alarmed
from bot.usecases.digests import Opened
from bot.usecases.settings import Choosing, Part
from bot.usecases.summons import Summoned
from bot.views import alarms, digest, digest_row, digest_why, notices, settings, summons
from fsm.loading import versions
from fsm.obligations import Obligation, State, Terms
from fsm.rulebook import shipped
from notifications.digests import Sheet
from notifications.reach import NOWHERE, Way
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line
from storage.digests import Digest, Page
from storage.obligations import Kept
from tests.bot.views import rows
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES, SIMPLE

RULES = shipped()
STEP, INFO, PROPOSAL = "step_overdue", "info_old", "proposal_5d"
REQUEST = versions()["discount_approval", 1]
KNOWN = {**PROCESSES, (REQUEST.process, REQUEST.version): REQUEST}
NO_WAYS: Mapping[int, Way] = MappingProxyType({})


def a_line(number: int, kind: str = STEP, **changes: object) -> Line:
    values: dict[str, object] = {
        "digest_id": 3,
        "number": number,
        "kind": kind,
        "owner_id": 5,
        "owner": "Анна Смирнова",
        "run_id": None if kind == UNREACHABLE else 17,
        "activity_id": 42 if kind in {STEP, DECIDE} else None,
        "since": NOW - 3 * DAY,
        "act": None,
        "acted_at": None,
        "actor": None,
        "client": None if kind == UNREACHABLE else "Ромашка",
        "product": None,
        "process": None if kind == UNREACHABLE else REQUEST.process if kind == DECIDE else "simple",
        "version": 1 if kind == DECIDE else SIMPLE.version,
        "key": "find_need" if kind == STEP else "decide" if kind == DECIDE else None,
        "title": None,
        "to": None,
        "settled": False,
        "obligation_id": None if kind in {DECIDE, UNREACHABLE} else number,
        "broken_at": None if kind in {DECIDE, UNREACHABLE} else NOW - 2 * DAY,
        "stage": "engaging",
    }
    return Line(**(values | changes))  # type: ignore[arg-type]  # whatever a test wants to say


def accepted(number: int, reason: str, **changes: object) -> Line:
    """A line that a head has let pass."""
    given: dict[str, object] = {"accepted_at": NOW - HOUR, "acceptor": "Ольга", "accepted_reason": reason}
    return replace(a_line(number, **changes), **given)  # type: ignore[arg-type]  # names of Line


def a_page(*lines: Line, total: int | None = None, waiting: int = 0, **counts: int) -> Page:
    found: dict[str, int] = {}
    owners: dict[tuple[str, int], int] = {}
    for line in lines:
        found[line.kind] = found.get(line.kind, 0) + 1
        owners[line.kind, line.owner_id] = owners.get((line.kind, line.owner_id), 0) + 1
    if total is not None:
        found[STEP] = owners[STEP, 5] = total
    made = Digest(3, 9, date(2026, 11, 23), NOW, found | counts)
    return Page(made, lines, 0, owners, {STEP: 15, INFO: 1} if lines else None, waiting)


def a_sheet(
    *lines: Line, ways: Mapping[int, Way] = NO_WAYS, total: int | None = None, waiting: int = 0, **counts: int
) -> Sheet:
    return Sheet(a_page(*lines, total=total, waiting=waiting, **counts), ways)


def a_breach(**changes: object) -> Kept:
    """The proposal was due two days ago."""
    rule = RULES[PROPOSAL]
    broken = Obligation(State.BREACHED, NOW - 9 * DAY, due_at=NOW - 2 * DAY, ended_at=NOW - 2 * DAY)
    values: dict[str, object] = {
        "id": 6, "rule": PROPOSAL, "kind": "deal", "subject_id": 7, "run_id": 17, "activity_id": None,
        "owner_id": 5, "terms": Terms.of(rule), "standing": True, "obligation": broken,
    }  # fmt: skip
    return Kept(**(values | changes))  # type: ignore[arg-type]  # whatever a test wants to say


def an_alarm(**changes: object) -> Alarmed:
    return Alarmed(a_breach(), RULES[PROPOSAL], rows.a_deal(**changes))


def screens(t: Texts, name: str) -> dict[str, Screen]:
    way = Way(by=name, days=3, to=name, on=date(2026, 11, 27))
    known = Way(to=name, on=date(2026, 11, 23))
    lines = [
        a_line(1, DECIDE, client=name, owner=name),
        a_line(2, DECIDE, client=name, owner=name, settled=True),
        a_line(3, PROPOSAL, client=name, owner=name),
        a_line(4, client=name, owner=name, acted_at=NOW - HOUR, act="nudge", actor=name),
        a_line(5, client=None, product=name, owner=name, title=name),
        a_line(6, client=name, owner=name, owner_id=6, to=name),
        replace(accepted(7, "client", client=name, owner=name), acceptor=name),
        replace(accepted(8, name, client=name, owner=name), acceptor=name),
        a_line(9, INFO, client=name, owner=name),
        a_line(10, INFO, client=None, owner=name, settled=True),
        a_line(11, "old_rule", client=name, owner=name, obligation_id=None, broken_at=None),
        a_line(12, "client_contact", client=name, owner=name, run_id=None, process=None, client_id=3),
        a_line(13, UNREACHABLE, owner=name),
        a_line(14, UNREACHABLE, owner=name, owner_id=6, settled=True),
    ]
    ways = {3: way, 5: known}
    said = a_breach(reason="other", words=name)
    opened = [
        Opened(one, ways.get(one.number, NOWHERE), 3, said if one.kind == PROPOSAL else None) for one in lines
    ]
    found: dict[str, Screen] = {}
    for one in opened:
        number = one.line.number
        found[f"digest row {number}"] = digest_row.row(one, KNOWN, RULES, t, NOW)
        found[f"digest why {number}"] = digest_why.why(one, RULES, t, NOW)
    reader = rows.a_person(name=name, digest=570, digest_days=0b10101, digest_empty=True)
    made = a_sheet(*lines).page.digest
    many = Summoned(
        made, name, [a_line(number, client=name, owner=name, activity_id=number) for number in range(1, 16)]
    )
    return {
        **found,
        "digest": digest.digest(
            a_sheet(*lines[:8], ways=ways, total=40, waiting=7, client_cover=12, gone=2), KNOWN, RULES, t, NOW
        ),
        "digest on": digest.digest(a_sheet(*lines[8:], ways=ways), KNOWN, RULES, t, NOW),
        "digest empty": digest.digest(a_sheet(), KNOWN, RULES, t, NOW),
        "digest of counts": digest.digest(a_sheet(client_cover=12), KNOWN, RULES, t, NOW),
        "digest rules": digest_why.about_rules(
            a_sheet(*lines), rows.a_person(name=name, digest=570), RULES, t
        ),
        "digest rules of some days": digest_why.about_rules(a_sheet(*lines), reader, RULES, t),
        "digest rules alone": digest_why.about_rules(
            a_sheet(*lines), rows.a_person(name=name, digest=None), RULES, t
        ),
        "digest accepting": digest_row.accepting(opened[4], t),
        "digest in words": digest_row.in_words(opened[4], t),
        "settings digest days": settings.choice(Choosing(Part.DIGEST, reader), t),
        "summons": summons.summons(many, KNOWN, RULES, t, NOW),
        "summons of all": summons.summons(Summoned(made, name, lines[2:12]), KNOWN, RULES, t, NOW),
        "summons why": summons.why(Summoned(made, name, lines[2:12]), RULES, t, NOW),
        "alarm": alarms.alarm(an_alarm(client=name, owner=name, product=name), t, NOW),
        "alarm over": alarms.alarm(an_alarm(client=None, owner=name, outcome="won"), t, NOW),
        "alarm why": alarms.why(an_alarm(), 1_000_000, t, NOW),
        "alarm why not": alarms.why(an_alarm(), 0, t, NOW),
        "nudge about a deal": notices.nudge_deal(rows.a_deal(client=name), name, t),
    }
