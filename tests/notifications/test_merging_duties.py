"""Several duties that wait together are one list, those that are late too; one alone is its own message."""

from notifications.kinds import Broken, Card, Duties, Duty, Payload, Urgent
from notifications.policy import merge


def test_several_are_one_list() -> None:
    waiting: list[tuple[int, Payload]] = [(1, Duty(7, 1)), (2, Broken(8)), (3, Card(1, 2)), (4, Duty(9, 2))]
    found = merge(waiting)
    assert found.told == (1, 3)
    assert found.absorbed == {2: 1, 4: 1}
    assert found.news == {1: Duties((Duty(7, 1), Broken(8), Duty(9, 2)))}


def test_of_one_duty_the_newest_reminder_says_all() -> None:
    found = merge([(1, Duty(7, 0)), (2, Duty(7, 2)), (3, Duty(7, 1))])
    assert found.told == (3,)
    assert found.absorbed == {1: 3, 2: 3}
    assert found.news == {}


def test_one_alone_stays_what_it_is() -> None:
    for payload in (Duty(7, 1), Broken(7)):
        assert merge([(1, payload)]).told == (1,)
        assert merge([(1, payload), (2, Urgent(9))]).news == {}
