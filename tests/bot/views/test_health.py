import pytest

from bot.texts import texts
from bot.usecases.health import Mark, Sign, judged
from bot.views import failures, health
from notifications.kinds import KINDS
from notifications.timers import FIRES
from tests.bot.views.gallery import drawn
from tests.bot.views.health_rows import WELL, ill
from tests.bot.views.rows import DAY, NOW

RU = texts("ru", "Europe/Moscow")
EN = texts("en", "Europe/Moscow")


def test_what_is_well_is_said_in_short() -> None:
    assert drawn(health.overview(WELL, "0.1.0", RU, NOW)) == (
        "Состояние системы\n"
        "Всё в порядке.\n"
        "\n"
        "✓ Связь с Telegram есть\n"
        "✓ Нажатия и сообщения обрабатываются сразу\n"
        "✓ Сообщений к отправке: 4, задержек нет\n"
        "✓ Недоставленные сообщения: нет\n"
        "✓ Невыполненные нажатия и сообщения: нет\n"
        "✓ Напоминания и планы: сбоев нет\n"
        "✓ Бота никто не заблокировал\n"
        "✓ У всех руководителей есть чат с ботом\n"
        "✓ У каждой команды есть руководитель\n"
        f"✓ Резервная копия: {RU.moment(NOW - DAY, NOW)}\n"
        "\n"
        "База данных: SQLite, 12 МБ\n"
        f"Версия 0.1.0, проверено в {RU.time(NOW)}\n"
        "[Обновить] [Мой день]"
    )


def test_everything_may_be_wrong_at_once() -> None:
    vitals = ill("Анна")
    marks = judged(vitals, NOW)
    assert {marks.pop(sign) for sign in (Sign.UNREACHABLE, Sign.MUTE, Sign.UNLED)} == {Mark.LOOK}
    assert set(marks.values()) == {Mark.BAD}
    said = drawn(health.overview(vitals, "0.1.0", RU, NOW))
    assert "Требуют внимания: 10 пунктов" in said
    assert "✗ Ждут обработки: 1 234, дольше всего — 7 мин" in said
    assert said.count("Анна") == 10 + 1 + 10
    assert "и ещё 25" in said
    assert (
        "⚠ Руководители без чата — ни сводки, ни запросы до них не доходят: Анна. Пригласите их: /people"
        in said
    )
    assert "Анна и ещё 2. Назначьте его: /people" in said
    assert "[Не доставлено · 14]\n[Не выполнено · 9]\n[Сбои плана · 2]\n[Обновить] [Мой день]" in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("Telegram server says - Bad Request: chat not found", "there is no chat: the person has not pressed Start"),
        ("Forbidden: bot was blocked by the user", "the person has blocked the bot"),
        ("Bad Request: message is too long", "Telegram refused: message is too long"),
        ("no answer in time", "Telegram did not answer"),
        ("TelegramNetworkError('x')", "Telegram did not answer"),
        ("Too Many Requests: retry after 5", "Telegram asked to wait"),
        ("UnknownTimerError('x')", "it was written by another version"),
        ("OperationalError('database is locked')", "the database could not be reached"),
        ("ZeroDivisionError('the client Romashka')", "a fault of the program (ZeroDivisionError)"),
        ("", "a fault of the program (?)"),
    ],
)  # fmt: skip
def test_errors_are_told_in_words(error: str, words: str) -> None:
    assert failures.reason(error, EN) == words


def test_every_timer_has_a_name_and_so_has_what_comes_by_itself() -> None:
    for kind in FIRES:
        assert failures.timer(kind, RU) != failures.timer("something else", RU), kind
    for kind in ("ring", "card", "morning", "evening", "digest", "nudge", "post", "handed_over"):
        assert kind in KINDS
        assert failures.message(kind, RU) != failures.message("something else", RU), kind
