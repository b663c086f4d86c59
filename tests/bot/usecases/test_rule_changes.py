"""What is changed about a rule: by whom, to what, from when on; all of it written down."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest

from bot.usecases import rule_changes, rules
from bot.usecases.access import ForbiddenError
from bot.usecases.rule_changes import Changed, RuleError, RuleTrouble
from bot.usecases.work import Work
from fsm.loading import versions
from fsm.rulebook import shipped
from storage import audit, calendars, models, obligations
from storage import rules as stored
from storage.audit import Entry
from storage.obligations import Kept
from storage.rules import NOTHING, Custom
from tests import build
from tests.bot.usecases.conftest import Office

KEY = "proposal_5d"
WHO = ("olga", "vera", "dina")
"""A head, the director, the administrator."""


async def work(office: Office, name: str) -> Work:
    """What somebody does now, with the company as it is now."""
    async with office.db.read() as session:
        company = await calendars.company(session, processes=versions())
    return Work(office.db, company, office.now, office.staff[name])


async def custom(office: Office, key: str = KEY) -> Custom:
    async with office.db.read() as session:
        return (await stored.customs(session)).get(key, NOTHING)


async def told(office: Office, key: str = KEY) -> list[Entry]:
    async with office.db.read() as session:
        return await audit.of_rule(session, key)


async def a_duty(office: Office, **deal: Any) -> tuple[int, Kept]:
    """A small deal of Anna's, and its duty."""
    anna = await work(office, "anna")
    async with office.db.begin() as tx:
        built = await build.a_deal(
            tx, anna.company, anna.person.id, now=office.now, **({"amount": 100_000} | deal)
        )
        return built.run, await _kept(tx, built.run)


async def _kept(session: Any, run: int) -> Kept:
    (found,) = [one for one in await obligations.of_run(session, run) if one.rule == KEY]
    return found


async def kept(office: Office, run: int) -> Kept:
    async with office.db.read() as session:
        return await _kept(session, run)


def number(one: Kept) -> int:
    assert one.terms is not None
    return one.terms.limit.number


@pytest.mark.parametrize("name", WHO)
async def test_who_may(name: str, office: Office) -> None:
    done = await rule_changes.set_limit(await work(office, name), KEY, 3)
    assert (done.rule.limit.number, done.changed, done.stopped) == (3, True, 0)
    assert (await custom(office)).limit == 3
    (entry,) = await told(office)
    assert (entry.actor, entry.at, entry.kind) == (name, office.now, "rule")
    assert (entry.data["was"], entry.data["became"], entry.data["what"]) == (5, 3, "limit")
    assert entry.data["title"]["ru"] == "КП за 5 дней"


ACTS: dict[str, Callable[[Work], Awaitable[Changed]]] = {
    "switch": lambda work: rule_changes.switch(work, KEY, on=False),
    "limit": lambda work: rule_changes.set_limit(work, KEY, 3),
    "border": lambda work: rule_changes.set_border(work, KEY, Decimal(300_000)),
    "norm": lambda work: rule_changes.set_norm(work, "stage_norm", "simple.engaging", 5),
}


@pytest.mark.parametrize("act", ACTS)
async def test_a_rep_may_not(act: str, office: Office) -> None:
    await office.hire("gone", 1009, roles=("head",))
    await office.left("gone")
    for name in ("anna", "gone"):
        with pytest.raises(ForbiddenError):
            await ACTS[act](await work(office, name))
    assert await office.rows(models.Audit) == []
    assert await custom(office) == NOTHING


@pytest.mark.parametrize("act", ACTS)
async def test_the_same_again_is_no_change(act: str, office: Office) -> None:
    assert (await ACTS[act](await work(office, "olga"))).changed
    assert not (await ACTS[act](await work(office, "vera"))).changed
    assert len(await office.rows(models.Audit)) == 1


