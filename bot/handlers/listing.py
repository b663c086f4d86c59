"""Lists of deals with their filters, and the home screen."""

from bot import callbacks, sieves
from bot.desk import Desk
from bot.handlers.deals import owner_of
from bot.screen import Screen
from bot.usecases import listing
from bot.views import deals as deals_view
from bot.views import home as home_view


async def listed(desk: Desk, callback: callbacks.Deals) -> Screen:
    """A list without filters, as many buttons ask for it."""
    return await sifted(desk, callbacks.Sifted(callback.scope, callback.stage, "", "list", callback.page))


async def sifted(desk: Desk, callback: callbacks.Sifted) -> Screen:
    """A page of the list, or its filters."""
    owner = owner_of(callback.scope, desk.work.person.id)
    sieve = sieves.read(callback.sieve, callback.stage, {key for key, _ in desk.work.company.processes})
    found = await listing.listed(desk.work, owner_id=owner, sieve=sieve, page=callback.page)
    if callback.part == "filters":
        return deals_view.filters(found, callback.scope, desk.t)
    return deals_view.deals(found, callback.scope, desk.work.company.processes, desk.t, desk.now)


async def home(desk: Desk, callback: callbacks.Home) -> Screen:
    found = await listing.home(desk.work, team=callback.scope == "team")
    return home_view.home(found, desk.t)
