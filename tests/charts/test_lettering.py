import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import theme
from charts.lettering import clean, fit, wrap


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("ООО «Ромашка» 🌼", "ООО «Ромашка»"),
        ("a\nb\t c", "a b c"),
        ("漢字", ""),
        ("\u202eabc\u200b", "abc"),
        ("5 000 000\N{NO-BREAK SPACE}₽", "5 000 000 ₽"),
        ("$x^2$", "$x^2$"),
    ],
)
def test_only_what_can_be_drawn_is_kept(text: str, drawn: str) -> None:
    assert clean(text) == drawn


@given(st.text(max_size=400), st.floats(60, 900), st.floats(10, 60))
def test_a_fitted_line_fits(text: str, room: float, size: float) -> None:
    line = fit(text, room, size)
    assert theme.width(line, size) <= room or line == "…"
    assert "\n" not in line
    assert {ord(character) for character in line} <= theme.glyphs()


def test_a_line_that_fits_is_not_touched() -> None:
    assert fit("Переговоры", 1000, 30) == "Переговоры"


def test_words_are_wrapped_and_the_last_line_is_cut() -> None:
    lines = wrap("Определение ключевых контактов и ещё очень много слов", 300, 29, lines=2)
    assert len(lines) == 2
    assert lines[0] == "Определение"
    assert lines[1].endswith("…")
    assert wrap("Поиск", 300, 29, lines=2) == ["Поиск"]
    assert wrap("", 300, 29, lines=2) == []


def test_width_grows_with_size() -> None:
    assert theme.width("Воронка", 40) == pytest.approx(2 * theme.width("Воронка", 20), rel=0.1)
    assert theme.width("", 40) == 0
