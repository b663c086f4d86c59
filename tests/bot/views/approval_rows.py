"""Screens of approvals: of whoever decides, of whoever waits, and what came of it."""

from dataclasses import replace

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.standing import Standing
from bot.views import deal, decisions, history, requests, task
from fsm.loading import shipped
from storage.history import Entry
from storage.notes import Content, Note
from storage.requests import Request, Step
from tests.bot.views import rows
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES

CORPORATE, DISCOUNT = shipped()["corporate"], shipped()["discount_approval"]
KNOWN = {**PROCESSES, **{(one.process, one.version): one for one in (CORPORATE, DISCOUNT)}}


def a_request(name: str = "Анна", **changes: object) -> Request:
    """A discount of 20 %, approved by the head, with whoever is above now."""
    found = Request(
        run_id=20, process="discount_approval", version=1, state="second", stage_run=2,
        data={"discount": "20", "approval_note": name, "amount": ["900.00", "RUB"]},
        deal_run=17, deal_process="corporate", deal_version=1, waiting=50, key="approve_discount",
        asked_at=NOW - DAY, asker=name, owner_id=5,
        task=52, since=NOW - HOUR, holder_id=7, holder=name, ended_at=None, closer=None,
        steps=[Step("decide", "approve", NOW - HOUR, name), Step("decide_above", "escalated", NOW - HOUR, None)],
        files=[Note(9, 17, 50, 5, name, NOW - DAY, Content("document", None, "f", name, 9))],
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]  # names of Request


def screens(t: Texts, name: str) -> dict[str, Screen]:
    card = rows.a_deal(
        client=name, contact=name, owner=name, product=name, process="corporate", stage="negotiation"
    )
    request = a_request(name)
    said = {**request.data, "approval_comment": name, "reject_reason": "other"}
    over = {"task": None, "holder_id": None, "holder": None, "since": None}
    ended = a_request(name, state="rejected", data=said, ended_at=NOW, closer=name, run_id=19, **over)
    step = rows.a_task(
        replace(card, run_id=20, process="discount_approval"),
        id=52, key="decide_above", kind="approval", timed=False, owner_id=7,
        run_kind="request", request=request, earlier=[ended, ended],
    )  # fmt: skip
    waits = rows.a_task(
        card, id=50, key="approve_discount", kind="approval", timed=False, asked=20, request=request
    )
    stands = Standing(requests=[request, replace(ended, key="approve_contract")])
    sent = rows.advanced(caused=(rows.advanced(kind="request"),))
    nobody = rows.advanced(caused=(rows.advanced(kind="request", state="unneeded", final="lost"),))
    approved = rows.advanced(kind="request", run_id=20, state="approved", final="won")
    entry = Entry(
        9, 9, 2, NOW, 7, name, {"press": "reject", "activity": "decide_above", "id": 52, "answers": {"approval_comment": name}},
        "second", "rejected", request=("discount_approval", 1),
    )  # fmt: skip
    elapsed = replace(
        entry, actor=None, trigger={"elapse": 1, "activity": "decide", "id": 51}, state="second"
    )
    withdrawn = replace(entry, trigger={"move": "withdrawn"}, state="withdrawn")
    opened = [rows.an_open(key="prepare_proposal", kind="proposal")]
    keys = ("approve_proposal", "approve_discount", "approve_contract")
    return {
        "approval to decide": task.card(step, [], DISCOUNT, t, NOW, reader=7),
        "approval of a stand-in": task.card(step, [], DISCOUNT, t, NOW, reader=8, header="!", footer="!"),
        "approval waiting": task.card(waits, [], CORPORATE, t, NOW, reader=5, header="!"),
        "approval menu": requests.menu(card, keys, {"approve_discount": request}, CORPORATE, t, NOW),
        "approval on the deal": deal.deal(
            card, opened, (), CORPORATE, t, NOW, header=decisions.sent(sent, "approve_discount", CORPORATE, t), stands=stands, processes=KNOWN
        ),
        "approval of nobody": deal.deal(
            card, opened, (), CORPORATE, t, NOW, header=decisions.sent(nobody, "approve_discount", CORPORATE, t)
        ),
        "approval done": task.done(step, "approve", approved, DISCOUNT, t, NOW),
        "approval gone on": task.done(step, "approve", replace(approved, final=None, state="second"), DISCOUNT, t, NOW),
        "approval taken back": task.stale(replace(waits, state="done", outcome="withdrawn"), CORPORATE, t, NOW),
        "approval decided": decisions.decided(ended, card, opened, KNOWN, t, NOW),
        "approval decided again": decisions.decided(request, card, [], KNOWN, t, NOW),
        "approval history": history.history(
            17, name, [entry, elapsed, withdrawn], 3, 0, CORPORATE, t, NOW, processes=KNOWN
        ),
    }  # fmt: skip
