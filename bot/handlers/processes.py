"""/processes: which there are, one as a picture, a stage of it; and the path of a deal."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import processes
from bot.usecases.access import ForbiddenError
from bot.views import deal_path, process_picture
from bot.views import processes as view
from charts import render


async def shown(desk: Desk, callback: callbacks.Processes) -> Screen:
    """The list, a process, or a stage of it."""
    if not callback.process:
        return view.processes(processes.listed(desk.work), desk.t)
    process = processes.one(desk.work, callback.process, callback.version)
    if not callback.stage:
        short = len(process.working_stages) <= view.SHORT
        draw = process_picture.whole if short else process_picture.overview
        return view.process(process, await render.png(draw(process, desk.t)), desk.t)
    if callback.stage not in process.stages:
        raise ForbiddenError
    photo = await render.png(process_picture.stage(process, callback.stage, desk.t))
    return view.stage(process, callback.stage, photo, desk.t, processes.newest(desk.work))


async def path(desk: Desk, callback: callbacks.Path) -> Screen:
    """The stages that a deal has been in."""
    found = await processes.path(desk.work, callback.run)
    photo = await render.png(deal_path.draw(found, desk.t, desk.now))
    return deal_path.screen(found, photo, desk.t, desk.now)
