"""sendMessage and its like: a checked message goes into a chat."""

from typing import Any

from sandbox import utf16
from sandbox.entities import formatted
from sandbox.errors import BadRequest
from sandbox.keyboards import Markup, parse_markup
from sandbox.media import document_content, photo_content, voice_content
from sandbox.messenger import Messenger
from sandbox.params import Params
from sandbox.targets import replied, thread, writable_chat

JSON = dict[str, Any]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def send_message(messenger: Messenger, params: Params) -> JSON:
    content = text_content(messenger, params)
    return _send(messenger, params, content)


def send_photo(messenger: Messenger, params: Params) -> JSON:
    return _send(
        messenger, params, {**photo_content(messenger, params, "photo"), **caption(messenger, params)}
    )


def send_document(messenger: Messenger, params: Params) -> JSON:
    return _send(
        messenger, params, {**document_content(messenger, params, "document"), **caption(messenger, params)}
    )


def send_voice(messenger: Messenger, params: Params) -> JSON:
    return _send(
        messenger, params, {**voice_content(messenger, params, "voice"), **caption(messenger, params)}
    )


def send_contact(messenger: Messenger, params: Params) -> JSON:
    phone, name = params.text("phone_number"), params.text("first_name")
    if not phone:
        raise BadRequest('parameter "phone_number" is required')
    if not name:
        raise BadRequest('parameter "first_name" is required')
    contact: JSON = {"phone_number": phone, "first_name": name}
    for field in ("last_name", "vcard"):
        if params.text(field):
            contact[field] = params.text(field)
    return _send(messenger, params, {"contact": contact})


ACTIONS = {
    *(
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
    ),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


def send_chat_action(messenger: Messenger, params: Params) -> bool:
    action = params.text("action")
    if action not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat_id = writable_chat(messenger, params)
    messenger.feed.tell("action", {"chat": chat_id, "action": action})
    return True


def text_content(messenger: Messenger, params: Params) -> JSON:
    """`text` and `entities` of a call, checked for emptiness; the length is checked once the chat is known."""
    source = params.text("text")
    if not source:
        raise BadRequest("message text is empty")
    text, entities = formatted(
        source,
        params.text("parse_mode"),
        params.json("entities", "entities JSON object"),
        messenger.user_object,
    )
    if not text:
        raise BadRequest("message text is empty")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption(messenger: Messenger, params: Params) -> JSON:
    """`caption` and `caption_entities` of a call."""
    source = params.text("caption")
    if not source:
        return {}
    text, entities = formatted(
        source,
        params.text("parse_mode"),
        params.json("caption_entities", "caption entities JSON object"),
        messenger.user_object,
    )
    if utf16.length(text) > CAPTION_LIMIT:
        raise BadRequest("message caption is too long")
    content: JSON = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def check_length(content: JSON) -> None:
    """Refuse a text over the limit, counted in UTF-16 units after the markup is gone."""
    text = content.get("text", "")
    if len(text) * 2 > TEXT_LIMIT and utf16.length(text) > TEXT_LIMIT:
        raise BadRequest("message is too long")


def _send(messenger: Messenger, params: Params, content: JSON) -> JSON:
    markup: Markup | None = parse_markup(params.text("reply_markup"))
    chat_id = writable_chat(messenger, params)
    answered = replied(messenger, params, chat_id)
    topic = thread(messenger, params, chat_id)
    check_length(content)
    messenger.limits.admit(chat_id)
    body: JSON = {}
    if topic:
        body["message_thread_id"] = topic
        body["is_topic_message"] = True
    if answered is not None:
        body["reply_to_message"] = answered
    body.update(content)
    if params.flag("protect_content"):
        body["has_protected_content"] = True
    if markup is not None and markup.kind == "inline":
        body["reply_markup"] = markup.shape
    keyboard = markup.shape if markup is not None and markup.kind != "inline" else None
    silent = params.flag("disable_notification")
    return messenger.post(chat_id, messenger.bot.user(), body, keyboard=keyboard, silent=silent).body
