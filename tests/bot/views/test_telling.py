"""The words of what comes by itself: a ring that is late, a list of news, a recap."""

from datetime import timedelta

from bot.texts import texts
from bot.views import morning, notices, recap
from tests.bot.views import rows, telling_rows
from tests.bot.views.gallery import drawn, plain
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES, SIMPLE

RU = texts("ru", "Europe/Moscow")


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
