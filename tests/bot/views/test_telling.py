"""The words of what comes by itself: counts compared, lines struck out, what can be done, and a ring that is late."""

from datetime import timedelta

import pytest

from bot import callbacks
from bot.texts import texts
from bot.views import digest, morning, notices, recap
from fsm.loading import versions
from storage.digests import UNREACHABLE, UNTOUCHED, Line
from tests.bot.views import rows, telling_rows
from tests.bot.views.gallery import drawn, plain
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES, SIMPLE
from tests.bot.views.telling_rows import a_line, a_page

RU = texts("ru", "Europe/Moscow")


def acts(line: Line) -> set[type[object]]:
    screen = digest.row(line, 0, PROCESSES, RU, NOW, days=14)
    return {type(one.callback) for row in screen.keyboard[:-2] for one in row}


def test_what_was_asked_of_somebody_is_handed_over_as_a_task() -> None:
    """A step of a request is no deal; and the deal of a line may be gone with whoever took it back."""
    request = versions()["discount_approval", 1]
    processes = {**PROCESSES, (request.process, request.version): request}
    given = {
        line.process: [
            one.callback
            for row in digest.row(line, 0, processes, RU, NOW, days=14).keyboard
            for one in row
            if isinstance(one.callback, callbacks.Give)
        ]
        for line in (
            a_line(1),
            a_line(2, process=request.process, version=request.version, key="decide"),
            a_line(3, process=None, version=None, key=None),
        )
    }
    assert given["simple"] == [callbacks.Give("deal", 17, 0)]
    assert given["discount_approval"] == [callbacks.Give("task", 42, 0)]


def test_counts_stand_beside_those_of_the_one_before() -> None:
    page = a_page(a_line(1), a_line(2, UNTOUCHED), total=12)
    words = plain(digest.digest(page, PROCESSES, RU, NOW, days=14).text)
    assert "Просрочено: 12, было 15" in words
    assert "Без касаний 14 дней: 1, было 1" in words
    assert "Недоступны" not in words


def test_a_struck_line_says_who_did_what() -> None:
    lines = (a_line(1, acted_at=NOW - HOUR, act="nudge", actor="Ольга"), a_line(2, to="Иван"), a_line(3))
    screen = digest.digest(a_page(*lines), PROCESSES, RU, NOW, days=14)
    _, entities = screen.text.render()
    assert [entity.type for entity in entities].count("strikethrough") == 2
    words = drawn(screen)
    assert "✓ напоминание: Ольга, сегодня 11:00" in words
    assert "✓ передано: Иван" in words
    assert "[✓ 1] [✓ 2] [3]" in words


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (a_line(1), {callbacks.OpenTask, callbacks.DigestRow, callbacks.Give}),
        (a_line(1, UNTOUCHED), {callbacks.OpenDeal, callbacks.DigestRow, callbacks.Give}),
        (a_line(1, act="nudge", acted_at=NOW), {callbacks.OpenTask, callbacks.Give}),
        (a_line(1, settled=True), {callbacks.OpenTask}),
        (a_line(1, UNREACHABLE), {callbacks.Give}),
        (a_line(1, UNREACHABLE, settled=True), set()),
    ],
)
def test_what_can_be_done_about_a_line(line: Line, expected: set[type[object]]) -> None:
    assert acts(line) == expected


def test_why_reckons_in_working_days() -> None:
    words = plain(digest.why(a_line(1), RU, NOW, days=14, worked=2).text)
    assert "Срок: пт 20 ноя, 12:00." in words
    assert "прошло 2 рабочих дня" in words


def test_a_ring_that_could_not_come_in_time_does_not_say_now() -> None:
    def head(due: timedelta) -> str:
        card = rows.a_task(due=NOW + due)
        return plain(morning.ring(card, [], SIMPLE, RU, NOW).text).splitlines()[0]

    assert head(timedelta(minutes=15)).startswith("Через 15 минут")
    assert head(timedelta()).startswith("Сейчас")
    assert head(-3 * HOUR).startswith("Время прошло")


def test_a_long_list_of_news_is_cut_and_counted() -> None:
    screen = notices.news([rows.a_task()] * 12, PROCESSES, RU, NOW)
    assert "и ещё 2 в «Моём дне»" in plain(screen.text)
    assert len(screen.keyboard) == notices.NEWS + 1


def test_a_recap_offers_tomorrow_only_for_what_is_late() -> None:
    day = (NOW - DAY).date()
    assert "[Перенести на завтра]" in drawn(recap.recap(telling_rows.RECAP, day, "18:00", RU))
    assert "Перенести" not in drawn(recap.recap(telling_rows.EMPTY, day, "18:00", RU))
