import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.asked import PAGE, SOUGHT, Suggestion, Trouble
from bot.usecases.asking.choosing import Option, found, page_of, pressed, said
from bot.usecases.asking.inquiry import NotUnderstoodError, Unfinished


def option(number: int, *names: str) -> Option:
    return Option(Suggestion(f"i{number}", names[0], number), names)


STAFF = [
    option(1, "Анна Смирнова"),
    option(2, "Борис Ёлкин"),
    option(3, "Иван Петров"),
    option(4, "Иван Сидоров"),
    option(5, "Олег Иванов"),
    option(6, "Price", "Дорого"),
]
MANY = [*STAFF, *(option(10 + number, f"Гость {number}") for number in range(20))]


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("анна смирнова", [1]),
        ("Смир", [1]),
        ("елкин", [2]),
        ("иван", [3, 4, 5]),
        ("сид иван", [4]),
        ("мирн", [1]),
        ("дорого", [6]),
        ("PRICE", [6]),
        ("никого", []),
        ("—", []),
    ],
)
def test_a_name_is_found_by_its_beginning_else_by_any_part(typed: str, who: list[int]) -> None:
    assert [one.suggestion.value for one in found(STAFF, typed)] == who


def test_the_whole_name_is_meant_where_others_begin_like_it() -> None:
    assert said([option(1, "Иван"), *STAFF], "Иван") == 1


def test_one_that_fits_is_the_answer_and_several_narrow_the_list() -> None:
    assert said(STAFF, "петров") == 3
    assert said(STAFF, "иван") == Unfinished({SOUGHT: "иван"}, Trouble.SEVERAL_FOUND)


@pytest.mark.parametrize(("options", "why"), [(STAFF, Trouble.NOT_A_CHOICE), (MANY, Trouble.NOT_FOUND)])
def test_none_is_said_with_what_to_do(options: list[Option], why: Trouble) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        said(options, "пароход")
    assert caught.value.trouble is why


def test_a_button_that_is_not_offered_is_none() -> None:
    assert pressed(STAFF, "i3") == 3
    for forged in ("i99", "3", "", "own.known"):
        with pytest.raises(NotUnderstoodError):
            pressed(STAFF, forged)


@given(st.integers(0, 10**9), st.integers(0, 500))
def test_a_page_is_always_one_that_there_is(page: int, total: int) -> None:
    assert 0 <= page_of(page, total) * PAGE <= max(total - 1, 0)
