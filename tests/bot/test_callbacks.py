"""The map of the buttons: what is packed is parsed, and nothing else is."""

import typing
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import KINDS, Callback, ForgedError, Press, parse
from bot.callbacks.packing import LIMIT

KEY = 20
"""Characters of a key of a process, at most; where a button has three words or more, most are our own short ones."""
IDS = st.integers(min_value=0, max_value=LIMIT - 1)


@st.composite
def callbacks(draw: st.DrawFn) -> Callback:
    kind = draw(st.sampled_from(sorted(KINDS.values(), key=lambda one: one.code)))
    types = typing.get_type_hints(kind)
    # Row ids of one button are small enough together; a key of a process has 20 characters at most.
    small = st.integers(min_value=0, max_value=2**40)
    numbers = sum(types[field.name] is int for field in fields(kind))
    words = len(fields(kind)) - numbers
    room = min(KEY, (62 - 9 * numbers) // max(words, 1) - 1)
    keys = st.from_regex(rf"[a-z][a-z0-9_]{{0,{room - 1}}}", fullmatch=True)
    values = [draw(small if types[field.name] is int else keys) for field in fields(kind)]
    return kind(*values)


@given(callbacks())
def test_what_is_packed_is_parsed(callback: Callback) -> None:
    data = callback.pack()
    assert len(data.encode()) <= 64
    assert parse(data) == callback


@given(st.text(max_size=80))
def test_anything_else_is_forged_or_ours(data: str) -> None:
    try:
        found = parse(data)
    except ForgedError:
        return
    assert parse(found.pack()) == found


@pytest.mark.parametrize(
    "data",
    [
        "", "a", "ao", "ao:", "ao:1", "ao:1:reached:more", "bo:1:reached", "ao:-1:reached", "ao:1:REACHED",
        "ao:zzzzzzzzzzzzzz:reached", f"ao:{'z' * 13}:reached", "ao:1:" + "x" * 25, "ao:1:ré", "ao:１:reached",
    ],
)  # fmt: skip
def test_forged(data: str) -> None:
    with pytest.raises(ForgedError):
        parse(data)


@given(IDS)
def test_ids_up_to_the_column(number: int) -> None:
    assert parse(Press(number, "reached").pack()) == Press(number, "reached")
