from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import texts
from bot.words.number import LARGEST, number
from bot.words.refusals import NotUnderstood, Reason


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        ("0", "0"),
        ("007", "7"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1 250,5", "1250.5"),
        ("1,250.5", "1250.5"),
        ("1.250,5", "1250.5"),
        ("1\u00a0250", "1250"),
        ("1'000'000", "1000000"),
        ("1,000,000", "1000000"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("15 %", "15"),
        ("15%", "15"),
        ("1,5 тыс", "1500"),
        ("2.5 million", "2500000"),
        ("1,234 млн", "1234000"),
        ("~ 30", "30"),
        ("около 30", "30"),
        ("\uff11\uff12", "12"),
    ],
)
def test_numbers_as_people_type_them(typed: str, meant: str) -> None:
    assert number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.NOT_UNDERSTOOD),
        ("много", Reason.NOT_UNDERSTOOD),
        ("1e30", Reason.SEVERAL),
        ("0x10", Reason.SEVERAL),
        ("10 штук", Reason.NOT_UNDERSTOOD),
        ("NaN", Reason.NOT_UNDERSTOOD),
        ("Infinity", Reason.NOT_UNDERSTOOD),
        ("9" * 61, Reason.NOT_UNDERSTOOD),
        ("-5", Reason.NEGATIVE),
        ("− 5", Reason.NEGATIVE),
        ("9" * 20, Reason.TOO_LARGE),
        ("2 000 000 млн", Reason.TOO_LARGE),
        ("1,2345", Reason.TOO_PRECISE),
        ("1,234", Reason.AMBIGUOUS),
        ("1.234", Reason.AMBIGUOUS),
        ("10-20", Reason.SEVERAL),
        ("5 и 6", Reason.SEVERAL),
        ("1 23 456", Reason.SEVERAL),
    ],
)
def test_what_is_no_number_says_why(typed: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as caught:
        number(typed)
    assert caught.value.reason is reason


@given(st.text(max_size=40) | st.text(alphabet="0123456789 .,-%тысмлн", max_size=20))
def test_any_words_are_a_number_within_bounds_or_refused(text: str) -> None:
    try:
        found = number(text)
    except NotUnderstood:
        return
    assert 0 <= found <= LARGEST
    assert found == found.quantize(Decimal("0.001"))


@given(
    st.decimals(min_value=0, max_value=LARGEST, places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from(("ru", "en")),
)
def test_what_is_shown_can_be_typed_back(amount: Decimal, language: str) -> None:
    shown = texts(language, "Europe/Moscow").number(amount)
    signs = [sign for sign in shown if not sign.isdigit()]
    if len(signs) == 1 and signs[0] in ",." and len(shown.partition(signs[0])[2]) == 3 and shown[0] != "0":
        with pytest.raises(NotUnderstood):  # «1,234» of a Russian is "1,234" of an Englishman
            number(shown)
    else:
        assert number(shown) == amount
