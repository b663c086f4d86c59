"""A process as a page of Markdown: the diagram, then every stage with its steps, every activity and field in tables."""

import re
from collections.abc import Iterable, Iterator, Mapping

from fsm.definition import Activity, FieldDefinition, Process, Stage
from fsm.drawing import mermaid
from fsm.telling import Teller, worded

_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ru": {
        "stages": ("Стадия", "Цель", "Что нужно для входа", "Что делают, по порядку", "Что ведёт дальше", "Обычный путь"),
        "activities": ("Задача", "Вид", "Срок", "После чего", "Результаты", "Ещё"),
        "fields": ("Поле", "Что это", "Вопрос", "Варианты"),
    },
    "en": {
        "stages": ("Stage", "Goal", "What is needed to enter", "What is done, in order", "What leads on", "Usual way"),
        "activities": ("Activity", "Kind", "Due", "After", "Outcomes", "More"),
        "fields": ("Field", "What it is", "Question", "Options"),
    },
}  # fmt: skip


def markdown(process: Process, language: str, others: Mapping[str, Process] | None = None) -> str:
    """The page; `language` is ru or en, any other is read as en. `others` are processes that it may begin."""
    page = _Page(Teller(process, language, others))
    return "\n\n".join(page.parts()) + "\n"


class _Page:
    """One process, told by a teller."""

    def __init__(self, teller: Teller) -> None:
        self._t = teller
        self._process = teller.process

    def parts(self) -> Iterator[str]:
        language = self._t.language
        yield f"# {cell(worded(self._process.title, language))}"
        yield f"`{self._process.process}` {self._process.version}"
        yield f"```mermaid\n{mermaid(self._process, language)}```"
        said = [one for one in (self._t.jumps(), *self._t.strictness()) if one]
        if said:
            yield cell(" ".join(said))
        yield self._table("stages", map(self._stage, self._process.stages.values(), self._process.stages))
        yield self._table(
            "activities", map(self._activity, self._process.activities.values(), self._process.activities)
        )
        yield self._table("fields", map(self._field, self._process.fields.values()))

    def _table(self, name: str, rows: Iterable[Iterable[str]]) -> str:
        heads = _WORDS[self._t.language][name]
        lines = [" | ".join(line) for line in (heads, ["---"] * len(heads), *rows)]
        return "\n".join(f"| {line} |" for line in lines)

    def _stage(self, stage: Stage, key: str) -> list[str]:
        t = self._t
        steps = []
        for step in t.steps(key):
            more = [step.because] if step.because else []
            more += [t.say("waits", ", ".join(step.awaited))] if step.awaited else []
            steps.append(f"{step.title} ({'; '.join(more)})" if more else step.title)
        on = [worded(stage.out, t.language)] if stage.out else []
        on += [t.say("must", t.quoted(map(t.activity, stage.must)))] if stage.must else []
        on += [*map(t.pass_, stage.passes), *map(t.start, stage.starts)]
        goal = worded(stage.goal, t.language) if stage.goal else ""
        return [
            cell(worded(stage.title, t.language)),
            cell(f"{goal} {t.say('draft')}" if stage.draft else goal),
            _listed(t.gate(stage)),
            _listed((f"{number}. {step}" for number, step in enumerate(steps, 1))),
            _listed(on),
            cell(", ".join(map(t.stage, stage.moves))),
        ]

    def _activity(self, activity: Activity, key: str) -> list[str]:
        t = self._t
        awaited = any(key in one.after for one in self._process.activities.values())
        title = worded(activity.title, t.language)
        return [
            cell(t.say("deal", title) if activity.scope == "deal" else title),
            cell(t.say(activity.kind.value)),
            cell(t.due(activity.due)),
            cell(", ".join(map(t.awaited, activity.after))),
            _listed(t.outcome(one, awaited=awaited) for one in activity.outcomes.values()),
            _listed([*([worded(activity.hint, t.language)] if activity.hint else []), *t.more(activity)]),
        ]

    def _field(self, field: FieldDefinition) -> list[str]:
        t = self._t
        options = []
        for option in field.options.values():
            title = worded(option.title, t.language)
            options.append(t.say("reserved", title) if option.reserved else title)
        return [
            cell(worded(field.title, t.language)),
            cell(t.say(field.type.value)),
            cell(worded(field.question, t.language)),
            cell(", ".join(options)),
        ]


def _listed(lines: Iterable[str]) -> str:
    """Several things in one cell, one under another."""
    return "<br>".join(map(cell, lines))


def cell(text: str) -> str:
    """Text from a process file, which must not become markup."""
    return re.sub(r"([\\|*_`<>\[\]#~])", r"\\\1", " ".join(text.split()))
