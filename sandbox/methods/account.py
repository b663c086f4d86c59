"""The bot's own account: who it is, its commands, its menu button and descriptions."""

from typing import Any

from sandbox.commands import Scope, parse_commands, parse_scope
from sandbox.errors import BadRequest
from sandbox.messenger import Messenger
from sandbox.params import Params

JSON = dict[str, Any]


def get_me(messenger: Messenger, params: Params) -> JSON:
    return {
        **messenger.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def log_out(messenger: Messenger, params: Params) -> bool:
    return True


def set_my_commands(messenger: Messenger, params: Params) -> bool:
    commands = parse_commands(params.json("commands", "commands JSON object"))
    scope = _scope(messenger, params)
    messenger.commands.set(scope, _language(params), commands)
    messenger.feed.tell("commands", {})
    return True


def get_my_commands(messenger: Messenger, params: Params) -> list[JSON]:
    scope = _scope(messenger, params)
    return messenger.commands.get(scope, _language(params))


def delete_my_commands(messenger: Messenger, params: Params) -> bool:
    messenger.commands.delete(_scope(messenger, params), _language(params))
    messenger.feed.tell("commands", {})
    return True


def set_chat_menu_button(messenger: Messenger, params: Params) -> bool:
    button = params.json("menu_button", "menu button JSON object")
    if button is None:
        button = {"type": "default"}
    if not isinstance(button, dict):
        raise BadRequest("MenuButton must be an Object")
    if button.get("type") not in ("commands", "default", "web_app"):
        raise BadRequest("MenuButton has unsupported type")
    messenger.profile.setdefault("menu", {})[params.text("chat_id")] = button
    return True


def get_chat_menu_button(messenger: Messenger, params: Params) -> JSON:
    menus = messenger.profile.get("menu", {})
    return menus.get(params.text("chat_id")) or menus.get("") or {"type": "default"}


def set_my_name(messenger: Messenger, params: Params) -> bool:
    return _set(messenger, params, "name", 64, "BOT_TITLE_INVALID")


def get_my_name(messenger: Messenger, params: Params) -> JSON:
    return _get(messenger, params, "name") if "name" in messenger.profile else {"name": messenger.bot.name}


def set_my_description(messenger: Messenger, params: Params) -> bool:
    return _set(messenger, params, "description", 512, "DESCRIPTION_TOO_LONG")


def get_my_description(messenger: Messenger, params: Params) -> JSON:
    return _get(messenger, params, "description")


def set_my_short_description(messenger: Messenger, params: Params) -> bool:
    return _set(messenger, params, "short_description", 120, "SHORT_DESCRIPTION_TOO_LONG")


def get_my_short_description(messenger: Messenger, params: Params) -> JSON:
    return _get(messenger, params, "short_description")


def _set(messenger: Messenger, params: Params, field: str, longest: int, refusal: str) -> bool:
    if len(params.text(field)) > longest:
        raise BadRequest(refusal)
    messenger.profile.setdefault(field, {})[_language(params)] = params.text(field)
    return True


def _get(messenger: Messenger, params: Params, field: str) -> JSON:
    texts = messenger.profile.get(field, {})
    return {field: texts.get(_language(params)) or texts.get("", "")}


def _scope(messenger: Messenger, params: Params) -> Scope:
    scope = parse_scope(params.json("scope", "BotCommandScope JSON object"))
    if scope.chat and scope.chat not in messenger.people and scope.chat not in messenger.groups:
        raise BadRequest("chat not found")
    return scope


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise BadRequest("LANG_CODE_INVALID")
    return code
