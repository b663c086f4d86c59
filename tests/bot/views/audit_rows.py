"""The screens of the daily audit and of what is done about a client, for what holds for all screens."""

from datetime import date, timedelta
from typing import Any

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.asked import Problem, Trouble
from bot.usecases.attended import IN_WORDS, Act, Attended, Undoing
from bot.usecases.audits import Clients, Reason, Shares, Sheet
from bot.views import attending, attending_questions, audit, audit_why, check_hours, uncovered
from fsm import rulebook
from fsm.definition import Watch
from storage.audit import Entry
from storage.caring import NEVER, Care
from storage.dossier import Reachable
from storage.findings import Line
from storage.settings import Settings
from tests.bot.views import rows
from tests.bot.views.rows import DAY, NOW, PROCESSES

TODAY = date(2026, 11, 23)
RULES = {key: rule for key, rule in rulebook.shipped().items() if rule.watch is not None}
BACK = "ub.zzzz.zzzz"
ANSWERS: dict[Act, dict[str, Any]] = {
    Act.PLAN: {"due": NOW.isoformat(), "timed": True},
    Act.RIGHT: {"until": "2026-12-23"},
    Act.REST: {"until": "2027-05-23"},
    Act.UNTIL: {"until": NEVER.isoformat()},
}


def a_line(number: int = 1, rule: str = "stage_norm", **changes: Any) -> Line:
    kind = {Watch.COVER: "client", Watch.CONTACT: "client", Watch.STEP: "task", Watch.SNOOZE: "task"}
    known: dict[str, Any] = {
        "id": number,
        "rule": rule,
        "kind": kind.get(RULES[rule].watch, "deal"),  # type: ignore[arg-type]  # a watch
        "subject_id": number,
        "run_id": number,
        "activity_id": None,
        "owner_id": 1,
        "owner": "Анна",
        "since": NOW - number * DAY,
        "standing": True,
        "shown_at": NOW,
        "client_id": 3,
        "client": "Ромашка",
        "product": None,
        "process": "simple",
        "version": 1,
        "stage": "prospecting",
        "key": "first_call",
        "title": None,
    }
    return Line(**(known | changes))


def a_client(number: int, **changes: Any) -> Line:
    nothing: dict[str, Any] = {"run_id": None, "process": None, "version": None, "stage": None, "key": None}
    return a_line(number, "client_cover", **(nothing | changes))


def a_sheet(name: str = "ООО «Ромашка»", **changes: Any) -> Sheet:
    """Everything at once: all rules, a full page of deals, more clients than fit."""
    said: dict[str, Any] = {"client": name, "owner": name, "title": name}
    tasks = {**said, "kind": "task", "activity_id": 42, "owner_id": 2}
    entries = [
        (a_line(1, **said), a_line(2, "info_old", **said)),
        (a_line(3, "snoozed_often", **tasks),),
        (a_line(4, **(said | {"client": None})),),
    ]
    clients = [a_client(10 + number, **said) for number in range(12)]
    done = {
        10 + place: Entry(place, NOW, name, "client", 10 + place, {"act": act.value, "reason": name, **data})
        for place, (act, data) in enumerate(ANSWERS.items())
    }
    lines = [*clients[5:], *(one for entry in entries[:2] for one in entry)]
    known: dict[str, Any] = {
        "reader": 1,
        "day": TODAY,
        "counts": dict.fromkeys(RULES, 1_000),
        "entries": entries,
        "more": 50,
        "clients": clients,
        "uncovered": 60,
        "true": frozenset(one.id for one in lines),
        "done": done,
        "at": 450,
        "rules": RULES,
    }
    return Sheet(**(known | changes))


def a_care(name: str, **changes: Any) -> Care:
    known: dict[str, Any] = {
        "id": 2**31,
        "name": name,
        "owner_id": 1,
        "segment": "key",
        "wake_on": TODAY + timedelta(days=90),
        "rest_reason": name,
        "checked_at": NOW - DAY,
    }
    return Care(**(known | changes))


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """By a name of its own for each."""
    return {**_audit(t, name), **_clients(t, name), **_attending(t, name)}


def _audit(t: Texts, name: str) -> dict[str, Screen]:
    sheet, empty = a_sheet(name), a_sheet(counts={}, entries=(), more=0, clients=(), uncovered=0)
    planned = Attended(a_care(name), TODAY, Act.PLAN, NOW + DAY, undo=Undoing(17, 4), timed=True)
    undo = attending.undoing(planned, t)
    reasons = [
        Reason(rule, a_line(1, key, client=name), elapsed=12, allowed=number)
        for number, (key, rule) in enumerate(RULES.items())
    ]
    return {
        "audit": audit.card(sheet, PROCESSES, t, NOW, leads=True, header=_done(t, name), undo=undo),
        "audit more": audit.card(sheet, PROCESSES, t, NOW, leads=False, page=1),
        "audit past the end": audit.card(sheet, PROCESSES, t, NOW, leads=False, page=10**6),
        "audit empty": audit.card(empty, PROCESSES, t, NOW, leads=False),
        "audit why": audit_why.why(sheet, reasons, t, NOW, page=1),
        "check hours": check_hours.choice(Settings(), t),
    }


def _done(t: Texts, name: str) -> Any:
    return attending.done(Attended(a_care(name), TODAY, Act.RIGHT), t, NOW)


def _clients(t: Texts, name: str) -> dict[str, Screen]:
    rule, person = RULES["client_cover"], rows.a_person(name=name)
    lines = [a_client(number, client=name) for number in range(8)]
    everybody = [(rows.a_person(id=number, name=name), number) for number in range(60)]
    page = Clients(rule, person, own=False, lines=lines, total=60, page=2)
    none = Clients(rule, person, own=True, lines=(), total=0, page=0)
    return {
        "uncovered": uncovered.clients(page, RULES, t, NOW, leads=True, header=_done(t, name)),
        "uncovered none": uncovered.clients(none, RULES, t, NOW, leads=False),
        "uncovered shares": uncovered.shares(Shares(rule, everybody), t),
        "uncovered shares none": uncovered.shares(Shares(rule, ()), t),
    }


def _attending(t: Texts, name: str) -> dict[str, Screen]:
    there = [Reachable(number, name, name[:40], ("+74951234567",)) for number in range(6)]
    found = Attended(a_care(name), TODAY, people=there)
    bare = Attended(a_care(name, wake_on=NEVER, rest_reason=None, checked_at=None, segment="usual"), TODAY)
    chips = [NOW + number * DAY for number in (1, 3, 7, 30)]
    either = Problem(Trouble.MONTH_FIRST, name, (NOW + DAY, TODAY + timedelta(days=9)))
    return {
        "attend plan": attending_questions.plan(found, chips, t, NOW, back=BACK),
        "attend plan again": attending_questions.plan(found, chips, t, NOW, back=BACK, problem=either),
        "attend data": attending_questions.data(found, t, NOW, back=BACK),
        "attend data bare": attending_questions.data(bare, t, NOW, back=""),
        "attend come back": attending_questions.come_back(found, t, NOW, back=BACK),
        "attend come back again": attending_questions.come_back(found, t, NOW, back=BACK, problem=either),
        "attend reasons": attending_questions.reasons(found, t, NOW, back=BACK),
        "attend rested": attending_questions.rested(found, t, NOW, back=BACK),
        "attend rested for ever": attending_questions.rested(bare, t, NOW, back=""),
        **{
            f"attend {act.value}": attending_questions.in_words(found, act, t, NOW, back=BACK)
            for act in sorted({*IN_WORDS, Act.REST})
        },
    }
