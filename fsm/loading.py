"""YAML text to Process. Everything that is wrong is told at once, each with its line and what was meant."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path as File
from types import MappingProxyType

from pydantic import ValidationError

from fsm import jumping, sharing, source, validation, wording
from fsm.definition import Process
from fsm.problems import Problem, ProcessError, place
from fsm.source import LARGEST, Source


def load(text: str, *, name: str) -> Process:
    """The process that a YAML text describes; `name` is what its problems are told under (ProcessError)."""
    read = source.read(text, name=name)
    sharing.share(read)
    jumping.forbid(read)
    process = _modelled(read)
    if process is not None:
        for finding in validation.problems(process):
            where = place(read.nearest(finding.path))
            read.complain(read.line(finding.path), f"{finding.what} in {where}", finding.meant)
    if process is None or read.problems:
        raise ProcessError(read.problems)
    return process


def load_file(path: File) -> Process:
    """The process in a file; OSError when it cannot be read, ProcessError when it is no process."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    return load(_decoded(raw, str(path)), name=str(path))


@cache
def versions() -> Mapping[tuple[str, int], Process]:
    """Every version of the processes that come with the product: a running deal stays on its own."""
    found = {}
    for file in sorted((resources.files("fsm") / "processes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            process = load(file.read_text(encoding="utf-8"), name=file.name)
            found[process.process, process.version] = process
    return MappingProxyType(found)


@cache
def shipped() -> Mapping[str, Process]:
    """The newest version of each, by key."""
    return MappingProxyType({key: versions()[key, number] for key, number in sorted(versions())})


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
