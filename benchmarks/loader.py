"""A sandbox with people who press: it knows when each press was answered, its message edited, and the next card there."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox.log import Call
from sandbox.messages import Message
from sandbox.messenger import Messenger
from sandbox.server import Running, running
from sandbox.sim import taps

PATIENCE = 60.0
"""Real seconds after which a press that got nothing has failed."""
OUTCOME = "no_answer"
"""What everybody presses: the key of an outcome, in the button's data of either bot."""


@dataclass
class Hand:
    """One person, with the card that he was sent last."""

    messenger: Messenger
    chat: int
    card: asyncio.Queue[tuple[Message, str]] = field(default_factory=asyncio.Queue)
    edited: dict[int, asyncio.Event] = field(default_factory=dict)

    def give(self, data: str) -> None:
        """The first card, as if the bot had sent it."""
        keyboard = {"inline_keyboard": [[{"text": "Не дозвонился", "callback_data": data}]]}
        content = {"text": "Позвонить клиенту", "reply_markup": keyboard}
        message = self.messenger.post(self.chat, self.messenger.bot.user(), content)
        self.card.put_nowait((message, data))

    async def press(self) -> float:
        """Press the card as soon as it is there; seconds until the press was answered and the message edited."""
        async with asyncio.timeout(PATIENCE):
            message, data = await self.card.get()
            edited = self.edited[message.id] = asyncio.Event()
            began = time.perf_counter()
            query = taps.tap(self.messenger, self.chat, message, data)
            await query.answered.wait()
            await edited.wait()
        return time.perf_counter() - began


class Loader:
    """All who press, in the sandbox's own process: what a press costs here is a function call."""

    def __init__(self, server: Running, people: Iterable[int]) -> None:
        self.server = server
        messenger = server.messenger
        self.hands = {number: Hand(messenger, number) for number in people}
        for number in self.hands:
            messenger.add_person({"id": number, "first_name": f"Анна {number}", "started": True})
        messenger.log.listeners.append(self._heard)

    def _heard(self, call: Call) -> None:
        method = call.method.lower()
        if call.status != 200 or method not in {"editmessagetext", "sendmessage"}:
            return
        hand = self.hands[int(call.params.text("chat_id"))]
        if method == "editmessagetext":
            edited = hand.edited.pop(int(call.params.text("message_id")), None)
            if edited is not None:
                edited.set()
            return
        message = hand.messenger.message(hand.chat, json.loads(call.answer)["result"]["message_id"])
        assert message is not None
        words = [button.get("callback_data", "") for row in message.buttons for button in row]
        for data in words:
            if OUTCOME in data:
                hand.card.put_nowait((message, data))

    async def at_once(self, each: int) -> float:
        """Presses a second, everybody pressing the next card as soon as it has come."""

        async def work(hand: Hand) -> None:
            for _ in range(each):
                await hand.press()

        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for hand in self.hands.values():
                group.create_task(work(hand))
        return each * len(self.hands) / (time.perf_counter() - began)

    async def paced(self, rate: float, each: int) -> list[float]:
        """Seconds of each press when all together press that often a second, whether or not the last is done."""
        found: list[float] = []

        async def work(hand: Hand, first: float) -> None:
            for number in range(each):
                await asyncio.sleep(max(0.0, first + number * len(self.hands) / rate - time.perf_counter()))
                found.append(await hand.press())

        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for place, hand in enumerate(self.hands.values()):
                group.create_task(work(hand, began + place / rate))
        return found

    async def meanwhile(self, rate: float, ended: asyncio.Event) -> list[tuple[float, float]]:
        """Until `ended` all who have a card press that often a second together: when each press began, and its seconds."""
        found: list[tuple[float, float]] = []
        hands = [hand for hand in self.hands.values() if not hand.card.empty()]

        async def work(hand: Hand, first: float) -> None:
            at = first
            while not ended.is_set():
                await asyncio.sleep(max(0.0, at - time.perf_counter()))
                began = time.perf_counter()
                found.append((began, await hand.press()))
                at += len(hands) / rate

        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for place, hand in enumerate(hands):
                group.create_task(work(hand, began + place / rate))
        return found


@asynccontextmanager
async def loading(people: Iterable[int]) -> AsyncIterator[Loader]:
    """A sandbox without limits, and these people in it, by Telegram id."""
    async with running(limits=False) as server:
        yield Loader(server, people)
