"""Slips of the finger: the distance, and that a piece always survives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.slips import allowed, distance, near, pieces

LETTERS = "абвгд"


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [("ромашка", "ромашка", 0), ("ромашка", "рамашка", 1), ("ромашка", "ромшака", 1), ("ромашка", "ромашк", 1),
     ("ромашка", "ромашкаа", 1), ("ромашка", "розетка", 3), ("", "", 0), ("аб", "ба", 1)],
)  # fmt: skip
def test_distance(one: str, other: str, off: int) -> None:
    assert distance(one, other, 5) == off
    assert distance(other, one, 5) == off
    assert distance(one, other, 0) == min(off, 1)


@given(st.text(LETTERS, min_size=5, max_size=20), st.data())
def test_whatever_slips_a_piece_is_whole(key: str, data: st.DataObject) -> None:
    """What `near` would forgive is among the suspects: the scan looks for names that hold a piece."""
    typed = key
    for _ in range(data.draw(st.integers(1, allowed(key)))):
        place = data.draw(st.integers(0, len(typed) - 1))
        how = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
        letter = data.draw(st.sampled_from("ежз"))
        if how == "swap":
            typed = typed[:place] + typed[place : place + 2][::-1] + typed[place + 2 :]
            continue
        rest = typed[place + 1 :] if how != "add" else typed[place:]
        typed = typed[:place] + ("" if how == "drop" else letter) + rest
    if allowed(typed) and near(typed, key) is not None:
        assert any(part in key for part in pieces(typed))


@pytest.mark.parametrize("short", ["", "аб", "абвг", "а б в"])
def test_short_names_are_not_guessed(short: str) -> None:
    assert pieces(short) == ()
    assert near(short, short + "а") is None
