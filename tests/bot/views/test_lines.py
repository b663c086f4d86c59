import pytest
from aiogram.utils.formatting import Bold, PhoneNumber, Text
from hypothesis import given
from hypothesis import strategies as st

from bot.views.lines import clip, joined, long, masked, phone, sentence, stack


@pytest.mark.parametrize(
    ("text", "clipped"),
    [
        ("Ромашка", "Ромашка"),
        ("  два\n слова\t", "два слова"),
        ("a" * 20, "a" * 9 + "…"),
        ("слово и ещё", "слово и е…"),
        ("\u202eevil\x00", "evil"),
        ("🇷🇺" * 10, "🇷🇺" * 4 + "…"),
        ("👨‍👩‍👧" * 3, "👨‍👩‍👧…"),
        ("שלום", "\u2068שלום\u2069"),
    ],
)
def test_clip(text: str, clipped: str) -> None:
    assert clip(text, 10) == clipped


@given(st.text(max_size=300), st.integers(min_value=4, max_value=80))
def test_a_clipped_text_is_short_and_one_line(text: str, limit: int) -> None:
    found = clip(text, limit)
    assert len(found) <= limit + 2
    assert len(found.splitlines()) == 1
    assert clip(found, limit) in {found, found.strip()}
    found.encode()


def test_long_text_keeps_its_lines_but_not_all_of_them() -> None:
    assert long("one\n\ntwo\x07", 100) == "one\ntwo"
    assert len(long("x\n" * 5_000, 300).splitlines()) == 12


def test_a_sentence_takes_nodes_and_hostile_words_as_they_are() -> None:
    found = sentence("{who} said: {what}!", who=Bold("{what}"), what="<b>{who}</b>")
    assert found.render()[0] == "{what} said: <b>{who}</b>!"
    assert [(one.type, one.offset, one.length) for one in found.render()[1]] == [("bold", 0, 6)]


def test_stack_has_no_gaps_at_the_edges_nor_twice() -> None:
    assert stack("", "a", None, "", None, "", "b", "c", "").render()[0] == "a\n\nb\nc"


def test_joined_leaves_out_what_is_not_there() -> None:
    found = joined((None, "a", "", Text("b")))
    assert found is not None
    assert found.render()[0] == "a · b"
    assert joined((None, "")) is None


@pytest.mark.parametrize(
    ("number", "shown"), [("+74951234567", "+7 495 123-45-67"), ("+442079460958", "+442079460958")]
)
def test_a_phone_dials(number: str, shown: str) -> None:
    found = phone(number)
    assert isinstance(found, PhoneNumber)
    assert found.render()[0] == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+74951234567", "+7 495 •••-••-67"), ("+493012345678", "+49301•••••78"), ("+12", "+12")],
)
def test_a_number_that_nobody_dials_any_more_is_masked(number: str, shown: str) -> None:
    assert masked(number) == shown