async def test_what_is_as_the_file_says_again_is_no_custom(office: Office) -> None:
    olga = await work(office, "olga")
    await rule_changes.set_limit(olga, KEY, 3)
    await rule_changes.set_border(olga, KEY, Decimal("300000.50"))
    await rule_changes.switch(olga, KEY, on=False)
    assert await custom(office) == Custom(on=False, limit=3, border=Decimal("300000.50"))
    await rule_changes.set_limit(olga, KEY, 5)
    await rule_changes.set_border(olga, KEY, Decimal(500_000))
    await rule_changes.switch(olga, KEY, on=True)
    assert await custom(office) == NOTHING
    assert [(one.data["what"], one.data["was"], one.data["became"]) for one in await told(office)] == [
        ("on", False, True),
        ("border", "300000.50", "500000"),
        ("limit", 3, 5),
        ("on", True, False),
        ("border", "500000", "300000.50"),
    ]


async def test_two_heads_at_once_lose_nothing_of_one_another(office: Office) -> None:
    """Each had the company as it was before the other's change."""
    olga, vera = await work(office, "olga"), await work(office, "vera")
    await rule_changes.set_limit(olga, KEY, 3)
    done = await rule_changes.set_border(vera, KEY, Decimal(300_000))
    assert await custom(office) == Custom(limit=3, border=Decimal(300_000))
    assert done.rule.limit.number == 3
    assert (await rule_changes.set_limit(olga, KEY, 4)).rule.threshold == done.rule.threshold
    assert [one.data["was"] for one in await told(office)] == [3, "500000", 5]


async def test_it_holds_for_what_begins_from_then_on(office: Office) -> None:
    old, before = await a_duty(office)
    assert number(before) == 5
    await rule_changes.set_limit(await work(office, "olga"), KEY, 3)
    new, _ = await a_duty(office)
    assert (number(await kept(office, old)), number(await kept(office, new))) == (5, 3)
    assert (await kept(office, old)).obligation == before.obligation


async def test_off_stops_what_runs_and_on_begins_with_new_deals(office: Office) -> None:
    old, before = await a_duty(office)
    asleep, _ = await a_duty(office, amount=None)
    done = await rule_changes.switch(await work(office, "olga"), KEY, on=False)
    assert done.stopped == 2
    assert [(await kept(office, run)).obligation.state for run in (old, asleep)] == ["stopped", "stopped"]
    assert [one.data["stopped"] for one in await told(office)] == [2]
    timers = [one.key for one in await office.rows(models.Timer)]
    assert [key for key in timers if key.startswith(f"duty:{before.id}:")] == []
    with pytest.raises(ValueError, match="not enough values"):
        await a_duty(office)  # there is none
    await rule_changes.switch(await work(office, "olga"), KEY, on=True)
    new, _ = await a_duty(office)
    assert [(await kept(office, run)).obligation.state for run in (old, new)] == ["stopped", "running"]


async def test_a_watch_that_is_off_stands_against_nobody(office: Office) -> None:
    built = await office.deal("anna")
    async with office.db.begin() as tx:
        await obligations.put(
            tx,
            [
                {
                    "rule": "stage_norm", "kind": "deal", "subject_id": built.deal, "run_id": built.run,
                    "activity_id": None, "owner_id": office.staff["anna"].id, "terms": {}, "state": "breached",
                    "standing": True, "since": office.now, "ended_at": office.now, "created_at": office.now,
                }
            ],
        )  # fmt: skip
    await rule_changes.switch(await work(office, "olga"), "stage_norm", on=False)
    (row,) = [one for one in await office.rows(models.Obligation) if one.rule == "stage_norm"]
    assert (row.standing, row.state) == (False, "stopped")


