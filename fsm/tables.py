"""A process as a page of Markdown: the diagram, then every stage, activity and field in tables."""

import re
from collections.abc import Iterable, Iterator

from fsm.definition import AnyDue, FieldDue, Kind, NextStep, Outcome, Process, Requirement
from fsm.drawing import mermaid, worded

_WORDS = {
    "ru": {
        "stages": ("Стадия", "Цель", "Что открывается", "Что нужно для входа", "Куда можно перейти"),
        "activities": ("Дело", "Вид", "Срок", "После чего", "Результаты"),
        "fields": ("Поле", "Вопрос", "Варианты"),
        "call": "звонок",
        "meeting": "встреча",
        "task": "задача",
        "document": "документ",
        "working_hours": "{} раб. ч",
        "working_days": "{} раб. дн.",
        "days": "{} дн.",
        "at_once": "сразу",
        "same_day": "в тот же день",
        "at": "{} в {}",
        "if": "{} (если {}: {})",
        "or": " или ",
        "when": "спросить, когда повторить",
        "again": "снова: {}",
        "ladder": "новые попытки: {}; потом «{}» или дальше",
        "next": "спросить, что дальше: «{}» ({}) или переход",
        "to": "в «{}»",
        "opens": "открыть «{}»",
        "ask": "спросить «{}»",
        "reserved": "{} (ставит процесс)",
        "deal": "{} (до конца сделки)",
    },
    "en": {
        "stages": ("Stage", "Goal", "What opens", "What is needed to enter", "Where one may go"),
        "activities": ("Activity", "Kind", "Due", "After", "Outcomes"),
        "fields": ("Field", "Question", "Options"),
        "call": "call",
        "meeting": "meeting",
        "task": "task",
        "document": "document",
        "working_hours": "{} working h",
        "working_days": "{} working d",
        "days": "{} d",
        "at_once": "at once",
        "same_day": "the same day",
        "at": "{} at {}",
        "if": "{} (if {}: {})",
        "or": " or ",
        "when": "ask when to do it again",
        "again": "again: {}",
        "ladder": "new attempts: {}; then “{}” or go on",
        "next": "ask what is next: “{}” ({}) or a move",
        "to": "to “{}”",
        "opens": "open “{}”",
        "ask": "ask “{}”",
        "reserved": "{} (set by the process)",
        "deal": "{} (until the deal ends)",
    },
}


def markdown(process: Process, language: str) -> str:
    """The page; `language` is ru or en, any other is read as en."""
    page = _Page(process, language if language in _WORDS else "en")
    return "\n\n".join(page.parts()) + "\n"


class _Page:
    """The words of one process in one language."""

    def __init__(self, process: Process, language: str) -> None:
        self._process = process
        self._language = language

    def parts(self) -> Iterator[str]:
        yield f"# {_cell(worded(self._process.title, self._language))}"
        yield f"`{self._process.process}` {self._process.version}"
        yield f"```mermaid\n{mermaid(self._process, self._language)}```"
        yield self._table("stages", self._stages())
        yield self._table("activities", self._activities())
        yield self._table("fields", self._fields())

    def _table(self, name: str, rows: Iterable[Iterable[str]]) -> str:
        heads = _WORDS[self._language][name]
        lines = [heads, ["---"] * len(heads), *([_cell(text) for text in row] for row in rows)]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _stages(self) -> Iterator[list[str]]:
        for stage in self._process.stages.values():
            yield [
                worded(stage.title, self._language),
                worded(stage.goal, self._language) if stage.goal else "",
                self._of_activities(one.open for one in stage.opens),
                "; ".join(map(self._demand, stage.requires)),
                ", ".join(self._stage(to) for to in stage.moves),
            ]

    def _activities(self) -> Iterator[list[str]]:
        for activity in self._process.activities.values():
            title = worded(activity.title, self._language)
            yield [
                self._say("deal", title) if activity.scope == "deal" else title,
                self._kind(activity.kind),
                self._due(activity.due),
                self._of_activities(activity.after),
                "; ".join(self._outcome(outcome) for outcome in activity.outcomes.values()),
            ]

    def _fields(self) -> Iterator[list[str]]:
        for field in self._process.fields.values():
            options = []
            for option in field.options.values():
                title = worded(option.title, self._language)
                options.append(self._say("reserved", title) if option.reserved else title)
            yield [
                worded(field.title, self._language),
                worded(field.question, self._language),
                ", ".join(options),
            ]

    def _outcome(self, outcome: Outcome) -> str:
        effects = [self._say("ask", self._demand(one)) for one in outcome.ask]
        if outcome.when:
            effects.append(self._say("when"))
        if outcome.again is not None:
            effects.append(self._say("again", self._due(outcome.again)))
        if outcome.ladder is not None:
            ladder = self._process.ladders[outcome.ladder]
            steps = ", ".join(map(self._due, ladder.steps))
            effects.append(self._say("ladder", steps, self._stage(ladder.give_up.to)))
        if outcome.next is not None:
            effects.append(self._next(outcome.next))
        effects += [self._say("to", self._stage(branch.to)) for branch in outcome.to]
        effects += [self._say("opens", self._of_activities([one.open])) for one in outcome.opens]
        title = worded(outcome.title, self._language)
        return f"{title} → {', '.join(effects)}" if effects else title

    def _next(self, step: NextStep) -> str:
        chips = " / ".join(map(self._due, step.chips))
        return self._say("next", self._of_activities([step.plan]), chips)

    def _demand(self, requirement: Requirement) -> str:
        title = self._field(requirement.field)
        condition = requirement.when
        if condition is None or condition.field is None:
            return title
        options = self._process.fields[condition.field].options
        values = (
            worded(options[value].title, self._language) if value in options else value
            for value in condition.equals or ()
        )
        return self._say("if", title, self._field(condition.field), self._say("or").join(values))

    def _due(self, due: AnyDue) -> str:
        if isinstance(due, FieldDue):
            return self._field(due.field)
        unit, amount = next(
            (unit, amount)
            for unit in ("working_hours", "working_days", "days")
            if (amount := getattr(due, unit)) is not None
        )
        if amount:
            words = self._say(unit, str(amount))
        else:
            words = self._say("at_once" if unit == "working_hours" else "same_day")
        return words if due.at is None else self._say("at", words, due.at)

    def _of_activities(self, keys: Iterable[str]) -> str:
        """Titles of activities; a signal has none and is called by its name."""
        activities = self._process.activities
        return ", ".join(
            worded(activities[key].title, self._language) if key in activities else key for key in keys
        )

    def _stage(self, key: str) -> str:
        return worded(self._process.stages[key].title, self._language)

    def _field(self, key: str) -> str:
        return worded(self._process.fields[key].title, self._language)

    def _kind(self, kind: Kind) -> str:
        return self._say(kind.value)

    def _say(self, word: str, *parts: str) -> str:
        sentence = _WORDS[self._language][word]
        assert isinstance(sentence, str)
        return sentence.format(*parts)


def _cell(text: str) -> str:
    """Text from a process file, which must not become markup."""
    return re.sub(r"([\\|*_`<>\[\]#~])", r"\\\1", " ".join(text.split()))
