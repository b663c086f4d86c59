"""Settings from the environment or `.env`, read once; a wrong one is said by name, with its problem and an example."""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "VORONKA_"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
DATABASES = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")


class WrongSettings(Exception):  # noqa: N818 - said to the person who wrote them
    """One or more settings cannot be used; the text names each, never a secret's value."""


def _token(value: SecretStr) -> SecretStr:
    number, colon, secret = value.get_secret_value().partition(":")
    if not (colon and number.isdecimal() and len(secret) >= 3 and not set(secret) & set(" \t\r\n/")):
        raise ValueError("not a token as @BotFather gives it: digits, a colon, letters")
    return value


def _database(value: str) -> str:
    if not value.startswith(DATABASES):
        raise ValueError("starts with neither " + " nor ".join(DATABASES))
    if value == DATABASES[0] or ":memory:" in value:
        raise ValueError("a file is needed, an in-memory database would be lost")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no such time zone: {value!r}") from error
    return value


def _web(value: str) -> str:
    if not value.startswith(("http://", "https://")) or len(value) < 10:
        raise ValueError("not an address that starts with http:// or https://")
    return value.rstrip("/")


def _proxy(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("not a proxy that starts with http:// or https://")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not _SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("not 1 to 256 of A-Z, a-z, 0-9, _ and -, which is what Telegram takes")
    return value


def _nothing(value: Any) -> Any:
    """`VORONKA_PROXY=` in a file means that there is none."""
    return None if value == "" else value


Web = Annotated[str, AfterValidator(_web)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """All settings; each has an example, which the message about a wrong one shows."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, examples=["123456:ABC-DEF1234ghIkl"]
    )
    bot_api_url: Annotated[Web | None, BeforeValidator(_nothing)] = Field(
        None, examples=["http://127.0.0.1:8081"]
    )
    # It may carry a password, so no representation shows it.
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite+aiosqlite:///voronka.db", repr=False, examples=["sqlite+aiosqlite:///voronka.db"]
    )
    proxy: Annotated[Annotated[str, AfterValidator(_proxy)] | None, BeforeValidator(_nothing)] = Field(
        None, repr=False, examples=["http://127.0.0.1:3128"]
    )
    language: Literal["ru", "en"] = Field("ru", examples=["ru"])
    timezone: Annotated[str, AfterValidator(_zone)] = Field("Europe/Moscow", examples=["Europe/Moscow"])
    webhook_url: Annotated[Web | None, BeforeValidator(_nothing)] = Field(
        None, examples=["https://bot.example.com/telegram"]
    )
    webhook_secret: Annotated[
        Annotated[SecretStr, AfterValidator(_secret)] | None, BeforeValidator(_nothing)
    ] = Field(None, examples=["a-long-random-word"])
    webhook_host: str = Field("127.0.0.1", examples=["127.0.0.1"])
    webhook_port: Port = Field(8080, examples=["8080"])
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", examples=["info"])

    @property
    def token(self) -> str:
        """The bot's token; WrongSettings when there is none."""
        if self.bot_token is None:
            raise WrongSettings(_said("bot_token", "missing, and Telegram knows a bot by it"))
        return self.bot_token.get_secret_value()

    @property
    def secret(self) -> str:
        """What Telegram proves itself with at the webhook; WrongSettings when there is none."""
        if self.webhook_secret is None:
            raise WrongSettings(
                _said("webhook_secret", "missing, and without it anybody could pretend to be Telegram")
            )
        return self.webhook_secret.get_secret_value()


def load(**given: Any) -> Settings:
    """The settings; keyword arguments win over the environment, and that over `.env`. Raises WrongSettings."""
    problems = [_said_unknown(name) for name in _unknown()]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems += [_said(str(found["loc"][0]).lower(), _problem(found["msg"])) for found in error.errors()]
    except UnicodeDecodeError:
        problems.append(".env: not UTF-8")
    else:
        if not problems:
            return settings
    raise WrongSettings("; ".join(dict.fromkeys(problems))) from None


def _problem(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _said(field: str, problem: str) -> str:
    name = PREFIX + field.upper()
    (example,) = Settings.model_fields[field].examples or [""]
    return f"{name}: {problem} (for example {name}={example})"


def _unknown() -> list[str]:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    names = [name.upper() for name in os.environ]  # noqa: TID251 - the one place that reads it
    file = Path(".env")
    if file.is_file():
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        names += [line.split("=")[0].removeprefix("export ").strip().upper() for line in lines if "=" in line]
    ours = {name for name in names if name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_")}
    return sorted(ours - known)


def _said_unknown(name: str) -> str:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    near = difflib.get_close_matches(name, known, n=1)
    return f"{name}: no such setting" + (f" (did you mean {near[0]}?)" if near else "")
