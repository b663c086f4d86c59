"""Deadlines of corporate sales, which the customer does not give: per-ACT due [def, working time]."""

import pytest

from fsm.definition import Due, FieldDue
from tests.fsm.processes.corporate import CORPORATE, FRIDAY, at, deal, later, moscow, press

HOURS = {"confirm_interest": 4, "confirm_call": 4}
DAYS = {
    "collect_info": 2,
    "prepare_calculation": 2,
    "prepare_proposal": 2,
    "prepare_materials": 1,
    "agree_deal": 3,
    "contract_info": 1,
    "contract_draft": 2,
    "contract_sign": 5,
}


@pytest.mark.parametrize(("key", "hours"), HOURS.items())
def test_a_call_is_due_in_working_hours(key: str, hours: int) -> None:
    """Call 4 h."""
    assert CORPORATE.activities[key].due == Due(working_hours=hours)


@pytest.mark.parametrize(("key", "days"), DAYS.items())
def test_everything_else_is_due_in_working_days(key: str, days: int) -> None:
    """Collect info 2 d; calc 2 d; proposal 2 d; materials 1 d; agree 3 d; contract info 1 d; contract 2 d; sign 5 d."""
    assert CORPORATE.activities[key].due == Due(working_days=days)


def test_the_presentation_is_prepared_a_working_day_before_its_date() -> None:
    """Prepare presentation 1 d before its date."""
    due = CORPORATE.activities["prepare_presentation"].due
    assert isinstance(due, FieldDue)
    assert (due.field, due.before) == ("presentation_at", 1)
    play = deal()
    press(play, "confirm_interest.interested", presentation_at=moscow(30, 12))  # a Monday
    play.move("presentation", {"client": 5})
    assert play.task("prepare_presentation").due == moscow(27, 18), "the Friday before"
    press(play, "hold_presentation.moved", **later(FRIDAY))
    assert play.task("prepare_presentation").due == moscow(26, 18), "it moves along"


def test_presenting_is_due_at_the_agreed_time() -> None:
    """Present = agreed time."""
    for key, field in (("hold_presentation", "presentation_at"), ("present_proposal", "proposal_at")):
        due = CORPORATE.activities[key].due
        assert isinstance(due, FieldDue)
        assert (due.field, due.before) == (field, 0)
    play = at("proposal_present")
    press(play, "prepare_materials.done")
    press(play, "choose_tactics.saved", proposal_at=FRIDAY)
    assert play.task("present_proposal").due == FRIDAY


def test_a_night_and_a_weekend_do_not_count() -> None:
    """Working time: four hours from Friday afternoon end on Monday."""
    play = deal()
    assert play.task("confirm_interest").due == moscow(23, 14)
    play.now = moscow(27, 16)
    play.move("interest")
    assert play.task("confirm_interest").due == moscow(30, 11)
