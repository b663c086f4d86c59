"""The Bot API over HTTP: reads a call in any of its forms, runs it with its faults, answers in the server's envelope."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.errors import BadRequest, Refused
from sandbox.faults import Fault, error_text
from sandbox.messenger import Messenger, compact
from sandbox.methods import fetching
from sandbox.methods.table import BY_LOWER_NAME
from sandbox.params import Params, Upload, from_json

JSON = dict[str, Any]
BODY_LIMIT = 80 * 1024 * 1024
_WAITING = {
    "getupdates": fetching.get_updates,
    "setwebhook": fetching.set_webhook,
    "deletewebhook": fetching.delete_webhook,
}


async def read_params(request: web.Request) -> Params:
    """Fields and files of a call from the query and the body: urlencoded, JSON or multipart."""
    fields = dict(request.query)
    files: dict[str, Upload] = {}
    if request.body_exists:
        kind = request.content_type
        if kind == "application/x-www-form-urlencoded":
            body = await request.read()
            fields.update(parse_qsl(body.decode("utf-8", "surrogateescape"), keep_blank_values=True))
        elif kind == "application/json":
            fields.update(_json_fields(await request.read()))
        elif kind == "multipart/form-data":
            for name, value in (await request.post()).items():
                if isinstance(value, FileField):
                    files[name] = Upload(value.filename or name, value.content_type, value.file.read())
                else:
                    fields[name] = value if isinstance(value, str) else value.decode("utf-8", "replace")
    return Params(fields, files)


def _json_fields(body: bytes) -> dict[str, str]:
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise BadRequest("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise BadRequest("JSON object expected")
    return {name: from_json(item) for name, item in value.items()}


class Wire:
    """The bot's side of the server."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._path = f"/bot{messenger.bot.token}/"

    async def call(self, request: web.Request) -> web.StreamResponse:
        """`/bot<token>/<method>`."""
        messenger = self._messenger
        began = messenger.clock.elapsed()
        method = request.path.rsplit("/", 1)[1]
        if not request.path.startswith(self._path) or request.path != self._path + method:
            return _answer(401, refusal(Refused(401, "Unauthorized")))
        params = Params({}, {})
        fault: Fault | None = None
        try:
            params = await read_params(request)
            fault = messenger.faults.strike(method, params) if messenger.faults else None
            if fault is not None and fault.kind != "lost":
                early = await self._strike(request, fault)
                if early is not None:
                    status, text = early
                    self._log(method, params, status, text, began, fault.kind)
                    return _answer(status, text)
            status, text = 200, await self._run(method.lower(), params)
        except Refused as problem:
            status, text = problem.code, refusal(problem)
        except web.HTTPRequestEntityTooLarge:
            status, text = 413, refusal(Refused(413, "Request Entity Too Large"))
        except asyncio.CancelledError:
            self._log(method, params, 0, "", began, "gone")  # the caller left before its answer
            raise
        if fault is not None and fault.kind == "lost":
            self._log(method, params, status, "", began, "lost")
            await asyncio.sleep(fault.delay)
            _break(request)
        else:
            self._log(method, params, status, text, began, fault.kind if fault else "")
        return _answer(status, text)

    async def _run(self, method: str, params: Params) -> str:
        waiting = _WAITING.get(method)
        if method == "getupdates":
            return (
                '{"ok":true,"result":[' + ",".join(await fetching.get_updates(self._messenger, params)) + "]}"
            )
        if waiting is not None:
            return compact({"ok": True, "result": await waiting(self._messenger, params)})
        run = BY_LOWER_NAME.get(method)
        if run is None:
            raise Refused(404, "Not Found: method not found")
        return compact({"ok": True, "result": run(self._messenger, params)})

    async def _strike(self, request: web.Request, fault: Fault) -> tuple[int, str] | None:
        """Do what a fault does before the work; None when the work goes on."""
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.kind == "error":
            return fault.code, error_text(fault)
        if fault.kind == "reset":
            _break(request)
            return 0, ""
        return None

    def _log(self, method: str, params: Params, status: int, text: str, began: float, fault: str) -> None:
        clock = self._messenger.clock
        self._messenger.log.add(
            method, params, status, text, clock.unix(), (clock.elapsed() - began) * 1000, fault
        )

    async def nothing(self, request: web.Request) -> web.Response:
        """Anything else that begins like a call."""
        return _answer(404, refusal(Refused(404, "Not Found")))

    async def download(self, request: web.Request) -> web.Response:
        """`/file/bot<token>/<path>`."""
        prefix = "/file" + self._path
        if not request.path.startswith(prefix):
            return _answer(401, refusal(Refused(401, "Unauthorized")))
        file = self._messenger.files.at(request.path.removeprefix(prefix))
        if file is None:
            return _answer(404, refusal(Refused(404, "Not Found")))
        return web.Response(body=file.content, content_type="application/octet-stream")


def refusal(problem: Refused) -> str:
    """The envelope of a refused call."""
    body: JSON = {"ok": False, "error_code": problem.code, "description": problem.description}
    if problem.parameters:
        body["parameters"] = problem.parameters
    return compact(body)


def _answer(status: int, text: str) -> web.Response:
    return web.Response(
        status=status or 500, body=text.encode("utf-8", "replace"), content_type="application/json"
    )


def _break(request: web.Request) -> None:
    """Cut the connection, so that no answer can reach the caller."""
    if request.transport is not None:
        request.transport.abort()
