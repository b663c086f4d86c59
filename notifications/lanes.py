"""What was claimed and not yet sent: a lane for each person or channel, what is urgent in front."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from notifications import policy
from notifications.kinds import Payload
from storage.outbox import Owed


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours until the lease ends; past `old` (UTC) sending it would no longer be safe."""

    owed: Owed
    payload: Payload
    old: datetime


class Lanes:
    """Lanes in memory. A person whose lane was opened by `add` is worked until `take` says None."""

    def __init__(self) -> None:
        self._lanes: dict[int, list[Claimed]] = {}
        self._flying: set[int] = set()

    @property
    def count(self) -> int:
        """Messages claimed and not settled, the ones being sent included."""
        return len(self._flying)

    def add(self, claimed: Claimed) -> bool:
        """Queue it; True when this opens the person's lane, so that somebody has to work it.

        A message that is here already was claimed once more, because its lease ended: it is ours for longer.
        """
        row, person = claimed.owed.id, claimed.owed.lane
        lane = self._lanes.get(person)
        if row in self._flying:
            for place, known in enumerate(lane or ()):
                if known.owed.id == row and lane is not None:
                    lane[place] = claimed
            return False
        self._flying.add(row)
        if lane is None:
            self._lanes[person] = [claimed]
            return True
        urgent = claimed.owed.urgent
        place = next((at for at, one in enumerate(lane) if urgent and not one.owed.urgent), len(lane))
        lane.insert(place, claimed)
        return False

    def take(self, person_id: int, now: datetime) -> tuple[Claimed, tuple[Claimed, ...]] | None:
        """The next message and those that it makes needless; None when there is none.

        What has waited here for too long is let go: by its lease it comes back, perhaps to somebody else.
        """
        lane = self._lanes.get(person_id, [])
        for one in [one for one in lane if one.old <= now]:
            lane.remove(one)
            self._flying.discard(one.owed.id)
        if not lane:
            return None
        merged = policy.merge([(one.owed.id, one.payload) for one in lane])
        first = next(one for one in lane if one.owed.id not in merged.absorbed)
        # What another message speaks for waits until that one goes: settled before, it would never be told.
        absorbed = tuple(one for one in lane if merged.absorbed.get(one.owed.id) == first.owed.id)
        lane[:] = [one for one in lane if one is not first and one not in absorbed]
        return replace(first, payload=merged.news.get(first.owed.id, first.payload)), absorbed

    def done(self, claimed: Claimed, absorbed: Sequence[Claimed]) -> None:
        """They are settled."""
        self._flying.difference_update(one.owed.id for one in (claimed, *absorbed))

    def drop(self, person_id: int) -> tuple[Claimed, ...]:
        """Take a person's waiting messages out."""
        lane = self._lanes.get(person_id, [])
        dropped, lane[:] = tuple(lane), []
        self._flying.difference_update(one.owed.id for one in dropped)
        return dropped

    def leave(self, person_id: int) -> None:
        """Nobody works this lane any more; an empty one is closed, so that the next message opens it anew."""
        if not self._lanes.get(person_id):
            self._lanes.pop(person_id, None)

    def clear(self) -> tuple[Claimed, ...]:
        """Take everything out."""
        dropped = tuple(one for lane in self._lanes.values() for one in lane)
        self._lanes.clear()
        self._flying.clear()
        return dropped
