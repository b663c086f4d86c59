"""People and chats: who exists in the sandbox and who has let the bot in."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass(slots=True)
class Person:
    """Somebody with a messenger. `title` is a line for the page only, Telegram knows no such thing."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "ru"
    phone: str = ""
    title: str = ""
    started: bool = False
    blocked: bool = False

    def user(self) -> JSON:
        """The `User` object."""
        told: JSON = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            told["last_name"] = self.last_name
        if self.username:
            told["username"] = self.username
        if self.language_code:
            told["language_code"] = self.language_code
        return told

    def chat(self) -> JSON:
        """The private `Chat` object."""
        told: JSON = {"id": self.id, "first_name": self.first_name}
        if self.last_name:
            told["last_name"] = self.last_name
        if self.username:
            told["username"] = self.username
        told["type"] = "private"
        return told

    def view(self) -> JSON:
        """What the page and the scripts see."""
        return {
            "id": self.id,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
            "phone": self.phone,
            "title": self.title,
            "started": self.started,
            "blocked": self.blocked,
        }


@dataclass(slots=True)
class Group:
    """A group chat; `bot` is whether the bot is in it."""

    id: int
    title: str
    type: str = "group"
    is_forum: bool = False
    members: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    bot: bool = True

    def chat(self) -> JSON:
        """The group's `Chat` object."""
        told: JSON = {"id": self.id, "title": self.title, "type": self.type}
        if self.is_forum:
            told["is_forum"] = True
        return told

    def view(self) -> JSON:
        """What the page and the scripts see."""
        return {**self.chat(), "members": sorted(self.members), "bot": self.bot}
