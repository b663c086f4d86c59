"""Somebody new in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.lead import Lead, has_phone, lead
from bot.words.refusals import NotUnderstood


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Пётр +7 916 123-45-67", Lead(contact="Пётр", phone="+79161234567")),
        ("8(916)1234567, Пётр Лосев", Lead(contact="Пётр Лосев", phone="+79161234567")),
        ("Иван, тел. 9161234567", Lead(contact="Иван", phone="+79161234567")),
        ("ООО «Ромашка» 8(495)1234567", Lead(client="ООО «Ромашка»", phone="+74951234567")),
        ("ИП Лосев 89161234567", Lead(client="ИП Лосев", phone="+79161234567")),
        ("Hans +49 30 901820", Lead(contact="Hans", phone="+4930901820")),
        ("89161234567", Lead(phone="+79161234567")),
        ("Ромашка", Lead(client="Ромашка")),
        ("Проект 2025-2026", Lead(client="Проект 2025-2026")),
        ("7707083893", Lead(inn="7707083893")),
        ("500100732259", Lead(inn="500100732259")),
        ("Сбербанк ИНН 7707083893", Lead(client="Сбербанк", inn="7707083893")),
        ("!!!", Lead()),
    ],
)
def test_who_is_meant(text: str, found: Lead) -> None:
    assert lead(text) == found
    assert has_phone(text) == (found.phone is not None)


@pytest.mark.parametrize("text", ["", "  ", "Пётр 1234567890123", "я" * 200, "Пётр +7 000 000-00-00"])
def test_what_is_nobody(text: str) -> None:
    with pytest.raises(NotUnderstood):
        lead(text)
    assert not has_phone(text)


@given(st.text(max_size=160))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        found = lead(text)
    except NotUnderstood:
        return
    assert found.phone is None or found.phone.startswith("+")
    assert found.inn is None or found.inn.isdecimal()
    assert not (found.client and found.contact)
