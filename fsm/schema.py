"""The languages of processes and rules as JSON Schemas: an editor completes their words, explains them, marks mistakes.

They are made from the models, and say what a file may have: bare keys, shared outcomes, nothing that loading writes out.
"""

import json
import re
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from fsm import definition
from fsm.checks.labels import LANGUAGES
from fsm.definition import Process, Rule

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Node = dict[str, Any]

_BARE = {"Requirement": "field", "Branch": "to", "Opening": "open", "OwnerRule": "who"}
"""Models that may be written as one word, and which of their words that is."""
_WORD = re.compile(r"^(\w+(?:, \w+)*)  +(\S.*)$")
_LABEL: Node = {"type": "object", "additionalProperties": {"type": "string"}}


def schema() -> Node:
    """The whole schema of processes, plain data for JSON."""
    found = _models(Process)
    _as_written(found)
    for name, word in _BARE.items():
        found[name] = {"anyOf": [found[name]["properties"][word], found[name]]}
    found["Exit"] = {"anyOf": [found["Exit"]["properties"]["suggest"], found["Exit"]]}
    process = found.pop("Process")
    return {"$schema": DIALECT, "title": "Voronka: a process", **process, "$defs": found}


def rule_schema() -> Node:
    """The whole schema of rules."""
    found = _models(Rule)
    rule = found.pop("Rule")
    rule["oneOf"] = [{"required": ["trigger", "fulfil"]}, {"required": ["watch"]}]
    return {"$schema": DIALECT, "title": "Voronka: a rule", **rule, "$defs": found}


def written(node: Node) -> str:
    """A schema as the text of a file."""
    return json.dumps(node, ensure_ascii=False, indent=2) + "\n"


def words_of(model: type[BaseModel] | type[StrEnum]) -> dict[str, str]:
    """What the docstring of a model, or of a list of words, says of its words."""
    found: dict[str, str] = {}
    names: list[str] = []
    for line in (model.__doc__ or "").splitlines()[1:]:
        told = _WORD.match(line.strip())
        if told is not None:
            names = told[1].split(", ")
            found |= dict.fromkeys(names, told[2])
        elif line.strip() and names:
            found |= {name: f"{found[name]} {line.strip()}" for name in names}
        else:
            names = []
    return found


def _models(model: type[BaseModel]) -> Node:
    """The model and all that it is made of, by name, tidied up, with what they share."""
    root = model.model_json_schema(by_alias=True)
    models: Node = root.pop("$defs")
    models[model.__name__] = root
    for name, node in models.items():
        _explain(name, node)
    found = {name: _tidy(node) for name, node in sorted(models.items())}
    told = "At most 20 small latin letters, digits and _, beginning with a letter."
    found["Key"] = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,19}$", "description": told}
    found["Label"] = {**_LABEL, "required": list(LANGUAGES), "description": "A text in each language."}
    return found


def _explain(name: str, node: Node) -> None:
    """The docstring's first sentences tell of the model, its list of the words."""
    kind = getattr(definition, name)
    words = words_of(kind)
    paragraphs = re.split(r"\n\s*\n", kind.__doc__ or "")
    told = [part for part in paragraphs if not _WORD.match(part.strip().splitlines()[0])]
    node["description"] = " ".join(" ".join(told).split())
    if "properties" not in node:
        if len(paragraphs) > len(told):
            in_lines = "; ".join(f"{word}: {told}" for word, told in words.items())
            node["description"] += " " + (in_lines if len(words) > 1 else " ".join(paragraphs[-1].split()))
        return
    for word, one in node["properties"].items():
        if word in words:
            one["description"] = words[word]


def _tidy(node: Any) -> Any:
    """Without what only pydantic wants: titles, nulls, empty defaults. Labels and keys are named once."""
    if isinstance(node, list):
        return [_tidy(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _tidy_within(key, one) for key, one in node.items() if key not in {"title", "default"}}
    described = {"description": found.pop("description")} if isinstance(found.get("description"), str) else {}
    if "anyOf" in found:
        found["anyOf"] = [one for one in found["anyOf"] if one != {"type": "null"}]
        if len(found["anyOf"]) == 1:
            (found,) = found["anyOf"]
    if "patternProperties" in found:
        found["additionalProperties"] = False
    elif found == _LABEL:
        found = {"$ref": "#/$defs/Label"}
    elif found.get("type") == "string" and str(found.get("pattern")).startswith("^[a-z]"):
        found = {"$ref": "#/$defs/Key"}
    return {**found, **described}


def _tidy_within(key: str, node: Any) -> Any:
    """`properties` holds words of the language, which may be called `title` too."""
    return {word: _tidy(one) for word, one in node.items()} if key == "properties" else _tidy(node)


def _as_written(models: Node) -> None:
    """What a file has and the models have not, and the other way round."""
    key = {"$ref": "#/$defs/Key"}
    del models["Stage"]["properties"]["jumps"]
    outcome = models["Outcome"]["properties"]
    outcome["to"] = {
        "anyOf": [{"$ref": "#/$defs/Branch"}, outcome["to"]],
        "description": outcome["to"].pop("description"),
    }
    activity = models["Activity"]
    outcomes = activity["properties"]["outcomes"]
    set_ = {name: one for name, one in outcomes.items() if name not in {"description", "minProperties"}}
    activity["properties"]["outcomes"] = {"anyOf": [key, set_], "description": outcomes["description"]}
    activity["properties"]["more_outcomes"] = {
        "anyOf": [key, {"type": "array", "items": key}],
        "description": "sets of outcomes that follow its own",
    }
    activity["required"].remove("outcomes")
    activity["anyOf"] = [{"required": ["outcomes"]}, {"required": ["more_outcomes"]}]
    models["Process"]["properties"]["outcome_sets"] = {
        "type": "object",
        "patternProperties": {models["Key"]["pattern"]: set_},
        "additionalProperties": False,
        "description": "outcomes that several activities share, by the name of the set",
    }
