import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.refusals import NotUnderstood, Reason, TooLong
from bot.words.text import LIMIT, free_text, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  привет \t мир ", "привет мир"),
        ("один\r\nдва\u2028три", "один\nдва\nтри"),
        ("а\n\n \n\nб", "а\n\nб"),
        ("a\x00b\x07c", "abc"),
        ("\u202ecod.exe\u202c", "cod.exe"),
        ("\u2066x\u2069 \u200fy\u200e", "x y"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("и\u0306", "й"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("👩\u200d💻 готово", "👩\u200d💻 готово"),
        (
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
        ("شركة", "شركة"),
        ("bad\ud800half", "badhalf"),
    ],
)
def test_what_is_seen_is_kept(typed: str, kept: str) -> None:
    assert free_text(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n\t", "\u200b\u202e", "\x00", "\u200d"])
def test_nothing_to_be_seen_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        free_text(typed)
    assert refused.value.reason is Reason.EMPTY


def test_too_long_says_how_long() -> None:
    assert free_text("я" * LIMIT) == "я" * LIMIT
    with pytest.raises(TooLong) as refused:
        free_text("я" * 5000)
    assert (refused.value.length, refused.value.limit, refused.value.reason) == (5000, 1000, Reason.TOO_LONG)


def test_blanks_do_not_count() -> None:
    assert free_text(" " * 5000 + "да" + "\n" * 5000) == "да"


def test_a_name_is_one_line() -> None:
    assert one_line(" ООО\n«Ромашка»\t \x1b[0m") == "ООО «Ромашка» [0m"
    with pytest.raises(TooLong):
        one_line("я" * 201)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_what_was_cleaned_is_clean(typed: str) -> None:
    try:
        kept = free_text(typed)
    except NotUnderstood:
        return
    assert free_text(kept) == kept
    assert not {unicodedata.category(character) for character in kept.replace("\n", "")} & {"Cc", "Cs"}
    kept.encode()
