"""Any sequence of presses, undoings, restarts and hours: no deal without a next step, nothing twice, no press unanswered."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.client import JSON
from storage.people import Person
from tests.world import World, world

ANSWERS = ("завтра в 11", "Василёк", "Мария 8 916 123-45-67", "120к", "сегодня", "через неделю")
ACTS = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(("Анна", "Анна", "Ольга")), st.integers(0, 30)),
    st.tuples(st.just("press"), st.sampled_from(("Анна", "Анна", "Ольга")), st.integers(0, 30)),
    st.tuples(st.just("twice"), st.just("Анна"), st.integers(0, 30)),
    st.tuples(st.just("undo"), st.just("Анна"), st.just(0)),
    st.tuples(st.just("say"), st.just("Анна"), st.integers(0, len(ANSWERS) - 1)),
    st.tuples(st.just("day"), st.sampled_from(("Анна", "Ольга")), st.just(0)),
    st.tuples(st.just("time"), st.just(""), st.sampled_from((1, 20, 72))),
    st.tuples(st.just("restart"), st.just(""), st.just(0)),
)


@pytest.mark.slow
@settings(max_examples=12)
@given(acts=st.lists(ACTS, min_size=8, max_size=25))
async def test_whatever_happens_in_whatever_order(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str, int]]
) -> None:
    path = tmp_path_factory.mktemp("sequence") / "voronka.db"
    shutil.copyfile(sqlite_template, path)
    async with world(f"sqlite+aiosqlite:///{path}") as found:
        anna = await found.hire("Анна", 1001)
        await found.hire("Ольга", 1004, roles=("head",))
        await _begin(found, anna)
        for act in acts:
            await _do(found, *act)
            await _promises(found)


async def _begin(found: World, anna: Person) -> None:
    for client in ("Ромашка", "Лютик"):
        await found.deal(anna, client=client)
    for name in ("Анна", "Ольга"):
        await found.say(name, "Мой день")


async def _do(found: World, act: str, name: str, number: int) -> None:
    match act:
        case "press":
            await _press(found, name, number)
        case "twice":
            await _press(found, name, number, times=2)
        case "undo":
            for message, button in reversed(await _buttons(found, name)):
                if button["text"].startswith("↩"):
                    await _tap(found, name, button["data"], message)
                    return
        case "say":
            await found.say(name, ANSWERS[number])
        case "day":
            await found.say(name, "Мой день")
            await _press(found, name, 0)
        case "time":
            await found.advance(hours=number)
        case _:
            await found.restart()


async def _buttons(found: World, name: str) -> list[tuple[int, JSON]]:
    """Buttons with data of the last two messages that have any, the newest message last."""
    messages = [one for one in await found.inbox(name) if one["buttons"]][-2:]
    return [
        (message["message_id"], button)
        for message in messages
        for row in message["buttons"]
        for button in row
        if "data" in button
    ]


async def _press(found: World, name: str, number: int, times: int = 1) -> None:
    buttons = await _buttons(found, name)
    if not buttons:
        return
    message, button = buttons[number % len(buttons)]
    for _ in range(times):
        await _tap(found, name, button["data"], message)


async def _tap(found: World, name: str, data: str, message: int) -> None:
    asked: dict[str, Any] = await found.sandbox.forge(found.staff[name], data, message, wait=3000)
    await found.settle()
    assert asked["answer"] is not None, f"{name} pressed {data} and nobody answered"


async def _promises(found: World) -> None:
    assert await found.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == []
    assert await found.rows("SELECT id, error FROM timers WHERE state = 'broken'") == []
    assert await found.rows("SELECT id, error FROM outbox WHERE state = 'dead'") == []
    left = "SELECT run_id FROM activities WHERE state = 'open'"
    runs = "SELECT r.id FROM runs r JOIN deals d ON d.id = r.subject_id"
    assert await found.rows(f"{runs} WHERE d.outcome IS NOT NULL AND r.id IN ({left})") == []
    assert await found.rows(f"{runs} WHERE d.outcome IS NULL AND r.id NOT IN ({left})") == []
    twice = "SELECT run_id, number FROM stage_runs WHERE left_at IS NULL GROUP BY run_id HAVING count(*) > 1"
    assert await found.rows(twice) == []
    asked = "SELECT person_id FROM drafts WHERE state = 'open' GROUP BY person_id HAVING count(*) > 1"
    assert await found.rows(asked) == []
