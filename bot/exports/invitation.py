"""A meeting as a file that every calendar opens (iCalendar, RFC 5545)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

LASTS = timedelta(hours=1)
"""How long a meeting is taken to be: nobody has said so."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the file says; instants are UTC. `number` tells one meeting from another, `version` counts its changes."""

    number: int
    version: int
    title: str
    starts: datetime
    place: str | None
    details: str


def written(meeting: Meeting, now: datetime) -> bytes:
    """The file. Sent again after the meeting was moved, it takes the place of the one before in a calendar."""
    event = Event()
    event.add("uid", f"activity-{meeting.number}@voronka")
    event.add("sequence", meeting.version)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.starts + LASTS)
    event.add("summary", meeting.title)
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.details:
        event.add("description", meeting.details)
    calendar = Calendar()
    calendar.add("prodid", "-//Voronka//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
