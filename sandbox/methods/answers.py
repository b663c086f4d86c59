"""answerCallbackQuery and answerInlineQuery: what a tap and a typed query get back."""

import json
from typing import Any

from sandbox import utf16
from sandbox.entities import formatted
from sandbox.errors import BadRequest
from sandbox.keyboards import parse_markup
from sandbox.messenger import Messenger
from sandbox.params import Params

JSON = dict[str, Any]
TOAST_LIMIT = 200
MOST_RESULTS = 50


def answer_callback_query(messenger: Messenger, params: Params) -> bool:
    text = params.text("text")
    if text and utf16.length(text) > TOAST_LIMIT:
        raise BadRequest("MESSAGE_TOO_LONG")
    answer: JSON = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    query = messenger.queries.answer("callback", params.text("callback_query_id"), answer)
    if messenger.feed:
        messenger.feed.tell("answer", query.view())
    return True


def answer_inline_query(messenger: Messenger, params: Params) -> bool:
    results = params.json("results", "inline query results JSON object")
    if results is None:
        results = []
    if not isinstance(results, list):
        raise BadRequest("expected an Array of inline query results")
    if len(results) > MOST_RESULTS:
        raise BadRequest("too many inline query results specified")
    checked = [_result(messenger, result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise BadRequest("RESULT_ID_DUPLICATE")
    button = params.json("button", "inline query results button JSON object")
    answer: JSON = {"results": checked, "button": button, "next_offset": params.text("next_offset")}
    query = messenger.queries.answer("inline", params.text("inline_query_id"), answer)
    if messenger.feed:
        messenger.feed.tell("answer", query.view())
    return True


def _result(messenger: Messenger, result: Any) -> JSON:
    """One article, ready to be posted when the person chooses it."""
    if not isinstance(result, dict):
        raise BadRequest("can't parse inline query result: Inline query result must be an object")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise BadRequest("RESULT_ID_INVALID")
    kind = result.get("type")
    if kind != "article":
        raise BadRequest(
            f'can\'t parse inline query result: type "{kind}" is unsupported for the inline query result'
        )
    if not result.get("title"):
        raise BadRequest("can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content") or {}
    if not content.get("message_text"):
        raise BadRequest("message text is empty")
    text, entities = formatted(
        str(content["message_text"]),
        str(content.get("parse_mode") or ""),
        content.get("entities"),
        messenger.user_object,
    )
    message: JSON = {"text": text}
    if entities:
        message["entities"] = entities
    if result.get("reply_markup"):
        markup = parse_markup(json.dumps(result["reply_markup"]))
        if markup is not None:
            message["reply_markup"] = markup.shape
    return {
        "id": str(result["id"]),
        "title": str(result["title"]),
        "description": str(result.get("description") or ""),
        "message": message,
    }
