"""What a person does: each act changes the messenger and becomes an update for the bot."""

from typing import Any

from sandbox.entities import detect
from sandbox.errors import BadRequest, Misuse
from sandbox.media import document, photo_sizes, store_photo, store_upload, voice
from sandbox.messages import Message
from sandbox.messenger import Messenger
from sandbox.params import Upload
from sandbox.people import Person
from sandbox.queries import Query

JSON = dict[str, Any]
QUERY_LIFETIME = 150.0
INLINE_LIFETIME = 30.0


def say(messenger: Messenger, user: int, text: str, *, chat: int = 0, reply_to: int = 0) -> Message:
    """Send a text; a command at its beginning becomes an entity, as do links and mentions."""
    if not text.strip():
        raise Misuse("a message needs a text")
    if len(text) > 4096:
        raise Misuse("the messenger cuts texts at 4096 characters")
    content: JSON = {"text": text}
    entities = detect(text)
    if entities:
        content["entities"] = entities
    return send(messenger, user, content, chat=chat, reply_to=reply_to)


def send(messenger: Messenger, user: int, content: JSON, *, chat: int = 0, reply_to: int = 0) -> Message:
    """Send any content from a person into the private chat or a group, and queue the update."""
    person = messenger.person(user)
    chat_id = chat or user
    if chat_id != user and (chat_id not in messenger.groups or user not in messenger.groups[chat_id].members):
        raise Misuse(f"person {user} is not in chat {chat_id}")
    if chat_id == user:
        let_in(messenger, person)
    if reply_to:
        answered = messenger.message(chat_id, reply_to)
        if answered is None:
            raise Misuse(f"there is no message {reply_to} in chat {chat_id}")
        quoted = {name: value for name, value in answered.body.items() if name != "reply_to_message"}
        content = {"reply_to_message": quoted, **content}
    message = messenger.post(chat_id, person.user(), content)
    if chat_id == user or _concerns_the_bot(messenger, message):
        messenger.updates.add("message", message.body, chat_id)
    return message


def _concerns_the_bot(messenger: Messenger, message: Message) -> bool:
    """What a bot in privacy mode is shown of a group: commands, mentions of it and replies to it."""
    answered = message.body.get("reply_to_message", {}).get("from", {}).get("id")
    mentioned = f"@{messenger.bot.username}".lower() in message.text.lower()
    return message.text.startswith("/") or mentioned or bool(answered == messenger.bot.id)


def let_in(messenger: Messenger, person: Person) -> None:
    """Whoever writes to the bot has started it and, if it was blocked, restarts it."""
    if person.blocked:
        set_blocked(messenger, person.id, blocked=False)
    if not person.started:
        person.started = True
        messenger.feed.tell("people", {"people": [p.view() for p in messenger.people.values()]})


def send_photo(
    messenger: Messenger, user: int, content: bytes, caption: str = "", *, reply_to: int = 0
) -> Message:
    """Send a picture."""
    try:
        body: JSON = {"photo": photo_sizes(store_photo(messenger, content))}
    except BadRequest as problem:
        raise Misuse(problem.description) from None
    if caption:
        body["caption"] = caption
    return send(messenger, user, body, reply_to=reply_to)


def send_document(
    messenger: Messenger, user: int, upload: Upload, caption: str = "", *, reply_to: int = 0
) -> Message:
    """Send a file. People may send files of any size up to what the sandbox takes at once."""
    body: JSON = {
        "document": document(messenger.files.put("documents", upload.name, upload.mime, upload.content, {}))
    }
    if caption:
        body["caption"] = caption
    return send(messenger, user, body, reply_to=reply_to)


def send_voice(
    messenger: Messenger, user: int, content: bytes, duration: int, *, reply_to: int = 0
) -> Message:
    """Send a voice message of `duration` seconds."""
    upload = Upload("voice.ogg", "audio/ogg", content or b"OggS")
    file = store_upload(messenger, "voice", upload, {"duration": duration})
    return send(messenger, user, {"voice": voice(file)}, reply_to=reply_to)


def send_contact(
    messenger: Messenger,
    user: int,
    phone: str,
    first_name: str,
    last_name: str = "",
    *,
    own: bool = False,
    reply_to: int = 0,
) -> Message:
    """Send a contact card; with `own` it is the sender's own, as the request_contact button sends it."""
    contact: JSON = {"phone_number": phone, "first_name": first_name}
    if last_name:
        contact["last_name"] = last_name
    if own:
        contact["user_id"] = user
    return send(messenger, user, {"contact": contact}, reply_to=reply_to)


def forward(messenger: Messenger, user: int, wish: JSON) -> Message:
    """Forward a text or contact that somebody else (`from_name`, or a known person's `from_user`) had sent."""
    known = messenger.people.get(wish.get("from_user", 0))
    date = messenger.date()
    origin: JSON = (
        {"type": "user", "sender_user": known.user(), "date": date}
        if known
        else {"type": "hidden_user", "sender_user_name": wish.get("from_name", "Somebody"), "date": date}
    )
    content: JSON = {"forward_origin": origin}
    if wish.get("contact"):
        content["contact"] = wish["contact"]
    elif wish.get("text"):
        content["text"] = wish["text"]
        content.update({"entities": found} if (found := detect(wish["text"])) else {})
    else:
        raise Misuse("a forward needs a text or a contact")
    return send(messenger, user, content)


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
    return send(messenger, query.user_id, {"via_bot": messenger.bot.user(), **chosen["message"]})


def set_blocked(messenger: Messenger, user: int, *, blocked: bool) -> None:
    """Block the bot or let it in again; the bot hears of it as `my_chat_member`."""
    person = messenger.person(user)
    if person.blocked == blocked:
        return
    person.blocked = blocked
    member, kicked = {"status": "member"}, {"status": "kicked", "until_date": 0}
    before, after = (member, kicked) if blocked else (kicked, member)
    bot = {"user": messenger.bot.user()}
    payload = {
        "chat": person.chat(),
        "from": person.user(),
        "date": messenger.date(),
        "old_chat_member": {**before, **bot},
        "new_chat_member": {**after, **bot},
    }
    messenger.updates.add("my_chat_member", payload, user)
    messenger.feed.tell("people", {"people": [p.view() for p in messenger.people.values()]})
