"""What happens by itself: timers, and requests that come back. Nobody is there to answer or to choose."""

from collections.abc import Iterator

from fsm.checks.finding import Finding
from fsm.checks.gates import unanswered
from fsm.checks.parts import takes_no_time
from fsm.checks.places import Places, places
from fsm.definition import Activity, Kind, Mode, Outcome, Process
from fsm.moves import is_forward
from fsm.problems import Path, listed

_ASKING = ("ask", "when", "ladder", "next", "exit")
_REQUESTS = (Kind.APPROVAL, Kind.REQUEST)


def check(process: Process) -> Iterator[Finding]:
    """What nobody chooses is chosen by something, asks nothing and can go where it leads."""
    where = places(process)
    for key, activity in process.activities.items():
        path: Path = ("activities", key)
        yield from _timers(path, activity)
        yield from _requests(process, path, key, activity)
        chosen = {timer.outcome for timer in activity.timers}
        if activity.runs is None and all(one.reserved for one in activity.outcomes.values()):
            what = f"all outcomes of `{key}` are reserved"
            yield Finding((*path, "outcomes"), what, "leave one that a person can choose")
        for name, outcome in activity.outcomes.items():
            place: Path = (*path, "outcomes", name)
            if outcome.reserved and activity.runs is None and name not in chosen:
                what = f"`{name}` is reserved, but nothing chooses it"
                yield Finding(place, what, "name it in a timer, or leave out `reserved`")
            if outcome.reserved or activity.runs is not None:
                yield from _alone(process, place, key, outcome, where)


def _timers(path: Path, activity: Activity) -> Iterator[Finding]:
    for number, timer in enumerate(activity.timers):
        place: Path = (*path, "timers", number)
        outcome = activity.outcomes.get(timer.outcome or "")
        if outcome is not None and not outcome.reserved and activity.runs is None:
            what = f"a timer chooses `{timer.outcome}`, and so can a person"
            yield Finding((*place, "outcome"), what, "what a timer chooses is `reserved: true`")
        if timer.opened is not None and takes_no_time(timer.opened):
            what = "a timer that takes no time"
            yield Finding((*place, "opened"), what, "it would run out at once: 1 or more")
        if timer in activity.timers[:number]:
            yield Finding(place, "a timer stands twice", "once is enough")


def _requests(process: Process, path: Path, key: str, activity: Activity) -> Iterator[Finding]:
    if activity.runs is not None and activity.kind not in _REQUESTS:
        what = f"`{key}` runs a process and is of kind {activity.kind}"
        yield Finding((*path, "kind"), what, "what is asked of others is of kind approval or request")
    if activity.runs is not None and key in (process.next_step, process.no_client):
        what = f"`{key}` has to be done by the owner, and runs a process"
        yield Finding((*path, "runs"), what, "take another activity for it")
    if activity.ask and (activity.runs is None or key not in process.by_hand):
        what = f"nobody is asked when `{key}` is opened"
        meant = "only what people add (`by_hand`) and what runs a process asks before"
        yield Finding((*path, "ask"), what, meant)


def _alone(process: Process, path: Path, key: str, outcome: Outcome, where: Places) -> Iterator[Finding]:
    for word in _ASKING:
        if getattr(outcome, word):
            what = f"`{word}` in an outcome that nobody chooses"
            yield Finding((*path, word), what, "nobody is there to answer: leave it out")
    for number, branch in enumerate(outcome.to):
        place: Path = (*path, "to", number)
        asked: dict[str, None] = {}
        steps: dict[str, None] = {}
        for stage in process.working_stages:
            if stage in where[key] and branch.to in process.stages:
                asked |= dict.fromkeys(unanswered(process, stage, branch.to, outcome.set))
                steps |= dict.fromkeys(_steps(process, stage, branch.to, key, outcome))
        if asked:
            what = f"an outcome that nobody chooses leads to `{branch.to}`, which asks for {listed(asked)}"
            yield Finding(place, what, "nobody is there to answer: name it in `set`, or lead elsewhere")
        if steps:
            what = f"an outcome that nobody chooses leads to `{branch.to}` past {listed(steps)}"
            yield Finding(place, what, "nobody is there to say why: lead elsewhere, or `steps: nudge`")


def _steps(process: Process, source: str, to: str, key: str, outcome: Outcome) -> list[str]:
    """Steps for which a strict gate wants a reason."""
    if process.gate.steps is not Mode.STRICT or not is_forward(process, source, to):
        return []
    done = {key} if outcome.completes and not outcome.repeats else set()
    return [step for step in process.stages[source].must if step not in done]
