"""What the customer says of the proposal within five days and of the way out, sentence by sentence.

Each docstring quotes the sentence; whoever changes the rule or the process of complex deals sees here what was promised.
"""

from datetime import date

import pytest

from fsm.calendar import Calendar
from fsm.definition import Limit, Process, Time, Via
from fsm.effects import OpenActivity
from fsm.facts import Elapse, Organisation, Plan, Return
from fsm.loading import shipped, versions
from fsm.obligations import Matter, State
from fsm.table import Reason, Refused
from fsm.values import Value
from tests.fsm.dutiful import BROKEN, LARGE, RULE, SMALL, Course, moscow, rubles, told
from tests.fsm.play import OWNER, Play

HEAD, DIRECTOR = 20, 30
COMPANY = Organisation(heads={OWNER: HEAD, HEAD: DIRECTOR})
WANTED = date(2026, 12, 9)
ASKED: dict[str, Value] = {"complex_reason": "supplier", "complex_until": WANTED}
DEALS = [process for (name, _), process in versions().items() if process.subject == "deal"]


def small(opened: tuple[int, int, int] = (11, 23, 10)) -> Course:
    return Course(moscow(*opened))


def request(company: Organisation = COMPANY) -> Play:
    """A request that has just been made."""
    return Play(shipped()["complex_deal"], fields=dict(ASKED), organisation=company).start()


def deal(process: str = "simple") -> Play:
    return Play(shipped()[process], organisation=COMPANY).start()


def holders(play: Play) -> list[tuple[str, int]]:
    return [(row.task.key, row.task.owner) for row in play.rows if row.open]


# --- the rule -------------------------------------------------------------------------------------------------


def test_small_deals() -> None:
    """criteria: deal.amount < threshold — "небольшая сделка", threshold set by head."""
    assert small().state is State.RUNNING
    assert Course(moscow(11, 23, 10), matter=Matter({"amount": rubles(LARGE)})).state is State.SLEEPING
    assert RULE.threshold is not None
    lower = RULE.model_copy(update={"threshold": RULE.threshold.of(rubles(SMALL).amount)})
    assert Course(moscow(11, 23, 10), rule=lower).state is State.SLEEPING


def test_an_unknown_amount() -> None:
    """Amount unknown: the rule sleeps; known later: counted from opened_at, at least 1 working day left."""
    course = Course(moscow(11, 23, 10), matter=Matter())
    assert (course.state, course.until(moscow(11, 25, 10)).told) == (State.SLEEPING, [])
    assert course.fields(amount=rubles(SMALL)).due == moscow(11, 30, 18)
    late = Course(moscow(11, 23, 10), matter=Matter()).until(moscow(12, 3, 10)).fields(amount=rubles(SMALL))
    assert late.due == moscow(12, 4, 18)


def test_five_days() -> None:
    """Clock — "5 дней" is all that is given: a setting, working."""
    assert (RULE.limit.days, RULE.limit.calendar) == (5, Time.WORKING)
    three = RULE.model_copy(update={"limit": RULE.limit.of(3)})
    assert Course(moscow(11, 23, 10), rule=three).due == moscow(11, 26, 18)
    on_end = RULE.model_copy(update={"limit": Limit(days=5, calendar=Time.CALENDAR)})
    assert Course(moscow(11, 23, 10), rule=on_end).due == moscow(11, 28, 18)


def test_creating_it_is_not_enough() -> None:
    """fulfil: proposal.sent — creating it is not enough; creating later is fine."""
    course = small().until(moscow(11, 24, 12)).done("prepare_proposal", "make_proposal", "calculate")
    assert course.state is State.RUNNING
    assert course.sent(date(2026, 11, 24)).state is State.FULFILLED
    for process in DEALS:
        assert {"proposal_sent", "proposal_file"} <= process.fields.keys()


def test_sending_is_said_by_a_button_with_a_day() -> None:
    """The card's button «КП отправлено» (date, file optional) emits it."""
    field = shipped()["simple"].fields["proposal_sent"]
    assert (field.type, field.title["ru"]) == ("date", "КП отправлено")
    assert (RULE.moment, "proposal_sent" in RULE.fields) == ("proposal_sent", True)


def test_at_once() -> None:
    """at: +0, to: owner — "Создайте КП и отправьте в течение 5 дней", immediate."""
    course = small()
    assert course.duty.wake_at == course.now
    assert course.until(course.now).told == [(moscow(11, 23, 10), 0)]
    assert RULE.demands["ru"] == "Создайте КП и отправьте клиенту"


def test_the_next_day() -> None:
    """at: +1d, to: owner, kind: reminder_1 — next day."""
    assert small().until(moscow(11, 24, 20)).told[1:] == [(moscow(11, 24, 9), 1)]


