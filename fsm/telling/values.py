"""Names and values of a process as people read them: titles, options, conditions, requirements, dues, whose something is."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from fsm.definition import (
    AnyDue,
    Asked,
    Condition,
    Due,
    FieldDue,
    OwnerRule,
    Owners,
    Process,
    Requirement,
    Timer,
)
from fsm.telling.words import WORDS, worded


class Titles:
    """One process in one language; `others` are processes that it may begin, by key.

    A language without words of its own is told in English.
    """

    def __init__(self, process: Process, language: str, others: Mapping[str, Process] | None = None) -> None:
        self.process = process
        self.language = language if language in WORDS else "en"
        self._others = others or {}

    def say(self, word: str, *parts: str) -> str:
        return WORDS[self.language][word].format(*parts)

    def quoted(self, titles: Iterable[str]) -> str:
        """«A», «B»."""
        return ", ".join(self.say("quoted", one) for one in titles)

    # --- titles; a key that nobody knows (a signal) is called by itself -----------------------------------

    def stage(self, key: str) -> str:
        found = self.process.stages.get(key)
        return worded(found.title, self.language) if found else key

    def activity(self, key: str) -> str:
        found = self.process.activities.get(key)
        return worded(found.title, self.language) if found else key

    def field(self, key: str) -> str:
        found = self.process.fields.get(key)
        return worded(found.title, self.language) if found else key

    def other(self, key: str) -> str:
        """Another process; a sort of person's choice has no title of its own."""
        found = self.process if key == self.process.process else self._others.get(key)
        return worded(found.title, self.language) if found else key

    def value(self, field: str, written: str) -> str:
        """What a value of a field is called: an option, a process, yes or no."""
        found = self.process.fields.get(field)
        if found is None:
            return written
        if written in found.options:
            return worded(found.options[written].title, self.language)
        if found.type == "process":
            return self.other(written)
        return self.say(written) if found.type == "yes_no" and written in {"yes", "no"} else written

    # --- conditions ---------------------------------------------------------------------------------------

    def condition(self, condition: Condition, *, denied: bool = False) -> str:
        """«Причина: Дорого или Другое», without an «if»."""
        if condition.field is not None:
            return self._of_field(condition, condition.field, denied=denied)
        if condition.done is not None:
            known = condition.done in self.process.activities
            word = ("not_done" if denied else "done") if known else ("not_come" if denied else "come")
            return self.say(word, self.activity(condition.done))
        if condition.headed is not None:
            return self.say("not_headed" if denied else "headed", self.field(condition.headed))
        if condition.denied is not None:
            return self.condition(condition.denied, denied=not denied)
        every = bool(condition.all) is not denied  # neither of them is: not one and not the other
        return self.say("and" if every else "or").join(
            f"({said})" if one.all or one.any else said
            for one in condition.parts
            for said in (self.condition(one, denied=denied),)
        )

    def _of_field(self, condition: Condition, key: str, *, denied: bool) -> str:
        title = self.field(key)
        if condition.equals is not None:
            values = self.say("or").join(self.value(key, one) for one in condition.equals)
            return self.say("is_not" if denied else "is", title, values)
        if condition.known is not None:
            return self.say("known" if condition.known is not denied else "not_known", title)
        least = condition.at_least if condition.at_least is not None else condition.below
        assert least is not None
        at_least = (condition.at_least is not None) is not denied
        return self.say("at_least" if at_least else "below", title, number(least))

    def when(self, condition: Condition | None) -> str:
        """«если …»; nothing where there is no condition."""
        return "" if condition is None else self.say("if", self.condition(condition))

    def only(self, said: str, condition: Condition | None) -> str:
        """The same with its condition in brackets."""
        return said if condition is None else f"{said} ({self.when(condition)})"

    # --- requirements, dues, people -----------------------------------------------------------------------

    def requirement(self, one: Requirement, *, form: bool = False) -> str:
        """The field, and in brackets what of it, whether it may be left out, and when it is asked."""
        said = [", ".join(map(self.say, one.parts))] if one.parts else []
        if one.when is not None:
            said.append(self.when(one.when))
        if one.asked is not None and (one.asked is Asked.ALWAYS) is not form:
            said.append(self.say(one.asked.value))
        if one.optional:
            said.append(self.say("optional"))
        title = self.field(one.field)
        return f"{title} ({'; '.join(said)})" if said else title

    def due(self, due: AnyDue) -> str:
        if isinstance(due, Due):
            return self._reckoned(due)
        assert isinstance(due, FieldDue)
        otherwise = self._reckoned(due.otherwise)
        if not due.before:
            return self.say("by_field", self.field(due.field), otherwise)
        return self.say(
            "before_field", self.say("working_days", str(due.before)), self.field(due.field), otherwise
        )

    def _reckoned(self, due: Due) -> str:
        unit, amount = next(
            (unit, amount)
            for unit in ("working_hours", "working_days", "days")
            if (amount := getattr(due, unit)) is not None
        )
        if amount:
            words = self.say(unit, str(amount))
        else:
            words = self.say("at_once" if unit == "working_hours" else "same_day")
        return words if due.at is None else self.say("at", words, due.at)

    def owners(self, rules: Owners) -> str:
        """Who is meant, the rules in their order."""
        said = ""
        for rule in reversed(rules):
            one = self._owner(rule)
            one = one if rule.when is None else self.say("rule_if", one, self.when(rule.when))
            said = self.say("else", one, said) if said else one
        return said

    def _owner(self, rule: OwnerRule) -> str:
        if rule.who is not None:
            return self.say(rule.who.value)
        if rule.person is not None:
            return self.say("person_in", self.field(rule.person))
        assert rule.head_of is not None
        return self.say("head_of", self.field(rule.head_of))

    def timer(self, timer: Timer, outcome: str | None) -> str:
        """`outcome` is the title of what it ends with, None where it reminds."""
        due = timer.opened or timer.overdue
        assert due is not None
        at_once = timer.overdue is not None and not (due.working_hours or due.working_days or due.days)
        passed = (
            self.say("late_at_once")
            if at_once
            else self.say("passed" if timer.opened else "late", self._reckoned(due))
        )
        return self.say("reminds", passed) if outcome is None else self.say("ends", passed, outcome)


def number(value: Decimal) -> str:
    """Thousands apart by spaces that do not break: «100 000»."""
    return f"{value:,f}".replace(",", "\N{NO-BREAK SPACE}")
