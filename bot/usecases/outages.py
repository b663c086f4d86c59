"""After a longer outage: presses of that time are gone, because Telegram keeps them for 150 seconds only.

So everybody is told, and the cards that he had in hand are posted again, with buttons that work.
"""

from datetime import datetime, timedelta

from bot.usecases.handing import TASK
from notifications.kinds import Card, Outage, Payload, to_data
from storage import activities, cards, heartbeat, outbox, people
from storage.db import Database

FORGOTTEN = timedelta(seconds=150)
CARDS = 3  # posted again for each person; the rest is in «Мой день»


async def make_good(db: Database, now: datetime) -> bool:
    """Owe everybody what an outage calls for; False when there was none. Repeated, it owes nothing twice."""
    async with db.begin() as tx:
        since = await heartbeat.last(tx)
        if since is None or now - since <= FORGOTTEN:
            return False
        for person in await people.everyone(tx):
            if not person.reachable:
                continue
            owed: list[Payload] = []
            for card in await cards.newest(tx, person_id=person.id, kind=TASK, limit=CARDS):
                place = await activities.place(tx, card.subject_id)
                if place is not None and place.state == "open" and place.owner_id == person.id:
                    owed.append(Card(card.subject_id, cause=int(since.timestamp())))
            for one in [Outage(since), *owed] if owed else []:
                key = one.key(person.id)
                await outbox.put(
                    tx, kind=one.kind, person_id=person.id, key=key, data=to_data(one), due=now, now=now
                )
    return True
