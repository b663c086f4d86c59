"""A second delivery of an update that was worked: its effects stand, and how things are now is drawn once more.

So whoever pressed sees what came of it also where Telegram failed after the commit.
"""

from dataclasses import replace

from bot import callbacks
from bot.callbacks import Callback
from bot.desk import Desk
from bot.handlers import (
    aside,
    channels,
    deals,
    dictionaries,
    digest,
    duties,
    finding,
    gates,
    health,
    importing,
    lists,
    requests,
    rule_changes,
    staff,
    tasks,
    urging,
)
from bot.handlers import conversation as drawing
from bot.screen import Screen
from bot.usecases import conversation
from bot.usecases.replies import Target


async def pressed(desk: Desk, callback: Callback) -> Screen:
    """What the press was about, as it stands. Raises StaleError where a conversation has ended."""
    desk = afresh(desk)
    match callback:
        case callbacks.Press() | callbacks.PutOff() | callbacks.Tick():
            return await tasks.shown(desk, callback.activity)
        case (
            callbacks.Move()
            | callbacks.Hand()
            | callbacks.Record()
            | callbacks.Contact()
            | callbacks.TakeNote()
            | callbacks.AskFor()
        ):
            return await deals.shown(desk, callback.run)
        case callbacks.Undo():
            return await drawing.standing(desk, Target(callback.run))
        case callbacks.UseTotal():
            return await lists.listed(desk, callbacks.ListOf(callback.run, callback.field, 0))
        case callbacks.Choice() | callbacks.Conversation() | callbacks.Month() | callbacks.Page():
            found = await conversation.again(desk.work, callback.draft, message=desk.pressed)
            return await drawing.drawn(desk, found)
        case callbacks.Upload():
            return await importing.again(desk, callback)
        case callbacks.Digest() | callbacks.DigestRow() | callbacks.Alarm():
            return await _of_head(desk, callback)
        case callbacks.Channel():
            return await channels.one(desk, callbacks.Channel(callback.channel, "", 0))
        case callbacks.Capture() | callbacks.NewDeal() | callbacks.LeadOf() | callbacks.Preference():
            return await aside.again(desk)
        case callbacks.Retry():
            return await health.shown(desk, callbacks.Health(callback.part, callback.page))
        case callbacks.Withdraw():
            return await requests.shown(desk, callback.run)
        case _:
            return await _of_company(desk, callback)


async def _of_head(desk: Desk, callback: callbacks.Digest | callbacks.DigestRow | callbacks.Alarm) -> Screen:
    match callback:
        case callbacks.Digest():
            return await digest.page(desk, callbacks.Digest(callback.digest, callback.page, ""))
        case callbacks.DigestRow():
            return await digest.row(desk, callbacks.DigestRow(callback.digest, callback.number, ""))
        case callbacks.Alarm():
            return await urging.alarm(desk, callbacks.Alarm(callback.obligation, ""))


async def _of_company(desk: Desk, callback: Callback) -> Screen:
    """What an administrator has set, a client, or a duty, else the day."""
    match callback:
        case callbacks.Attend():
            return await finding.shown(desk, callback.client)
        case callbacks.Broke():
            return await duties.shown(desk, callbacks.Duty(callback.obligation, ""))
        case callbacks.Strictness():
            return await gates.shown(desk, callbacks.Strictness("", "", ""))
        case callbacks.Wordbook():
            return await dictionaries.pressed(desk, callbacks.Wordbook(callback.book, "open", "", 0))
        case callbacks.RuleSet() | callbacks.RuleNorm():
            return await rule_changes.shown(desk, callbacks.RuleSet(callback.rule, "", ""))
        case callbacks.TeamRule():
            return await staff.team_card(desk, callback.team)
        case _:
            return await tasks.today(desk)


def afresh(desk: Desk) -> Desk:
    """The same desk with work that no longer belongs to the update."""
    return replace(desk, work=desk.work.afresh())
