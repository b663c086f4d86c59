"""The messenger: all that exists in it, and the few acts on it that both sides share."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.commands import CommandLists
from sandbox.errors import Misuse
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.files import FileStore
from sandbox.limits import Limits
from sandbox.log import Call, CallLog
from sandbox.messages import Message
from sandbox.people import Group, Person
from sandbox.queries import Queries
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook

JSON = dict[str, Any]
FIRST_PERSON = 1001
FIRST_GROUP = -4001
FIRST_MESSAGE = 1


@dataclass(frozen=True, slots=True)
class BotAccount:
    """The one bot that the sandbox serves."""

    token: str
    username: str
    name: str

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def user(self) -> JSON:
        """The `User` object."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


class Messenger:
    """People, chats, messages and everything that waits. One instance is one sandbox."""

    def __init__(self, bot: BotAccount, clock: Clock, *, limits: bool) -> None:
        self.bot = bot
        self.clock = clock
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.chats: dict[int, dict[int, Message]] = {}
        self.files = FileStore()
        self.updates = UpdateQueue(clock.unix)
        self.queries = Queries(clock.unix)
        self.commands = CommandLists()
        self.profile: dict[str, JSON] = {}
        self.log = CallLog()
        self.faults = Faults()
        self.limits = Limits(clock.elapsed, limits)
        self.feed = Feed()
        self.clock_feed = Feed()
        self.webhook: Webhook | None = None
        self.calls = 0
        self._next_message = FIRST_MESSAGE
        self._next_person = FIRST_PERSON
        self._next_group = FIRST_GROUP
        self.log.listeners.append(self._tell_call)
        clock.listeners.append(self._tell_clock)

    def date(self) -> int:
        """The simulated time in whole Unix seconds."""
        return int(self.clock.unix())

    def add_person(self, wish: JSON) -> Person:
        """Create or change a person; without an id a free one is taken. Raises Misuse for what a person has not."""
        unknown = set(wish) - set(Person.__slots__)
        if unknown:
            raise Misuse(f"a person has no {', '.join(sorted(unknown))}")
        number = wish.get("id") or self._free_person()
        known = self.people.get(number)
        person = Person(
            **{"first_name": f"Person {number}", **(known.view() if known else {}), **wish, "id": number}
        )
        self.people[number] = person
        self.chats.setdefault(number, {})
        self.feed.tell("people", {"people": [p.view() for p in self.people.values()]})
        return person

    def _free_person(self) -> int:
        while self._next_person in self.people:
            self._next_person += 1
        return self._next_person

    def add_group(self, wish: JSON) -> Group:
        """Create a group, with the bot in it unless `bot` is false; Misuse when a member does not exist."""
        number = wish.get("id") or self._next_group
        if number >= 0:
            raise Misuse("a group's id is negative")
        self._next_group = min(self._next_group, number) - 1
        kind = "supergroup" if wish.get("is_forum") else wish.get("type", "group")
        group = Group(number, wish.get("title", "Group"), kind, bool(wish.get("is_forum")))
        group.bot = bool(wish.get("bot", True))
        group.members = {self.person(member).id for member in wish.get("members", [])}
        self.groups[number] = group
        self.chats.setdefault(number, {})
        return group

    def person(self, number: int) -> Person:
        """The person of that id; Misuse when there is none."""
        if number not in self.people:
            raise Misuse(f"there is no person {number}")
        return self.people[number]

    def message(self, chat_id: int, message_id: int) -> Message | None:
        """A message that is still there."""
        found = self.chats.get(chat_id, {}).get(message_id)
        return None if found is None or found.deleted else found

    def post(
        self, chat_id: int, sender: JSON, content: JSON, *, keyboard: JSON | None = None, silent: bool = False
    ) -> Message:
        """Put a message into a chat. `content` is the part of the `Message` object that is its own."""
        number, self._next_message = self._next_message, self._next_message + 1
        body = {
            "message_id": number,
            "from": sender,
            "chat": self.chat_object(chat_id),
            "date": self.date(),
            **content,
        }
        message = Message(chat_id, number, sender["id"] == self.bot.id, body, keyboard, silent)
        self.chats.setdefault(chat_id, {})[number] = message
        self.tell(message)
        return message

    def chat_object(self, chat_id: int) -> JSON:
        """The `Chat` object of a private chat or a group."""
        return self.people[chat_id].chat() if chat_id > 0 else self.groups[chat_id].chat()

    def user_object(self, number: int) -> JSON | None:
        """The `User` object of somebody whom the bot may mention."""
        person = self.people.get(number)
        return person.user() if person else None

    def rewrite(self, message: Message, body: JSON) -> None:
        """Give a message a new body; raises nothing, the caller has checked."""
        message.body = body
        self.tell(message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        self.tell(message)

    def tell(self, message: Message) -> None:
        """Show a message's present state to the page."""
        if self.feed:
            self.feed.tell("message", message.view())

    def _tell_call(self, call: Call) -> None:
        if call.method.lower() != "getupdates":
            self.calls += 1
        if self.feed and (call.method.lower() != "getupdates" or call.status != 200):
            self.feed.tell("call", call.summary())

    def _tell_clock(self) -> None:
        view = self.clock.view()
        self.feed.tell("clock", view)
        self.clock_feed.tell("clock", view)

    def reset(self) -> None:
        """Forget everything but the numbers, which go on rising."""
        self.people.clear()
        self.groups.clear()
        self.chats.clear()
        self.files.clear()
        self.updates.clear()
        self.updates.allowed = None
        self.queries.clear()
        self.commands.clear()
        self.profile.clear()
        self.log.clear()
        self.faults.clear()
        self.limits.reset()
        self.clock.reset()
        self._next_person = FIRST_PERSON
        self.feed.tell("reset", {})


def compact(value: Any) -> str:
    """JSON as the server writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
