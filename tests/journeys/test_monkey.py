"""People who press whatever they see and say whatever comes to their minds, for a week; the promises hold all the time."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from sandbox.client import JSON
from tests.journeys.conftest import BOTH, Company
from tests.world import World

ACTS = 80
WORDS = [
    "Мой день",
    "Сделки",
    "/start",
    "/help",
    "/settings",
    "завтра в 11",
    "через 2 недели",
    "вчера",
    "25.12",
    "120к",
    "8 916 123-45-67",
    "Мария 8 916 123-45-67",
    "Сервер",
    "Рога и копыта",
    "ой",
    "Команда",
    "/funnel",
]

HARMLESS = ("message is not modified", "query is too old", "there is no text in the message to edit")
"""Refusals that are part of life with Telegram: the last one asks for a new message, below the picture."""

UNWOKEN = (
    "SELECT o.id FROM obligations AS o LEFT JOIN timers AS t ON t.kind = 'duty' AND t.state = 'pending'"
    " AND t.due = o.wake_at AND t.key LIKE 'duty:' || o.id || ':%'"
    " WHERE o.wake_at IS NOT NULL GROUP BY o.id HAVING count(t.id) <> 1"
)
"""Duties that wait for a moment, and that nobody wakes then."""
WAKING = "SELECT count(*) FROM obligations WHERE wake_at IS NOT NULL"
WOKEN = "SELECT count(*) FROM timers WHERE kind = 'duty' AND state = 'pending'"
NEEDLESS = (
    "SELECT o.id FROM obligations AS o JOIN deals AS d ON d.id = o.subject_id"
    " WHERE o.kind = 'deal' AND o.ended_at IS NULL AND d.outcome IS NOT NULL"
)
"""Duties about what has ended."""


def _weight(data: str) -> int:
    """Answers, outcomes and moves lead on, and not all moves to the end."""
    if data.endswith(("lost", ":refused")):
        return 1
    if data.endswith(":complex") or data[:2] in {"du", "db"}:
        return 12
    return {"aq": 12, "ao": 8, "am": 8, "ar": 8, "ah": 5, "au": 4}.get(data[:2], 2)


class Monkey:
    words: Sequence[str] = WORDS

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.done: list[str] = []

    async def act(self) -> None:
        name = self.random.choice(["Анна", "Анна", "Борис", "Ольга"])
        way = self.random.random()
        if way < 0.6:
            await self._press(name)
        elif way < 0.75:
            await self._crowd()
        elif way < 0.95:
            await self._say(name)
        elif way < 0.98:
            hours = self.random.choice([1, 3, 20])
            self.done.append(f"{hours} hours pass")
            await self.world.move(self.world.now() + timedelta(hours=hours))
        elif way < 0.99:
            self.done.append("a restart")
            await self.world.restart()
        else:
            self.done.append("a crash")
            await self._crowd(crash=True)

    async def _say(self, name: str) -> None:
        """Words, or a voice; now and then as a reply to whatever stands in the chat."""
        messages = await self.world.inbox(name)
        reply = self.random.choice(messages)["message_id"] if messages and self.random.random() < 0.3 else 0
        if self.random.random() < 0.1:
            self.done.append(f"{name} sends a voice to {reply}")
            await self.world.sandbox.voice(self.world.staff[name], reply_to=reply)
            await self.world.settle()
            return
        words = self.random.choice(self.words)
        self.done.append(f"{name} says {words} to {reply}")
        await self.world.say(name, words, reply_to=reply)

    async def _press(self, name: str) -> None:
        tap = await self._tap(name)
        if tap is not None:
            await self.world.forge(name, *tap)

    async def _crowd(self, *, crash: bool = False) -> None:
        """Everybody presses something before anybody has an answer, each of them twice."""
        taps = {name: await self._tap(name) for name in ("Анна", "Борис", "Ольга")}
        for _ in range(2):
            for name, tap in taps.items():
                if tap is not None:
                    await self.world.sandbox.forge(self.world.staff[name], *tap)
        if crash:
            await self.world.kill()
            await self.world.start()
        await self.world.settle()

    async def _tap(self, name: str) -> tuple[str, int] | None:
        """A button: mostly of the newest messages, sometimes of an old one."""
        messages = [one for one in await self.world.inbox(name) if one["buttons"]]
        if not messages:
            await self.world.say(name, "Мой день")
            return None
        near = messages[-2:] if self.random.random() < 0.85 else messages
        message: JSON = self.random.choice(near)
        buttons = [button for row in message["buttons"] for button in row]
        weights = [_weight(button.get("data", "")) for button in buttons]
        (button,) = self.random.choices(buttons, weights)
        if "data" not in button:
            return None
        self.done.append(f"{name} presses {button['text']} {button['data']} on {message['message_id']}")
        return button["data"], message["message_id"]

    async def promises(self) -> None:
        """What holds after every act."""
        world, done = self.world, "\n".join(self.done[-12:])
        assert await world.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == [], done
        assert await world.rows("SELECT id FROM timers WHERE state = 'broken'") == [], done
        left = (
            "SELECT subject_id FROM runs JOIN activities ON activities.run_id = runs.id"
            " WHERE runs.kind = '{}' AND activities.state = 'open'"
        )
        for ended, of in (
            ("outcome IS NOT NULL AND id IN", "deal"),
            ("outcome IS NOT NULL AND id IN", "request"),
            ("outcome IS NULL AND id NOT IN", "deal"),
        ):
            assert await world.rows(f"SELECT id FROM deals WHERE {ended} ({left.format(of)})") == [], done
        asked = left.format("request").replace("subject_id", "runs.activity_id")
        waits = "SELECT id FROM activities WHERE (key LIKE 'approve%' OR key = 'complex') AND state = 'open'"
        assert sorted(await world.rows(asked)) == sorted(await world.rows(waits)), done
        questions = "SELECT person_id FROM drafts WHERE state = 'open' GROUP BY person_id HAVING count(*) > 1"
        assert await world.rows(questions) == [], done
        assert await world.rows(UNWOKEN) == [], done
        assert await world.rows(WAKING) == await world.rows(WOKEN), done
        assert await world.rows(NEEDLESS) == [], done
        refused = [
            (call["method"], call["answer"])
            for call in await world.sandbox.log()
            if call["status"] not in {0, 200} and not any(words in str(call["answer"]) for words in HARMLESS)
        ]
        assert refused == [], done


@BOTH
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_pressed_the_promises_hold(world: World, company: Company, seed: int) -> None:
    for number in range(4):
        await world.deal(company.anna, client=f"Клиент {number}", amount=(None, 90_000, 400_000)[number % 3])
        await world.deal(company.boris, client=f"Покупатель {number}", product="Сервер", contact=None)
    monkey = Monkey(world, seed)
    for _ in range(ACTS):
        await monkey.act()
        await monkey.promises()
    assert await world.rows("SELECT count(*) FROM history") > [(8,)]


ANSWERS = [
    "иван",
    "да",
    "нет",
    "пропустить",
    "2,5",
    "переговоры",
    "Север",
    "Простая",
    "-5",
    "презентация",
    "Пётр",
]


@BOTH
@pytest.mark.slow
async def test_the_same_of_corporate_sales(world: World, company: Company) -> None:
    for number in range(9):
        await world.hire(f"Иван {number}", 2000 + number)
    for owner in (company.anna, company.anna, company.boris):
        await world.deal(owner, process="corporate", amount=300_000)
    monkey = Monkey(world, 21)
    monkey.words = [*WORDS, *ANSWERS]
    for _ in range(ACTS):
        await monkey.act()
        await monkey.promises()
    assert await world.rows("SELECT count(*) FROM history") > [(3,)]
