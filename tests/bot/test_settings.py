from pathlib import Path

import pytest

from bot import settings
from bot.settings import WrongSettings

TOKEN = "123456:secret-secret"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of a developer."""
    monkeypatch.chdir(tmp_path)


def wrong(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(f"VORONKA_{name}", value)
    with pytest.raises(WrongSettings) as refused:
        settings.load()
    return str(refused.value)


def test_everything_has_a_default() -> None:
    found = settings.load()
    assert found.database_url == "sqlite+aiosqlite:///voronka.db"
    assert (found.language, found.timezone, found.log_level) == ("ru", "Europe/Moscow", "info")
    assert found.bot_token is None


def test_arguments_win_over_the_environment_and_that_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("VORONKA_LANGUAGE=en\nVORONKA_TIMEZONE=Asia/Tomsk\nPATH_OF_OTHERS=x\n")
    assert settings.load().language == "en"
    monkeypatch.setenv("VORONKA_LANGUAGE", "ru")
    assert (settings.load().language, settings.load().timezone) == ("ru", "Asia/Tomsk")
    assert settings.load(language="en").language == "en"


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("TIMEZONE", "Moscow", "no such time zone: 'Moscow' (for example VORONKA_TIMEZONE=Europe/Moscow)"),
        ("LANGUAGE", "fr", "input should be 'ru' or 'en' (for example VORONKA_LANGUAGE=ru)"),
        ("BOT_API_URL", "localhost:8081", "not an address that starts with http:// or https://"),
        ("PROXY", "socks5://127.0.0.1", "not a proxy that starts with http:// or https://"),
        ("WEBHOOK_SECRET", "hidden word", "not 1 to 256 of A-Z, a-z, 0-9, _ and -"),
        ("WEBHOOK_PORT", "99999", "input should be less than or equal to 65535"),
        ("DATABASE_URL", "sqlite+aiosqlite:///", "a file is needed"),
        ("DATABASE_URL", "mysql://root:hidden@host/db", "starts with neither sqlite+aiosqlite:/// nor"),
    ],
)
def test_a_wrong_one_is_told_by_name_problem_and_example(
    name: str, value: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = wrong(monkeypatch, **{name: value})
    assert said.startswith(f"VORONKA_{name}: ")
    assert problem in said
    assert f"(for example VORONKA_{name}=" in said
    assert "hidden" not in said


def test_every_wrong_one_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = wrong(monkeypatch, LANGUAGE="fr", TIMEZONE="x", TIMZONE="y")
    assert said.count("VORONKA_TIMZONE: no such setting (did you mean VORONKA_TIMEZONE?)") == 1
    assert "VORONKA_LANGUAGE: " in said
    assert "VORONKA_TIMEZONE: " in said


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hush" not in wrong(monkeypatch, BOT_TOKEN="hush hush")
    monkeypatch.setenv("VORONKA_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("VORONKA_WEBHOOK_SECRET", "secret-secret")
    monkeypatch.setenv("VORONKA_DATABASE_URL", "postgresql+asyncpg://u:secret-secret@host/db")
    monkeypatch.setenv("VORONKA_PROXY", "http://u:secret-secret@host:1")
    found = settings.load()
    assert found.token == TOKEN
    assert "secret-secret" not in repr(found) + str(found)


def test_a_missing_token_is_told_when_it_is_needed() -> None:
    with pytest.raises(WrongSettings, match=r"VORONKA_BOT_TOKEN: missing.*VORONKA_BOT_TOKEN=123456:ABC"):
        _ = settings.load().token


def test_every_setting_has_an_example_that_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, field in settings.Settings.model_fields.items():
        (example,) = field.examples or [None]
        monkeypatch.setenv(f"VORONKA_{name.upper()}", str(example))
    assert settings.load().token == "123456:ABC-DEF1234ghIkl"


def test_an_empty_one_in_a_file_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VORONKA_PROXY", "")
    monkeypatch.setenv("VORONKA_WEBHOOK_URL", "")
    assert (settings.load().proxy, settings.load().webhook_url) == (None, None)
