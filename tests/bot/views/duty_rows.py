"""Screens of duties: lines on the card of a deal, reminders, why they came, why they were late, another date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.asked import Act, Asked, Problem, Subject, Suggestion, Trouble, day_choice
from bot.usecases.duties import Demand, Found, Left
from bot.usecases.reckoning import Pause, Why
from bot.usecases.standing import Standing
from bot.views import acts, breaches, deal, decisions, duties, duty_why, question, task
from fsm.calendar import Calendar
from fsm.definition import Limit
from fsm.loading import shipped, versions
from fsm.obligations import Obligation, State, Terms
from fsm.questions import Question
from fsm.rulebook import shipped as rules
from storage.exemptions import Share, Weighed
from storage.obligations import Kept
from storage.requests import Request
from tests.bot.views import rows
from tests.bot.views.rows import DAY, HOUR, NOW

RULES = rules()
PROPOSAL, ANSWER = RULES["proposal_5d"], RULES["first_answer"]
DUE = NOW + 7 * DAY + 3 * HOUR
LEFT = Left(DUE, 5, 5 * 9 * HOUR)
PROCESSES = versions()
SIMPLE = PROCESSES["simple", shipped()["simple"].version]
COMPLEX = PROCESSES["complex_deal", 1]
CALENDAR = Calendar()


def an_obligation(state: State = State.RUNNING, **changes: Any) -> Obligation:
    return replace(Obligation(state, NOW - HOUR, DUE, told=1), **changes)


def a_demand(obligation: Obligation | None = None, **changes: Any) -> Demand:
    """«КП за 5 дней», which runs."""
    rule = changes.pop("rule", PROPOSAL)
    known = obligation or an_obligation()
    kept = Kept(
        31, rule.rule, "deal", 7, 17, None, 5, Terms.of(rule), not known.over or known.right_at is None, known
    )
    found = Demand(kept, rule, LEFT, exempting=COMPLEX.title, field=SIMPLE.fields["proposal_sent"])
    return replace(found, **changes)


def a_request(name: str, **changes: Any) -> Request:
    found = Request(
        run_id=20, process="complex_deal", version=1, state="asked", stage_run=1,
        data={"complex_reason": "other", "complex_words": name, "complex_until": "2026-12-15"},
        deal_run=17, deal_process="simple", deal_version=SIMPLE.version, waiting=50, key="complex",
        asked_at=NOW - DAY, asker=name, owner_id=5,
        task=52, since=NOW - HOUR, holder_id=7, holder=name, ended_at=None, closer=None,
    )  # fmt: skip
    return replace(found, **changes)


def demands(name: str) -> Mapping[str, Demand]:
    """How a duty may stand, by a name for each."""
    over: dict[str, Any] = {"task": None, "holder_id": None, "holder": None, "since": None}
    ended = a_request(name, ended_at=NOW - HOUR, closer=name, **over)
    rejected = replace(
        ended, state="rejected", data={**ended.data, "reject_reason": "other", "approval_comment": name}
    )
    late = an_obligation(State.BREACHED, ended_at=DUE - 8 * DAY, due_at=DUE - 8 * DAY)
    said = a_demand(late, left=None, exempting=None)
    plain: dict[str, Any] = {"exempting": None}
    found = {
        "running": a_demand(),
        "last day": a_demand(left=Left(NOW + 6 * HOUR, 0, 6 * HOUR)),
        "calendar days": a_demand(left=Left(DUE, 7, 7 * DAY, working=False)),
        "hours": a_demand(rule=ANSWER, left=Left(NOW + 6 * HOUR, None, 6 * HOUR), field=None, **plain),
        "minutes": a_demand(rule=ANSWER, left=Left(NOW + HOUR / 2, None, HOUR / 2), field=None, **plain),
        "calendar hours": a_demand(left=Left(DUE, None, 21 * HOUR, working=False)),
        "unknown": a_demand(an_obligation(State.SLEEPING, due_at=None), left=None, unknown=True, **plain),
        "suspended": a_demand(an_obligation(State.SUSPENDED, due_at=None), left=None, request=a_request(name), **plain),
        "extended": a_demand(an_obligation(State.EXTENDED, extended=True), request=replace(ended, state="approved"), **plain),
        "rejected": a_demand(request=rejected),
        "late": said,
        "late with a reason": replace(said, kept=replace(said.kept, reason="other", words=name)),
        "late of the list": replace(said, kept=replace(said.kept, reason="client")),
        "done": a_demand(an_obligation(State.FULFILLED, ended_at=NOW - DAY), left=None, **plain),
        "done as agreed": a_demand(an_obligation(State.EXEMPT, ended_at=NOW - DAY, extended=True), left=None, **plain),
        "done late": a_demand(replace(late, right_at=NOW), left=None, **plain),
        "done in time, said late": a_demand(replace(late, right_at=DUE - 9 * DAY), left=None, **plain),
        "stopped": a_demand(an_obligation(State.STOPPED, ended_at=NOW), left=None, **plain),
    }  # fmt: skip
    return {
        key: replace(one, kept=replace(one.kept, id=number))
        for number, (key, one) in enumerate(found.items(), 31)
    }


def screens(t: Texts, name: str) -> dict[str, Screen]:
    card = rows.a_deal(
        client=name, contact=name, owner=name, product=name, number=name, version=SIMPLE.version
    )
    known = demands(name)
    found = {key: Found(one, card, SIMPLE) for key, one in known.items()}
    return {
        **{f"duty {key}": duties.card(one, PROCESSES, t, NOW, reader=1) for key, one in found.items()},
        **_of_the_deal(t, name, known),
        "duties": duties.listed([*found.values()], t, NOW),
        "duties few": duties.listed([found["running"], found["late"]], t, NOW),
        "duty stub": duties.stub(found["running"], t),
        "duty late": breaches.asked(found["late"], t, NOW),
        "duty late again": breaches.asked(found["late with a reason"], t, NOW),
        "duty late in words": breaches.in_words(found["late"], t),
        "duty late too long": breaches.in_words(found["late"], t, problem=t.gettext("That is too long. Please say it in a few words.")),
        "duty late said": breaches.said(found["late with a reason"], t),
        **_whys(t, name, found),
        **_asked(t, name),
        **_decided(t, name, known),
    }  # fmt: skip


def _of_the_deal(t: Texts, name: str, known: Mapping[str, Demand]) -> dict[str, Screen]:
    card = rows.a_deal(
        client=name, extra={"complex_ok": "yes", "proposal_sent": "2026-11-20"}, version=SIMPLE.version
    )
    other = replace(known["hours"], kept=replace(known["hours"].kept, id=30))
    stands = {
        key: Standing(duties=[one, other], requests=[one.request] if one.request else ())
        for key, one in known.items()
    }
    return {
        **{
            f"deal with a duty {key}": deal.deal(card, [], (), SIMPLE, t, NOW, stands=one, processes=PROCESSES)
            for key, one in stands.items()
        },
        "deal closed with a duty": deal.deal(
            replace(card, outcome="won", stage="won", closed_at=NOW), [], (), SIMPLE, t, NOW, stands=stands["running"], processes=PROCESSES
        ),
        "hand menu with a duty": acts.menu(card, SIMPLE, t, NOW, demands=[known["running"]], but=["complex"]),
    }  # fmt: skip


def _whys(t: Texts, name: str, found: Mapping[str, Found]) -> dict[str, Screen]:
    owner = rows.a_person(name=name)
    long = Why(
        found["running"],
        owner,
        CALENDAR,
        5,
        2,
        [
            (date(2026, 11, 28), date(2026, 11, 29)),
            (date(2026, 12, 31), date(2027, 1, 8)),
            (date(2027, 2, 23),) * 2,
        ]
        * 4,
        [Pause(NOW - 3 * DAY, NOW - DAY)],
        [(NOW - DAY, True), (NOW + DAY, False)],
    )
    woken = found["running"].demand
    kept = replace(
        woken.kept,
        obligation=an_obligation(woken_at=NOW),
        terms=replace(Terms.of(PROPOSAL), limit=Limit(days=1)),
    )
    late = replace(found["running"], demand=replace(woken, kept=kept))
    return {
        "duty why": duty_why.why(long, PROCESSES, t, NOW, of_deal=False),
        "duty why it applies now": duty_why.why(Why(late, owner, CALENDAR, 1, 0), PROCESSES, t, NOW, of_deal=True),
        "duty why it stands": duty_why.why(
            Why(found["suspended"], owner, CALENDAR, pauses=[Pause(NOW - HOUR, None)]), PROCESSES, t, NOW, of_deal=True
        ),
        "duty why another date": duty_why.why(
            Why(found["extended"], owner, CALENDAR, 20, 1, agreed=date(2026, 12, 15)), PROCESSES, t, NOW, of_deal=True
        ),
        "duty why hours": duty_why.why(Why(found["hours"], owner, CALENDAR), PROCESSES, t, NOW, of_deal=True),
        "duty why it is over": duty_why.why(Why(found["done late"], owner, CALENDAR), PROCESSES, t, NOW, of_deal=True),
        "duty why not known": duty_why.why(Why(found["unknown"], owner, CALENDAR), PROCESSES, t, NOW, of_deal=True),
    }  # fmt: skip


def _asked(t: Texts, name: str) -> dict[str, Screen]:
    """When it was sent, by when it can be; with what is wrong with a day."""
    about = Subject(name, act=Act.SENT, field="proposal_sent")
    day = NOW.date()
    offered = (
        Suggestion(day_choice(day), value=day),
        Suggestion(day_choice(day - timedelta(days=1)), value=day - timedelta(days=1)),
    )
    asked = Asked(1, Question("proposal_sent"), SIMPLE.fields["proposal_sent"], 1, 2, about, offered)
    troubles = {
        Trouble.NOT_YET: (),
        Trouble.BEFORE_OPENED: (day,),
        Trouble.OVER: (day,),
        Trouble.TOO_EARLY: (day,),
        Trouble.SAME_REASON: (),
    }
    return {
        "duty sent": question.question(asked, SIMPLE, t, NOW),
        **{
            f"duty sent {trouble}": question.question(replace(asked, problem=Problem(trouble, name, readings)), SIMPLE, t, NOW)
            for trouble, readings in troubles.items()
        },
    }  # fmt: skip


def _decided(t: Texts, name: str, known: Mapping[str, Demand]) -> dict[str, Screen]:
    assert PROPOSAL.exempt is not None
    card = rows.a_deal(client=name, version=SIMPLE.version)
    weighed = Weighed(PROPOSAL.exempt, name, date(2026, 11, 30), date(2026, 12, 15), Share(4, 11))
    step = rows.a_task(
        replace(card, run_id=20, process="complex_deal", version=1),
        id=52, key="decide", kind="approval", timed=False, owner_id=7,
        run_kind="request", request=a_request(name), weighed=weighed,
    )  # fmt: skip
    suspicious = replace(step, weighed=replace(weighed, share=Share(5, 10), usual=None, wanted=None))
    nothing = replace(step, weighed=replace(weighed, share=Share()))
    rejected, approved = known["rejected"], known["extended"]
    assert rejected.request is not None
    assert approved.request is not None
    return {
        "exception to decide": task.card(step, [], COMPLEX, t, NOW, reader=7),
        "exception suspicious": task.card(suspicious, [], COMPLEX, t, NOW, reader=7),
        "exception first": task.card(nothing, [], COMPLEX, t, NOW, reader=7),
        "exception rejected": decisions.decided(
            rejected.request, card, [], PROCESSES, t, NOW, demand=rejected
        ),
        "exception approved": decisions.decided(
            approved.request, card, [], PROCESSES, t, NOW, demand=approved
        ),
    }
