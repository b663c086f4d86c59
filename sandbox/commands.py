"""The bot's command lists by scope and language, and which of them a person sees."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import BadRequest

JSON = dict[str, Any]
SCOPES = {
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a command list is for; `chat` and `user` are 0 where the type names none."""

    type: str = "default"
    chat: int = 0
    user: int = 0


def parse_scope(value: Any) -> Scope:
    """A `BotCommandScope` from its decoded JSON; raises BadRequest."""
    if value is None:
        return Scope()
    if not isinstance(value, dict):
        raise BadRequest("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = value.get("type")
    if kind not in SCOPES:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    chat = value.get("chat_id", 0)
    if kind in ("chat", "chat_administrators", "chat_member") and not chat:
        raise BadRequest("can't parse BotCommandScope: Can't find field \"chat_id\"")
    return Scope(kind, int(chat or 0), int(value.get("user_id", 0)) if kind == "chat_member" else 0)


def parse_commands(value: Any) -> list[JSON]:
    """A list of `BotCommand` from its decoded JSON; raises BadRequest."""
    if not isinstance(value, list):
        raise BadRequest("expected an Array of BotCommand")
    commands: list[JSON] = []
    if len(value) > 100:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    for item in value:
        if not isinstance(item, dict):
            raise BadRequest("can't parse BotCommand: expected an Object")
        command, description = (
            str(item.get("command", "")).removeprefix("/"),
            str(item.get("description", "")),
        )
        name = command.replace("_", "a")
        if not (1 <= len(command) <= 32 and name.isascii() and name.isalnum() and name == name.lower()):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": command, "description": description})
    return commands


class CommandLists:
    """All command lists that the bot has set."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[JSON]] = {}

    def set(self, scope: Scope, language: str, commands: list[JSON]) -> None:
        self._lists[scope, language] = commands

    def get(self, scope: Scope, language: str) -> list[JSON]:
        return self._lists.get((scope, language), [])

    def delete(self, scope: Scope, language: str) -> None:
        self._lists.pop((scope, language), None)

    def shown_to(self, user: int, language: str) -> list[JSON]:
        """What a person sees in the private chat: the narrowest list that exists, own language before any."""
        for scope in (Scope("chat", user), Scope("all_private_chats"), Scope()):
            for code in (language, ""):
                if self._lists.get((scope, code)):
                    return self._lists[scope, code]
        return []

    def clear(self) -> None:
        self._lists.clear()
