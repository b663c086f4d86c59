"""A file as a model: its text, each part as it has to be, and what is found wrong with the whole, told with its lines."""

import codecs
from collections.abc import Iterable
from pathlib import Path as File
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from fsm import wording
from fsm.checks.finding import Finding
from fsm.problems import Problem, ProcessError, place
from fsm.source import LARGEST, Source

_M = TypeVar("_M", bound=BaseModel)


def text_of(path: File) -> str:
    """What a file says, as far as it is of use; OSError when it cannot be read, ProcessError when it is no UTF-8."""
    most = LARGEST + 8
    with path.open("rb") as file:
        raw = file.read(most)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(raw, final=len(raw) < most)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(str(path), line, "this is not UTF-8", "save the file in the encoding UTF-8")
        raise ProcessError([problem]) from None


def modelled(read: Source, model: type[_M]) -> _M | None:
    """The model, if each part by itself is as it must be; complaints go to the source."""
    if not isinstance(read.data, dict):
        read.complain(1, f"there is no {read.sort} in this file", f"it begins with `{read.sort}: name`")
        return None
    try:
        return model.model_validate(read.data)
    except ValidationError as error:
        at = wording.At(read.nearest, model, _whole(read))
        for detail in error.errors(include_url=False):
            path, what, meant = wording.told(detail, at)
            read.complain(read.line(path), what, meant)
        return None


def tell(read: Source, findings: Iterable[Finding]) -> None:
    """Complains about what was found, where it was written; ProcessError if anything is wrong with the file."""
    for finding in findings:
        where = place(read.nearest(finding.path), _whole(read))
        read.complain(read.line(finding.path), f"{finding.what} in {where}", finding.meant)
    if read.problems:
        raise ProcessError(read.problems)


def _whole(read: Source) -> str:
    return f"the {read.sort}"
