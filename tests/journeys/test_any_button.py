"""Every kind of button with whatever number and word, as a custom client can send it: by whoever asks, decides, or is a stranger."""

import random
from dataclasses import fields

import pytest

from bot import callbacks
from bot.callbacks import Callback, Move, OpenDeal
from tests.journeys.conftest import Company
from tests.world import World

SECRET = ("Ромашка", "Вега", "123-45-67")
EACH = 2
"""How often each kind of button is sent by each person."""
MUTE = {callbacks.StaffAct, callbacks.GiveTo, callbacks.BackAgain}
"""Buttons of whoever sets up the company: these hand over the work of others, and show none of it."""
WORDS = (
    "", "card", "open", "history", "notes", "won", "lost", "transferred", "needs", "potential", "withdrawn", "approved",
    "approve", "reject", "rework", "escalated", "unneeded", "saved", "interested", "held", "moved", "done", "appoint",
    "approve_discount", "approve_proposal", "hold_presentation", "follow_up", "participants", "products", "proposal",
    "presentation_points", "deck", "discount", "close_reason", "corporate", "discount_approval", "simple", "interest",
    "first", "team", "own", "own.waive", "own.title", "when", "exit", "next", "keep", "move.won", "go.lost", "plan.0",
    "deal", "task", "request", "back", "cancel", "again", "all", "skip", "add", "edit", "take", "park", "reopen",
    "log", "plan", "amend", "note", "snooze", "wake", "delegate", "strict", "fields", "steps", "process", "registers",
    "why", "sent", "complex", "complex_ok", "proposal_sent", "forgot", "other", "on", "hide", "rename", "word", "d20261124", "m202611241030", "-", ".", "_",
)  # fmt: skip


@pytest.mark.slow
async def test_any_button_with_anything_in_it(world: World, company: Company) -> None:
    await world.hire("Вера", 1005, roles=("director",), team=None)
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    asked = await world.deal(company.anna, process="corporate", amount=500_000)
    draft = await world.deal(company.anna, process="corporate", client="Вега")
    simple = await world.deal(company.anna, client="Вега")
    for name in ("Анна", "Ольга", "Игорь", "Ася"):
        await world.say(name, "/start")
    await world.forge("Анна", Move(asked.run, 1, "presentation").pack())
    await world.forge("Анна", OpenDeal(asked.run, "card", 0).pack())
    for label in ("+ Действие", "⚖ На согласование…", "+ Согласовать скидку"):
        await world.press("Анна", label)
    for words in ("12", "Клиент сравнивает цены"):
        await world.say("Анна", words)
    ((request,),) = await world.rows("SELECT id FROM runs WHERE kind = 'request'")
    rows = await world.rows("SELECT id FROM activities WHERE run_id IN (:a, :b)", a=asked.run, b=request)
    numbers = (
        0, 1, 2, 35, 20261124, 2**40, 2**63 - 1, asked.run, draft.run, simple.run, request, *(row[0] for row in rows),
    )  # fmt: skip
    await world.advance(days=1)
    chance = random.Random(4)

    async def forged(name: str, kind: type[Callback]) -> None:
        values = [chance.choice(numbers) if one.type is int else chance.choice(WORDS) for one in fields(kind)]
        data = ":".join(
            [f"a{kind.code}", *(callbacks.base36(one) if isinstance(one, int) else one for one in values)]
        )
        await world.forge(name, data)
        assert await world.rows("SELECT error FROM inbox WHERE attempts > 0") == [], (name, data)
        if name in {"Игорь", "Ася"}:
            shown = (await world.screens(name))[-1]
            assert not any(word in shown for word in SECRET), (name, data, shown)

    state = "SELECT count(*), sum(revision) FROM runs"
    before = await world.rows(state)
    for kind in callbacks.KINDS.values():
        for _ in range(EACH):
            await forged("Игорь", kind)
            if kind not in MUTE:
                await forged("Ася", kind)
    assert await world.rows(state) == before, "strangers have changed something"
    for kind in callbacks.KINDS.values():
        for _ in range(EACH):
            await forged("Анна", kind)
            await forged("Ольга", kind)
    assert await world.rows("SELECT id FROM timers WHERE state = 'broken'") == []
