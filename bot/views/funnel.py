"""The funnel under its picture: the numbers in words, and every other period, team and rep one tap away."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Funnel, FunnelFile
from bot.screen import Button, Keyboard, rows
from bot.texts import Texts
from bot.views import scoping, words
from bot.views.layout import my_day
from bot.views.lines import clip, joined, stack
from fsm.definition import Process
from storage import stats
from storage.people import Person
from storage.teams import Team

PERIODS = ("today", "yesterday", "week", "last_week", "month", "last_month", "quarter", "year", "all")
_STAGES = 12  # of a caption, which holds 1024 signs


def caption(
    found: stats.Funnel,
    process: Process,
    whose: str,
    key: str,
    currency: str,
    t: Texts,
    *,
    days: tuple[date, date] | None = None,
) -> Text:
    """`whose` is the company, a team or a person; `days` are the first and the last of the period."""
    when = scoping.spelled(key, days or (None, None), t)
    return stack(
        Bold(t.label(process.title)),
        joined((clip(whose, 40), when)),
        "",
        *(
            _numbers(found, process, currency, t)
            if found.closed + found.open
            else [t.gettext("No deals here.")]
        ),
    )


def _numbers(found: stats.Funnel, process: Process, currency: str, t: Texts) -> list[Text | str]:
    _ = t.gettext
    lines: list[Text | str] = []
    for stage in found.stages[:_STAGES]:
        said = _("{stage}: {reached} came here, {now} are here now").format(
            stage=words.stage(process, stage.stage, t),
            reached=t.number(stage.reached),
            now=t.number(stage.now),
        )
        if stage.sum_now:
            said += " · " + t.money(stage.sum_now, currency, compact=True)
        lines.append(said)
    won = _("Won: {number}").format(number=t.number(found.won))
    if found.won_sum:
        won += " · " + t.money(found.won_sum, currency, compact=True)
    lines += ["", won, _("Lost: {number}").format(number=t.number(found.lost))]
    if found.closed:
        rate = _("{share} of closed deals are won").format(share=t.percent(found.won / found.closed))
        lines.append(rate)
    return lines


def keyboard(
    asked: Funnel,
    teams: Sequence[Team],
    reps: Sequence[Person],
    t: Texts,
    *,
    whole: str = "all",
    processes: Sequence[Process] = (),
) -> Keyboard:
    """`asked` is what is shown; `whole` is the widest scope the reader may see, and `reps` all whom it holds."""
    kinds = [
        scoping.one(
            t.label(one.title),
            Funnel(asked.period, asked.scope, one.process),
            marked=one.process == asked.pick,
        )
        for one in processes
    ]
    xlsx, csv = (f"x.{asked.pick}", f"c.{asked.pick}") if asked.pick else ("xlsx", "csv")
    return (
        *(rows(kinds, 1) if len(kinds) > 1 else ()),
        *scoping.periods(PERIODS, asked.period, lambda key: Funnel(key, asked.scope, asked.pick), t),
        *scoping.scopes(
            teams, reps, asked.scope, whole, lambda scope: Funnel(asked.period, scope, asked.pick), t
        ),
        (
            Button("Excel", FunnelFile(asked.period, asked.scope, xlsx)),
            Button("CSV", FunnelFile(asked.period, asked.scope, csv)),
        ),
        (my_day(t),),
    )
