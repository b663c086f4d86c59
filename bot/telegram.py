"""aiogram's HTTP session, without the parsing that nobody reads: of a sent message we keep where it is.

Errors stay aiogram's own. Updates come as the server wrote them, for the inbox to keep.
"""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, cast

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InputFile, Message

CONNECTIONS = 128
"""How many calls may be under way at once."""
PATIENCE = 30.0
"""Seconds until a call that got no answer has failed."""
KEPT_ALIVE = 60.0
_ENDS = (json.JSONDecodeError, KeyError, TypeError)


class Session(AiohttpSession):
    """Sends JSON (a form only where a file goes along) and returns messages as `light`."""

    def __init__(
        self, api: TelegramAPIServer = PRODUCTION, *, proxy: str | None = None, patience: float = PATIENCE
    ) -> None:
        super().__init__(limit=CONNECTIONS, api=api, timeout=patience)
        self._secure = api.base.startswith("https:")
        self._http_proxy = proxy

    async def create_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(**self._connector_init, keepalive_timeout=KEPT_ALIVE)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._http_proxy)
        return self._session

    async def close(self) -> None:
        if self._secure:
            await super().close()
        elif self._session is not None:
            await self._session.close()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        status, content = await self._post(bot, method, timeout)
        if status == HTTPStatus.OK:
            result = _result(content)
            if result is True:
                return cast(TelegramType, result)
            if (
                type(method).__returning__ in _MESSAGES
                and isinstance(result, dict)
                and "message_id" in result
            ):
                return cast(TelegramType, light(result))
        response = self.check_response(bot=bot, method=method, status_code=status, content=content)
        return cast(TelegramType, response.result)

    async def updates(self, bot: Bot, method: GetUpdates) -> list[dict[str, Any]]:
        """The updates as JSON said them; aiogram's errors."""
        status, content = await self._post(bot, method, int(self.timeout) + (method.timeout or 0))
        result = _result(content) if status == HTTPStatus.OK else None
        if isinstance(result, list):
            return result
        self.check_response(bot=bot, method=method, status_code=status, content=content)
        raise ClientDecodeError("getUpdates without a list", TypeError(), content)

    async def _post(self, bot: Bot, method: TelegramMethod[Any], patience: float | None) -> tuple[int, str]:
        files: dict[str, InputFile] = {}
        asked = method.model_dump(exclude_none=True, warnings=False)
        body = self.prepare_value(asked, bot, files, _dumps_json=False)
        how: dict[str, Any] = {"data": self._form(bot, body, files)} if files else {"json": body}
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        limit = aiohttp.ClientTimeout(total=self.timeout if patience is None else patience)
        http = await self.create_session()
        try:
            async with http.post(url, timeout=limit, **how) as answer:
                return answer.status, await answer.text()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="no answer in time") from error
        except (aiohttp.ClientError, OSError) as error:
            # The error's own words may hold the address, and that holds the token.
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error

    def _form(self, bot: Bot, body: dict[str, Any], files: dict[str, InputFile]) -> aiohttp.FormData:
        form = aiohttp.FormData(quote_fields=False)
        for name, value in body.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, file in files.items():
            form.add_field(name, file.read(bot), filename=file.filename or name)
        return form


def light(message: dict[str, Any]) -> Message:
    """A message that knows its id, its chat and its date, and was not validated: everything else is missing."""
    chat = message["chat"]
    return _MESSAGE.model_copy(
        update={
            "message_id": message["message_id"],
            "chat": _CHAT.model_copy(update={"id": chat["id"], "type": chat["type"]}),
            "date": datetime.fromtimestamp(message["date"], UTC),
        }
    )


def connect(
    token: str, *, api_url: str | None = None, proxy: str | None = None, patience: float = PATIENCE
) -> Bot:
    """A bot; `api_url` names another Bot API server, `proxy` is http(s). ValueError for another proxy.

    TokenValidationError (aiogram's) for a token that cannot be one. Close with `bot.session.close()`.
    """
    if proxy is not None and not proxy.startswith(("http://", "https://")):
        raise ValueError("only http and https proxies are spoken")
    server = TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION
    return Bot(token, session=Session(server, proxy=proxy, patience=patience))


async def updates(
    bot: Bot, *, offset: int | None, wait: int, limit: int = 100, allowed: list[str] | None = None
) -> list[dict[str, Any]]:
    """One getUpdates: raw updates, oldest first; waits `wait` seconds for the first. aiogram's errors."""
    assert isinstance(bot.session, Session)
    method = GetUpdates(offset=offset, timeout=wait, limit=limit, allowed_updates=allowed)
    return await bot.session.updates(bot, method)


_MESSAGES = (Message, Message | bool)
# A copy takes two microseconds; model_construct asks each of a hundred fields for its default, every time.
_CHAT = Chat.model_construct(id=0, type="private")
_MESSAGE = Message.model_construct(message_id=0, chat=_CHAT, date=datetime.fromtimestamp(0, UTC))


def _result(content: str) -> Any:
    try:
        answer = json.loads(content)
        return answer["result"] if answer["ok"] is True else None
    except _ENDS:
        return None
