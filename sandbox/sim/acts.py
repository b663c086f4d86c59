"""What a person does: each act changes the messenger and becomes an update for the bot."""

from typing import Any

from sandbox.entities import detect
from sandbox.errors import BadRequest, Misuse
from sandbox.media import document, photo_sizes, store_photo, store_upload, voice
from sandbox.messages import Message
from sandbox.messenger import Messenger
from sandbox.params import Upload
from sandbox.people import Person

JSON = dict[str, Any]


def say(
    messenger: Messenger, user: int, text: str, *, chat: int = 0, reply_to: int = 0, thread: int = 0
) -> Message:
    """Send a text; a command at its beginning becomes an entity, as do links and mentions. `thread` is a topic."""
    if not text.strip():
        raise Misuse("a message needs a text")
    if len(text) > 4096:
        raise Misuse("the messenger cuts texts at 4096 characters")
    content: JSON = {"text": text}
    if thread:
        if chat not in messenger.groups or thread not in messenger.groups[chat].topics:
            raise Misuse(f"there is no topic {thread} in chat {chat}")
        content |= {"message_thread_id": thread, "is_topic_message": True}
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
    """What a bot in privacy mode is shown of a group that it is in: commands, mentions of it and replies to it."""
    if not messenger.groups[message.chat_id].bot:
        return False
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


def set_membership(messenger: Messenger, user: int, chat: int, *, inside: bool) -> None:
    """A member of a group brings the bot into it, or puts it out; the bot hears of it as `my_chat_member`."""
    person, group = messenger.person(user), messenger.groups.get(chat)
    if group is None or user not in group.members:
        raise Misuse(f"person {user} is not in chat {chat}")
    if group.bot == inside:
        return
    group.bot = inside
    member: JSON = {"status": "member"}
    out: JSON = {"status": "left"} if inside else {"status": "kicked", "until_date": 0}
    before, after = (out, member) if inside else (member, out)
    _tell_membership(messenger, group.chat(), person, before, after)


def set_blocked(messenger: Messenger, user: int, *, blocked: bool) -> None:
    """Block the bot or let it in again; the bot hears of it as `my_chat_member`."""
    person = messenger.person(user)
    if person.blocked == blocked:
        return
    person.blocked = blocked
    member, kicked = {"status": "member"}, {"status": "kicked", "until_date": 0}
    before, after = (member, kicked) if blocked else (kicked, member)
    _tell_membership(messenger, person.chat(), person, before, after)
    messenger.feed.tell("people", {"people": [p.view() for p in messenger.people.values()]})


def _tell_membership(messenger: Messenger, chat: JSON, person: Person, before: JSON, after: JSON) -> None:
    bot = {"user": messenger.bot.user()}
    payload = {
        "chat": chat,
        "from": person.user(),
        "date": messenger.date(),
        "old_chat_member": {**before, **bot},
        "new_chat_member": {**after, **bot},
    }
    messenger.updates.add("my_chat_member", payload, chat["id"])
