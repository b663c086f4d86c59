import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from bot.words.phone import phone, shown
from bot.words.refusals import NotUnderstood, Reason


@pytest.mark.parametrize(
    "typed",
    [
        "8 (916) 123-45-67",
        "+7 916 123 45 67",
        "9161234567",
        "89161234567",
        "8-916-123-45-67",
        "+7(916)1234567",
        "8 916 123–45–67",
        "тел. +7 (916) 123-45-67, Иван",
        "мой новый номер: 8 916 123 45 67",
        "call 8 916 123 45 67 please",
        "89161234567 или +7 916 123-45-67",
        "\u00a0+7\u00a0916\u202f123-45-67",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert phone(typed) == "+79161234567"


def test_other_countries_and_free_numbers() -> None:
    assert phone("+1 650 253 0000") == "+16502530000"
    assert phone("650 253 0000", region="US") == "+16502530000"
    assert phone("8 800 555-35-35") == "+78005553535"
    assert phone("+375 29 123-45-67") == "+375291234567"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.NOT_UNDERSTOOD),
        ("позже скажу", Reason.NOT_UNDERSTOOD),
        ("call me maybe", Reason.NOT_UNDERSTOOD),
        ("123", Reason.TOO_SHORT),
        ("2128506", Reason.TOO_SHORT),
        ("+7 916 123 45 6", Reason.TOO_SHORT),
        ("8 916 123 45 67 89 01 23 45", Reason.TOO_LONG),
        ("+7 000 000-00-00", Reason.NO_SUCH_NUMBER),
        ("+999 123 45 67", Reason.NO_SUCH_NUMBER),
        ("8 916 123-45-67 доб. 12", Reason.EXTENSION),
        ("8 495 123-45-67 ext. 12", Reason.EXTENSION),
        ("8 916 123-45-67, 8 916 123-45-68", Reason.SEVERAL),
        ("8 916 123-45-67" + "!" * 300, Reason.NOT_UNDERSTOOD),
    ],
)
def test_what_is_not_one_number_is_refused_with_its_reason(typed: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as refused:
        phone(typed)
    assert (refused.value.reason, refused.value.said) == (reason, typed)


def test_a_number_is_shown_in_groups() -> None:
    assert shown("+79161234567") == "+7 916 123-45-67"
    assert shown("+16502530000") == "+1 650-253-0000"
    assert shown("нет") == "нет"


@given(st.integers(9_100_000_000, 9_999_999_999))
def test_what_is_shown_can_be_typed_back(number: int) -> None:
    try:
        found = phone(f"+7{number}")
    except NotUnderstood:
        # Not every code of three digits has been given to an operator.
        reject()
    assert found == f"+7{number}"
    assert phone(shown(found)) == phone(f"8{number}") == found


@given(st.text() | st.text(alphabet="0123456789+-() доб.ext/", max_size=40))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        assert phone(typed).startswith("+")
    except NotUnderstood:
        return
