"""Buttons that several activities share: `outcome_sets`, named by `outcomes` and `more_outcomes`.

Sets are a way of writing and end here: a Process has the outcomes of each activity in full.
"""

from fsm.problems import Path, place, suggestion
from fsm.source import Data, Source


def share(source: Source) -> None:
    """Puts the shared outcomes into the activities of a source, own ones first; complains about bad names."""
    data = source.data
    if not isinstance(data, dict):
        return
    sets = data.pop("outcome_sets", None)
    if sets is None:
        sets = {}
    if not isinstance(sets, dict):
        source.complain(source.line(("outcome_sets",)), "`outcome_sets` is not a mapping", "name: {outcomes}")
        sets = {}
    activities = data.get("activities")
    used: set[str] = set()
    for key, activity in activities.items() if isinstance(activities, dict) else ():
        if isinstance(activity, dict):
            used |= _fill(source, ("activities", key), activity, sets)
    for name in sets.keys() - used:
        source.complain(
            source.line(("outcome_sets", name)),
            f"the outcomes `{name}` belong to no activity",
            "name them in `outcomes` or `more_outcomes`, or take them out",
        )


def _fill(source: Source, path: Path, activity: dict[str, Data], sets: dict[str, Data]) -> set[str]:
    used: set[str] = set()
    own = activity.get("outcomes")
    if isinstance(own, str):
        used.add(own)
        activity["outcomes"] = _named(source, (*path, "outcomes"), own, sets)
    if "more_outcomes" not in activity:
        return used
    more = activity.pop("more_outcomes")
    names = [more] if isinstance(more, str) else more
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        source.complain(source.line((*path, "more_outcomes")), "`more_outcomes` is not a name", "name a set")
        return used
    outcomes = activity.setdefault("outcomes", {})
    if not isinstance(outcomes, dict):
        return used
    outcomes = activity["outcomes"] = dict(outcomes)
    worded = frozenset(outcomes)  # an activity may word a shared outcome in its own way
    for name in map(str, names):
        used.add(name)
        for key, outcome in _named(source, (*path, "more_outcomes"), name, sets).items():
            if key in worded:
                continue
            if key in outcomes:
                source.complain(
                    source.line((*path, "more_outcomes")),
                    f"`{key}` for the second time in {place((*path, 'more_outcomes'))}",
                    "two sets have it: word it in `outcomes`, or leave one set out",
                )
                continue
            outcomes[key] = outcome
            source.moved[(*path, "outcomes", key)] = ("outcome_sets", name, key)
    return used


def _named(source: Source, path: Path, name: str, sets: dict[str, Data]) -> dict[str, Data]:
    found = sets.get(name)
    if isinstance(found, dict):
        if path[-1] == "outcomes":
            source.moved[path] = ("outcome_sets", name)
        return found
    if name in sets:
        source.complain(
            source.line(("outcome_sets", name)), f"`{name}` is not a mapping", "outcome: {title: …}"
        )
    else:
        source.complain(
            source.line(path), f"unknown outcomes `{name}` in {place(path)}", suggestion(name, sets)
        )
    return {}
