import pytest

from bot.callbacks import ForgedError
from bot.texts import LANGUAGES, Texts, texts
from bot.usecases.access import ForbiddenError, Role
from bot.views import errors, menu, people
from bot.views.errors import Notice
from bot.views.menu import Command
from fsm.table import Reason, Refused
from storage.db import Busy
from storage.runs import NoRunError
from tests.bot.views import rows
from tests.bot.views.gallery import plain
from tests.bot.views.rows import DAY, NOW

BOTH = [texts(language, "Europe/Moscow") for language in LANGUAGES]
RU = BOTH[0]
LANGUAGE_IDS = list(LANGUAGES)


@pytest.mark.parametrize(
    ("roles", "commands"),
    [
        (set(), []),
        ({"rep"}, ["Мой день", "Сделки", "Новая сделка", "Главная"]),
        (
            {"head"},
            ["Мой день", "Сделки", "Воронка", "Команда", "Сводка", "Главная"],
        ),
        ({"director"}, ["Сделки", "Новая сделка", "Воронка", "Команда", "Сводка", "Главная"]),
        ({"admin"}, ["Пригласить", "Загрузка", "Выгрузка", "Сотрудники", "Компания", "Состояние"]),
        (
            {"admin", "rep"},
            [
                "Мой день",
                "Сделки",
                "Новая сделка",
                "Пригласить",
                "Сотрудники",
                "Главная",
            ],
        ),
    ],
)
def test_each_role_has_its_own_menu(roles: set[str], commands: list[str]) -> None:
    every = [menu.title(one, RU) for one in menu.of_roles(roles)]
    assert [one for one in every if one in commands] == commands
    shown = menu.keyboard(roles, RU)
    assert shown.is_persistent
    assert [one.text for row in shown.keyboard for one in row] == (commands or ["Помощь"])


@pytest.mark.parametrize("t", BOTH, ids=LANGUAGE_IDS)
@pytest.mark.parametrize("command", [command for command in Command if command is not Command.START])
def test_a_menu_button_is_known_in_every_language(t: Texts, command: Command) -> None:
    assert menu.command_of(f" {menu.title(command, t)} ") is command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/today", Command.DAY),
        ("/TODAY@voronka_bot", Command.DAY),
        ("/start abc", Command.START),
        ("мой день", Command.DAY),
        ("/", None),
        ("/ today", None),
        ("/nonsense", None),
        ("Мой день рождения", None),
        ("", None),
    ],
)
def test_what_a_text_commands(text: str, command: Command | None) -> None:
    assert menu.command_of(text) is command


@pytest.mark.parametrize("t", BOTH, ids=LANGUAGE_IDS)
@pytest.mark.parametrize("roles", [set(), {"rep"}, {"head"}, {"admin"}, {role.value for role in Role}])
def test_telegram_takes_the_commands(t: Texts, roles: set[str]) -> None:
    found = menu.commands(roles, t)
    assert "help" in {one.command for one in found}
    assert all(0 < len(one.description) <= 256 and one.command.islower() for one in found)


def test_a_stranger_learns_nothing() -> None:
    words = plain(people.stranger(RU).text)
    assert "Воронк" not in words
    assert "продаж" not in words
    assert people.stranger(RU).keyboard == ()


def test_an_invitation_is_for_one_person_until_a_day() -> None:
    screen = people.invitation("https://t.me/bot?start=abc", "rep", "Север", NOW + 7 * DAY, RU, NOW)
    assert plain(screen.text) == (
        "Приглашение в «Воронку»: менеджер по продажам, Север.\n\n"
        "https://t.me/bot?start=abc\n\n"
        "Ссылка для одного человека, действует до пн 30 ноя, 12:00. Перешлите ему это сообщение."
    )


def test_the_first_words_are_for_the_role() -> None:
    words = plain(people.welcome(rows.a_person(), "Север", RU).text)
    assert "менеджер по продажам" in words
    assert "Север" in words
    assert "Пригласить" not in words


@pytest.mark.parametrize("t", BOTH, ids=LANGUAGE_IDS)
@pytest.mark.parametrize(
    "error",
    [
        *(Refused(reason) for reason in Reason),
        ForbiddenError(),
        NoRunError(1),
        ForgedError("x"),
        Busy(),
        ValueError("secret"),
    ],
    ids=repr,
)
def test_an_error_is_a_short_polite_sentence(t: Texts, error: Exception) -> None:
    words = errors.explain(error, t)
    assert 0 < len(words) <= 200
    assert "secret" not in words
    assert words.endswith(".")


@pytest.mark.parametrize("t", BOTH, ids=LANGUAGE_IDS)
@pytest.mark.parametrize("notice", Notice)
def test_a_notice_fits_a_toast(t: Texts, notice: Notice) -> None:
    assert 0 < len(errors.notice(notice, t)) <= 200
