from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import texts
from bot.words.money import LARGEST, money
from bot.words.refusals import NotUnderstood, Reason
from fsm.values import Money


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("150 000", "150000", "RUB"),
        ("150\u00a0000 ₽", "150000", "RUB"),
        ("1,2 млн", "1200000", "RUB"),
        ("1.2 million", "1200000", "RUB"),
        ("150к", "150000", "RUB"),
        ("150K", "150000", "RUB"),
        ("150 тыс. руб.", "150000", "RUB"),
        ("50 000 руб", "50000", "RUB"),
        ("150,000.50", "150000.50", "RUB"),
        ("150.000,50", "150000.50", "RUB"),
        ("1 200 000,5 р", "1200000.50", "RUB"),
        ("1'200'000", "1200000", "RUB"),
        ("$1,200", "1200", "USD"),
        ("$1.2k", "1200", "USD"),
        ("USD 1200.50", "1200.50", "USD"),
        ("900 евро", "900", "EUR"),
        ("1 млн 200 тыс", "1200000", "RUB"),
        ("миллион", "1000000", "RUB"),
        ("полтора миллиона", "1500000", "RUB"),
        ("полмиллиона рублей", "500000", "RUB"),
        ("half a million", "500000", "RUB"),
        ("около 300 тысяч", "300000", "RUB"),
        ("0,5", "0.50", "RUB"),
        ("99.9", "99.90", "RUB"),
        ("100,00", "100", "RUB"),
        ("12.5k", "12500", "RUB"),
        # A group of three is thousands, whichever point it is written with: money has no third decimal.
        ("1.234", "1234", "RUB"),
        ("1,234", "1234", "RUB"),
        ("1.234.567", "1234567", "RUB"),
        ("10 000 000 000 000", "10000000000000", "RUB"),
    ],
)
def test_amounts_as_they_are_typed(typed: str, amount: str, currency: str) -> None:
    found = money(typed, "RUB")
    assert found == Money(Decimal(amount), currency)
    assert str(found.amount) == amount


def test_the_default_currency_is_taken_where_none_is_said() -> None:
    assert money("1200", "EUR").currency == "EUR"
    assert money("1200 руб", "EUR").currency == "RUB"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.NOT_UNDERSTOOD),
        ("много", Reason.NOT_UNDERSTOOD),
        ("руб", Reason.NOT_UNDERSTOOD),
        ("15 00", Reason.NOT_UNDERSTOOD),
        ("1,50,000", Reason.NOT_UNDERSTOOD),
        ("1.234,567.8", Reason.NOT_UNDERSTOOD),
        ("0,125", Reason.NOT_UNDERSTOOD),
        ("1.2345", Reason.NOT_UNDERSTOOD),
        ("$5 руб", Reason.NOT_UNDERSTOOD),
        ("100 200 тыс 300 млн", Reason.NOT_UNDERSTOOD),
        ("200 тыс 1 млн", Reason.NOT_UNDERSTOOD),
        ("5 или 6", Reason.NOT_UNDERSTOOD),
        ("1e5", Reason.NOT_UNDERSTOOD),
        ("0x10", Reason.NOT_UNDERSTOOD),
        ("inf", Reason.NOT_UNDERSTOOD),
        ("=1+1", Reason.NOT_UNDERSTOOD),
        ("1.234 млн", Reason.AMBIGUOUS),
        ("-500", Reason.NEGATIVE),
        ("−500 руб", Reason.NEGATIVE),
        ("-$500", Reason.NEGATIVE),
        ("(500)", Reason.NEGATIVE),
        ("0", Reason.ZERO),
        ("0,00 ₽", Reason.ZERO),
        ("10 000 000 000 001", Reason.TOO_LARGE),
        ("9" * 90, Reason.TOO_LARGE),
        ("99999 млрд", Reason.TOO_LARGE),
        ("9" * 5000, Reason.NOT_UNDERSTOOD),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(typed: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as refused:
        money(typed, "RUB")
    assert (refused.value.reason, refused.value.said) == (reason, typed)


@pytest.mark.parametrize("language", ["ru", "en"])
@given(cents=st.integers(1, int(LARGEST) * 100), currency=st.sampled_from(["RUB", "USD", "EUR", "CNY"]))
def test_what_is_shown_can_be_typed_back(language: str, cents: int, currency: str) -> None:
    amount = Decimal(cents) / 100
    written = texts(language, "UTC").money(amount, currency)
    assert money(written.replace("CN¥", "CNY "), "RUB") == Money(amount, currency)


@given(st.text() | st.text(alphabet="0123456789 .,'-кмтысрубнk$€", max_size=30))
def test_any_text_is_an_amount_or_refused(typed: str) -> None:
    try:
        found = money(typed, "RUB")
    except NotUnderstood:
        return
    assert 0 < found.amount <= LARGEST
    assert found.amount == round(found.amount, 2)