def test_the_fourth_day() -> None:
    """at: +4d, to: owner, kind: reminder_2, if: not proposal.sent."""
    assert small().until(moscow(11, 27, 20)).told[2:] == [(moscow(11, 27, 9), 2)]
    sent = small().until(moscow(11, 26, 12)).sent(date(2026, 11, 26)).until(moscow(12, 20, 12))
    assert told(sent) == [0, 1]


def test_another_rule_for_what_is_not_done() -> None:
    """Breach ("другое правило"): at: +5d, to: head, via: digest, if: not proposal.sent — grouped, not one by one."""
    course = small().until(moscow(11, 30, 18))
    assert (course.state, course.told[-1]) == (State.BREACHED, (moscow(11, 30, 18), BROKEN))
    assert (RULE.breach.via, bool(RULE.breach.reasons)) == (Via.LINES, True)


def test_what_stops_it() -> None:
    """stop_on: [proposal.sent, deal.closed, deal.transferred]."""
    closed = small().until(moscow(11, 24, 12)).change(final=True)
    assert (closed.state, closed.duty.wake_at) == (State.STOPPED, None)
    assert small().sent(date(2026, 11, 23)).duty.wake_at is None


def test_what_plans_it_anew() -> None:
    """replan_on: [deal.amount, deal.owner, deal.opened_at]."""
    assert "amount" in RULE.fields
    course = small().until(moscow(11, 24, 12))
    course.calendar = Calendar(zone="Asia/Vladivostok")
    assert course.judge().due == moscow(11, 30, 11)
    assert small((11, 24, 10)).due == moscow(12, 1, 18)


def test_what_suspends_it() -> None:
    """suspend_on: complex.requested — clock frozen."""
    course = small().until(moscow(11, 25, 12)).ask().until(moscow(12, 20, 12))
    assert (course.state, course.due, told(course)) == (State.SUSPENDED, None, [0, 1])


# --- the way out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", [one.process for one in DEALS])
def test_marked_complex_with_a_reason_and_a_date(process: str) -> None:
    """`none` — rep: mark «Сложный» + reason + wanted date → `requested`."""
    play = deal(process)
    assert [one.key for one in play.do(Plan("complex")).questions] == ["complex_reason", "complex_until"]
    decision = play.do(Plan("complex", ASKED))
    (opened,) = (one for one in decision.effects if isinstance(one, OpenActivity))
    assert (opened.key, opened.runs) == ("complex", "complex_deal")


def test_the_reasons() -> None:
    """Reasons: a list plus «другое» with typed text; reason required on the flag."""
    titles = [one.title["ru"] for one in shipped()["simple"].fields["complex_reason"].options.values()]
    assert titles == [
        "Специальные условия гарантии",
        "Специальные условия оплаты",
        "Нестандартная спецификация",
        "Запрос цен у поставщика",
        "Нужен эксперт или обследование",
        "Согласование скидки",
        "Ждём данные клиента",
        "Другое",
    ]
    asked = deal().do(Plan("complex", {**ASKED, "complex_reason": "other"})).questions
    assert [one.key for one in asked] == ["complex_words"]


def test_the_head_gets_a_card() -> None:
    """The head gets a request card."""
    assert holders(request()) == [("decide", HEAD)]


def test_approved() -> None:
    """head: approve(date) → `approved` (field «Запрос одобрен» := true automatically; deadline := date)."""
    play = request()
    play.press("decide", "approve")
    assert (play.state, play.fields["complex_until"]) == ("approved", WANTED)
    of_deal = deal()
    of_deal.do(Plan("complex", ASKED))
    of_deal.do(Return(of_deal.task("complex").id, "approved"))
    assert of_deal.fields["complex_ok"] == "yes"
    assert of_deal.process.fields["complex_ok"].title["ru"] == "Запрос одобрен"
    course = small().until(moscow(11, 25, 12)).ask().agree(WANTED)
    assert (course.state, course.due) == (State.EXTENDED, moscow(12, 9, 18))


def test_reminders_of_its_own() -> None:
    """Separate complex process with its own reminders — at 50 % and at −1 d."""
    course = small().until(moscow(11, 25, 12)).ask().agree(WANTED).until(moscow(12, 8, 20))
    assert [at for at, _ in course.local()][2:] == ["Wed 02.12 09:00", "Tue 08.12 09:00"]


def test_another_date() -> None:
    """head: other date → `approved(date')`."""
    play = request()
    assert [one.key for one in play.press("decide", "other_date").questions] == ["complex_until"]
    play.press("decide", "other_date", {"complex_until": date(2026, 12, 4)})
    assert (play.state, play.fields["complex_until"]) == ("approved", date(2026, 12, 4))