@pytest.mark.parametrize(
    ("key", "number_", "why"),
    [
        (KEY, 0, RuleTrouble.ZERO),
        (KEY, -1, RuleTrouble.NEGATIVE),
        (KEY, 3651, RuleTrouble.TOO_LARGE),
        ("first_answer", 0, RuleTrouble.ZERO),
        ("first_answer", 1001, RuleTrouble.TOO_LARGE),
        ("stage_norm", 0, RuleTrouble.ZERO),
        ("info_old", 0, RuleTrouble.ZERO),
        ("snoozed_often", 0, RuleTrouble.ZERO),
        ("snoozed_often", 101, RuleTrouble.TOO_LARGE),
    ],
)
async def test_what_cannot_be_is_refused(key: str, number_: int, why: RuleTrouble, office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        await rule_changes.set_limit(await work(office, "olga"), key, number_)
    assert refused.value.why is why
    assert await office.rows(models.Audit) == []


@pytest.mark.parametrize("key", ["step_overdue", "no_step", "client_cover", "parked_over"])
async def test_nothing_at_all_makes_sense_for_some(key: str, office: Office) -> None:
    assert rule_changes.least(shipped()[key]) == 0
    done = await rule_changes.set_limit(await work(office, "olga"), key, 2)
    assert (done.rule.limit.number, (await custom(office, key)).limit) == (2, 2)
    assert (await rule_changes.set_limit(await work(office, "olga"), key, 0)).rule == shipped()[key]


@pytest.mark.parametrize(
    ("border", "why"),
    [
        (Decimal(0), RuleTrouble.NO_BORDER),
        (Decimal(-1), RuleTrouble.NEGATIVE),
        (Decimal(10) ** 14, RuleTrouble.TOO_LARGE),
    ],
)
async def test_borders_that_cannot_be(border: Decimal, why: RuleTrouble, office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        await rule_changes.set_border(await work(office, "olga"), KEY, border)
    assert refused.value.why is why


async def test_norms_are_of_what_has_them(office: Office) -> None:
    olga = await work(office, "olga")
    done = await rule_changes.set_norm(olga, "stage_norm", "corporate.presentation", 7)
    assert done.rule.norms["corporate.presentation"] == 7
    assert done.rule.norms["simple.prospecting"] == 10
    await rule_changes.set_norm(olga, "client_contact", "key", 14)
    assert (await custom(office, "client_contact")).norms == {"key": 14}
    for key, name in (
        ("stage_norm", "simple.nowhere"),
        ("stage_norm", "key"),
        ("client_contact", "simple.engaging"),
        (KEY, "simple.engaging"),
        ("nothing", "x"),
    ):
        with pytest.raises(ForbiddenError):
            await rule_changes.set_norm(olga, key, name, 7)
    with pytest.raises(RuleError):
        await rule_changes.set_norm(olga, "stage_norm", "simple.engaging", 0)
    for key in ("nothing", "", "rule.proposal_5d"):
        with pytest.raises(ForbiddenError):
            await rule_changes.set_limit(olga, key, 3)
    with pytest.raises(ForbiddenError):
        await rule_changes.set_border(olga, "first_answer", Decimal(5))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("-3", RuleTrouble.NEGATIVE),
        ("− 3", RuleTrouble.NEGATIVE),
        ("9999999", RuleTrouble.TOO_LARGE),
        ("3.5", RuleTrouble.NOT_WHOLE),
        ("три", RuleTrouble.NOT_WHOLE),
        ("", RuleTrouble.NOT_WHOLE),
        ("٣", RuleTrouble.NOT_WHOLE),
        ("3 дня", RuleTrouble.NOT_WHOLE),
    ],
)
def test_whole_numbers(text: str, found: int | RuleTrouble) -> None:
    if isinstance(found, int):
        assert rule_changes.number_of(text) == found
        return
    with pytest.raises(RuleError) as refused:
        rule_changes.number_of(text)
    assert refused.value.why is found


@pytest.mark.parametrize("text", ["", "-5", "1e5", "nan", "5.555", "٣", "1" * 15, "5,5"])
def test_sums_that_no_button_says(text: str) -> None:
    with pytest.raises(ForbiddenError):
        rule_changes.sum_of(text)
    assert rule_changes.sum_of("300000.50") == Decimal("300000.50")


def test_reminders_after_the_end_fall_away() -> None:
    rule = shipped()[KEY]
    assert rule_changes.fallen(rule) == ()
    assert [one.day for one in rule_changes.fallen(rule_changes.with_limit(rule, 3))] == [4]
    assert [one.day for one in rule_changes.fallen(rule_changes.with_limit(rule, 4))] == []


async def test_the_card_tells_the_last_five(office: Office) -> None:
    olga = await work(office, "olga")
    for days in (3, 4, 6, 7, 8, 9):
        await rule_changes.set_limit(olga, KEY, days)
    card = await rules.known_card(await work(office, "dina"), KEY)
    assert [(one.data["was"], one.data["became"]) for one in card.changes] == [
        (8, 9),
        (7, 8),
        (6, 7),
        (4, 6),
        (3, 4),
    ]
    assert {one.actor for one in card.changes} == {"olga"}
