"""The team, invites, and one's own language."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import joining, reading
from bot.usecases.access import ForbiddenError, Role, may_invite
from bot.views import people
from bot.views import team as team_view


async def team(desk: Desk, callback: callbacks.Team) -> Screen:
    found = await reading.team(desk.work)
    title = found.team.name if found.team else desk.t.gettext("All sales")
    scope = f"t{callbacks.base36(found.team.id)}" if found.team else "all"
    return team_view.team(title, found.members, desk.t, scope=scope, page=callback.page)


async def invite(desk: Desk, callback: callbacks.Invite) -> Screen:
    """Role, then team where there is a choice, then the link."""
    may = may_invite(desk.work.person)
    if not may:
        raise ForbiddenError
    if callback.role not in {role.value for role in may}:
        return people.invite_roles(may, desk.t)
    teams = await reading.all_teams(desk.work)
    role = Role(callback.role)
    if not callback.team and len(may) > 1 and role in {Role.REP, Role.HEAD} and teams:
        return people.invite_teams(role.value, teams, desk.t)
    link = await joining.invite(desk.work, role, callback.team or None)
    name = next((one.name for one in teams if one.id == link.team_id), None)
    address = f"https://t.me/{desk.bot_name}?start={link.token}"
    return people.invitation(address, link.role, name, link.expires_at, desk.t, desk.now)
