"""Reading the messenger: chats as JSON and as plain text, the reply keyboard and the commands that a person sees."""

from typing import Any

from sandbox.errors import Misuse
from sandbox.messages import Message, as_text
from sandbox.messenger import Messenger
from sandbox.render import as_html

JSON = dict[str, Any]


def shown(message: Message) -> JSON:
    """A message for scripts: the page's view and its HTML."""
    view = message.view()
    return {**view, "html": as_html(view["text"], view["entities"])}


def chat_view(messenger: Messenger, chat_id: int) -> JSON:
    """A chat with its messages in order, deleted ones too, and what stands below them."""
    messages = _messages(messenger, chat_id)
    person = messenger.people.get(chat_id)
    return {
        "chat": messenger.chat_object(chat_id),
        "messages": [shown(message) for message in messages],
        "keyboard": reply_keyboard(messages),
        "commands": messenger.commands.shown_to(chat_id, person.language_code) if person else [],
        "menu": messenger.profile.get("menu", {}).get(str(chat_id), {"type": "default"}),
    }


def newest(messenger: Messenger) -> list[JSON]:
    """Every chat's id and newest message that is still there."""
    told: list[JSON] = []
    for chat_id, messages in messenger.chats.items():
        last = next((message.view() for message in reversed(messages.values()) if not message.deleted), None)
        told.append({"id": chat_id, "last": last})
    return told


def chat_text(messenger: Messenger, chat_id: int) -> str:
    """A chat as plain text: every message that is still there, its buttons as `[Yes] [No]`, a blank line between."""
    parts = []
    for message in _messages(messenger, chat_id):
        if not message.deleted:
            who = "bot" if message.from_bot else message.body["from"]["first_name"]
            parts.append(f"{who}: {as_text(message)}")
    return "\n\n".join(parts)


def reply_keyboard(messages: list[Message]) -> JSON | None:
    """The reply keyboard that is up now: the newest one that was neither removed nor deleted."""
    for message in reversed(messages):
        if message.keyboard is not None and "force_reply" not in message.keyboard:
            return None if "remove_keyboard" in message.keyboard else message.keyboard
    return None


def _messages(messenger: Messenger, chat_id: int) -> list[Message]:
    if chat_id not in messenger.people and chat_id not in messenger.groups:
        raise Misuse(f"there is no chat {chat_id}")
    return list(messenger.chats.get(chat_id, {}).values())
