"""What the buttons of activities do, and what an activity is, in sentences."""

from collections.abc import Iterator, Sequence

from fsm.definition import Activity, Branch, NextStep, Opening, Outcome
from fsm.telling.values import Titles
from fsm.telling.words import worded


class Outcomes(Titles):
    """The part of a teller that speaks of activities."""

    def opening(self, one: Opening) -> str:
        """«Определить ответственного (если …)»."""
        return self.only(self.activity(one.open), one.when)

    def outcome(self, outcome: Outcome, *, awaited: bool = True) -> str:
        """The button and all that it does; `awaited`: something waits for its activity."""
        title = worded(outcome.title, self.language)
        title = self.say("reserved", title) if outcome.reserved else title
        effects = list(self.effects(outcome, awaited=awaited))
        return f"{title} → {', '.join(effects)}" if effects else title

    def effects(self, outcome: Outcome, *, awaited: bool = True) -> Iterator[str]:
        """What pressing it does, in the order in which it happens."""
        if outcome.ask:
            yield self.say("ask", self.quoted(self.requirement(one, form=True) for one in outcome.ask))
        for key, value in outcome.set.items():
            yield self.say("set", self.field(key), self.value(key, value))
        if outcome.owner:
            yield self.say("deal_goes", self.owners(outcome.owner))
        yield from self.ways(outcome)
        if outcome.passes_to:
            yield self.say("goes", self.owners(outcome.passes_to))
        for one in outcome.opens:
            yield self.only(self.say("opens", self.activity(one.open)), one.when)
        if awaited and not outcome.completes:
            yield self.say("goes_on")

    def short(self, outcome: Outcome) -> Iterator[str]:
        """Where it leads, for a picture whose arrows say the rest."""
        if outcome.ladder is not None:
            yield self.say("short_ladder", self.stage(self.process.ladders[outcome.ladder].give_up.to))
        elif outcome.next is not None:
            yield self.say("short_next")
        elif outcome.exit is not None:
            yield self.say("short_exit")
        else:
            yield from self.ways(outcome)
        for one in outcome.opens:
            yield self.only(self.say("opens", self.activity(one.open)), one.when)
        if outcome.owner:
            yield self.say("short_owner")

    def ways(self, outcome: Outcome) -> Iterator[str]:
        """The one way on that it has: the same again, a question, a stage."""
        if outcome.when:
            yield self.say("when")
        if outcome.again is not None:
            yield self.say("again", self.due(outcome.again))
        if outcome.counts:
            yield self.say("counts")
        if outcome.ladder is not None:
            ladder = self.process.ladders[outcome.ladder]
            yield self.say("ladder", ", ".join(map(self.due, ladder.steps)), self.stage(ladder.give_up.to))
        if outcome.next is not None:
            yield self._next(outcome.next)
        if outcome.exit is not None:
            word = "exit_others" if outcome.exit.others else "exit"
            yield self.say(word, ", ".join(map(self._branch, outcome.exit.suggest)))
        if outcome.to:
            yield self._first_of(outcome.to)
        if outcome.redo:
            yield self.say("redo", self.quoted(map(self.activity, outcome.redo)))

    def _next(self, step: NextStep) -> str:
        return self.say("next", self.activity(step.plan), " / ".join(map(self.due, step.chips)))

    def _branch(self, branch: Branch) -> str:
        return self.only(self.say("to", self.stage(branch.to)), branch.when)

    def _first_of(self, branches: Sequence[Branch]) -> str:
        """The last is where it goes when no condition holds, whatever is written there."""
        said = self.say("to", self.stage(branches[-1].to))
        for branch in reversed(branches[:-1]):
            said = self.say("to_else", self._branch(branch), said)
        return said

    # --- activities -----------------------------------------------------------------------------------------

    def awaited(self, key: str) -> str:
        """What something waits for: an activity, or a signal by its name."""
        return self.activity(key) if key in self.process.activities else self.say("signal", key)

    def ticks(self, activity: Activity) -> tuple[str, ...]:
        """The points of its checklist."""
        field = self.process.fields.get(activity.checklist or "")
        return tuple(worded(one.title, self.language) for one in field.options.values()) if field else ()

    def more(self, activity: Activity) -> Iterator[str]:
        """What else there is to say of an activity: who does it, what is ticked, what happens by itself."""
        if activity.owner:
            yield self.say("whose", self.owners(activity.owner))
        for asked in activity.ask:
            yield self.say("asks_first", self.requirement(asked, form=True))
        if activity.runs is not None:
            yield self.say("runs", self.other(activity.runs))
        if points := self.ticks(activity):
            yield self.say("ticks", ", ".join(points))
        for timer in activity.timers:
            found = activity.outcomes.get(timer.outcome or "")
            yield self.timer(timer, worded(found.title, self.language) if found else timer.outcome)
