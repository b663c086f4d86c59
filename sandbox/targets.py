"""Whom a call is for: the chat or the message that its parameters name, or the refusal."""

from typing import Any

from sandbox.errors import BadRequest, Forbidden
from sandbox.messages import Message
from sandbox.messenger import Messenger
from sandbox.params import Params, leading_integer

JSON = dict[str, Any]


def readable_chat(messenger: Messenger, params: Params) -> int:
    """The id of the chat that `chat_id` names."""
    value = params.text("chat_id").strip()
    if value in ("", "0"):
        raise BadRequest("chat_id is empty")
    if value.startswith("@"):
        raise BadRequest("chat not found")
    chat_id = leading_integer(value)
    if chat_id not in messenger.people and chat_id not in messenger.groups:
        raise BadRequest("chat not found")
    return chat_id


def writable_chat(messenger: Messenger, params: Params) -> int:
    """The id of the chat, if the bot may write there now."""
    chat_id = readable_chat(messenger, params)
    person = messenger.people.get(chat_id)
    if person is not None:
        if person.blocked:
            raise Forbidden("bot was blocked by the user")
        if not person.started:
            raise Forbidden("bot can't initiate conversation with a user")
    elif not messenger.groups[chat_id].bot:
        raise Forbidden(f"bot was kicked from the {messenger.groups[chat_id].type} chat")
    return chat_id


def existing(messenger: Messenger, params: Params, chat_id: int, what: str) -> Message:
    """The message that `message_id` names; `what` is who misses it in the refusal."""
    message = messenger.message(chat_id, params.number("message_id", 0))
    if message is None:
        raise BadRequest(f"{what} not found")
    return message


def replied(messenger: Messenger, params: Params, chat_id: int) -> JSON | None:
    """The `Message` object that a new message answers, without what that one answers itself."""
    wish = params.json("reply_parameters", "reply parameters JSON object")
    if wish is not None and not isinstance(wish, dict):
        raise BadRequest("object expected as reply parameters")
    number = int(wish.get("message_id", 0)) if wish else params.number("reply_to_message_id", 0)
    if not number:
        return None
    lenient = (
        bool(wish.get("allow_sending_without_reply")) if wish else params.flag("allow_sending_without_reply")
    )
    found = messenger.message(chat_id, number)
    if found is None:
        if lenient:
            return None
        raise BadRequest("message to be replied not found")
    return {name: value for name, value in found.body.items() if name != "reply_to_message"}


def thread(messenger: Messenger, params: Params, chat_id: int) -> int:
    """The forum topic that the call names, 0 for none."""
    number = params.number("message_thread_id", 0)
    if number and (chat_id not in messenger.groups or number not in messenger.groups[chat_id].topics):
        raise BadRequest("message thread not found")
    return number