def test_rejected() -> None:
    """head: reject(comment) → `rejected` (rule resumes with the clock as it stood: not less than 1 working day left; field false)."""
    play = request()
    assert [one.key for one in play.press("decide", "reject").questions] == ["reject_reason"]
    other = play.press("decide", "reject", {"reject_reason": "other"})
    assert [one.key for one in other.questions] == ["approval_comment"]
    play.press("decide", "reject", {"reject_reason": "usual"})
    assert play.state == "rejected"
    of_deal = deal()
    of_deal.do(Plan("complex", ASKED))
    of_deal.do(Return(of_deal.task("complex").id, "rejected"))
    assert of_deal.fields["complex_ok"] == "no"
    course = small().until(moscow(11, 25, 12)).ask().until(moscow(11, 27, 12)).reject()
    assert (course.state, course.due) == (State.RUNNING, moscow(12, 2, 18))
    last = small().until(moscow(11, 30, 17)).ask().until(moscow(11, 30, 17)).reject()
    assert last.due == moscow(12, 1, 18)


def test_withdrawn() -> None:
    """rep: withdraw → `none`."""
    play = request()
    play.move("withdrawn")
    assert (play.state, play.open) == ("withdrawn", [])
    of_deal = deal()
    of_deal.do(Plan("complex", ASKED))
    of_deal.do(Return(of_deal.task("complex").id, "withdrawn"))
    assert "complex_ok" not in of_deal.fields
    assert small().until(moscow(11, 25, 12)).ask().withdraw().due == moscow(11, 30, 18)


def test_time_out() -> None:
    """time-out (1 working day) → remind head, then head's head/deputy; never auto-approve."""
    play = request()
    remind, escalate = play.process.activities["decide"].timers
    assert (remind.remind, escalate.outcome) == (True, "escalated")
    assert escalate.opened is not None
    assert escalate.opened.working_days == 1
    for holder in (DIRECTOR, DIRECTOR, DIRECTOR):
        play.do(Elapse(play.task("decide").id, 1))
        assert (play.state, holders(play)) == ("asked", [("decide", holder)])


def test_the_agreed_date_missed() -> None:
    """`approved` and its date missed → `breached_complex` (digest)."""
    course = small().ask().agree(WANTED).until(moscow(12, 9, 18))
    assert (course.state, course.duty.extended) == (State.BREACHED, True)


def test_a_second_request() -> None:
    """A second request while `requested` is refused aloud; after `rejected` a new one needs a new reason."""
    play = deal()
    play.do(Plan("complex", ASKED))
    with pytest.raises(Refused) as refused:
        play.do(Plan("complex", ASKED))
    assert refused.value.reason is Reason.RUNNING
    play.do(Return(play.task("complex").id, "rejected"))
    asked = [one.key for one in play.do(Plan("complex")).questions]
    assert asked == ["complex_reason", "complex_until"], "what was said for the first one is not enough"
    play.do(Plan("complex", {**ASKED, "complex_reason": "expert"}))
    assert play.fields["complex_reason"] == "expert"


def test_nobody_is_above() -> None:
    """Whoever has no head agrees with himself; the field says so."""
    assert request(Organisation()).state == "unneeded"
    of_deal = deal()
    of_deal.do(Plan("complex", ASKED))
    of_deal.do(Return(of_deal.task("complex").id, "unneeded"))
    assert of_deal.fields["complex_ok"] == "yes"


def test_the_reason_of_a_breach() -> None:
    """Asked at breach when none was given: R4 reasons of breaches."""
    reasons = [one["ru"] for one in RULE.breach.reasons.values()]
    assert reasons[-1] == "Другое"
    assert len(reasons) == len(set(reasons)) > 7


def test_the_mark_of_suspicion() -> None:
    """≥ 40 % → suspicion mark: 40 %, only from 5 deals in a window of 90 days on."""
    assert RULE.exempt is not None
    assert (RULE.exempt.share, RULE.exempt.deals, RULE.exempt.window) == (40, 5, 90)


def test_nothing_else_fulfils_it() -> None:
    """Nothing but sending or presenting the proposal fulfils it."""
    assert RULE.facts == {"send_proposal", "present_proposal"}
    course = small().done("hold_presentation", "touched", "complex")
    assert course.state is State.RUNNING


@pytest.mark.parametrize("process", DEALS, ids=lambda one: f"{one.process}-{one.version}")
def test_no_two_fields_are_called_alike(process: Process) -> None:
    """Whoever sees both on a card or as columns of a sheet can tell them apart."""
    titles = [field.title["ru"] for field in process.fields.values()]
    assert len(titles) == len(set(titles))
