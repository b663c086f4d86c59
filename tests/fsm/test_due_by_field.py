"""A due that a field says: moving one moves the other, in the field's own type."""

from datetime import UTC, date, datetime

import pytest

from fsm.loading import load
from fsm.values import plain, valued
from tests.fsm.play import Play
from tests.fsm.test_language import built

FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "answer", "known"),
    [
        ("moment", FRIDAY, FRIDAY),
        ("moment", date(2026, 11, 27), date(2026, 11, 27)),
        ("date", FRIDAY, date(2026, 11, 27)),
        ("date", date(2026, 11, 27), date(2026, 11, 27)),
    ],
)
def test_a_time_that_is_chosen_becomes_the_field(
    written: str, answer: date | datetime, known: date | datetime
) -> None:
    process = load(built("processes.md").replace("type: moment", f"type: {written}"), name="p.yaml")
    play = Play(process).start()
    play.press("first_call", "agreed", {"address": "Тверская, 1", "measure_at": date(2026, 11, 24)})
    play.press("measure", "moved", {"when": answer})
    assert play.fields["measure_at"] == known
    assert type(play.fields["measure_at"]) is type(known)
    kind = process.fields["measure_at"].type
    assert valued(kind, plain(play.fields["measure_at"])) == known
    assert play.task("measure").due.date() == date(2026, 11, 27)
