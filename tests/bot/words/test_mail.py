"""One address in the words, whatever stands around it."""

import pytest

from bot.words.mail import address
from bot.words.refusals import NotUnderstood, Reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna@example.com", "anna@example.com"),
        ("Почта: Anna.B+1@Mail.Example.RU.", "anna.b+1@mail.example.ru"),
        ("<anna@example.com>, пишите туда", "anna@example.com"),
    ],
)
def test_an_address_is_found(text: str, found: str) -> None:
    assert address(text) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("анна собака example точка com", Reason.NOT_UNDERSTOOD),
        ("anna@example", Reason.NOT_UNDERSTOOD),
        ("anna@example.com или vera@example.com", Reason.SEVERAL),
        ("  ", Reason.EMPTY),
        ("a" * 400, Reason.TOO_LONG),
    ],
)
def test_what_is_none(text: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as error:
        address(text)
    assert error.value.reason is reason
