"""Lists of deals, one's own or the team's: filtered by stage with one tap, eight a page, whose step is due first."""

from collections.abc import Mapping
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Deals, OpenDeal, Team
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.reading import DealList
from bot.views import words
from bot.views.layout import LABEL, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Process
from storage.deals import Line, Total

PAGE = 8


def deals(found: DealList, asked: Deals, processes: Processes, t: Texts, now: datetime) -> Screen:
    """A page of one's own deals, a person's, or (without an owner) the team's. `asked` is the callback that is drawn."""
    shown = [total for stage, total in found.stages.items() if asked.stage in {"", stage}]
    count = sum(total.count for total in shown)
    numbered = list(enumerate(found.lines, asked.page * PAGE + 1))
    team = found.owner is None
    body: list[Text | str] = [_line(place, line, processes, t, now, owners=team) for place, line in numbered]
    pages = pages_of(count, PAGE)
    return Screen(
        stack(
            Bold(_title(found, asked, t)),
            t.ngettext("{number} open deal", "{number} open deals", count).format(number=t.number(count)),
            "",
            *(body or [t.gettext("There are no deals here.")]),
        ),
        (
            *(
                (Button(_label(place, line, t), OpenDeal(line.run_id, "card", 0)),)
                for place, line in numbered
            ),
            *pager(asked.page, pages, lambda page: Deals(asked.scope, asked.stage, page), t),
            *_filters(found.stages, asked, _process(found, processes), t),
            _back(found, asked, t),
        ),
    )


def _title(found: DealList, asked: Deals, t: Texts) -> str:
    if found.owner is None:
        return t.gettext("Deals of the team")
    return t.gettext("My deals") if asked.scope == "mine" else clip(found.owner.name)


def _back(found: DealList, asked: Deals, t: Texts) -> tuple[Button, ...]:
    """The team's lists lead back to the team."""
    if asked.scope == "mine":
        return (my_day(t),)
    return (Button(t.gettext("Team"), Team(0)), my_day(t))


def _process(found: DealList, processes: Processes) -> Process | None:
    """The process whose stages are the filters: the newest one that most of the stages are of."""
    return max(
        processes.values(),
        key=lambda one: (len(found.stages.keys() & one.stages.keys()), one.version),
        default=None,
    )


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
    return clip(f"{place} · {name}" + (f" · {line.product}" if line.product else ""), LABEL)


def _filters(totals: Mapping[str, Total], asked: Deals, process: Process | None, t: Texts) -> Keyboard:
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
