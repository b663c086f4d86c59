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
    NEW = "new"
    FIND = "find"
    ME = "me"
    FUNNEL = "funnel"
    TEAM = "team"
    DIGEST = "digest"
    RULES = "rules"
    DISCIPLINE = "discipline"
    EXCEPTIONS = "exceptions"
    INVITE = "invite"
    IMPORT = "import"
    EXPORT = "export"
    CHANNEL = "channel"
    PEOPLE = "people"
    COMPANY = "company"
    AWAY = "away"
    PROCESSES = "processes"
    HEALTH = "health"
    HOME = "home"
    SETTINGS = "settings"
    HELP = "help"


_OF_ROLE = {
    Role.REP: (Command.DAY, Command.DEALS, Command.NEW, Command.HOME),
    Role.HEAD: (
        Command.DAY,
        Command.DEALS,
        Command.NEW,
        Command.FUNNEL,
        Command.TEAM,
        Command.DIGEST,
        Command.HOME,
    ),
    Role.DIRECTOR: (
        Command.DEALS,
        Command.NEW,
        Command.FUNNEL,
        Command.TEAM,
        Command.DIGEST,
        Command.HOME,
    ),
    Role.ADMIN: (
        Command.PEOPLE,
        Command.COMPANY,
        Command.INVITE,
        Command.IMPORT,
        Command.EXPORT,
        Command.HEALTH,
    ),
}


_KEYS = 6
_RARE = (
    Command.IMPORT,
    Command.EXPORT,
    Command.COMPANY,
    Command.HEALTH,
    Command.PEOPLE,
    Command.INVITE,
    Command.NEW,
)
"""Left out of a keyboard of more than three rows, in this order: a phone has to show the chat as well."""
_SELLING = {Role.REP.value, Role.HEAD.value, Role.DIRECTOR.value}
_ANSWERING = {Role.HEAD.value, Role.DIRECTOR.value}
_LEADING = {Role.HEAD.value, Role.DIRECTOR.value, Role.ADMIN.value}


def of_roles(roles: Collection[str]) -> tuple[Command, ...]:
    """What these roles have on their keyboard, in the order of the keyboard."""
    found = {command for role in _OF_ROLE if role.value in roles for command in _OF_ROLE[role]}
    if Role.HEAD.value in roles or Role.DIRECTOR.value in roles:
        found.add(Command.INVITE)
    return tuple(command for command in Command if command in found)


def listed(roles: Collection[str]) -> tuple[Command, ...]:
    """The same with what is too rare for the keyboard."""
    found = {*of_roles(roles), Command.EXPORT}
    if not _SELLING.isdisjoint(roles):
        found |= {Command.FIND, Command.ME, Command.AWAY}
    if not _LEADING.isdisjoint(roles):
        found |= {Command.CHANNEL, Command.PROCESSES, Command.RULES}
    if not _ANSWERING.isdisjoint(roles):
        found |= {Command.DISCIPLINE, Command.EXCEPTIONS}
    return tuple(command for command in Command if command in found)


def keyboard(roles: Collection[str], t: Texts) -> ReplyKeyboardMarkup:
    """Always there, in rows of two; somebody of many roles finds the rare things on his home screen."""
    shown = of_roles(roles) or (Command.HELP,)
    for rare in _RARE:
        if len(shown) > _KEYS:
            shown = tuple(command for command in shown if command is not rare)
    buttons = [KeyboardButton(text=title(command, t)) for command in shown]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def title(command: Command, t: Texts) -> str:
    """What the button of a command says."""
    _ = t.gettext
    return {
        Command.DAY: _("My day"),
        Command.DEALS: _("Deals"),
        Command.NEW: _("New deal"),
        Command.FIND: _("Search"),
        Command.ME: _("My numbers"),
        Command.HOME: _("Home"),
        Command.FUNNEL: _("Funnel"),
        Command.TEAM: _("Team"),
        Command.DIGEST: _("Digest"),
        Command.RULES: _("Rules"),
        Command.DISCIPLINE: _("Discipline"),
        Command.EXCEPTIONS: _("Exceptions"),
        Command.CHANNEL: _("Team channel"),
        Command.PEOPLE: _("People"),
        Command.COMPANY: _("Company"),
        Command.AWAY: _("Days off"),
        Command.PROCESSES: _("Processes"),
        Command.INVITE: _("Invite"),
        Command.IMPORT: _("Import"),
        Command.EXPORT: _("Export"),
        Command.HEALTH: _("State"),
        Command.SETTINGS: _("Settings"),
        Command.HELP: _("Help"),
        Command.START: _("Start"),
    }[command]


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
    own = (*listed(roles), Command.SETTINGS) if roles else (Command.START,)
    return [BotCommand(command=one.value, description=description(one, t)) for one in (*own, Command.HELP)]


def description(command: Command, t: Texts) -> str:
    """What a command is for, in a few words."""
    _ = t.gettext
    return {
        Command.DAY: _("what is to be done today"),
        Command.DEALS: _("deals by stage"),
        Command.NEW: _("a new deal in two taps"),
        Command.FIND: _("find a client or a deal"),
        Command.ME: _("my week and month in numbers"),
        Command.HOME: _("where things stand"),
        Command.FUNNEL: _("the funnel as a picture"),
        Command.TEAM: _("who is busy with what"),
        Command.DIGEST: _("what is wrong in the team"),
        Command.RULES: _("what has to be done in time"),
        Command.DISCIPLINE: _("who does things on time"),
        Command.EXCEPTIONS: _("whose deals are called complex"),
        Command.CHANNEL: _("a group that is told of deals"),
        Command.PEOPLE: _("roles, teams, who has left"),
        Command.COMPANY: _("hours, holidays, reminders"),
        Command.AWAY: _("leave, and who stands in"),
        Command.PROCESSES: _("stages and steps as pictures"),
        Command.INVITE: _("a link for a new colleague"),
        Command.IMPORT: _("deals and clients from a file"),
        Command.EXPORT: _("all that you may see as a file"),
        Command.HEALTH: _("whether everything works"),
        Command.SETTINGS: _("language, time zone, hours"),
        Command.HELP: _("what I can do"),
        Command.START: _("begin"),
    }[command]
