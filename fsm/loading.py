"""YAML text to Process. Everything that is wrong is told at once, each with its line and what was meant."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path as File
from types import MappingProxyType

from fsm import extending, jumping, reading, sharing, source, validation
from fsm.checks import together
from fsm.definition import Process
from fsm.problems import ProcessError
from fsm.source import Source


def load(text: str, *, name: str) -> Process:
    """The process that a YAML text describes; `name` is what its problems are told under (ProcessError)."""
    return _loaded(text, name)[0]


def load_file(path: File, *, others: Mapping[str, Process] | None = None) -> Process:
    """The process in a file; OSError when it cannot be read, ProcessError when it is no process.

    With `others` (by key), what it says of these is checked too.
    """
    process, read = _loaded(reading.text_of(path), str(path))
    if others is not None:
        reading.tell(read, together.check(process, {**others, process.process: process}))
    return process


@cache
def versions() -> Mapping[tuple[str, int], Process]:
    """Every version of the processes that come with the product, with what all have: a running deal stays on its own."""
    found: dict[tuple[str, int], tuple[Process, Source]] = {}
    for file in sorted((resources.files("fsm") / "processes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            process, read = _loaded(file.read_text(encoding="utf-8"), file.name, extended=True)
            key = process.process, process.version
            if key in found:
                what = f"`{process.process}` version {process.version} for the second time"
                read.complain(
                    read.line(("version",)), what, f"it is in {found[key][1].name} already: raise `version`"
                )
                raise ProcessError(read.problems)
            found[key] = process, read
    newest = {key: found[key, number][0] for key, number in sorted(found)}
    for process, read in found.values():
        reading.tell(read, together.check(process, newest))
    return MappingProxyType({key: process for key, (process, _) in found.items()})


@cache
def shipped() -> Mapping[str, Process]:
    """The newest version of each, by key."""
    return MappingProxyType({key: versions()[key, number] for key, number in sorted(versions())})


def _loaded(text: str, name: str, *, extended: bool = False) -> tuple[Process, Source]:
    read = source.read(text, name=name)
    if extended:
        extending.extend(read)
    sharing.share(read)
    jumping.forbid(read)
    process = reading.modelled(read, Process)
    if process is None:
        raise ProcessError(read.problems)
    process = jumping.spread(process)
    reading.tell(read, validation.problems(process))
    return process, read
