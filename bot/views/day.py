"""«My day»: everything that is to be done, late things first; one message, eight lines a page."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Day as Turn
from bot.callbacks import Deals, OpenTask, Postpone, Team
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.views import words
from bot.views.layout import fitted, my_day, pager, pages_of
from bot.views.lines import SHORT, capital, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Process
from storage.agenda import Agenda, Counts, Section, Task

PAGE = 8


def day(
    agenda: Agenda,
    page: int,
    processes: Processes,
    t: Texts,
    now: datetime,
    *,
    scope: str = "all",
    whose: str | None = None,
) -> Screen:
    """Page `page` from 0; the counts are of all pages. Of somebody else: `scope` p<id>, `whose` the name."""
    head = stack(Bold(clip(whose)) if whose else None, Bold(capital(t.long_day(t.today(now)))))
    pages = pages_of(agenda.counts.all, PAGE)
    if not agenda.tasks:
        return Screen(
            stack(head, "", *_nothing(agenda, t, whose)), (*_jumps(agenda, page, scope, t), _deals(scope, t))
        )
    return Screen(
        stack(head, counts(agenda.counts, t), *_sections(agenda, page, processes, t, now)),
        (
            *(
                _opening(task, place, processes, t)
                for place, task in enumerate(agenda.tasks, page * PAGE + 1)
            ),
            *_late(agenda, scope, t),
            *pager(page, pages, lambda to: Turn(scope, to), t),
            *_jumps(agenda, page, scope, t),
            _deals(scope, t),
        ),
    )


def counts(found: Counts, t: Texts) -> str:
    """«просрочено 3 · сегодня 5 · позже 180»."""
    return " · ".join(
        said.format(number=t.number(number))
        for said, number in (
            (t.gettext("overdue {number}"), found.overdue),
            (t.gettext("today {number}"), found.timed + found.today),
            (t.gettext("later {number}"), found.next),
        )
        if number
    )


def _nothing(agenda: Agenda, t: Texts, whose: str | None) -> list[str]:
    if agenda.counts.all:
        return [t.gettext("Nothing more on this page.")]
    if whose:
        return [t.gettext("Everything is done, nothing is planned.")]
    return [t.gettext("Everything is done, nothing is planned."), t.gettext("Your deals are one tap away.")]


def _sections(agenda: Agenda, page: int, processes: Processes, t: Texts, now: datetime) -> list[Text | str]:
    titles = {
        Section.OVERDUE: t.gettext("Overdue"),
        Section.TIMED: t.gettext("Today, at a time"),
        Section.TODAY: t.gettext("Today"),
        Section.NEXT: t.gettext("Next"),
    }
    lines: list[Text | str] = []
    current = None
    for place, task in enumerate(agenda.tasks, page * PAGE + 1):
        if task.section != current:
            lines += ["", Bold(titles[task.section])]
            current = task.section
        lines.append(Text(f"{place}. ", _line(task, processes, t, now)))
    return lines


def _line(task: Task, processes: Processes, t: Texts, now: datetime) -> Text:
    process = processes.get((task.process, task.version))
    line = joined(
        (
            _when(task, t, now),
            about(task, 32, t),
            called(task, process, t),
            instead(task, t),
        )
    )
    return line or Text()


def called(task: Task, process: Process | None, t: Texts) -> str:
    """What somebody called it, else what the process calls it."""
    return clip(task.title) if task.title else words.activity(process, task.key, t)


def about(task: Task, limit: int, t: Texts) -> str:
    """The client; where nobody knows who it is, what is to be sold tells one line from the next."""
    known = task.client or task.product
    return clip(known, limit) if known else t.gettext("client not known")


def instead(task: Task, t: Texts) -> str | None:
    """Whose task it is, where the reader stands in for him."""
    return t.gettext("for: {name}").format(name=clip(task.instead, SHORT)) if task.instead else None


def _when(task: Task, t: Texts, now: datetime) -> str | None:
    match task.section:
        case Section.TIMED:
            return t.time(task.due)
        case Section.TODAY:
            return None
        case _:
            return t.moment(task.due, now, timed=task.timed)


def _opening(task: Task, place: int, processes: Processes, t: Texts) -> tuple[Button, ...]:
    """«3 · 15:00 Ромашка · Позвонить»; the number is that of the line."""
    process = processes.get((task.process, task.version))
    time = f"{t.time(task.due)} " if task.section is Section.TIMED else ""
    mark = "⚠ " if task.section is Section.OVERDUE else ""
    label = fitted(f"{place} · {mark}{time}{about(task, SHORT, t)}", called(task, process, t))
    return (Button(label, OpenTask(task.id)),)


def _jumps(agenda: Agenda, page: int, scope: str, t: Texts) -> Keyboard:
    """To the pages on which the parts of the list begin, when that is another page."""
    found = agenda.counts
    parts = (
        (t.gettext("Overdue"), 0, found.overdue),
        (t.gettext("Today"), found.overdue, found.timed + found.today),
        (t.gettext("Next"), found.overdue + found.timed + found.today, found.next),
    )
    places: dict[int, str] = {}
    for title, first, count in parts:
        if count:
            places.setdefault(first // PAGE, title)
    row = tuple(Button(title, Turn(scope, to)) for to, title in places.items() if to != page)
    return (row,) if row else ()


def _late(agenda: Agenda, scope: str, t: Texts) -> Keyboard:
    """One's own that is overdue gets a new day all at once; one alone is put off on its card."""
    if scope != "all" or agenda.counts.overdue < 2:
        return ()
    return ((Button(t.gettext("↷ Move what is overdue"), Postpone("", "")),),)


def _deals(scope: str, t: Texts) -> tuple[Button, ...]:
    """One's own deals; or the other's, the way back to the team, and one's own day."""
    if scope == "all":
        return (Button(t.gettext("Deals"), Deals("mine", "", 0)),)
    return (Button(t.gettext("Deals"), Deals(scope, "", 0)), Button(t.gettext("Team"), Team(0)), my_day(t))
