"""A rule told in sentences of Russian or English: what it looks at, how long, what is enough, who is told of what."""

from collections.abc import Iterator, Mapping

from fsm.definition import TOUCHED, Condition, Limit, Process, Reminder, Rule, Subject, Time, Unit
from fsm.telling.rule_words import RULE_WORDS, UNITS
from fsm.telling.values import Titles, number
from fsm.telling.words import worded


class RuleTeller(Titles):
    """Rules about deals of all these processes, by key, in one language; any other language is read as en."""

    def __init__(self, processes: Mapping[str, Process], language: str) -> None:
        deals = {key: one for key, one in processes.items() if one.subject is Subject.DEAL}
        super().__init__(_as_one(deals), language, deals)
        self._deals = deals

    def title(self, rule: Rule) -> str:
        """What it is called, and whether it is switched off."""
        title = worded(rule.title, self.language)
        return title if rule.on else self._rule("title_off", title)

    def about(self, rule: Rule) -> str:
        """What it begins with, or what is watched."""
        return self._rule(str(rule.trigger or rule.watch))

    def applies(self, rule: Rule) -> tuple[str, ...]:
        """Only then."""
        said = [] if rule.criteria is None else [self.condition(rule.criteria)]
        if rule.threshold is not None:
            word = "below" if rule.threshold.below is not None else "at_least"
            said.append(self.say(word, self.field(rule.threshold.field), number(rule.threshold.border)))
        return tuple(said)

    def limit(self, rule: Rule) -> str:
        """How much is allowed: «5 рабочих дней»."""
        if rule.limit.number == 0:
            return self._rule("end_of_day" if rule.trigger is not None else "none")
        limit = rule.limit
        unit = "times" if limit.unit is Unit.TIMES else f"{limit.calendar}_{limit.unit}"
        return self._counted(unit, limit.number)

    def norms(self, rule: Rule) -> tuple[str, ...]:
        """Stages and segments with a number of their own, those of a process together."""
        found: dict[str, list[str]] = {}
        for name, count in rule.norms.items():
            whole, part = self._normed(name)
            found.setdefault(whole, []).append(self._rule("norm", part, str(count)))
        return tuple(self._rule("norms", whole, ", ".join(parts)) for whole, parts in found.items())

    def enough(self, rule: Rule) -> str:
        """What has to be so for a duty to be done; nothing for what is watched."""
        return "" if rule.fulfil is None else self.condition(rule.fulfil)

    def condition(self, condition: Condition, *, denied: bool = False) -> str:
        """As for a process; that something was done at all is a word of rules."""
        if condition.done == TOUCHED:
            return self._rule("not_touched" if denied else "touched")
        return super().condition(condition, denied=denied)

    def reminders(self, rule: Rule) -> tuple[str, ...]:
        """When whoever has to do it is told."""
        return tuple(self._reminder(one, rule.limit) for one in rule.remind)

    def broken(self, rule: Rule) -> Iterator[str]:
        """What happens when it is broken, and the way out."""
        yield self._rule(rule.breach.via.value)
        if rule.breach.urgent:
            yield self._rule("urgent")
        if rule.breach.escalate is not None:
            yield self._rule("escalate", self._counted("working_days", rule.breach.escalate))
        if rule.breach.reasons:
            yield self._rule("reasons")
        if rule.exempt is not None:
            yield self._rule("exempt", self.activity(rule.exempt.activity))

    def _normed(self, name: str) -> tuple[str, str]:
        key, dot, stage = name.partition(".")
        if not dot:
            return self._rule("segments"), self._rule(name)
        process = self._deals[key]
        return worded(process.title, self.language), worded(process.stages[stage].title, self.language)

    def _reminder(self, one: Reminder, limit: Limit) -> str:
        if one.share is not None:
            return self._rule("share", str(one.share))
        if one.left is not None:
            return self._rule("left", self._days(limit, one.left)) if one.left else self._rule("last_day")
        return self._rule("day", self._days(limit, one.day)) if one.day else self._rule("begun")

    def _days(self, limit: Limit, count: int) -> str:
        return self._counted("calendar_days" if limit.calendar is Time.CALENDAR else "working_days", count)

    def _counted(self, unit: str, count: int) -> str:
        forms = UNITS[self.language][unit]
        return f"{count} {forms[_form(count) if len(forms) > 2 else int(count != 1)]}"

    def _rule(self, word: str, *parts: str) -> str:
        return RULE_WORDS[self.language][word].format(*parts)


def _form(count: int) -> int:
    """One, few or many, as Russian counts."""
    if count % 100 in range(11, 15):
        return 2
    return {1: 0, 2: 1, 3: 1, 4: 1}.get(count % 10, 2)


def _as_one(deals: Mapping[str, Process]) -> Process:
    """What any of them calls things: a rule names fields and activities of several processes."""
    first, *_ = deals.values()
    fields = {key: one for process in deals.values() for key, one in process.fields.items()}
    activities = {key: one for process in deals.values() for key, one in process.activities.items()}
    return first.model_copy(update={"fields": fields, "activities": activities})
