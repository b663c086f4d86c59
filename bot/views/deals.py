"""Lists of deals, one's own or the team's: filtered by stage with one tap, eight a page, whose step is due first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Day, Deals, OpenDeal, Team
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.views import words
from bot.views.layout import LABEL, fitted, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Process
from storage.deals import Line, Total

PAGE = 8


def deals(
    lines: Sequence[Line],
    totals: Mapping[str, Total],
    asked: Deals,
    title: str,
    process: Process,
    processes: Processes,
    t: Texts,
    now: datetime,
    *,
    owners: bool = False,
) -> Screen:
    """`asked` is the callback that is drawn, `totals` are of all its stages; `owners` names whose each deal is.

    `process` is the one whose stages are offered as filters.
    """
    shown = [total for stage, total in totals.items() if asked.stage in {"", stage}]
    count = sum(total.count for total in shown)
    numbered = list(enumerate(lines, asked.page * PAGE + 1))
    body: list[Text | str] = [
        _line(place, line, processes, t, now, owners=owners) for place, line in numbered
    ]
    return Screen(
        stack(
            Bold(clip(title)),
            t.ngettext("{number} open deal", "{number} open deals", count).format(number=t.number(count)),
            "",
            *(body or [t.gettext("There are no deals here.")]),
        ),
        (
            *(
                (Button(_label(place, line, t), OpenDeal(line.run_id, "card", 0)),)
                for place, line in numbered
            ),
            *pager(asked.page, pages_of(count, PAGE), lambda page: Deals(asked.scope, asked.stage, page), t),
            *_filters(totals, asked, process, t),
            _back(asked, t),
        ),
    )


def _back(asked: Deals, t: Texts) -> tuple[Button, ...]:
    """Lists of others lead to their tasks, and back to the team."""
    if asked.scope == "mine":
        return (my_day(t),)
    tasks = (Button(t.gettext("Tasks"), Day(asked.scope, 0)),) if asked.scope != "team" else ()
    return (*tasks, Button(t.gettext("Team"), Team(0)), my_day(t))


def _line(place: int, line: Line, processes: Processes, t: Texts, now: datetime, *, owners: bool) -> Text:
    process = processes.get((line.process, line.version))
    what = joined(
        (
            Bold(clip(line.client, 32)) if line.client else t.gettext("client not known"),
            clip(line.product, SHORT) if line.product else None,
            t.money(line.amount, line.currency or "RUB", compact=True) if line.amount is not None else None,
        )
    )
    step = None
    if line.next_due is not None:
        moment = t.moment(line.next_due, now, timed=bool(line.next_timed))
        late = "⚠ " if line.next_due < now else ""
        step = f"{words.activity(process, line.next_key, t)}, {late}{moment}"
    where = joined((words.stage(process, line.stage, t), step, clip(line.owner, SHORT) if owners else None))
    return stack(Text(f"{place}. ", what or ""), Text("   ", where or ""))


def _label(place: int, line: Line, t: Texts) -> str:
    name = clip(line.client, SHORT) if line.client else t.gettext("client not known")
    return fitted(f"{place} · {name}", clip(line.product) if line.product else None)


def _filters(totals: Mapping[str, Total], asked: Deals, process: Process, t: Texts) -> Keyboard:
    everything = sum(total.count for total in totals.values())
    parts = [("", t.gettext("All"), everything)]
    parts += [
        (key, words.stage(process, key, t), totals[key].count)
        for key in process.working_stages
        if key in totals
    ]
    if len(parts) <= 2 and not asked.stage:
        return ()
    return flow(
        Button(
            clip(("● " if key == asked.stage else "") + f"{title} {t.number(count)}", LABEL),
            Deals(asked.scope, key, 0),
            look=Look.MAIN if key == asked.stage else None,
        )
        for key, title, count in parts
    )
