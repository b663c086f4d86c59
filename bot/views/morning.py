"""What comes by itself: the plan of the morning and the ring before a timed activity; each says why it came."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import OpenTask
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.views import task as activity
from bot.views import words
from bot.views.day import about, counts, instead
from bot.views.layout import fitted, my_day
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Process
from storage.activities import Card, Touch
from storage.agenda import Agenda, Section, Task

PLAN = 20
"""How many tasks the plan reads; what is not shown of them is counted."""
LATE = timedelta(minutes=10)
"""So long after its moment a ring still says that it is now."""
_MINUTE = timedelta(minutes=1)
_SHOWN = {Section.OVERDUE: 4, Section.TIMED: 8, Section.TODAY: 6, Section.NEXT: 0}


def plan(agenda: Agenda, processes: Processes, name: str, at: str, t: Texts, now: datetime) -> Screen:
    """The plan of the day; what is overdue is one group of it. `at` is the time at which it comes every working day."""
    titles = {
        Section.TIMED: t.gettext("At a time"),
        Section.TODAY: t.gettext("In the course of the day"),
        Section.OVERDUE: t.gettext("Overdue"),
    }
    lines: list[Text | str] = []
    shown: list[Task] = []
    for section, title in titles.items():
        tasks = [task for task in agenda.tasks if task.section is section][: _SHOWN[section]]
        if tasks:
            lines += ["", Bold(title), *(_line(task, processes, t, now) for task in tasks)]
            rest = _count(agenda, section) - len(tasks)
            if rest > 0:
                lines.append(
                    t.ngettext("and {number} more", "and {number} more", rest).format(number=t.number(rest))
                )
            shown += tasks if section is Section.TIMED else []
    return Screen(
        stack(
            Bold(t.gettext("Good morning, {name}!").format(name=clip(name, SHORT))),
            t.gettext("The plan for {day}").format(day=t.long_day(t.today(now))),
            counts(agenda.counts, t) or None,
            *(lines or ["", t.gettext("Nothing is planned for today.")]),
            "",
            Italic(t.gettext("It comes every working day at {time}.").format(time=at)),
        ),
        (*(_opening(task, processes, t) for task in shown), (my_day(t),)),
    )


def _count(agenda: Agenda, section: Section) -> int:
    found = agenda.counts
    return (found.overdue, found.timed, found.today, found.next)[section]


def _line(task: Task, processes: Processes, t: Texts, now: datetime) -> Text:
    when = {
        Section.TIMED: t.time(task.due),
        Section.OVERDUE: t.moment(task.due, now, timed=task.timed),
    }.get(task.section)
    name = about(task, 32, t)
    process = processes.get((task.process, task.version))
    return Text("· ", joined((when, name, words.activity(process, task.key, t), instead(task, t))) or "")


def _opening(task: Task, processes: Processes, t: Texts) -> tuple[Button, ...]:
    name = about(task, SHORT, t)
    process = processes.get((task.process, task.version))
    label = fitted(f"{t.time(task.due)} {name}", words.activity(process, task.key, t))
    return (Button(label, OpenTask(task.id)),)


def ring(card: Card, touches: Sequence[Touch], process: Process, t: Texts, now: datetime) -> Screen:
    """The card of an activity that begins soon; one that has ended meanwhile is drawn as such."""
    minutes = max(0, round((card.due - now) / _MINUTE))
    title = words.activity(process, card.key, t)
    if minutes:
        header = t.ngettext("In {number} minute: {activity}", "In {number} minutes: {activity}", minutes)
    elif now - card.due < LATE:
        header = t.gettext("Now: {activity}")
    else:  # it could not be told in time
        header = t.gettext("The time has passed: {activity}")
    why = t.gettext("I remind you because it is set for {time}. Left alone, it will be overdue in “My day”.")
    return activity.card(
        card,
        touches,
        process,
        t,
        now,
        reader=card.owner_id,
        header=header.format(number=minutes, activity=title),
        footer=Italic(why.format(time=t.time(card.due))),
    )
