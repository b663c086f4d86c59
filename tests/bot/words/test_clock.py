"""Hours of a day as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import clock
from bot.words.refusals import NotUnderstood


@pytest.mark.parametrize(
    ("text", "minute"),
    [("8:30", 510), ("в 9", 540), ("09.15", 555), ("0:00", 0), ("24:00", 0), ("в 18 часов", 1080)],
)
def test_an_hour(text: str, minute: int) -> None:
    assert clock.minute(text) == minute


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("9-18", (540, 1080)),
        ("с 9:30 до 18.30", (570, 1110)),
        ("22–8", (1320, 480)),
        ("from 10 to 19", (600, 1140)),
    ],
)
def test_two_hours(text: str, span: tuple[int, int]) -> None:
    assert clock.span(text) == span


@pytest.mark.parametrize("text", ["", "утром", "25:00", "9:75", "9-18", "99", "9:60"])
def test_what_is_no_hour(text: str) -> None:
    with pytest.raises(NotUnderstood):
        clock.minute(text)


@pytest.mark.parametrize("text", ["", "9", "9-9", "9-18-20", "9-30"])
def test_what_is_not_two(text: str) -> None:
    with pytest.raises(NotUnderstood):
        clock.span(text)


@pytest.mark.parametrize(("text", "off"), [("выкл", True), ("Не надо", True), ("OFF", True), ("9", False)])
def test_off(text: str, off: bool) -> None:
    assert clock.is_off(text) == off


@given(st.text(max_size=30))
def test_whatever_is_understood_is_in_a_day(text: str) -> None:
    try:
        assert 0 <= clock.minute(text) < 1440
    except NotUnderstood:
        return
