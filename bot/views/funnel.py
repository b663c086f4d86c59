"""The funnel under its picture: the numbers in words, and every other period, team and rep one tap away."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Funnel, FunnelFile, base36
from bot.screen import Button, Keyboard, Look, rows
from bot.texts import Texts
from bot.views import words
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, joined, stack
from fsm.definition import Process
from storage import stats
from storage.people import Person
from storage.teams import Team

PERIODS = ("today", "yesterday", "week", "last_week", "month", "last_month", "quarter", "year", "all")
_STAGES = 12  # of a caption, which holds 1024 signs
_NAMES = 18
"""The most reps on the keyboard; where there are more, they come with their team."""


def period(key: str, t: Texts) -> str:
    """A period on a button."""
    _ = t.gettext
    return {
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "week": _("Week"),
        "last_week": _("Last week"),
        "month": _("Month"),
        "last_month": _("Last month"),
        "quarter": _("Quarter"),
        "year": _("Year"),
        "all": _("All time"),
    }.get(key, key)


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
    when = period(key, t)
    if days is not None:
        when += f" ({t.date(days[0])})" if days[0] == days[1] else f" ({t.date(days[0])} – {t.date(days[1])})"
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
        _one(
            t.label(one.title),
            Funnel(asked.period, asked.scope, one.process),
            marked=one.process == asked.pick,
        )
        for one in processes
    ]
    periods = [
        _one(period(key, t), Funnel(key, asked.scope, asked.pick), marked=key == asked.period)
        for key in PERIODS
    ]
    scopes = [
        _one(t.gettext("Everybody"), Funnel(asked.period, whole, asked.pick), marked=asked.scope == whole)
    ]
    scopes += [
        _scope(team.name, f"t{base36(team.id)}", asked)
        for team in teams[:12]
        if f"t{base36(team.id)}" != whole
    ]
    people = [_scope(one.name, f"p{base36(one.id)}", asked) for one in _near(asked.scope, teams, reps)]
    xlsx, csv = (f"x.{asked.pick}", f"c.{asked.pick}") if asked.pick else ("xlsx", "csv")
    return (
        *(rows(kinds, 1) if len(kinds) > 1 else ()),
        *rows(periods, 3),
        *(rows(scopes, 2) if len(scopes) > 1 or people else ()),
        *rows(people, 2),
        (
            Button("Excel", FunnelFile(asked.period, asked.scope, xlsx)),
            Button("CSV", FunnelFile(asked.period, asked.scope, csv)),
        ),
        (my_day(t),),
    )


def _near(scope: str, teams: Sequence[Team], reps: Sequence[Person]) -> Sequence[Person]:
    """The reps that get a button: all where they are few, else those of the team shown, with the teams below it."""
    if len(reps) <= _NAMES:
        return reps
    of_team = {f"t{base36(team.id)}": team.id for team in teams}
    of_person = {f"p{base36(one.id)}": one.team_id for one in reps}
    found = of_team.get(scope, of_person.get(scope))
    if found is None:
        return ()
    below = {found}
    for _level in range(len(teams)):
        below |= {team.id for team in teams if team.parent_id in below}
    return [one for one in reps if one.team_id in below][:_NAMES]


def _scope(name: str, scope: str, asked: Funnel) -> Button:
    return _one(clip(name, SHORT), Funnel(asked.period, scope, asked.pick), marked=asked.scope == scope)


def _one(label: str, callback: Funnel, *, marked: bool) -> Button:
    return Button(f"● {label}" if marked else label, callback, look=Look.MAIN if marked else None)
