"""/people: the list, one of them, and what an administrator or a head does about him."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers import absences
from bot.screen import Screen
from bot.usecases import company, customs, forms, leaving, reading, staff
from bot.usecases.access import ForbiddenError, Role, has
from bot.usecases.company import TeamError
from bot.usecases.forms import Form
from bot.usecases.rights import HinderedError, Right
from bot.views import groups
from bot.views import leaving as leaving_view
from bot.views import people as people_view
from bot.views import staff as staff_view


async def listed(desk: Desk, callback: callbacks.People) -> Screen:
    gone = callback.part == "gone"
    found = await staff.listed(desk.work, gone=gone, page=callback.page)
    return staff_view.listed(found, "gone" if gone else "", callback.page, desk.t, admin=_admin(desk))


async def shown(desk: Desk, callback: callbacks.Staff) -> Screen:
    """The card of somebody, or one of the choices on it."""
    match callback.part:
        case "away":
            return await absences.shown(desk, callback.person)
        case "roles":
            return staff_view.roles(await _with(desk, callback.person, Right.ROLES), desk.t)
        case "teams":
            found = await _with(desk, callback.person, Right.TEAM)
            return staff_view.teams(found, await reading.all_teams(desk.work), desk.t)
        case "leave":
            leaver, takers = await leaving.takers_of(desk.work, callback.person)
            return leaving_view.sure(leaver, takers, desk.t)
        case "again":
            return await _again(desk, callback.person)
        case _:
            return await _card(desk, callback.person)


async def act(desk: Desk, callback: callbacks.StaffAct) -> Screen:
    """A role, a team, or the end."""
    try:
        return await _act(desk, callback)
    except HinderedError as error:
        why = staff_view.hindrance(error.why, desk.t)
        return await _card(desk, callback.person, why)


async def group(desk: Desk, callback: callbacks.Group) -> Screen:
    """Teams: the tree, one of them, its name, its place."""
    match callback.act:
        case "new" | "rename":
            await company.tree(desk.work)
            await forms.ask(desk.work, forms.TEAM, message=desk.pressed, team=callback.team)
            return groups.team_name(callback.team, desk.t)
        case "parent" if callback.value:
            return await _hung(desk, callback)
        case "parent":
            return groups.parents(await company.tree(desk.work), callback.team, desk.t)
        case _:
            await forms.over(desk.work)
            return await team_card(desk, callback.team)


async def named(desk: Desk, form: Form, text: str) -> Screen:
    """The name of a team, in words."""
    team = form.about["team"]
    try:
        number = await company.name_team(desk.work, team or None, text)
    except TeamError as error:
        return groups.team_name(team, desk.t, problem=groups.trouble(error.why, desk.t))
    return await team_card(desk, number, desk.t.gettext("Saved."))


async def _act(desk: Desk, callback: callbacks.StaffAct) -> Screen:
    person, t = callback.person, desk.t
    if callback.act == "leave":
        name = (await staff.profile(desk.work, person)).person.name
        done = await leaving.dismiss(desk.work, person, callback.value)
        return leaving_view.left(done, name, t, admin=_admin(desk))
    if callback.act == "team":
        await staff.set_team(desk.work, person, callback.value or None)
        return await _card(desk, person, t.gettext("Saved."))
    if callback.act not in {role.value for role in Role}:
        raise ForbiddenError
    await staff.set_role(desk.work, person, Role(callback.act), on=bool(callback.value))
    return staff_view.roles(await staff.profile(desk.work, person), t, header=t.gettext("Saved."))


async def _card(desk: Desk, person: int, header: str | None = None) -> Screen:
    found = await staff.profile(desk.work, person)
    return staff_view.card(found, desk.t, header=header, admin=_admin(desk))


async def _with(desk: Desk, person: int, right: Right) -> staff.Profile:
    found = await staff.profile(desk.work, person)
    if right not in found.rights:
        raise ForbiddenError
    return found


async def _again(desk: Desk, person: int) -> Screen:
    link, _ = await staff.again(desk.work, person)
    names = {one.id: one.name for one in await reading.all_teams(desk.work)}
    address = f"https://t.me/{desk.bot_name}?start={link.token}"
    team = names.get(link.team_id or 0)
    return people_view.invitation(address, link.role, team, link.expires_at, desk.t, desk.now)


async def _hung(desk: Desk, callback: callbacks.Group) -> Screen:
    try:
        await company.hang_team(desk.work, callback.team, callback.value - 1 or None)
    except TeamError as error:
        return await team_card(desk, callback.team, groups.trouble(error.why, desk.t))
    return await team_card(desk, callback.team, desk.t.gettext("Saved."))


async def team_card(desk: Desk, number: int, header: str | None = None) -> Screen:
    """The card of a team; all of them where there is none such."""
    found = await company.tree(desk.work)
    known = any(one.id == number for one in found.teams)
    said = await customs.of(desk.work, number) if known else None
    one = groups.group(found, number, desk.t, header=header, said=said) if known else None
    return one or groups.groups(found, desk.t, header=header)


def _admin(desk: Desk) -> bool:
    return has(desk.work.person, Role.ADMIN)
