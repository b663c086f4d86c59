"""The question «where to?» at the end of a stage: what is suggested, the other ways, and what one of those would mean."""

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Page
from bot.screen import Button, Keyboard, Look
from bot.texts import Texts
from bot.usecases.asked import Asked
from bot.usecases.exits import GO, Going
from bot.views import moves, words
from bot.views.choices import choice, look_of, turning
from bot.views.layout import flow, pager
from bot.views.standing import SIGNS
from bot.views.task import named
from fsm.definition import Process
from fsm.moves import Way, way_of
from fsm.questions import KEEP


def exits(asked: Asked, process: Process, t: Texts) -> Keyboard:
    """What is suggested first; behind «Another stage…» every other way, page by page; or to stay."""
    if isinstance(asked.shown, Going):
        to = asked.shown.move.to
        go = choice(asked, f"{GO}{to}", t.gettext("Go"), look_of(process, to) or Look.MAIN)
        return ((go,),)
    ways = [_way(asked, one.choice, process, t) for one in asked.suggestions]
    if asked.sought:
        return (*flow(ways), *turning(asked, t))
    key = asked.question.key
    if asked.page:
        back = Button(t.gettext("‹ What is suggested"), Page(asked.draft, key, 0))
        turned = pager(asked.page - 1, asked.pages, lambda number: Page(asked.draft, key, number + 1), t)
        return (*((way,) for way in ways), *turned, (back,))  # names of stages are long
    if asked.choices:
        ways.append(Button(t.gettext("Another stage…"), Page(asked.draft, key, 1)))
    if KEEP in asked.question.choices:
        ways.append(_way(asked, KEEP, process, t))
    return flow(ways)


def _way(asked: Asked, key: str, process: Process, t: Texts) -> Button:
    if key == KEEP:
        return choice(asked, key, t.gettext("Stay in the stage"))
    to = key.removeprefix("move.")
    stage = process.stages[to]
    sign = {Way.BACK: "←", Way.REPEAT: "↻"}.get(way_of(process, asked.stage or to, to), "→")
    if stage.final is not None:
        sign = SIGNS[stage.final]
    return choice(asked, key, f"{sign} {words.stage(process, to, t)}", look_of(process, to))


def said(key: str, process: Process, t: Texts) -> str:
    """The way that was chosen."""
    if key == KEEP:
        return t.gettext("Stay in the stage")
    to = key.removeprefix("move.")
    return f"→ {words.stage(process, to, t)}"


def meaning(going: Going, process: Process, t: Texts) -> list[Text | str | None]:
    """What is cancelled, passed over, not done and asked, before it happens."""
    _ = t.gettext
    move = going.move
    cancelled = [
        f"{words.sign(process, one.key)} {named(one.title, one.key, process, t)}" for one in going.cancelled
    ]
    return [
        Text("→ ", Bold(words.stage(process, move.to, t))),
        moves.sort(move, t),
        *moves.listed(_("Will be cancelled:"), cancelled),
        *moves.demands(move, process, t),
    ]
