"""The approvals that ship: who decides, when a second one does, and that time decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from fsm.effects import OpenActivity
from fsm.facts import Elapse, Organisation
from fsm.loading import shipped
from fsm.table import Reason, Refused
from fsm.values import Money, Value
from tests.fsm.play import OWNER, Play

HEAD, DIRECTOR = 20, 30
COMPANY = Organisation(heads={OWNER: HEAD, HEAD: DIRECTOR})
KINDS = ("discount_approval", "proposal_approval", "contract_approval")


@dataclass(frozen=True)
class Size:
    """What is asked for, small enough for one, or so large that two decide."""

    small: dict[str, Value]
    large: dict[str, Value]


DISCOUNT = Size({"discount": Decimal(14)}, {"discount": Decimal(15)})
SUM = Size({"amount": Money(Decimal(2_999_999), "RUB")}, {"amount": Money(Decimal(3_000_000), "RUB")})
SIZES = {"discount_approval": DISCOUNT, "proposal_approval": SUM, "contract_approval": SUM}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


Asked = Callable[..., Play]


@pytest.fixture
def asked(kind: str) -> Asked:
    """A request that has just been made."""

    def make(*, large: bool = False, company: Organisation = COMPANY) -> Play:
        size = SIZES[kind]
        return Play(
            shipped()[kind], fields=dict(size.large if large else size.small), organisation=company
        ).start()

    return make


def whose(play: Play) -> list[tuple[str, int]]:
    return [(row.task.key, row.task.owner) for row in play.rows if row.open]


def test_the_head_decides(asked: Asked) -> None:
    play = asked()
    assert whose(play) == [("decide", HEAD)]
    play.actor = HEAD
    play.press("decide", "approve")
    assert (play.state, play.open) == ("approved", [])


def test_what_is_large_goes_on_to_whoever_is_above(asked: Asked) -> None:
    play = asked(large=True)
    play.press("decide", "approve")
    assert (play.state, whose(play)) == ("second", [("decide_above", DIRECTOR)])
    play.press("decide_above", "approve")
    assert play.state == "approved"


def test_who_is_the_highest_approves_what_is_large_alone(asked: Asked) -> None:
    play = asked(large=True, company=Organisation(heads={OWNER: HEAD}))
    play.press("decide", "approve")
    assert (play.state, play.open) == ("approved", [])


def test_nobody_decides_about_his_own_request(asked: Asked) -> None:
    play = asked(company=Organisation())
    assert (play.state, play.rows) == ("unneeded", [])


def test_a_rework_demands_a_comment(asked: Asked) -> None:
    play = asked()
    assert [one.key for one in play.press("decide", "rework").questions] == ["approval_comment"]
    play.press("decide", "rework", {"approval_comment": "Проверьте цены"})
    assert (play.state, play.fields["approval_comment"]) == ("rework", "Проверьте цены")


def test_a_rejection_demands_a_reason_and_one_beside_the_list_in_words(asked: Asked) -> None:
    play = asked()
    assert [one.key for one in play.press("decide", "reject").questions] == ["reject_reason"]
    other = play.press("decide", "reject", {"reject_reason": "other"})
    assert [one.key for one in other.questions] == ["approval_comment"]
    options = play.process.fields["reject_reason"].options
    play.press("decide", "reject", {"reject_reason": next(iter(options))})
    assert play.state == "rejected"


def test_time_reminds_and_passes_on_but_never_approves(asked: Asked) -> None:
    play = asked()
    opened = play.decide
    remind, escalate = play.process.activities["decide"].timers
    assert (remind.remind, remind.opened.working_hours if remind.opened else 0) == (True, 4)
    with pytest.raises(Refused):
        opened(Elapse(play.task("decide").id, 0))  # it only tells
    assert (escalate.outcome, escalate.opened.working_days if escalate.opened else 0) == ("escalated", 1)
    for owner in (DIRECTOR, DIRECTOR, DIRECTOR):  # who has nobody above keeps it
        play.do(Elapse(play.task("decide").id, 1))
        assert (play.state, whose(play)) == ("first", [("decide", owner)])


def test_what_was_passed_on_and_is_large_needs_no_second_word_of_the_same_person(asked: Asked) -> None:
    play = asked(large=True)
    play.do(Elapse(play.task("decide").id, 1))
    play.press("decide", "approve")
    assert play.state == "approved"


def test_each_step_has_alarms_of_its_own(asked: Asked) -> None:
    play = asked(large=True)
    decision = play.press("decide", "approve")
    (second,) = (one for one in decision.effects if isinstance(one, OpenActivity))
    assert [place for place, _ in second.alarms] == [0, 1]


@pytest.mark.parametrize("outcome", ["escalated", "approved"])
def test_nobody_chooses_what_only_time_does(asked: Asked, outcome: str) -> None:
    with pytest.raises(Refused):
        asked().press("decide", outcome)


def test_who_has_asked_can_take_it_back_and_nothing_else(asked: Asked) -> None:
    play = asked()
    for goal in ("approved", "second", "rework", "rejected", "unneeded"):
        with pytest.raises(Refused) as refused:
            play.move(goal)
        assert refused.value.reason is Reason.NO_WAY
    play.move("withdrawn")
    assert (play.state, play.open) == ("withdrawn", [])
    with pytest.raises(Refused):
        play.move("withdrawn")
