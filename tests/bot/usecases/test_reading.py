"""What people see, and that nobody sees what is somebody else's."""

from dataclasses import replace

import pytest

from bot.usecases import listing, reading
from bot.usecases.access import ForbiddenError
from bot.usecases.replies import StaleError
from storage.pipeline import Sieve
from tests.bot.usecases.conftest import Office

SEES = [("anna", True), ("boris", False), ("igor", False), ("olga", True), ("vera", True), ("dina", False)]


@pytest.mark.parametrize(("name", "sees"), SEES)
async def test_a_deal_is_for_its_owner_and_those_over_him(office: Office, name: str, sees: bool) -> None:
    deal = await office.deal("anna", client="Ромашка")
    work = office.work(name)
    if sees:
        assert (await reading.deal(work, deal.run)).card.client == "Ромашка"
        assert (await reading.task(work, deal.activity)).card.id == deal.activity
        assert (await reading.timeline(work, deal.run, 0)).total == 1
        return
    for look in (
        reading.deal(work, deal.run),
        reading.task(work, deal.activity),
        reading.timeline(work, deal.run, 0),
        listing.listed(work, owner_id=office.staff["anna"].id, sieve=Sieve(), page=0),
        reading.day(work, 0, office.staff["anna"].id),
    ):
        with pytest.raises(ForbiddenError):
            await look


async def test_who_has_left_sees_nothing_of_his_own(office: Office) -> None:
    deal = await office.deal("anna")
    await office.left("anna")
    with pytest.raises(ForbiddenError):
        await reading.deal(office.work("anna"), deal.run)
    with pytest.raises(ForbiddenError):
        await listing.listed(office.work("anna"), owner_id=None, sieve=Sieve(), page=0)


async def test_what_does_not_exist_is_stale_and_tells_nothing(office: Office) -> None:
    for number in (99, 2**62):
        with pytest.raises(StaleError):
            await reading.deal(office.work("anna"), number)
        with pytest.raises(StaleError):
            await reading.task(office.work("anna"), number)


async def test_a_list_has_the_deals_of_whom_one_answers_for(office: Office) -> None:
    for owner, client in (("anna", "Ромашка"), ("boris", "Лютик"), ("igor", "Василёк")):
        await office.deal(owner, client=client)

    async def clients(name: str, owner: str | None = None, page: int = 0) -> set[str | None]:
        owner_id = office.staff[owner].id if owner else None
        found = await listing.listed(office.work(name), owner_id=owner_id, sieve=Sieve(), page=page)
        return {line.client for line in found.lines}

    assert await clients("anna") == {"Ромашка"}
    assert await clients("olga") == {"Ромашка", "Лютик"}
    assert await clients("olga", "boris") == {"Лютик"}
    assert await clients("vera") == {"Ромашка", "Лютик", "Василёк"}
    assert await clients("vera", page=2**61) == {"Ромашка", "Лютик", "Василёк"}, "the last page that there is"
    with pytest.raises(ForbiddenError):
        await clients("olga", "igor")
    with pytest.raises(ForbiddenError):
        await clients("dina")


async def test_ones_day_is_ones_own_and_far_pages_are_empty(office: Office) -> None:
    await office.deal("anna")
    await office.deal("boris")
    found, whose = await reading.day(office.work("anna"), 0)
    assert ([task.client for task in found.tasks], whose.id) == (["Ромашка"], office.staff["anna"].id)
    found, _ = await reading.day(office.work("anna"), 2**61)
    assert (found.tasks, found.counts.all) == ((), 1)
    _, whose = await reading.day(office.work("olga"), 0, office.staff["boris"].id)
    assert whose.name == "boris"


async def test_a_day_is_the_owners_day_whoever_looks(office: Office) -> None:
    """Olga is in Vladivostok: what Anna has to do before her evening in Moscow is after Olga's midnight."""
    office.later(hours=3, minutes=40)
    deal = await office.deal("anna")
    (task,) = await office.open(deal.run)
    office.staff["olga"] = replace(office.staff["olga"], zone="Asia/Vladivostok")
    assert office.work("olga").tomorrow < task.due < office.work("anna").tomorrow
    own, _ = await reading.day(office.work("anna"), 0)
    seen, _ = await reading.day(office.work("olga"), 0, office.staff["anna"].id)
    assert seen == own
    assert own.counts.next == 0


async def test_a_head_sees_the_team_the_late_ones_first(office: Office) -> None:
    await office.deal("boris")
    await office.deal("igor")
    office.later(days=1)
    found = await reading.team(office.work("olga"))
    assert [(one.person.name, one.deals, one.tasks.overdue) for one in found.members] == [
        ("boris", 1, 1),
        ("anna", 0, 0),
    ]
    assert found.team is not None
    assert found.team.name == "Север"
    assert {one.person.name for one in (await reading.team(office.work("vera"))).members} == {
        "anna",
        "boris",
        "igor",
    }
    for name in ("anna", "dina"):
        with pytest.raises(ForbiddenError):
            await reading.team(office.work(name))
