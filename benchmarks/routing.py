"""A pressed button to its handler: our table against aiogram's walk through 100 filtered handlers in 30 routers."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from aiogram import Bot, Dispatcher, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Update

from benchmarks.result import Result
from bot import callbacks
from bot.desk import Desk
from bot.handlers import routing

HANDLERS, ROUTERS = 100, 30
ROUNDS = 9


class Silence:
    """Shows nothing and answers nobody: the way to the handler is measured, not Telegram."""

    async def answer(self, query_id: str, toast: str | None = None) -> bool:
        return True


def run() -> Iterator[Result]:
    ours, other = asyncio.run(_measured())
    yield Result(
        "callbacks routed", f"{1 / ours:,.0f} /s", f"{1 / other:,.0f} /s", other / ours, 5.0, at_least=True
    )


async def _measured() -> tuple[float, float]:
    bot = Bot("1:AAA")
    table, walk = _table(), _walk()
    pressed = [_update(bot, number, callbacks.Press(number, "no_answer").pack()) for number in range(1000)]
    # Spread evenly over the handlers: on the average half of them are asked in vain.
    filtered = [_update(bot, number, f"h{number % HANDLERS}:{number}") for number in range(1000)]
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for dispatcher, updates, found in ((table, pressed, seconds[0]), (walk, filtered, seconds[1])):
            began = time.perf_counter()
            for update in updates:
                await dispatcher.feed_update(
                    bot, update, desk=cast("Desk", object()), showing=Silence(), door=None
                )
            found.append((time.perf_counter() - began) / len(updates))
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def _table() -> Dispatcher:
    async def nothing(desk: Desk, callback: Any) -> None:
        return None

    routing.ROUTES = dict.fromkeys(routing.ROUTES, nothing)
    return routing.dispatcher()


def _walk() -> Dispatcher:
    dispatcher = Dispatcher()
    routers = [Router() for _ in range(ROUTERS)]
    for number in range(HANDLERS):
        kind = cast(
            "type[CallbackData]",
            type(
                f"H{number}",
                (CallbackData,),
                {"__annotations__": {"id": int}, "__module__": __name__},
                prefix=f"h{number}",
            ),
        )

        async def handle(query: CallbackQuery, callback_data: CallbackData, showing: Silence) -> None:
            await showing.answer(query.id)

        # In the order of the numbers, whatever router they are in.
        routers[number * ROUTERS // HANDLERS].callback_query.register(handle, kind.filter())
    dispatcher.include_routers(*routers)
    return dispatcher


def _update(bot: Bot, number: int, data: str) -> Update:
    person = {"id": 1000 + number % 50, "is_bot": False, "first_name": "Anna"}
    chat = {"id": person["id"], "type": "private", "first_name": "Anna"}
    moment = int(datetime(2026, 11, 23, 7, tzinfo=UTC).timestamp())
    message = {"message_id": number + 1, "date": moment, "chat": chat, "text": "Card"}
    query = {"id": str(number), "from": person, "chat_instance": "1", "message": message, "data": data}
    return Update.model_validate({"update_id": number + 1, "callback_query": query}, context={"bot": bot})
