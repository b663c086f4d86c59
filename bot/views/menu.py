"""The reply keyboard and the commands: what each role finds there, in its language, and what a pressed text means."""

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

from aiogram.types import BotCommand, KeyboardButton, ReplyKeyboardMarkup

from bot.texts import LANGUAGES, Texts, texts
from bot.usecases.access import Role


class Command(StrEnum):
    """What may be asked for from anywhere; the value is the /command."""

    START = "start"
    DAY = "today"
    DEALS = "deals"
    FUNNEL = "funnel"
    TEAM = "team"
    INVITE = "invite"
    HEALTH = "health"
    SETTINGS = "settings"
    HELP = "help"


_OF_ROLE = {
    Role.REP: (Command.DAY, Command.DEALS),
    Role.HEAD: (Command.DAY, Command.DEALS, Command.FUNNEL, Command.TEAM),
    Role.DIRECTOR: (Command.DEALS, Command.FUNNEL, Command.TEAM),
    Role.ADMIN: (Command.INVITE, Command.HEALTH),
}


def of_roles(roles: Collection[str]) -> tuple[Command, ...]:
    """What these roles have on their keyboard, in the order of the keyboard."""
    found = {command for role in _OF_ROLE if role.value in roles for command in _OF_ROLE[role]}
    if Role.HEAD.value in roles or Role.DIRECTOR.value in roles:
        found.add(Command.INVITE)
    return tuple(command for command in Command if command in found)


def keyboard(roles: Collection[str], t: Texts) -> ReplyKeyboardMarkup:
    """Always there, in rows of two."""
    buttons = [KeyboardButton(text=title(command, t)) for command in of_roles(roles) or (Command.HELP,)]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def title(command: Command, t: Texts) -> str:
    """What the button of a command says."""
    _ = t.gettext
    match command:
        case Command.DAY:
            return _("My day")
        case Command.DEALS:
            return _("Deals")
        case Command.FUNNEL:
            return _("Funnel")
        case Command.TEAM:
            return _("Team")
        case Command.INVITE:
            return _("Invite")
        case Command.HEALTH:
            return _("State")
        case Command.SETTINGS:
            return _("Settings")
        case Command.HELP:
            return _("Help")
        case Command.START:
            return _("Start")


def command_of(text: str) -> Command | None:
    """The command that a text is: /today, /today@bot, or a button in any of our languages."""
    word = text.strip()
    if word.startswith("/"):
        name = word[1:].partition(" ")[0].partition("@")[0].lower()
        return Command(name) if name in Command.__members__.values() else None
    return _buttons().get(word.casefold())


@lru_cache(maxsize=1)
def _buttons() -> dict[str, Command]:
    return {
        title(command, texts(language, "UTC")).casefold(): command
        for language in LANGUAGES
        for command in Command
        if command is not Command.START
    }


def commands(roles: Collection[str], t: Texts) -> list[BotCommand]:
    """For Telegram's own menu; somebody without a role has /start and /help."""
    own = (*of_roles(roles), Command.SETTINGS) if roles else (Command.START,)
    return [BotCommand(command=one.value, description=description(one, t)) for one in (*own, Command.HELP)]


def description(command: Command, t: Texts) -> str:
    """What a command is for, in a few words."""
    _ = t.gettext
    match command:
        case Command.DAY:
            return _("what is to be done today")
        case Command.DEALS:
            return _("deals by stage")
        case Command.FUNNEL:
            return _("the funnel as a picture")
        case Command.TEAM:
            return _("who is busy with what")
        case Command.INVITE:
            return _("a link for a new colleague")
        case Command.HEALTH:
            return _("whether everything works")
        case Command.SETTINGS:
            return _("language and time zone")
        case Command.HELP:
            return _("what I can do")
        case Command.START:
            return _("begin")
