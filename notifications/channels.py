"""A channel that cannot be written to any more is closed, and who had set it up is told."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import owing
from notifications.kinds import ChannelClosed
from storage import channels, outbox


async def shut(tx: AsyncSession, channel_id: int, now: datetime, *, but: int | None = None) -> None:
    """Close it; what it is still owed dies with it. `but` (a person's id) knows already, having done it himself."""
    if not await channels.close(tx, [channel_id], now=now):
        return
    await outbox.dead_in(tx, channel_id, error="the channel is closed")
    channel = await channels.get(tx, channel_id)
    if channel is not None and channel.by_id != but:
        await owing.owe(tx, channel.by_id, ChannelClosed(channel_id), now=now)
