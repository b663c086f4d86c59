"""Processes in the chat: the list of them, one with its stages, and a stage with what it is for and what gets out of it."""

from collections.abc import Mapping, Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Processes
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views import process_picture
from bot.views.layout import LABEL, button, flow, my_day, pager
from bot.views.lines import clip, sentence, stack
from fsm.definition import Process, Subject
from fsm.telling import Teller

SHORT = 3
"""A process of so many working stages is drawn with all that is done in them."""
_ROOM = 760
"""Characters of a caption, of which Telegram takes 1024, that are spread over what is listed in it."""


def processes(found: Sequence[Process], t: Texts) -> Screen:
    """Each with a button."""
    return Screen(
        stack(
            Bold(t.gettext("Processes")),
            t.gettext("How a deal goes: its stages, what is done in each and what leads on."),
            "",
            *(_line(one, t) for one in found),
        ),
        (*flow(button(t.label(one.title), of(one)) for one in found), (my_day(t),)),
    )


def of(process: Process, stage: str = "") -> Processes:
    """What opens a process, or a stage of it."""
    return Processes(process.process, process.version, stage)


def _line(process: Process, t: Texts) -> Text:
    line = Text(Bold(t.label(process.title)), " · ", process_picture.subtitle(process, t))
    return Text(line, " · ", t.gettext("inside a deal")) if process.subject is Subject.REQUEST else line


def process(found: Process, photo: bytes, t: Texts) -> Screen:
    """The picture of all of it; where that has no room for goals, they stand below."""
    keys = process_picture.order(found)
    goals = [
        f"{process_picture.sign(found, key)} {t.label(goal)}"
        for key in keys
        if len(found.working_stages) > SHORT and (goal := found.stages[key].goal) is not None
    ]
    back = Button(t.gettext("‹ Processes"), Processes("", 0, ""))
    return Screen(
        stack(
            Text(Bold(t.label(found.title)), " · ", process_picture.subtitle(found, t)),
            t.gettext("A stage opens what is done in it.") if not goals else None,
            "",
            *_fitted(goals),
        ),
        (*((button(_titled(found, key, t), of(found, key)),) for key in keys), (back, my_day(t))),
        photo=photo,
    )


def _titled(found: Process, key: str, t: Texts) -> str:
    return clip(f"{process_picture.sign(found, key)} {t.label(found.stages[key].title)}", LABEL)


def stage(
    found: Process, key: str, photo: bytes, t: Texts, others: Mapping[str, Process] | None = None
) -> Screen:
    """What it is for, what its gate demands, what gets a deal out of it; the picture shows its steps."""
    keys = process_picture.order(found)
    definition = found.stages[key]
    teller = Teller(found, t.language, others)
    out = [t.label(definition.out)] if definition.out else []
    out += [*map(teller.pass_, definition.passes), *map(teller.start, definition.starts)]
    lists = (
        (t.gettext("To enter:"), teller.gate(definition)),
        (t.gettext("Steps that should be done:"), [teller.activity(one) for one in definition.must]),
        (t.gettext("What leads on:"), out),
    )
    lines = iter(_fitted([line for _, given in lists for line in given]))
    told: list[Text | str] = []
    for title, given in lists:
        told += ["", Bold(title), *(f"· {next(lines)}" for _ in given)] if given else []
    whose = Button(clip(f"‹ {t.label(found.title)}", LABEL), of(found))
    return Screen(
        stack(
            Bold(_titled(found, key, t)),
            Italic(clip(t.label(definition.goal), 200)) if definition.goal else None,
            teller.say("draft") if definition.draft else None,
            *told[:24],
        ),
        (
            *pager(keys.index(key), len(keys), lambda number: of(found, keys[number]), t),
            (whose,),
            (my_day(t),),
        ),
        photo=photo,
    )


def _fitted(lines: Sequence[str]) -> list[str]:
    """Whole, where they fit into a caption together; else each is cut at the same length."""
    room = 300 if sum(map(len, lines)) <= _ROOM else max(_ROOM // len(lines), 40)
    return [clip(one, room) for one in lines]


def opening(found: Process, t: Texts) -> Button:
    """Leads to the process from a deal of it."""
    return Button(t.gettext("Process"), of(found))


def heading(found: Process, client: str | None, t: Texts) -> Text:
    """«Ромашка · Корпоративные продажи»."""
    name = clip(client) if client else t.gettext("Client not known yet")
    return sentence("{client} · {process}", client=Bold(name), process=t.label(found.title))
