"""Keyboards: reply_markup from the wire, checked, in the shape in which messages and the page show it."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.errors import BadRequest

JSON = dict[str, Any]
STYLES = ("danger", "success", "primary")
_ACTIONS = (
    *(
        "url",
        "callback_data",
        "callback_game",
        "pay",
        "switch_inline_query",
        "switch_inline_query_current_chat",
    ),
    *("switch_inline_query_chosen_chat", "login_url", "web_app", "copy_text", "disabled"),
)
_URL = re.compile(r"(?i)(https?|tg|ton)://[^\s/]")
MOST_BUTTONS = 100


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked keyboard: `kind` is inline, reply, remove or force; `shape` its JSON."""

    kind: str
    shape: JSON


@lru_cache(maxsize=2048)
def parse_markup(source: str) -> Markup | None:
    """The keyboard in a `reply_markup` parameter, None when there is none; raises BadRequest. The result is shared: never change it."""
    if not source:
        return None
    try:
        value = json.loads(source)
    except ValueError:
        raise BadRequest("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], "inline_keyboard")
        keyboard = [[_inline_button(button) for button in row] for row in rows if row]
        _count(keyboard)
        return Markup("inline", {"inline_keyboard": keyboard}) if keyboard else None
    if "keyboard" in value:
        keyboard = [
            [_reply_button(button) for button in row] for row in _rows(value["keyboard"], "keyboard") if row
        ]
        _count(keyboard)
        flags = (
            "is_persistent",
            "resize_keyboard",
            "one_time_keyboard",
            "input_field_placeholder",
            "selective",
        )
        kept = {name: value[name] for name in flags if value.get(name)}
        return Markup("reply", {"keyboard": keyboard, **kept}) if keyboard else None
    if value.get("remove_keyboard"):
        return Markup("remove", {"remove_keyboard": True})
    if value.get("force_reply"):
        return Markup(
            "force",
            {name: value[name] for name in ("force_reply", "input_field_placeholder") if name in value},
        )
    return None


def parse_inline(source: str) -> Markup | None:
    """A keyboard for an edit: only an inline one will do."""
    markup = parse_markup(source)
    if markup is not None and markup.kind != "inline":
        raise BadRequest("inline keyboard expected")
    return markup


def _rows(value: Any, field: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise BadRequest(f'field "{field}" of the ReplyMarkup must be an Array')
    for row in value:
        if not isinstance(row, list):
            raise BadRequest(f'field "{field}" must be an Array of Arrays')
    return value


def _count(rows: list[list[JSON]]) -> None:
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise BadRequest("reply markup is too long")


def _text(button: JSON, what: str) -> str:
    text = button.get("text")
    if not isinstance(text, str):
        raise BadRequest(f"can't parse {what}: Can't find field \"text\"")
    if not text.strip():
        raise BadRequest(f"{what} text must be non-empty")
    return text


def _decoration(button: JSON, what: str) -> JSON:
    kept: JSON = {}
    if button.get("icon_custom_emoji_id"):
        kept["icon_custom_emoji_id"] = str(button["icon_custom_emoji_id"])
    if button.get("style"):
        if button["style"] not in STYLES:
            raise BadRequest(f"can't parse {what}: invalid button style specified")
        kept["style"] = button["style"]
    return kept


def _inline_button(button: Any) -> JSON:
    what = "inline keyboard button"
    if not isinstance(button, dict):
        raise BadRequest(f"can't parse {what}: InlineKeyboardButton must be an Object")
    told = {"text": _text(button, what), **_decoration(button, what)}
    actions = [name for name in _ACTIONS if name in button and button[name] not in (None, False, "")]
    queries = ("switch_inline_query", "switch_inline_query_current_chat")
    actions += [name for name in queries if button.get(name) == ""]
    if not actions:
        raise BadRequest("Text buttons are not allowed in the inline keyboard")
    if len(actions) > 1:
        raise BadRequest("BUTTON_TYPE_INVALID")
    action = actions[0]
    value = button[action]
    if action == "callback_data":
        if not isinstance(value, str):
            raise BadRequest(f'can\'t parse {what}: Field "callback_data" must be of type String')
        if len(value.encode()) > 64:
            raise BadRequest("BUTTON_DATA_INVALID")
    elif action == "url":
        value = _checked_url(value)
    elif action == "copy_text" and not (
        isinstance(value, dict) and 1 <= len(str(value.get("text", ""))) <= 256
    ):
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    elif action in ("callback_game", "pay"):
        raise BadRequest("BUTTON_TYPE_INVALID")
    return {**told, action: value}


def _checked_url(value: Any) -> str:
    url = str(value)
    if _URL.match(url):
        return url
    if re.match(r"[\w.-]+\.[A-Za-z]{2,}(/|$)", url):
        return f"http://{url}"
    scheme = re.match(r"[A-Za-z][\w+.-]*:", url)
    reason = "Unsupported URL protocol" if scheme else "Wrong HTTP URL"
    raise BadRequest(f"inline keyboard button URL '{url}' is invalid: {reason}")


def _reply_button(button: Any) -> JSON:
    what = "keyboard button"
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise BadRequest(f"can't parse {what}: KeyboardButton must be a String or an Object")
    told = {"text": _text(button, what), **_decoration(button, what)}
    asks = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")
    return {**told, **{name: button[name] for name in asks if button.get(name)}}
