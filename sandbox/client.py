"""A small typed client for the `/sim/` verbs: what tests and the demo act through."""

import base64
import json
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import aiohttp

JSON = dict[str, Any]


class SandboxError(Exception):
    """The sandbox could not do what was asked; its words."""


class SandboxClient:
    """Speaks to the sandbox at `base_url`. Use it as an async context manager, or call `close` at the end."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def user(self, first_name: str, **facts: Any) -> JSON:
        """Create or change a person: id, last_name, username, language_code, phone, title, started, blocked."""
        return await self._act("users", {"first_name": first_name, **facts})

    async def group(self, title: str, members: list[int], **facts: Any) -> JSON:
        """Create a group with the bot in it; with `bot=False` without."""
        return await self._act("chats", {"title": title, "members": members, **facts})

    async def membership(self, user: int, chat: int, *, inside: bool) -> JSON:
        """Bring the bot into a group, or put it out of it."""
        return await self._act("membership", {"user": user, "chat": chat, "inside": inside})

    async def say(self, user: int, text: str, *, chat: int = 0, reply_to: int = 0, thread: int = 0) -> JSON:
        """Send a text, perhaps into a topic; the message as it stands in the chat comes back, here and below."""
        wish = {"user": user, "text": text, "chat": chat, "reply_to": reply_to, "thread": thread}
        return await self._act("say", wish)

    async def contact(self, user: int, phone: str = "", first_name: str = "", last_name: str = "") -> JSON:
        """Send a contact card; without a phone the person's own."""
        card = {"phone": phone, "first_name": first_name, "last_name": last_name} if phone else {}
        return await self._act("contact", {"user": user, **card})

    async def document(
        self, user: int, name: str, content: bytes, caption: str = "", reply_to: int = 0
    ) -> JSON:
        return await self._send(
            "document", user, content, {"name": name, "caption": caption, "reply_to": reply_to}
        )

    async def photo(self, user: int, content: bytes, caption: str = "", reply_to: int = 0) -> JSON:
        return await self._send("photo", user, content, {"caption": caption, "reply_to": reply_to})

    async def voice(self, user: int, duration: int = 3, content: bytes = b"OggS", reply_to: int = 0) -> JSON:
        return await self._send("voice", user, content, {"duration": duration, "reply_to": reply_to})

    async def forward(self, user: int, **what: Any) -> JSON:
        """Forward `text=` or `contact={"phone_number", "first_name"}` of `from_name=` or `from_user=`."""
        return await self._act("forward", {"user": user, **what})

    async def press(
        self, user: int, label: str = "", *, data: str = "", message_id: int = 0, chat: int = 0, wait: int = 0
    ) -> JSON:
        """Press the newest button of that label (whole, else part) or data; `wait` ms for the bot's answer."""
        body = {
            "user": user,
            "label": label,
            "data": data,
            "message_id": message_id,
            "chat": chat,
            "wait": wait,
        }
        return await self._act("press", body)

    async def forge(self, user: int, data: str, message_id: int, *, chat: int = 0, wait: int = 0) -> JSON:
        """Send callback data that no button has."""
        body = {
            "user": user,
            "data": data,
            "message_id": message_id,
            "chat": chat,
            "wait": wait,
            "forge": True,
        }
        return await self._act("press", body)

    async def inline(self, user: int, query: str, *, wait: int = 0) -> JSON:
        return await self._act("inline", {"user": user, "query": query, "wait": wait})

    async def block(self, user: int) -> JSON:
        return await self._act("block", {"user": user})

    async def unblock(self, user: int) -> JSON:
        return await self._act("unblock", {"user": user})

    async def chat(self, chat: int) -> JSON:
        """`{"chat", "messages": [...], "keyboard", "commands", "menu"}`, deleted messages included and marked."""
        view: JSON = await self._read(f"chats/{chat}", {})
        return view

    async def messages(self, chat: int) -> list[JSON]:
        """The messages that are still there, oldest first."""
        view = await self.chat(chat)
        return [message for message in view["messages"] if not message["deleted"]]

    async def text(self, chat: int) -> str:
        """The chat as plain text, buttons as `[Yes] [No]`."""
        async with self._http().get(f"{self._base}/sim/chats/{chat}/text") as answer:
            return await answer.text()

    async def file(self, file_id: str) -> bytes:
        async with self._http().get(f"{self._base}/sim/files/{file_id}") as answer:
            answer.raise_for_status()
            return await answer.read()

    async def log(self, method: str = "", chat: int = 0, since: int = 0, limit: int = 0) -> list[JSON]:
        """Bot API calls with number, method, params, status, answer, at (simulated Unix time), ms."""
        query = {"method": method, "chat": str(chat or ""), "since": str(since), "limit": str(limit)}
        found: list[JSON] = await self._read("log", query)
        return found

    async def fault(self, method: str = "", **how: Any) -> JSON:
        """Plant a fault: kind error|reset|delay|lost, code, description, retry_after, delay_ms, times, contains, chat."""
        return await self._act("faults", {"method": method, **how})

    async def clear_faults(self) -> None:
        async with self._http().delete(f"{self._base}/sim/faults") as answer:
            answer.raise_for_status()

    async def clock(self) -> JSON:
        """`now` and `real` as ISO instants, `unix` and `offset` in seconds."""
        view: JSON = await self._read("clock", {})
        return view

    async def move(self, to: str) -> JSON:
        """Move the clock by `+1h`, `+1d`, … or to an ISO instant."""
        return await self._act("clock", {"move": to})

    async def clock_events(self) -> AsyncIterator[JSON]:
        """The clock now and after every move, for as long as it is iterated; ends when the sandbox stops."""
        async with self._http().get(
            f"{self._base}/sim/clock/events", timeout=aiohttp.ClientTimeout(total=None, sock_read=60)
        ) as answer:
            async for line in answer.content:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

    async def pending(self) -> JSON:
        """`count` of updates that the bot has not confirmed and of `unanswered` queries."""
        view: JSON = await self._read("updates/pending", {})
        return view

    async def idle(self, ms: int = 5000, quiet: int = 0) -> bool:
        """Wait until every update is confirmed and no call came for `quiet` ms; False when `ms` were not enough."""
        view = await self._read("idle", {"ms": str(ms), "quiet": str(quiet)})
        return bool(view["idle"])

    async def limits(self, *, on: bool) -> None:
        await self._act("limits", {"on": on})

    async def reset(self) -> None:
        await self._act("reset", {})

    async def _send(self, verb: str, user: int, content: bytes, facts: JSON) -> JSON:
        encoded = base64.b64encode(content).decode()
        return await self._act(verb, {"user": user, "content_base64": encoded, **facts})

    async def _act(self, verb: str, body: JSON) -> JSON:
        async with self._http().post(f"{self._base}/sim/{verb}", json=body) as answer:
            done: JSON = await _checked(answer)
            return done

    async def _read(self, path: str, query: dict[str, str]) -> Any:
        async with self._http().get(f"{self._base}/sim/{path}", params=query) as answer:
            return await _checked(answer)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


async def _checked(answer: aiohttp.ClientResponse) -> Any:
    body = await answer.json()
    if answer.status != 200:
        raise SandboxError(body.get("error", f"status {answer.status}"))
    return body
