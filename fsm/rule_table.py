"""Rules as a table of Markdown: a row for each, in words."""

from collections.abc import Iterable, Mapping

from fsm.definition import Process, Rule
from fsm.tables import cell
from fsm.telling.rules import RuleTeller

_HEADS = {
    "ru": ("Правило", "Когда", "Сколько можно", "Что закрывает", "Напоминания", "Если нарушено"),
    "en": ("Rule", "When", "Allowed", "What is enough", "Reminders", "When it is broken"),
}


def markdown(rules: Iterable[Rule], language: str, processes: Mapping[str, Process]) -> str:
    """The table; `language` is ru or en, any other is read as en."""
    t = RuleTeller(processes, language)
    heads = _HEADS[t.language]
    rows = [*heads], ["---"] * len(heads), *(_row(rule, t) for rule in rules)
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(rule: Rule, t: RuleTeller) -> list[str]:
    return [
        f"{cell(t.title(rule))}<br>`{rule.rule}`",
        _listed((t.about(rule), *t.applies(rule))),
        _listed((t.limit(rule), *t.norms(rule))),
        cell(t.enough(rule)),
        _listed(t.reminders(rule)),
        _listed(t.broken(rule)),
    ]


def _listed(lines: Iterable[str]) -> str:
    return "<br>".join(map(cell, lines))
