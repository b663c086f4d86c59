"""Ninety days of a team: two reps and their head work, leave, come back and take things back; no press goes unanswered."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

import pytest

from sandbox.client import JSON
from tests.journeys.conftest import Company
from tests.world import MOSCOW, World

DAYS = 90
TASKS = 3
"""How many tasks a rep works on an ordinary day."""
SAID = {
    "client": "Василёк",
    "contact": "Мария 8 916 123-45-67",
    "phone": "8 916 765-43-21",
    "product": "Сервер",
    "amount": "120к",
    "close_date": "сегодня",
    "lost_words": "Передумали",
    "winner": "Лютик",
    "when": "завтра в 11",
    "next": "через 3 дня",
    "own.title": "Отвезти образец",
    "own.reason": "Клиент занят",
}
"""What a person writes when a question has no button, or when buttons are not to his liking."""


def _weight(data: str) -> int:
    """Deals go on more often than they end, and end well more often than badly."""
    if data.endswith(("lost", ":refused", "give_up")):
        return 1
    return 8 if data.endswith(("move.engaging", "move.won", ":reached", ":clear", ":sent")) else 4


@dataclass
class Life:
    """What everybody does, told the same way each time."""

    world: World
    company: Company
    random: Random = field(default_factory=lambda: Random(90))
    clients: int = 0
    presses: int = 0
    undone: int = 0
    finished: Counter[str] = field(default_factory=Counter)

    async def press(self, name: str, button: JSON, message: int) -> None:
        """Whatever is pressed is answered."""
        asked = await self.world.sandbox.forge(self.world.staff[name], button["data"], message, wait=3000)
        await self.world.settle()
        assert asked["answer"] is not None, f"{name} pressed {button['text']} and nobody answered"
        self.presses += 1

    async def newest(self, name: str) -> tuple[int, list[JSON]]:
        """The newest message that has buttons, with its buttons."""
        for message in reversed(await self.world.inbox(name)):
            if message["buttons"]:
                return message["message_id"], [button for row in message["buttons"] for button in row]
        return 0, []

    async def press_like(self, name: str, *labels: str) -> bool:
        """The first button of the newest message whose words begin so; False when there is none."""
        message, buttons = await self.newest(name)
        for label in labels:
            for button in buttons:
                if button["text"].startswith(label) and "data" in button:
                    await self.press(name, button, message)
                    return True
        return False

    async def question(self, name: str) -> str | None:
        found = await self.world.rows(
            "SELECT d.question FROM drafts d JOIN people p ON p.id = d.person_id"
            " WHERE d.state = 'open' AND p.name = :name",
            name=name,
        )
        return found[0][0] if found else None

    async def answer(self, name: str) -> None:
        """Questions are answered by a button where there is one, now and then in words, until there are none."""
        for _ in range(12):
            question = await self.question(name)
            if question is None:
                return
            message, buttons = await self.newest(name)
            choices = [one for one in buttons if one.get("data", "").startswith("aq:")]
            if choices and (question not in SAID or self.random.random() < 0.8):
                (chosen,) = self.random.choices(choices, [_weight(one["data"]) for one in choices])
                await self.press(name, chosen, message)
            else:
                await self.world.say(name, SAID[question])
        raise AssertionError(f"{name} is asked without end: {await self.world.screen(name)}")

    async def work(self, name: str) -> None:
        """The tasks of the day, one after another."""
        for _ in range(TASKS):
            await self.world.say(name, "Мой день")
            if not await self.press_like(name, "1 ·"):
                return
            message, buttons = await self.newest(name)
            outcomes = [one for one in buttons if one.get("data", "").startswith("ao:")]
            if not outcomes:
                continue
            (chosen,) = self.random.choices(outcomes, [_weight(one["data"]) for one in outcomes])
            await self.press(name, chosen, message)
            await self.answer(name)
            if self.random.random() < 0.1 and await self.press_like(name, "↩"):
                self.undone += 1

    async def lead(self, name: str) -> None:
        self.clients += 1
        owner = {"Анна": self.company.anna, "Борис": self.company.boris}[name]
        await self.world.deal(owner, client=f"Клиент {self.clients}")

    async def lead_on(self) -> None:
        """What the head does in the morning."""
        for words in ("/digest", "Команда"):
            await self.world.say("Ольга", words)
        await self.press_like("Ольга", "1", "«")
        if self.random.random() < 0.2:
            await self.world.say("Ольга", "/funnel")

    async def promises(self) -> None:
        world = self.world
        assert await world.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == []
        assert await world.rows("SELECT id, error FROM timers WHERE state = 'broken'") == []
        assert await world.rows("SELECT id, error FROM outbox WHERE state = 'dead'") == []
        left = "SELECT run_id FROM activities WHERE state = 'open'"
        runs = "SELECT r.id FROM runs r JOIN deals d ON d.id = r.subject_id"
        assert await world.rows(f"{runs} WHERE d.outcome IS NOT NULL AND r.id IN ({left})") == []
        assert await world.rows(f"{runs} WHERE d.outcome IS NULL AND r.id NOT IN ({left})") == []
        assert await world.rows("SELECT key FROM outbox GROUP BY key HAVING count(*) > 1") == []

    async def told(self) -> dict[str, int]:
        """The most messages that nobody asked for, by person, on one day."""
        rows = await self.world.rows(
            "SELECT p.name, o.sent_at FROM outbox o JOIN people p ON p.id = o.person_id"
            " WHERE o.state = 'sent' AND o.message_id IS NOT NULL"
        )
        days: Counter[tuple[str, str]] = Counter()
        for name, at in rows:
            days[name, str(at)[:10]] += 1
        most: dict[str, int] = {}
        for (name, _), count in days.items():
            most[name] = max(most.get(name, 0), count)
        return most


@pytest.mark.slow
async def test_ninety_days_without_an_unanswered_press(world: World, company: Company) -> None:
    life = Life(world, company)
    first = world.now().astimezone(MOSCOW).date()
    for number in range(DAYS):
        day = first + timedelta(days=number)
        if day.weekday() < 5:
            await world.move(datetime.combine(day, time(10), MOSCOW))
            if number % 2 == 0:
                await life.lead(life.random.choice(("Анна", "Борис")))
            await life.lead_on()
            for name in ("Анна", "Борис"):
                await life.work(name)
        await world.move(datetime.combine(day, time(20), MOSCOW))
        await life.promises()
        if number % 15 == 14:
            await world.restart()
    assert life.presses > 500
    assert life.undone > 5
    ends = dict(await world.rows("SELECT outcome, count(*) FROM deals GROUP BY outcome"))
    assert ends.keys() >= {"won", "lost"}, ends
    most = await life.told()
    assert all(most.get(name, 0) < 25 for name in ("Анна", "Борис")), most
    assert most.get("Ольга", 0) < 6, most
