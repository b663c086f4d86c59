"""`voronka rule`: which rules there are, what is wrong with a file, and the language as a schema."""

from collections.abc import Mapping
from pathlib import Path

from bot.failure import Failure
from fsm import rule_table
from fsm import schema as language_schema
from fsm.definition import Process, Rule
from fsm.loading import shipped as processes
from fsm.problems import ProcessError, suggestion
from fsm.rulebook import load_file, shipped
from fsm.telling.rules import RuleTeller


def list_(*, table: str | None = None) -> None:
    """One line for each shipped rule: key, whether it works, how much is allowed, title in both languages.

    With a language for `table`, all that they say as a table of Markdown.
    """
    if table is not None:
        print(rule_table.markdown(shipped().values(), table, processes()), end="")  # noqa: T201 - the answer
        return
    t = RuleTeller(processes(), "en")
    for rule in shipped().values():
        titles = " / ".join(rule.title.values())
        print(f"{rule.rule}  {'on' if rule.on else 'off'}  {t.limit(rule)}  {titles}")  # noqa: T201


def check(given: str) -> None:
    """Say what is wrong, a line for each problem; Failure if anything is. What it says of processes is checked too."""
    try:
        rule = _rule(given, processes())
    except ProcessError as error:
        for problem in error.problems:
            print(problem)  # noqa: T201 - the answer
        number = len(error.problems)
        raise Failure(f"{given}: {number} {'problem' if number == 1 else 'problems'}") from None
    t = RuleTeller(processes(), "en")
    print(f"{rule.rule}: {t.about(rule)}; allowed: {t.limit(rule)}. Nothing is wrong.")  # noqa: T201


def schema(*, out: Path | None) -> None:
    """The language as a JSON Schema on standard output, or in a file."""
    text = language_schema.written(language_schema.rule_schema())
    if out is None:
        print(text, end="")  # noqa: T201 - the answer
    else:
        out.write_text(text, encoding="utf-8")


def _rule(given: str, known: Mapping[str, Process]) -> Rule:
    """A file by its path, else a shipped rule by its key. Failure, ProcessError."""
    path = Path(given)
    if path.is_file():
        return load_file(path, processes=known)
    try:
        return shipped()[given]
    except KeyError:
        raise Failure(f"{given}: neither a file nor a shipped rule; {suggestion(given, shipped())}") from None
