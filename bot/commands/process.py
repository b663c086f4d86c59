"""`voronka process`: which processes there are, what is wrong with a file, what one looks like."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from bot import settings
from bot.failure import Failure
from fsm import drawing, tables
from fsm import schema as language_schema
from fsm.definition import Process
from fsm.loading import load_file, shipped
from fsm.problems import ProcessError, suggestion

_ENDINGS = (".png", ".mmd", ".md")


def list_() -> None:
    """One line for each shipped process: key, version, title in both languages."""
    for process in shipped().values():
        titles = " / ".join(process.title.values())
        print(f"{process.process}  version {process.version}  {titles}")  # noqa: T201 - the answer


def check(given: str) -> None:
    """Say what is wrong, a line for each problem; Failure if anything is. What it says of others is checked too."""
    try:
        process = _process(given, others=shipped())
    except ProcessError as error:
        for problem in error.problems:
            print(problem)  # noqa: T201 - the answer
        number = len(error.problems)
        raise Failure(f"{given}: {number} {'problem' if number == 1 else 'problems'}") from None
    stages = ", ".join(process.stages)
    print(f"{process.process}, version {process.version}: stages {stages}. Nothing is wrong.")  # noqa: T201


def schema(*, out: Path | None) -> None:
    """The language as a JSON Schema on standard output, or in a file."""
    text = language_schema.written(language_schema.schema())
    if out is None:
        print(text, end="")  # noqa: T201 - the answer
    else:
        out.write_text(text, encoding="utf-8")


def diagram(given: str, *, out: Path | None, language: str | None, stage: str | None = None) -> None:
    """Mermaid on standard output, or a file: a picture (of one stage), Mermaid, or a page of tables."""
    try:
        process = _process(given)
    except ProcessError as error:
        raise Failure(f"{error.problems[0]} (`voronka process check {given}` tells all)") from None
    if stage is not None and stage not in process.stages:
        raise Failure(f"{given} has no stage {stage}; {suggestion(stage, process.stages)}")
    if stage is not None and (out is None or out.suffix.lower() != ".png"):
        raise Failure(f"one stage is drawn as a picture, say --out {stage}.png")
    language = settings.load(**({"language": language} if language else {})).language
    if out is None:
        print(drawing.mermaid(process, language))  # noqa: T201 - the answer
        return
    match out.suffix.lower():
        case ".png":
            out.write_bytes(_png(process, stage, language))
        case ".mmd":
            out.write_text(drawing.mermaid(process, language), encoding="utf-8")
        case ".md":
            out.write_text(tables.markdown(process, language, shipped()), encoding="utf-8")
        case _:
            raise Failure(f"{out}: a diagram is written as {', '.join(_ENDINGS)}")


def _process(given: str, *, others: Mapping[str, Process] | None = None) -> Process:
    """A file by its path, else a shipped process by its key. Failure, ProcessError."""
    path = Path(given)
    if path.is_file():
        return load_file(path, others=others)
    try:
        return shipped()[given]
    except KeyError:
        raise Failure(
            f"{given}: neither a file nor a shipped process; {suggestion(given, shipped())}"
        ) from None


def _png(process: Process, stage: str | None, language: str) -> bytes:
    from bot.texts import texts
    from bot.views import process_picture
    from charts import render

    t = texts(language, "UTC")
    draw = process_picture.whole(process, t) if stage is None else process_picture.stage(process, stage, t)
    return asyncio.run(render.png(draw))
