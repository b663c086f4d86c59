"""edit… and delete…: what the bot may still do to messages that it has sent."""

import json
from typing import Any

from sandbox.errors import BadRequest
from sandbox.keyboards import parse_inline
from sandbox.media import document_content, photo_content
from sandbox.messages import MEDIA, Message
from sandbox.messenger import Messenger
from sandbox.methods.sending import caption, check_length, text_content
from sandbox.params import Params
from sandbox.targets import existing, writable_chat

JSON = dict[str, Any]
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
DELETABLE_FOR = 48 * 3600
_CONTENT = ("text", "entities", "caption", "caption_entities", *MEDIA, "reply_markup")


def edit_message_text(messenger: Messenger, params: Params) -> JSON:
    content = text_content(messenger, params)
    message = _editable(messenger, params)
    if "text" not in message.body:
        raise BadRequest("there is no text in the message to edit")
    check_length(content)
    return _edit(messenger, params, message, content, ("text", "entities"))


def edit_message_caption(messenger: Messenger, params: Params) -> JSON:
    content = caption(messenger, params)
    message = _editable(messenger, params)
    if "text" in message.body:
        raise BadRequest("there is no caption in the message to edit")
    return _edit(messenger, params, message, content, ("caption", "caption_entities"))


def edit_message_media(messenger: Messenger, params: Params) -> JSON:
    media = params.json("media", "input media JSON object")
    if not isinstance(media, dict):
        raise BadRequest("can't parse InputMedia: expected an Object")
    value = str(media.get("media", ""))
    kind = media.get("type")
    if kind == "photo":
        content = photo_content(messenger, params, "media", value)
    elif kind == "document":
        content = document_content(messenger, params, "media", value)
    else:
        raise BadRequest(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    fields = {name: str(media[name]) for name in ("caption", "parse_mode") if media.get(name)}
    if media.get("caption_entities"):
        fields["caption_entities"] = json.dumps(media["caption_entities"])
    content |= caption(messenger, Params(fields, {}))
    message = _editable(messenger, params)
    return _edit(
        messenger, params, message, content, ("text", "entities", "caption", "caption_entities", *MEDIA)
    )


def edit_message_reply_markup(messenger: Messenger, params: Params) -> JSON:
    return _edit(messenger, params, _editable(messenger, params), {}, ())


def delete_message(messenger: Messenger, params: Params) -> bool:
    chat_id, message_id = params.text("chat_id"), params.number("message_id", 0)
    if chat_id in ("", "0"):
        raise BadRequest("chat_id is empty")
    if not message_id:
        raise BadRequest("message identifier is not specified")
    message = existing(messenger, params, writable_chat(messenger, params), "message to delete")
    if messenger.date() - message.date > DELETABLE_FOR:
        raise BadRequest("message can't be deleted for everyone")
    messenger.delete(message)
    return True


def delete_messages(messenger: Messenger, params: Params) -> bool:
    numbers = params.json("message_ids", "message identifiers JSON object")
    if not isinstance(numbers, list) or not numbers:
        raise BadRequest("message identifiers are not specified")
    if len(numbers) > 100:
        raise BadRequest("too many message identifiers specified")
    if not all(isinstance(number, int) for number in numbers):
        raise BadRequest("message identifier must be a Number")
    chat_id = writable_chat(messenger, params)
    found = [message for number in numbers if (message := messenger.message(chat_id, number))]
    if any(messenger.date() - message.date > DELETABLE_FOR for message in found):
        raise BadRequest("message can't be deleted for everyone")
    for message in found:
        messenger.delete(message)
    return True


def _editable(messenger: Messenger, params: Params) -> Message:
    message = existing(messenger, params, writable_chat(messenger, params), "message to edit")
    if not message.from_bot:
        raise BadRequest("message can't be edited")
    return message


def _edit(
    messenger: Messenger, params: Params, message: Message, content: JSON, replaced: tuple[str, ...]
) -> JSON:
    """Put `content` in the place of the `replaced` fields; the keyboard is always replaced, as Telegram does it."""
    markup = parse_inline(params.text("reply_markup"))
    body = {
        name: value
        for name, value in message.body.items()
        if name not in (*replaced, "reply_markup", "edit_date")
    }
    body.update(content)
    if markup is not None:
        body["reply_markup"] = markup.shape
    if all(body.get(name) == message.body.get(name) for name in _CONTENT):
        raise BadRequest(SAME)
    messenger.limits.admit(message.chat_id)
    body["edit_date"] = messenger.date()
    messenger.rewrite(message, body)
    return body
