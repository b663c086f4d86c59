"""YAML text as plain data that remembers its lines, without the parts of YAML that surprise or harm.

No anchors, aliases or tags, no deep nesting; a word that YAML turns into something else (`no`, `11:00`)
is refused with the advice to quote it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import yaml

from fsm.problems import Path, Problem, ProcessError

LARGEST = 1_000_000
"""Bytes of a file; the shipped processes have less than a twentieth of it."""
DEEPEST = 50
MOST_PARTS = 20_000
"""Names, values and lists of a file; corporate sales have less than a tenth of it."""
MOST = 200
"""Problems that are told at once; a file with more is not worth reading on."""

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_TAB = re.compile(r" *\t")
_RESOLVER = yaml.SafeLoader.yaml_implicit_resolvers
_OUT = {"process": "write the part out; buttons are shared through outcome_sets"}
"""What to do instead of an alias, by sort of file."""
_PLAIN = {"rule": frozenset({"on"})}
"""Words of a language that YAML would read as something else; here a key always stays a word."""
_READ_AS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:merge": "a merge of mappings",
    "tag:yaml.org,2002:value": "a default value",
}


@dataclass(slots=True)
class Source:
    """A file that was read: its data, and the line on which each path begins."""

    name: str
    sort: str = "process"  # what it is meant to be, in words
    data: Data = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    moved: dict[Path, Path] = field(default_factory=dict)  # where a part stands now -> where it was written

    def written(self, path: Path) -> Path:
        """Where in the file this part of the data comes from."""
        for length in range(len(path), 0, -1):
            origin = self.moved.get(path[:length])
            if origin is not None:
                return origin + path[length:]
        return path

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that is there."""
        return self.lines.get(self.nearest(path), 1)

    def nearest(self, path: Path) -> Path:
        """Where in the file this stands, or what is around it: a bare word has no parts there."""
        path = self.written(path)
        while path and path not in self.lines:
            path = path[:-1]
        return path

    def complain(self, line: int, what: str, meant: str) -> None:
        """Adds a problem; ProcessError as soon as there are too many."""
        self.problems.append(Problem(self.name, line, what, meant))
        if len(self.problems) > MOST:
            raise ProcessError(self.problems)


def read(text: str, *, name: str, sort: str = "process") -> Source:
    """The source of one YAML document; ProcessError at once where reading on makes no sense."""
    source = Source(name, sort)
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST:
        raise _stop(source, 1, f"the file has {size} bytes", f"a {sort} has at most {LARGEST}")
    try:
        events = yaml.parse(text, Loader=_LOADER)
        _Reader(source, events).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        context = f" {error.context}" if error.context else ""
        line = mark.line + 1 if mark else 1
        if _TAB.match("".join(text.split("\n")[line - 1 : line])):
            raise _stop(source, line, "a tab", "lines are indented by blanks") from None
        raise _stop(
            source, line, f"this is not YAML: {error.problem}{context}", "check indents, colons and quotes"
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _stop(source, line, f"this is not text: {error.reason}", "save it as plain UTF-8") from None
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise _stop(source, line, f"this is not text: {error.reason}", "save it as plain UTF-8") from None
    return source


def _stop(source: Source, line: int, what: str, meant: str) -> ProcessError:
    return ProcessError([*source.problems, Problem(source.name, line, what, meant)])


class _Reader:
    """Builds data from the parser's events, so that nothing is ever constructed from an alias or a tag."""

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self._source = source
        self._events = events
        self._sort = source.sort
        self._out = _OUT.get(source.sort, "write the part out")

    def document(self) -> None:
        started = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if started:
                    raise _stop(
                        self._source, _line(event), "a second document", f"one {self._sort} in a file"
                    )
                started = True
                self._source.data = self._node(next(self._events), ())

    def _node(self, event: yaml.Event, path: Path) -> Data:
        line = _line(event)
        self._source.lines.setdefault(path, line)
        if len(self._source.lines) > MOST_PARTS:
            raise _stop(
                self._source,
                line,
                f"more than {MOST_PARTS} parts until here",
                f"a {self._sort} is read by people",
            )
        if len(path) > DEEPEST:
            raise _stop(self._source, line, f"nested deeper than {DEEPEST}", f"a {self._sort} is flat")
        if isinstance(event, yaml.AliasEvent):
            self._source.complain(line, f"an alias `*{event.anchor}`", self._out)
            return None
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor is not None:
                self._source.complain(line, f"an anchor `&{event.anchor}`", self._out)
            if event.tag is not None:
                self._source.complain(line, f"a tag `{event.tag}`", f"tags have no meaning in a {self._sort}")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event, line) if isinstance(event, yaml.ScalarEvent) else None

    def _sequence(self, path: Path) -> list[Data]:
        found: list[Data] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._node(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            key = self._key(event, path, line)
            if key in found:
                first = self._source.lines[(*path, key)]
                self._source.complain(line, f"`{key}` for the second time", f"it is on line {first} already")
                self._node(next(self._events), (*path, f"{key} again"))
                continue
            self._source.lines[(*path, key)] = line
            found[key] = self._node(next(self._events), (*path, key))
        return found

    def _key(self, event: yaml.Event, path: Path, line: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, (*path, "?"))
            self._source.complain(line, "a key that is not a word", "keys are words like `first_call`")
            return f"? {line}"
        plain = event.value in _PLAIN.get(self._sort, ())
        if event.implicit[0] and not plain and (read_as := _READ_AS.get(_tag(event.value))):
            self._source.complain(
                line,
                f"the key `{event.value}` is read as {read_as}",
                "take another word, or put it in quotes",
            )
        return str(event.value)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Data:
        written = str(event.value)
        if not event.implicit[0]:
            return written
        tag = _tag(written)
        if tag == "tag:yaml.org,2002:null":
            return None
        if written in {"true", "false"}:
            return written == "true"
        if _NUMBER.fullmatch(written):
            return int(written)
        if _FRACTION.fullmatch(written):
            return float(written)
        if tag in _READ_AS:
            meant = f'write "{written}" in quotes'
            if tag.endswith(":bool"):
                meant += ", or true or false"
            self._source.complain(line, f"`{written}` is read as {_READ_AS[tag]}", meant)
        return written


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _tag(written: str) -> str:
    """What YAML 1.1 makes of a plain word."""
    for tag, pattern in _RESOLVER.get(written[:1], ()):
        if pattern.match(written):
            return str(tag)
    return "tag:yaml.org,2002:str"
