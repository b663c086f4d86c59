"""Buttons with which numbers are looked at for another period, another team or another rep."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.callbacks import Callback, base36
from bot.screen import Button, Keyboard, Look, rows
from bot.texts import Texts
from bot.views.lines import SHORT, clip
from storage.people import Person
from storage.teams import Team

_TEAMS = 12
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
        "90d": _("90 days"),
        "year": _("Year"),
        "365d": _("365 days"),
        "all": _("All time"),
    }.get(key, key)


def spelled(key: str, days: tuple[date | None, date | None], t: Texts) -> str:
    """The same with its days."""
    first, last = days
    if first is None or last is None:
        return period(key, t)
    said = t.date(first) if first == last else f"{t.date(first)} – {t.date(last)}"
    return f"{period(key, t)} ({said})"


def periods(keys: Sequence[str], chosen: str, to: Callable[[str], Callback], t: Texts) -> Keyboard:
    """In rows of three, the chosen one marked."""
    return rows([one(period(key, t), to(key), marked=key == chosen) for key in keys], 3)


def scopes(
    teams: Sequence[Team],
    reps: Sequence[Person],
    chosen: str,
    whole: str,
    to: Callable[[str], Callback],
    t: Texts,
) -> Keyboard:
    """`whole` is the widest scope the reader may see, `reps` all whom it holds; nothing where there is no choice."""
    groups = [one(t.gettext("Everybody"), to(whole), marked=chosen == whole)]
    groups += [
        _scope(team.name, f"t{base36(team.id)}", chosen, to)
        for team in teams[:_TEAMS]
        if f"t{base36(team.id)}" != whole
    ]
    people = [_scope(rep.name, f"p{base36(rep.id)}", chosen, to) for rep in _near(chosen, teams, reps)]
    return (*(rows(groups, 2) if len(groups) > 1 or people else ()), *rows(people, 2))


def one(label: str, callback: Callback, *, marked: bool) -> Button:
    """A button of several of which one is chosen."""
    return Button(f"● {label}" if marked else label, callback, look=Look.MAIN if marked else None)


def _near(scope: str, teams: Sequence[Team], reps: Sequence[Person]) -> Sequence[Person]:
    """The reps that get a button: all where they are few, else those of the team shown, with the teams below it."""
    if len(reps) <= _NAMES:
        return reps
    of_team = {f"t{base36(team.id)}": team.id for team in teams}
    of_person = {f"p{base36(rep.id)}": rep.team_id for rep in reps}
    found = of_team.get(scope, of_person.get(scope))
    if found is None:
        return ()
    below = {found}
    for _level in range(len(teams)):
        below |= {team.id for team in teams if team.parent_id in below}
    return [rep for rep in reps if rep.team_id in below][:_NAMES]


def _scope(name: str, scope: str, chosen: str, to: Callable[[str], Callback]) -> Button:
    return one(clip(name, SHORT), to(scope), marked=chosen == scope)
