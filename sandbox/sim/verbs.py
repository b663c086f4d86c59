"""The acting verbs over HTTP: create, say, send, press, block."""

import asyncio
from typing import Any

from aiohttp import web

from sandbox.errors import Misuse
from sandbox.messenger import Messenger
from sandbox.params import Upload
from sandbox.queries import Query
from sandbox.sim import acts, taps
from sandbox.sim.bodies import need, read
from sandbox.sim.reading import shown

JSON = dict[str, Any]


class Verbs:
    """Handlers of the acting verbs; each answers with what came of it."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sim/users", self.user),
            web.post("/sim/chats", self.group),
            web.post("/sim/say", self.say),
            web.post("/sim/contact", self.contact),
            web.post("/sim/document", self.document),
            web.post("/sim/photo", self.photo),
            web.post("/sim/voice", self.voice),
            web.post("/sim/forward", self.forward),
            web.post("/sim/press", self.press),
            web.post("/sim/inline", self.inline),
            web.post("/sim/inline/choose", self.choose),
            web.post("/sim/block", self.block),
            web.post("/sim/unblock", self.unblock),
            web.post("/sim/membership", self.membership),
        ]

    async def user(self, request: web.Request) -> web.Response:
        return web.json_response(self._messenger.add_person(await read(request)).view())

    async def group(self, request: web.Request) -> web.Response:
        return web.json_response(self._messenger.add_group(await read(request)).view())

    async def say(self, request: web.Request) -> web.Response:
        wish = await read(request)
        message = acts.say(
            self._messenger,
            need(wish, "user"),
            str(need(wish, "text")),
            chat=wish.get("chat", 0),
            reply_to=wish.get("reply_to", 0),
            thread=wish.get("thread", 0),
        )
        return web.json_response(shown(message))

    async def contact(self, request: web.Request) -> web.Response:
        """Without a phone the person's own card is sent."""
        wish = await read(request)
        person = self._messenger.person(need(wish, "user"))
        own = "phone" not in wish
        message = acts.send_contact(
            self._messenger,
            person.id,
            person.phone or f"+7900{person.id:07d}" if own else str(wish["phone"]),
            person.first_name if own else str(wish.get("first_name") or wish["phone"]),
            person.last_name if own else str(wish.get("last_name", "")),
            own=own,
            reply_to=wish.get("reply_to", 0),
        )
        return web.json_response(shown(message))

    async def document(self, request: web.Request) -> web.Response:
        wish = await read(request)
        message = acts.send_document(
            self._messenger,
            need(wish, "user"),
            _file(wish),
            wish.get("caption", ""),
            reply_to=wish.get("reply_to", 0),
        )
        return web.json_response(shown(message))

    async def photo(self, request: web.Request) -> web.Response:
        wish = await read(request)
        message = acts.send_photo(
            self._messenger,
            need(wish, "user"),
            _file(wish).content,
            wish.get("caption", ""),
            reply_to=wish.get("reply_to", 0),
        )
        return web.json_response(shown(message))

    async def voice(self, request: web.Request) -> web.Response:
        wish = await read(request)
        content = wish["file"].content if "file" in wish else b""
        message = acts.send_voice(
            self._messenger,
            need(wish, "user"),
            content,
            wish.get("duration", 3),
            reply_to=wish.get("reply_to", 0),
        )
        return web.json_response(shown(message))

    async def forward(self, request: web.Request) -> web.Response:
        wish = await read(request)
        return web.json_response(shown(acts.forward(self._messenger, need(wish, "user"), wish)))

    async def press(self, request: web.Request) -> web.Response:
        """With `wait` (ms) the answer waits for the bot's; with `forge` the data is sent whether there is such a button or not."""
        wish = await read(request)
        user, chat, number = need(wish, "user"), wish.get("chat", 0), wish.get("message_id", 0)
        label, data = wish.get("label", ""), wish.get("data", "")
        if not label and not data:
            raise Misuse("say which button: label or data")
        if wish.get("forge"):
            target = self._messenger.message(chat or user, number)
            if target is None:
                raise Misuse(f"there is no message {number} in chat {chat or user}")
            query = taps.tap(self._messenger, user, target, data)
        else:
            query = taps.press(self._messenger, user, chat=chat, label=label, data=data, message_id=number)
        return await _waited(query, wish.get("wait", 0))

    async def inline(self, request: web.Request) -> web.Response:
        wish = await read(request)
        query = taps.ask_inline(
            self._messenger, need(wish, "user"), wish.get("query", ""), wish.get("offset", "")
        )
        return await _waited(query, wish.get("wait", 0))

    async def choose(self, request: web.Request) -> web.Response:
        """Post a result of the article list as the person: `result` is one item of an inline answer."""
        wish = await read(request)
        query = Query("0", "inline", need(wish, "user"), 0, 0, None, wish.get("query", ""))
        query.answer = {"results": [need(wish, "result")]}
        return web.json_response(shown(taps.choose_inline(self._messenger, query, wish["result"]["id"])))

    async def block(self, request: web.Request) -> web.Response:
        return await self._set_blocked(request, blocked=True)

    async def unblock(self, request: web.Request) -> web.Response:
        return await self._set_blocked(request, blocked=False)

    async def membership(self, request: web.Request) -> web.Response:
        """The person brings the bot into a group, or (`inside` false) puts it out."""
        wish = await read(request)
        chat = need(wish, "chat")
        acts.set_membership(self._messenger, need(wish, "user"), chat, inside=bool(wish.get("inside", True)))
        return web.json_response(self._messenger.groups[chat].view())

    async def _set_blocked(self, request: web.Request, *, blocked: bool) -> web.Response:
        user = need(await read(request), "user")
        acts.set_blocked(self._messenger, user, blocked=blocked)
        return web.json_response(self._messenger.person(user).view())


async def _waited(query: Query, milliseconds: int) -> web.Response:
    """The query, after its answer or after the wait."""
    if milliseconds:
        try:
            async with asyncio.timeout(milliseconds / 1000):
                await query.answered.wait()
        except TimeoutError:
            pass
    return web.json_response(query.view())


def _file(wish: JSON) -> Upload:
    file = wish.get("file")
    if not isinstance(file, Upload):
        raise Misuse("a file is missing: send a form with `file`, or `content_base64`")
    return file
