"""Zones as people name them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.refusals import NotUnderstood
from bot.words.zone import RUSSIA, zone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Омск", "Asia/Omsk"),
        ("г. Екатеринбург", "Asia/Yekaterinburg"),
        ("нижний новгород", "Europe/Moscow"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("мск", "Europe/Moscow"),
        ("мск+2", "Asia/Yekaterinburg"),
        ("мск −1", "Europe/Kaliningrad"),
        ("UTC+5", "Asia/Yekaterinburg"),
        ("+12", "Asia/Kamchatka"),
        ("gmt+0", "Etc/UTC"),
        ("UTC-5", "Etc/GMT+5"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Europe/Moscow", "Europe/Moscow"),
    ],
)
def test_a_zone(text: str, name: str) -> None:
    assert zone(text) == name


@pytest.mark.parametrize("text", ["", "там", "+99", "UTC", "+5:30", "posix/../etc"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(NotUnderstood):
        zone(text)


@given(st.text(max_size=40))
def test_whatever_is_understood_is_a_zone(text: str) -> None:
    try:
        name = zone(text)
    except NotUnderstood:
        return
    assert ZoneInfo(name).key == name
    assert len(name) <= 64


def test_keys_fit_a_button() -> None:
    assert all(len(key) <= 24 and key.isascii() for key, _ in RUSSIA)
    assert len(dict(RUSSIA)) == 11
