"""How much is allowed: a number that the rule can count, and other numbers where there is something that has its own."""

from collections.abc import Iterator

from fsm.checks.finding import Finding
from fsm.definition import Rule, Unit, Watch
from fsm.problems import Path, listed, suggestion

SEGMENTS = ("key", "usual", "low")
"""Of clients."""
OF_STAGES = frozenset({Watch.STAGE, Watch.FAR})
_UNITS = {
    None: (Unit.HOURS, Unit.DAYS),
    Watch.APPROVAL: (Unit.HOURS, Unit.DAYS),
    Watch.SNOOZE: (Unit.TIMES,),
}
"""By what is watched; None: a duty. All others are counted in days."""
_LASTING = frozenset({Watch.STAGE, Watch.FAR, Watch.INFO, Watch.CONTACT})
"""What lasts from the first day on: with no day allowed, everything would break it."""


def check(rule: Rule) -> Iterator[Finding]:
    """The unit fits, the numbers leave something that is allowed, and norms are of what has them."""
    units, unit = _UNITS.get(rule.watch, (Unit.DAYS,)), rule.limit.unit
    about = f"`watch: {rule.watch}`" if rule.watch else "a duty"
    if unit not in units:
        what = f"{about} is not counted in {unit}"
        yield Finding(("limit", unit), what, f"meant is {' or '.join(f'`{one}`' for one in units)}")
    if unit is Unit.TIMES and "calendar" in rule.limit.model_fields_set:
        yield Finding(("limit", "calendar"), "`calendar` with `times`", "no time is counted: leave it out")
    if rule.watch in _LASTING:
        meant = "every one would break it at once: 1 or more"
        if unit is Unit.DAYS and rule.limit.number == 0:
            yield Finding(("limit", "days"), f"{about} with 0 days", meant)
        for name, number in rule.norms.items():
            if number == 0:
                yield Finding(("norms", name), f"{about} with 0 days", meant)
    yield from _norms(rule)


def _norms(rule: Rule) -> Iterator[Finding]:
    """Names of stages are held against the processes elsewhere."""
    if rule.norms and rule.watch not in {*OF_STAGES, Watch.CONTACT}:
        yield Finding(
            ("norms",),
            f"norms without {listed(sorted(OF_STAGES | {Watch.CONTACT}))}",
            "only stages and segments of clients have numbers of their own: leave them out",
        )
        return
    for name in rule.norms:
        path: Path = ("norms", name)
        if rule.watch is Watch.CONTACT and name not in SEGMENTS:
            yield Finding(path, f"unknown segment `{name}`", suggestion(name, SEGMENTS))
        elif rule.watch in OF_STAGES and len(name.split(".")) != 2:
            yield Finding(path, f"`{name}` is no stage", "a stage is written `process.stage`")
