"""Stages in sentences: what leads on by itself, what begins with them, where else one may go, and their steps in order."""

from collections.abc import Iterator
from dataclasses import dataclass

from fsm.definition import By, Condition, Kind, Mode, Pass, ProcessStart, Stage
from fsm.telling.outcomes import Outcomes


@dataclass(frozen=True, slots=True)
class Step:
    """An activity where it comes in its stage; `because` says after which outcome, or on what condition, it does.

    `awaited` are signals, and activities of other stages, that it waits for.
    """

    key: str
    title: str
    kind: Kind
    because: str = ""
    awaited: tuple[str, ...] = ()


class Teller(Outcomes):
    """Everything that can be said of one process in one language."""

    def gate(self, stage: Stage) -> tuple[str, ...]:
        """What has to be known before one enters."""
        return tuple(map(self.requirement, stage.requires))

    def pass_(self, one: Pass) -> str:
        """«само в «A», если …, сделку ведёт …»."""
        said = [self.say("passes", self.say("to", self.stage(one.to)))]
        if one.when is not None:
            said.append(self.when(one.when))
        if one.nobody:
            said.append(self.say("nobody", self.owners(one.nobody)))
        if one.owner:
            said.append(self.say("deal_goes", self.owners(one.owner)))
        return ", ".join(said)

    def start(self, one: ProcessStart) -> str:
        """Which process begins, with what of this deal."""
        if one.process is not None:
            said = self.say("starts", self.other(one.process))
        else:
            said = self.say("starts_chosen", self.field(one.field or ""))
        if one.carry:
            said = self.say("carries", said, ", ".join(map(self.field, one.carry)))
        if one.due is not None:
            said = self.say("starts_due", said, self.field(one.due))
        return self.only(said, one.when)

    def jumps(self) -> str:
        """Where one may go beside what stages name; nothing where the process allows no more."""
        rules = self.process.jumps
        found = [
            self.say("by_head", self.say(word)) if by is By.HEAD else self.say(word)
            for word in ("skip", "back", "repeat", "end")
            if (by := getattr(rules, word)) is not None
        ]
        return self.say("jumps", ", ".join(found)) if found else ""

    def strictness(self) -> tuple[str, ...]:
        """How the gates are kept, as far as this process has something to keep."""
        process, said = self.process, []
        if process.jumps.skip is not None and any(
            process.stages[key].requires for key in process.working_stages
        ):
            said.append("gate_strict" if process.gate.fields is Mode.STRICT else "gate_nudge")
        if any(stage.must for stage in process.stages.values()):
            said.append("steps_strict" if process.gate.steps is Mode.STRICT else "steps_nudge")
        return tuple(map(self.say, said))

    # --- what is done in a stage, in order ------------------------------------------------------------------

    def steps(self, key: str) -> tuple[Step, ...]:
        """What the stage opens, and after each what its outcomes open, every activity once."""
        stage = self.process.stages[key]
        own = {one.open for one in stage.opens}
        found: dict[str, Step] = {}
        for one in stage.opens:
            self._add(found, one.open, self.when(one.when), own)
        return tuple(found.values())

    def _add(self, found: dict[str, Step], key: str, because: str, own: set[str]) -> None:
        activity = self.process.activities.get(key)
        if activity is None or key in found:
            return
        awaited = tuple(self.awaited(name) for name in activity.after if name not in own)
        found[key] = Step(key, self.activity(key), activity.kind, because, awaited)
        for name, condition, opened in self._opened(key):
            if opened not in own:
                self._add(found, opened, self._because(key, name, condition), own)

    def _opened(self, key: str) -> Iterator[tuple[str, Condition | None, str]]:
        """What outcomes of an activity open in its own stage."""
        for name, outcome in self.process.activities[key].outcomes.items():
            if not outcome.to:
                for one in outcome.opens:
                    yield name, one.when, one.open

    def _because(self, key: str, name: str, condition: Condition | None) -> str:
        outcomes = self.process.activities[key].outcomes
        said = [self.say("quoted", self.title_of(key, name))] if len(outcomes) > 1 else []
        said += [] if condition is None else [self.condition(condition)]
        return self.say("if", self.say("and").join(said)) if said else ""

    def title_of(self, key: str, outcome: str) -> str:
        """What a button is called."""
        found = self.process.activities[key].outcomes[outcome].title
        return found.get(self.language) or next(iter(found.values()), "")
