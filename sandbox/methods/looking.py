"""Looking and small acts: files, chats, reactions, topics."""

from typing import Any

from sandbox.errors import BadRequest
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.messenger import Messenger
from sandbox.params import Params
from sandbox.targets import existing, readable_chat, writable_chat

JSON = dict[str, Any]
TOPIC_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def get_file(messenger: Messenger, params: Params) -> JSON:
    file_id = params.text("file_id")
    if not file_id:
        raise BadRequest("file_id not specified")
    file = messenger.files.get(file_id)
    if file is None:
        raise BadRequest("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise BadRequest("file is too big")
    return {**file.reference(), "file_path": file.path}


def get_chat(messenger: Messenger, params: Params) -> JSON:
    chat_id = readable_chat(messenger, params)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    full = {
        **messenger.chat_object(chat_id),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }
    person = messenger.people.get(chat_id)
    if person is not None and person.username:
        full["active_usernames"] = [person.username]
    return full


def get_chat_member(messenger: Messenger, params: Params) -> JSON:
    chat_id = readable_chat(messenger, params)
    user = params.number("user_id", 0)
    if user == messenger.bot.id:
        return {"status": "member", "user": messenger.bot.user()}
    person = messenger.people.get(user)
    if person is None:
        raise BadRequest("user not found")
    inside = user == chat_id or (chat_id in messenger.groups and user in messenger.groups[chat_id].members)
    return {"status": "member" if inside else "left", "user": person.user()}


def set_message_reaction(messenger: Messenger, params: Params) -> bool:
    wish = params.json("reaction", "reaction types JSON object")
    if wish is None:
        wish = []
    if not isinstance(wish, list):
        raise BadRequest("expected an Array of ReactionType")
    if len(wish) > 1:
        raise BadRequest("REACTIONS_TOO_MANY")
    for item in wish:
        if not isinstance(item, dict) or item.get("type") not in ("emoji", "custom_emoji"):
            raise BadRequest("can't parse ReactionType: invalid reaction type specified")
    message = existing(messenger, params, writable_chat(messenger, params), "message to react")
    message.reaction = str(wish[0].get("emoji", "")) if wish else ""
    messenger.tell(message)
    return True


def create_forum_topic(messenger: Messenger, params: Params) -> JSON:
    chat_id = writable_chat(messenger, params)
    name = params.text("name")
    if not 1 <= len(name) <= 128:
        raise BadRequest("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    group = messenger.groups.get(chat_id)
    if group is None or not group.is_forum:
        raise BadRequest("the chat is not a forum")
    colour = params.number("icon_color", TOPIC_COLOURS[0])
    if colour not in TOPIC_COLOURS:
        raise BadRequest("TOPIC_ICON_COLOR_INVALID")
    created = {"name": name, "icon_color": colour}
    message = messenger.post(chat_id, messenger.bot.user(), {"forum_topic_created": created})
    body = {**message.body, "message_thread_id": message.id, "is_topic_message": True}
    messenger.rewrite(message, body)
    group.topics[message.id] = name
    return {"message_thread_id": message.id, **created}
