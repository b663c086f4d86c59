"""What happened to a deal goes to the channels that want to hear of it: new, won, lost."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from notifications.kinds import Post, to_data
from storage import channels, outbox, people, teams
from storage.apply import Advanced
from storage.runs import DEAL

NEW = "new"
HELD = timedelta(seconds=60)
"""How long a post can still be taken back together with what it tells of."""


async def post(tx: AsyncSession, advanced: Advanced, now: datetime) -> int:
    """Owe the channels what a change has come to; how many.

    For what happens in the product; imports are mute, so they do not come here.
    """
    if advanced.kind != DEAL or advanced.draft:
        return 0
    begun = advanced.begun or advanced.confirmed
    event = NEW if begun and advanced.final is None else advanced.final
    if event is None or advanced.cause_id is None:
        return 0
    wanting = [one for one in await channels.open_ones(tx) if event in one.kinds]
    if not wanting:
        return 0
    owner = await people.get(tx, advanced.owner)
    above = () if owner is None or owner.team_id is None else await teams.above(tx, owner.team_id)
    payload = Post(event, advanced.run_id, advanced.cause_id)
    owed = 0
    for channel in wanting:
        if channel.team_id is None or channel.team_id in above:
            owed += await outbox.put(
                tx,
                kind=payload.kind,
                channel_id=channel.id,
                key=payload.key(channel.id),
                data=to_data(payload),
                due=now + HELD,
                cause_id=advanced.cause_id,
                now=now,
            )
    return owed
