"""The channel of a team: what is posted there, and its settings in the private chat of who looks after it."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Channel as ChannelButton
from bot.callbacks import Channels
from bot.screen import Button, Screen
from bot.texts import LANGUAGES, Texts
from bot.views import words
from bot.views.layout import flow, my_day
from bot.views.lines import SHORT, clip, joined, stack
from fsm.definition import Process
from storage import deals
from storage.channels import EVENTS, Channel
from storage.teams import Team

_NAMES = {"ru": "Русский", "en": "English"}


def post(event: str, deal: deals.Card, process: Process, t: Texts) -> Screen:
    """A line about a deal: no contact, no phone; whoever may see more finds it in the chat with the bot."""
    match event:
        case "won":
            head = t.gettext("✓ Won")
        case "lost":
            head = t.gettext("✕ Lost: {stage}").format(stage=words.stage(process, deal.stage, t))
        case _:
            head = t.gettext("+ New deal")
    amount = None if deal.amount is None else t.money(deal.amount, deal.currency or "RUB")
    name = clip(deal.client) if deal.client else t.gettext("client not known")
    return Screen(
        stack(
            joined((Bold(head), name)),
            joined((clip(deal.product, SHORT) if deal.product else None, amount, clip(deal.owner, SHORT))),
        )
    )


def greeting(channel: Channel, t: Texts) -> Screen:
    """Said in the channel when somebody has set it up."""
    told = ", ".join(_event(one, t).lower() for one in EVENTS if one in channel.kinds)
    said = t.gettext("I will write here about deals of the team: {events}.")
    return Screen(Text(said.format(events=told)))


def setting(channel: Channel, teams: Sequence[Team], t: Texts, *, toast: str | None = None) -> Screen:
    """A channel's settings; nothing is posted until something is switched on."""
    team = next((one.name for one in teams if one.id == channel.team_id), None)
    whose = clip(team, 32) if team else t.gettext("all teams")
    if channel.closed_at is not None:
        return Screen(
            stack(Bold(clip(channel.title)), t.gettext("I cannot write there any more.")),
            ((Button(t.gettext("‹ Channels"), Channels()), my_day(t)),),
        )
    switches = [
        Button(f"{'☑' if one in channel.kinds else '☐'} {_event(one, t)}", ChannelButton(channel.id, one, 0))
        for one in EVENTS
    ]
    other = next(one for one in LANGUAGES if one != channel.language)
    return Screen(
        stack(
            Bold(t.gettext("Team channel")),
            Text(clip(channel.title), t.gettext(" · one topic of it") if channel.thread_id else ""),
            t.gettext("Whose deals: {team}").format(team=whose),
            t.gettext("Language: {language}").format(language=_NAMES.get(channel.language, channel.language)),
            "",
            t.gettext("I write there about what is switched on, without contacts and phones.")
            if channel.kinds
            else t.gettext("I write nothing there yet. Choose what to write about:"),
        ),
        (
            *(
                (Button(t.gettext("Switch all on"), ChannelButton(channel.id, "all", 0)),)
                for _ in "1"
                if not channel.kinds
            ),
            *flow(switches),
            (
                Button(t.gettext("Whose deals…"), ChannelButton(channel.id, "teams", 0)),
                Button(_NAMES[other], ChannelButton(channel.id, "language", 0)),
            ),
            (Button(t.gettext("Switch off"), ChannelButton(channel.id, "close", 0)),),
            (Button(t.gettext("‹ Channels"), Channels()), my_day(t)),
        ),
        toast=toast,
    )


def _event(event: str, t: Texts) -> str:
    match event:
        case "new":
            return t.gettext("New deals")
        case "won":
            return t.gettext("Won deals")
        case _:
            return t.gettext("Lost deals")


def whose(channel: Channel, teams: Sequence[Team], t: Texts, *, everything: bool) -> Screen:
    """Which team's deals; `everything`: the person may also choose all of them."""
    buttons = [Button(clip(one.name, SHORT), ChannelButton(channel.id, "team", one.id)) for one in teams]
    if everything:
        buttons.append(Button(t.gettext("All teams"), ChannelButton(channel.id, "team", 0)))
    return Screen(
        stack(Bold(clip(channel.title)), t.gettext("Of which team shall I tell there?")),
        (*flow(buttons), (Button(t.gettext("‹ Back"), ChannelButton(channel.id, "", 0)), my_day(t))),
    )


def listed(channels: Sequence[Channel], bot: str, t: Texts) -> Screen:
    """The channels that the person looks after, and how to get one."""
    how = t.gettext(
        "Add @{bot} to a group, and I will ask you here what to write there. For a topic of a group say /channel in it."
    )
    return Screen(
        stack(
            Bold(t.gettext("Team channels")),
            None if channels else t.gettext("There is none yet."),
            "",
            how.format(bot=bot),
        ),
        (
            *flow(Button(clip(one.title, SHORT), ChannelButton(one.id, "", 0)) for one in channels),
            (my_day(t),),
        ),
    )


def closed(channel: Channel, t: Texts) -> Screen:
    """Told to who had set it up."""
    said = t.gettext("I cannot write to the channel “{title}” any more, so it is closed.")
    why = t.gettext("I was removed from it, or may not write there. To have it again, add me anew.")
    return Screen(stack(said.format(title=clip(channel.title)), why), ((my_day(t),),))
