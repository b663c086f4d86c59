"""A meeting goes to the client's calendar as a file, and comes again when it has moved."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar, Event

from tests.journeys.conftest import Company
from tests.journeys.test_exporting import document
from tests.world import World


def event(content: bytes) -> Any:
    """The types of the library are all that any line may hold."""
    (found,) = [one for one in Calendar.from_ical(content).walk("VEVENT") if isinstance(one, Event)]
    return found


async def planned(world: World) -> None:
    await world.say("Анна", "/deals")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "+ Действие")
    await world.press("Анна", "+ Встреча")
    await world.press("Анна", "Завтра 10:00")


async def invited(world: World) -> Any:
    await world.say("Анна", "/deals")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Встреча")
    await world.press("Анна", "Ещё…")
    await world.press("Анна", "Приглашение")
    name, content = await document(world, "Анна")
    assert name.startswith("приглашение-2026-11-2")
    assert name.endswith(".ics")
    return event(content)


async def test_a_meeting_is_sent_to_a_calendar(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка; \nBEGIN:VALARM")
    await planned(world)
    first = await invited(world)
    assert "Перешлите файл клиенту" in await world.screen("Анна")
    assert str(first["summary"]).startswith("Встреча: Ромашка; ")
    assert len(first.subcomponents) == 0  # a name is no line of the file
    assert first.start.isoformat() == "2026-11-24T07:00:00+00:00"
    assert first.end - first.start == timedelta(hours=1)


async def test_one_that_has_moved_takes_the_place_of_the_first(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка")
    await planned(world)
    first = await invited(world)
    await world.say("Анна", "/deals")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Встреча")
    await world.press("Анна", "↷ Отложить")
    await world.press("Анна", "Завтра 15:00")
    second = await invited(world)
    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert second.start > first.start


async def test_what_has_no_hour_is_not_sent(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Анна", "/deals")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Позвонить")
    await world.press("Анна", "Ещё…")
    assert "Приглашение" not in [one["text"] for one in await world.buttons("Анна")]
