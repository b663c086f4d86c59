"""Server-sent events: what the chat page and clock followers are told as it happens."""

import asyncio
import json
from typing import Any

from aiohttp import web

JSON = dict[str, Any]
PING = 15.0
MOST_WAITING = 5_000


class Feed:
    """A stream of events to any number of listeners. Telling costs nothing while nobody listens."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def __bool__(self) -> bool:
        return bool(self._listeners)

    def tell(self, kind: str, event: JSON) -> None:
        """Send `event` to all listeners; one that has fallen far behind is cut off and will come back."""
        if not self._listeners:
            return
        line = f"event: {kind}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
        for queue in tuple(self._listeners):
            if queue.qsize() >= MOST_WAITING:
                self._listeners.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(line)

    async def serve(self, request: web.Request, first: list[tuple[str, JSON]]) -> web.StreamResponse:
        """Answer a request with the stream, beginning with the `first` events."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            await response.prepare(request)
            opening = "".join(
                f"event: {kind}\ndata: {json.dumps(e, ensure_ascii=False)}\n\n" for kind, e in first
            )
            await response.write(opening.encode())
            while True:
                line = await self._next(queue)
                if line is None:
                    break
                await response.write(line.encode())
        except ConnectionResetError:
            pass  # the listener left
        finally:
            self._listeners.discard(queue)
        return response

    async def _next(self, queue: asyncio.Queue[str | None]) -> str | None:
        try:
            async with asyncio.timeout(PING):
                return await queue.get()
        except TimeoutError:
            return ": still here\n\n"

    def close(self) -> None:
        """End all streams."""
        for queue in self._listeners:
            queue.put_nowait(None)
        self._listeners.clear()
