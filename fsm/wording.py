"""What pydantic finds wrong with a process or a rule, in words for people who do not know pydantic."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fsm.definition import Due, FieldDue, Process, Stage
from fsm.definition.dues import BY_FIELD, RECKONED
from fsm.problems import Path, listed, place, suggestion

Words = tuple[str, str]
"""What is wrong, and what was meant."""
_SORTS: Mapping[object, type[BaseModel]] = {RECKONED: Due, BY_FIELD: FieldDue}
_WRITTEN_OUT = (Stage, "jumps")
"""The one word of a model that no file has: loading writes it."""


@dataclass(frozen=True, slots=True)
class At:
    """How a place is called in the file. `root` is the model of the whole, which is called `whole`.

    `nearest` leads from a place in the model to the place in the file that it was taken from.
    """

    nearest: Callable[[Path], Path]
    root: type[BaseModel] = Process
    whole: str = "the process"

    def __call__(self, path: Path) -> str:
        return place(self.nearest(_untagged(path)), self.whole)


def told(error: Mapping[str, Any], at: At) -> tuple[Path, str, str]:
    """The path that an error is about, what is wrong there, and what was meant."""
    steps = error["loc"]
    if steps and steps[-1] == "[key]":
        return _untagged(steps[:-1]), *_bad_key(steps[:-1], at)
    kind = error["type"]
    what, meant = _WORDS.get(kind, _anything_else)(error, steps, at)
    return _untagged(steps[:-1] if kind == "missing" else steps), what, meant


def _untagged(path: Path) -> Path:
    """Without pydantic's marks of which sort of due is meant."""
    return tuple(step for step in path if step not in _SORTS)


def model_at(path: Path, root: type[BaseModel] = Process) -> type[BaseModel] | None:
    """The model that describes this place of a process, or of another root; None where there is no model."""
    found: Any = root
    for step in path:
        if step in _SORTS:
            found = _SORTS[step]
        elif isinstance(found, type) and issubclass(found, BaseModel):
            member = _words(found).get(str(step))
            if member is None:
                return None
            found = _bare(member.annotation)
        else:
            found = next(_members(found), None)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _words(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """What may be written there, by the words of the file."""
    return {member.alias or name: member for name, member in model.model_fields.items()}


def _bare(annotation: Any) -> Any:
    """Without Annotated and «or None»."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
            continue
        members = [member for member in get_args(annotation) if member is not NoneType]
        if NoneType in get_args(annotation) and len(members) == 1:
            annotation = members[0]
            continue
        return annotation


def _members(annotation: Any) -> Iterator[Any]:
    """What a mapping or a list is of."""
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple:
        yield _bare(arguments[0])
    elif isinstance(get_origin(annotation), type) and issubclass(get_origin(annotation), Mapping):
        yield _bare(arguments[1])


def _bad_key(path: Path, at: At) -> Words:
    return (
        f"the name `{path[-1]}` in {at(path[:-1])}",
        "a name is at most 20 small latin letters, digits and _, beginning with a letter",
    )


def _missing(error: Mapping[str, Any], path: Path, at: At) -> Words:
    return f"`{path[-1]}` is missing in {at(path[:-1])}", "it has to be given"


def _unknown(error: Mapping[str, Any], path: Path, at: At) -> Words:
    model = model_at(path[:-1], at.root)
    known = [word for word in _words(model) if (model, word) != _WRITTEN_OUT] if model else []
    return f"unknown word `{path[-1]}` in {at(path[:-1])}", suggestion(path[-1], known)


def _listed(error: Mapping[str, Any], path: Path, at: At) -> Words:
    given = error["input"]
    return f"{_shown(given)} in {at(path)}", suggestion(given, _values(path, at))


def _values(path: Path, at: At) -> list[str]:
    model = model_at(path[:-1], at.root)
    annotation = _bare(_words(model)[str(path[-1])].annotation) if model else None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return [str(value) for value in get_args(annotation)] if get_origin(annotation) is Literal else []


def _pattern(error: Mapping[str, Any], path: Path, at: At) -> Words:
    if path[-1] == "at":
        return f"{_shown(error['input'])} in {at(path)}", 'meant is a time like "09:30"'
    return _bad_key((*path[:-1], str(error["input"])), at)


def _shape(meant: str) -> Callable[[Mapping[str, Any], Path, At], Words]:
    def words(error: Mapping[str, Any], path: Path, at: At) -> Words:
        return f"{_shown(error['input'])} in {at(path)}", f"meant is {meant}"

    return words


def _list(error: Mapping[str, Any], path: Path, at: At) -> Words:
    match error["input"]:
        case str(word) if word:
            meant = f"a list: `[{word}]`"
        case Mapping():
            meant = "a list: each of its parts begins with `- `"
        case _:
            meant = "a list: `[one, two]`"
    return f"{_shown(error['input'])} in {at(path)}", f"meant is {meant}"


def _limit(error: Mapping[str, Any], path: Path, at: At) -> Words:
    limits = error.get("ctx", {})
    at_least = limits.get("ge", limits.get("min_length"))
    at_most = limits.get("le", limits.get("max_length"))
    bound = f"at least {at_least}" if at_least is not None else f"at most {at_most}"
    if "gt" in limits:
        bound = f"more than {limits['gt']}"
    given = error["input"]
    if "min_length" in limits or "max_length" in limits:
        count = limits.get("actual_length", "too many")
        return f"{at(path)} has {count}", f"{bound} {'must' if at_least is not None else 'can'} be there"
    return f"{_shown(given)} in {at(path)}", f"{bound} is possible"


def _rule(error: Mapping[str, Any], path: Path, at: At) -> Words:
    reason = error.get("ctx", {}).get("error", error["msg"])
    return f"{at(path)} does not hold together", str(reason)


def _anything_else(error: Mapping[str, Any], path: Path, at: At) -> Words:
    return f"{_shown(error['input'])} in {at(path)}", error["msg"][:1].lower() + error["msg"][1:]


def _shown(given: object) -> str:
    match given:
        case None:
            return "nothing"
        case bool():
            return f"`{str(given).lower()}`"
        case Mapping():
            return f"a mapping of {listed(map(str, given))}" if given else "an empty mapping"
        case list() | tuple():
            return "a list"
        case _:
            text = str(given)
            return f"`{text if len(text) <= 60 else text[:59] + '…'}`"


_MAPPING = _shape("a mapping: `name: value` lines, indented")
_WORDS: Mapping[str, Callable[[Mapping[str, Any], Path, At], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _listed,
    "literal_error": _listed,
    "string_pattern_mismatch": _pattern,
    "string_type": _shape("a word; numbers are put in quotes"),
    "int_type": _shape("a whole number"),
    "int_parsing": _shape("a whole number"),
    "int_from_float": _shape("a whole number"),
    "decimal_type": _shape("a number"),
    "decimal_parsing": _shape("a number"),
    "bool_type": _shape("true or false"),
    "bool_parsing": _shape("true or false"),
    "model_type": _MAPPING,
    "mapping_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": _list,
    "list_type": _list,
    "greater_than_equal": _limit,
    "greater_than": _limit,
    "less_than_equal": _limit,
    "too_short": _limit,
    "too_long": _limit,
    "value_error": _rule,
}
