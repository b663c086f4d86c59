from datetime import UTC, date, datetime

import pytest

from bot.words.refusals import NotUnderstood
from bot.words.stretch import stretch
from fsm.calendar import Calendar

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
CALENDAR = Calendar()


def day(number: int, month: int = 12) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("завтра", day(24, 11), day(24, 11)),
        ("31 декабря", day(31), day(31)),
        ("1–14 декабря", day(1), day(14)),
        ("с 1 по 14 декабря", day(1), day(14)),
        ("С 30 ноября по 4 декабря", day(30, 11), day(4)),
        ("30.11 - 04.12", day(30, 11), day(4)),
        ("с понедельника по пятницу", day(30, 11), day(4)),
        ("со среды до пятницы", day(25, 11), day(27, 11)),
        ("неделя с 7 декабря", day(7), day(13)),
        ("2 недели с 7.12", day(7), day(20)),
        ("на 3 дня", day(23, 11), day(25, 11)),
        ("1-14 December", day(1), day(14)),
        ("from Monday to Friday", day(30, 11), day(4)),
        ("2 weeks from 7 December", day(7), day(20)),
    ],
)
def test_days_off_in_words(words: str, first: date, last: date) -> None:
    assert stretch(words, MONDAY, CALENDAR) == (first, last)


@pytest.mark.parametrize(
    "words", ["", "отпуск", "с 14 по 1 декабря", "30 февраля", "вчера", "с а по б", "1 - 2 - 3", "0", "с по"]
)
def test_what_is_no_days(words: str) -> None:
    with pytest.raises(NotUnderstood):
        stretch(words, MONDAY, CALENDAR)
