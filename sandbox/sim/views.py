"""The reading and steering verbs over HTTP: chats, log, faults, clock, events, reset."""

import asyncio
from typing import Any

from aiohttp import web

from sandbox.errors import Misuse
from sandbox.messenger import Messenger
from sandbox.sim import reading
from sandbox.sim.bodies import need, read

JSON = dict[str, Any]
LOOK_AGAIN = 0.005


class Views:
    """Handlers of everything that no person does."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sim/users", self.users),
            web.get("/sim/chats", self.chats),
            web.get("/sim/chats/{id}", self.chat),
            web.get("/sim/chats/{id}/text", self.chat_text),
            web.get("/sim/log", self.log),
            web.get("/sim/faults", self.faults),
            web.post("/sim/faults", self.plant),
            web.delete("/sim/faults", self.clear_faults),
            web.get("/sim/clock", self.clock),
            web.post("/sim/clock", self.move),
            web.get("/sim/clock/events", self.clock_events),
            web.get("/sim/events", self.events),
            web.get("/sim/files/{id}", self.file),
            web.get("/sim/updates/pending", self.pending),
            web.get("/sim/idle", self.idle),
            web.post("/sim/limits", self.limits),
            web.post("/sim/reset", self.reset),
        ]

    async def users(self, request: web.Request) -> web.Response:
        return web.json_response([person.view() for person in self._messenger.people.values()])

    async def chats(self, request: web.Request) -> web.Response:
        """All chats with their newest message."""
        return web.json_response(reading.newest(self._messenger))

    async def chat(self, request: web.Request) -> web.Response:
        return web.json_response(reading.chat_view(self._messenger, _id(request)))

    async def chat_text(self, request: web.Request) -> web.Response:
        return web.Response(text=reading.chat_text(self._messenger, _id(request)))

    async def log(self, request: web.Request) -> web.Response:
        query = request.query
        calls = self._messenger.log.find(
            method=query.get("method", ""),
            chat=query.get("chat", ""),
            since=_int(query.get("since", "0")),
            until=_int(query.get("until", "0")),
            limit=_int(query.get("limit", "0")),
        )
        return web.json_response([call.view() for call in calls])

    async def faults(self, request: web.Request) -> web.Response:
        return web.json_response(self._messenger.faults.view())

    async def plant(self, request: web.Request) -> web.Response:
        return web.json_response(self._messenger.faults.plant(await read(request)).view())

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._messenger.faults.clear()
        return web.json_response([])

    async def clock(self, request: web.Request) -> web.Response:
        return web.json_response(self._messenger.clock.view())

    async def move(self, request: web.Request) -> web.Response:
        self._messenger.clock.move(str(need(await read(request), "move")))
        return web.json_response(self._messenger.clock.view())

    async def clock_events(self, request: web.Request) -> web.StreamResponse:
        return await self._messenger.clock_feed.serve(request, [("clock", self._messenger.clock.view())])

    async def events(self, request: web.Request) -> web.StreamResponse:
        people = {"people": [person.view() for person in self._messenger.people.values()]}
        calls = [
            call.summary()
            for call in self._messenger.log.find(limit=200)
            if call.method.lower() != "getupdates"
        ]
        first: list[tuple[str, JSON]] = [
            ("clock", self._messenger.clock.view()),
            ("people", people),
            ("hello", {"bot": self._messenger.bot.user(), "calls": calls}),
        ]
        return await self._messenger.feed.serve(request, first)

    async def file(self, request: web.Request) -> web.Response:
        file = self._messenger.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        if not file.path.startswith("photos/"):
            headers["Content-Disposition"] = "attachment"  # never run on this page's origin
            return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)
        return web.Response(body=file.content, content_type="image/jpeg", headers=headers)

    async def pending(self, request: web.Request) -> web.Response:
        messenger = self._messenger
        return web.json_response(
            {"count": messenger.updates.count(), "unanswered": messenger.queries.unanswered()}
        )

    async def idle(self, request: web.Request) -> web.Response:
        """Wait up to `ms` until the bot has confirmed every update and made no other call for `quiet` ms."""
        clock = self._messenger.clock
        until = clock.elapsed() + _int(request.query.get("ms", "1000")) / 1000
        quiet = _int(request.query.get("quiet", "0")) / 1000
        seen, since = self._messenger.calls, clock.elapsed()
        while True:
            if self._messenger.calls != seen:
                seen, since = self._messenger.calls, clock.elapsed()
            if not self._messenger.updates.count() and clock.elapsed() - since >= quiet:
                return web.json_response({"idle": True})
            if clock.elapsed() >= until:
                return web.json_response({"idle": False})
            await asyncio.sleep(LOOK_AGAIN)

    async def limits(self, request: web.Request) -> web.Response:
        """Switch the rate limits: `{"on": true}`."""
        limits = self._messenger.limits
        limits.enabled = bool(need(await read(request), "on"))
        limits.reset()
        return web.json_response({"on": limits.enabled})

    async def reset(self, request: web.Request) -> web.Response:
        self._messenger.reset()
        return web.json_response({})


def _id(request: web.Request) -> int:
    try:
        return int(request.match_info["id"])
    except ValueError:
        raise Misuse(f"{request.match_info['id']!r} is no chat id") from None


def _int(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise Misuse(f"{value!r} is no number") from None
