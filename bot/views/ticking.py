"""The checklist on the card of an activity: a button for each point, ticked in place, and how many are done."""

from bot.callbacks import Tick
from bot.screen import Keyboard
from bot.texts import Texts
from bot.views import list_words
from bot.views.layout import button
from fsm.definition import Activity, Process
from storage.activities import Card


def points(task: Card, activity: Activity | None, process: Process, t: Texts) -> Keyboard:
    """The points, a row each; a press says what is wanted, so that two of them change nothing twice."""
    if activity is None or activity.checklist is None:
        return ()
    ticked = _ticked(task, activity.checklist)
    options = process.fields[activity.checklist].options
    return tuple(
        (
            button(
                f"{'☑' if key in ticked else '☐'} {t.label(one.title)}",
                Tick(task.id, key, int(key not in ticked)),
            ),
        )
        for key, one in options.items()
    )


def done(task: Card, activity: Activity | None, process: Process, t: Texts) -> str | None:
    """«Подготовка презентации: 3 из 5»."""
    if activity is None or activity.checklist is None:
        return None
    field = process.fields[activity.checklist]
    ticked = list_words.short(_ticked(task, activity.checklist), field, t)
    return f"☑ {t.label(field.title)}: {ticked}"


def _ticked(task: Card, key: str) -> tuple[str, ...]:
    written = task.deal.extra.get(key)
    return tuple(str(one) for one in written) if isinstance(written, list) else ()
