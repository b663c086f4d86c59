"""Taps and typed queries: what a person asks the bot and the bot has to answer in time."""

from typing import Any

from sandbox.errors import Misuse
from sandbox.messages import Message
from sandbox.messenger import Messenger
from sandbox.queries import Query
from sandbox.sim import acts

JSON = dict[str, Any]
QUERY_LIFETIME = 150.0
INLINE_LIFETIME = 30.0


def find_button(
    messenger: Messenger, chat_id: int, label: str, data: str, message_id: int
) -> tuple[Message, JSON]:
    """The newest message (or the given one) with a button of this label or data, and the button."""
    messages = messenger.chats.get(chat_id, {})
    if message_id and (message_id not in messages or messages[message_id].deleted):
        raise Misuse(f"there is no message {message_id} in chat {chat_id}")
    candidates = (
        [messages[message_id]] if message_id else [m for m in reversed(messages.values()) if not m.deleted]
    )
    for exact in (True, False):
        for message in candidates:
            for row in message.buttons:
                for button in row:
                    if data and button.get("callback_data") == data:
                        return message, button
                    if label and (button["text"] == label if exact else label in button["text"]):
                        return message, button
    seen = [button["text"] for message in candidates[:3] for row in message.buttons for button in row]
    raise Misuse(f"there is no button {label or data!r} in chat {chat_id}; the newest ones are {seen}")


def press(messenger: Messenger, user: int, *, chat: int, label: str, data: str, message_id: int) -> Query:
    """Press an inline button that is there; its query is queued for the bot."""
    message, button = find_button(messenger, chat or user, label, data, message_id)
    if "callback_data" not in button:
        raise Misuse(f"the button {button['text']!r} sends nothing to the bot")
    return tap(messenger, user, message, button["callback_data"])


def tap(messenger: Messenger, user: int, message: Message, data: str) -> Query:
    """Send callback data for a message, whether it has such a button or not: a custom client can."""
    person = messenger.person(user)
    place = (message.chat_id, message.id)
    query = messenger.queries.ask("callback", user, QUERY_LIFETIME, place, data)
    payload = {
        "id": query.id,
        "from": person.user(),
        "message": message.body,
        "chat_instance": str(message.chat_id * 7919),
        "data": data,
    }
    messenger.updates.add("callback_query", payload, user + (3 << 33))
    return query


def ask_inline(messenger: Messenger, user: int, text: str, offset: str = "") -> Query:
    """Type `@bot text` in some chat."""
    person = messenger.person(user)
    query = messenger.queries.ask("inline", user, INLINE_LIFETIME, None, text)
    payload = {"id": query.id, "from": person.user(), "chat_type": "sender", "query": text, "offset": offset}
    messenger.updates.add("inline_query", payload, user + (2 << 33))
    return query


def choose_inline(messenger: Messenger, query: Query, result_id: str) -> Message:
    """Choose an answer of an inline query in the chat with the bot."""
    results = (query.answer or {}).get("results", [])
    chosen = next((result for result in results if result["id"] == result_id), None)
    if chosen is None:
        raise Misuse(f"the answer has no result {result_id!r}")
    person = messenger.person(query.user_id)
    payload = {"result_id": result_id, "from": person.user(), "query": query.data}
    messenger.updates.add("chosen_inline_result", payload, query.user_id + (2 << 33))
    return acts.send(messenger, query.user_id, {"via_bot": messenger.bot.user(), **chosen["message"]})
