"""YAML text to Process. Everything that is wrong is told at once, each with its line and what was meant."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path as File
from types import MappingProxyType

from pydantic import ValidationError

from fsm import jumping, sharing, source, validation, wording
from fsm.checks import together
from fsm.checks.finding import Finding
from fsm.definition import Process
from fsm.problems import Problem, ProcessError, place
from fsm.source import LARGEST, Source


def load(text: str, *, name: str) -> Process:
    """The process that a YAML text describes; `name` is what its problems are told under (ProcessError)."""
    return _loaded(text, name)[0]


def load_file(path: File, *, others: Mapping[str, Process] | None = None) -> Process:
    """The process in a file; OSError when it cannot be read, ProcessError when it is no process.

    With `others` (by key), what it says of these is checked too.
    """
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    process, read = _loaded(_decoded(raw, str(path)), str(path))
    if others is not None:
        _together(process, read, {**others, process.process: process})
    return process


@cache
def versions() -> Mapping[tuple[str, int], Process]:
    """Every version of the processes that come with the product: a running deal stays on its own."""
    found: dict[tuple[str, int], tuple[Process, Source]] = {}
    for file in sorted((resources.files("fsm") / "processes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            process, read = _loaded(file.read_text(encoding="utf-8"), file.name)
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
        _together(process, read, newest)
    return MappingProxyType({key: process for key, (process, _) in found.items()})


@cache
def shipped() -> Mapping[str, Process]:
    """The newest version of each, by key."""
    return MappingProxyType({key: versions()[key, number] for key, number in sorted(versions())})


def _loaded(text: str, name: str) -> tuple[Process, Source]:
    read = source.read(text, name=name)
    sharing.share(read)
    jumping.forbid(read)
    process = _modelled(read)
    if process is not None:
        _tell(read, validation.problems(process))
    if process is None or read.problems:
        raise ProcessError(read.problems)
    return process, read


def _together(process: Process, read: Source, others: Mapping[str, Process]) -> None:
    _tell(read, together.check(process, others))
    if read.problems:
        raise ProcessError(read.problems)


def _tell(read: Source, findings: Iterable[Finding]) -> None:
    for finding in findings:
        where = place(read.nearest(finding.path))
        read.complain(read.line(finding.path), f"{finding.what} in {where}", finding.meant)


def _modelled(read: Source) -> Process | None:
    """The process, if each part by itself is as it must be; complaints go to the source."""
    if not isinstance(read.data, dict):
        read.complain(1, "there is no process in this file", "it begins with `process: name`")
        return None
    try:
        return jumping.spread(Process.model_validate(read.data))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path, what, meant = wording.told(detail, read.nearest)
            read.complain(read.line(path), what, meant)
        return None


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(name, line, "this is not UTF-8", "save the file in the encoding UTF-8")
        raise ProcessError([problem]) from None
