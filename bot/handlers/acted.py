"""What is drawn once something was done by hand."""

from dataclasses import replace

from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import reading
from bot.usecases.asked import Act
from bot.usecases.replies import Target
from bot.views import acts, duties, task
from bot.views import deal as deal_view
from storage.apply import Advanced


async def done(desk: Desk, target: Target, advanced: Advanced) -> Screen:
    """What an act has led to: the line of the activity that was put off, else the deal with what has happened above."""
    if target.act is Act.SNOOZE and target.activity is not None:
        card = await reading.task(desk.work, target.activity, before=False)
        return task.put_off(card.card, card.process, desk.t, desk.now, undo=advanced.cause_id)
    found = await reading.deal(desk.work, target.run)
    header = acts.done(target, advanced, found.card, found.process, desk.t, desk.now)
    screen = deal_view.deal(
        found.card,
        found.open,
        found.moves,
        found.process,
        desk.t,
        desk.now,
        reader=desk.work.person.id,
        header=header,
        names=found.names,
        undo=advanced.cause_id,
        stands=found.standing,
        processes=desk.work.company.processes,
    )
    if target.act is Act.SENT:
        return replace(screen, toast=duties.sent(found.standing.duties, target.key, desk.t, desk.now))
    return replace(screen, toast=acts.toast(target, desk.t))
