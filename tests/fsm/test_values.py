"""Values of fields survive being written down, and only as what they are."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsm.definition import FieldType
from fsm.values import Money, Plain, Value, plain, valued

_TEXTS = [FieldType.TEXT, FieldType.CHOICE, FieldType.PHONE]
_IDS = [FieldType.PRODUCT, FieldType.CLIENT, FieldType.CONTACT]


@given(
    st.tuples(st.sampled_from(_TEXTS), st.text())
    | st.tuples(st.sampled_from(_IDS), st.integers(1))
    | st.tuples(st.just(FieldType.DATE), st.dates())
    | st.tuples(
        st.just(FieldType.MONEY), st.builds(Money, st.decimals(allow_nan=False, places=2), st.just("RUB"))
    )
)
def test_what_is_written_is_read_back(typed: tuple[FieldType, Value]) -> None:
    kind, value = typed
    assert valued(kind, plain(value)) == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (FieldType.MONEY, "100"),
        (FieldType.MONEY, ["100"]),
        (FieldType.DATE, 7),
        (FieldType.DATE, "tomorrow"),
        (FieldType.PRODUCT, "1"),
        (FieldType.TEXT, 1),
        (FieldType.PHONE, ["+7"]),
    ],
)
def test_what_is_of_another_type_is_refused(kind: FieldType, written: Plain) -> None:
    with pytest.raises(ValueError, match=r"not a|Invalid isoformat"):
        valued(kind, written)


def test_the_forms() -> None:
    assert plain(Money(Decimal("10.50"), "EUR")) == ["10.50", "EUR"]
    assert plain(date(2026, 11, 20)) == "2026-11-20"
    assert plain("x") == "x"
    assert plain(7) == 7
