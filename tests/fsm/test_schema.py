"""The schema for editors: in step with the language, right about every process, and it knows what is wrong."""

import re
from importlib import resources
from pathlib import Path

import pytest
import yaml

from fsm import definition
from fsm.definition import Model
from fsm.schema import rule_schema, schema, words_of, written
from tests.fsm.ruled import PROPOSAL, TEXTS
from tests.fsm.test_language import WRITTEN_OUT, built, words
from tests.fsm.written import BROAD, SIMPLE, changed

jsonschema = pytest.importorskip("jsonschema")  # it has no types of its own

ROOT = Path(__file__).parents[2]
MODELS = [
    one
    for one in vars(definition).values()
    if isinstance(one, type) and issubclass(one, Model) and one is not Model
]
SHIPPED = {
    file.name: file.read_text(encoding="utf-8")
    for file in (resources.files("fsm") / "processes").iterdir()
    if file.name.endswith(".yaml")
}


def wrong(text: str, node: dict[str, object] | None = None) -> list[str]:
    """The places that the schema (of processes, unless another one is given) does not like."""
    found = jsonschema.Draft202012Validator(node or schema()).iter_errors(yaml.safe_load(text))
    return [".".join(map(str, one.absolute_path)) for one in found]


def test_the_file_is_what_the_models_say() -> None:
    assert (ROOT / "docs/process.schema.json").read_text(encoding="utf-8") == written(schema())


def test_the_file_of_rules_is_what_the_models_say() -> None:
    assert (ROOT / "docs/rule.schema.json").read_text(encoding="utf-8") == written(rule_schema()), (
        "voronka rule schema --out docs/rule.schema.json"
    )


@pytest.mark.parametrize("node", [schema(), rule_schema()])
def test_it_is_a_schema(node: dict[str, object]) -> None:
    jsonschema.Draft202012Validator.check_schema(node)


@pytest.mark.parametrize("name", TEXTS)
def test_the_rules_that_ship_fit_and_name_their_schema(name: str) -> None:
    assert wrong(TEXTS[name], rule_schema()) == []
    (path,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", TEXTS[name].splitlines()[0])
    assert (ROOT / "fsm/rules" / path).resolve() == ROOT / "docs/rule.schema.json"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("rule: proposal_5d\n", "", ""),
        ("trigger: opened\n", "", ""),
        ("trigger: opened\n", "trigger: opened\nwatch: info\n", ""),
        ("trigger: opened", "trigger: opend", "trigger"),
        ("calendar: working", "calender: working", "limit"),
        ("{day: 4}", "{day: -4}", "remind.2.day"),
        ("{share: 50}", "{share: 100}", "exempt.remind.0.share"),
        ("{ru: Другое, en: Something else}", "{ru: Другое}", "breach.reasons.other"),
        ("    other:", "    Other:", "breach.reasons"),
        ("    - {done: send_proposal}", "    - {doen: send_proposal}", "fulfil.any.1"),
    ],
)
def test_it_knows_what_is_wrong_with_a_rule(old: str, new: str, place: str) -> None:
    assert place in wrong(changed((old, new), text=PROPOSAL), rule_schema())


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_fits_and_names_its_schema(name: str) -> None:
    assert wrong(SHIPPED[name]) == []
    first = SHIPPED[name].splitlines()[0]
    (path,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", first)
    assert (ROOT / "fsm/processes" / path).resolve() == ROOT / "docs/process.schema.json"


@pytest.mark.parametrize("text", [BROAD, built("processes.md"), built("processes.ru.md")])
def test_other_processes_fit(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("start: prospecting\n", "", ""),
        ("    kind: call", "    kind: cal", "activities.first_call.kind"),
        ('    goal: {ru: "Дозв', '    gaol: {ru: "Дозв', "stages.prospecting"),
        ("  first_call:\n", "  First-Call:\n", "activities"),
        ("{working_hours: 4}", "{working_hours: 4000}", "activities.first_call.due"),
        ("title: {ru: Поиск, en: Prospecting}", "title: {ru: Поиск}", "stages.prospecting.title"),
        ("    moves: [engaging, lost]", "    moves: engaging", "stages.prospecting.moves"),
        ("    outcomes: talked\n    more_outcomes: not_talked\n", "", "activities.first_call"),
        ("style: good\n      next", "style: god\n      next", "outcome_sets.talked.reached.style"),
        ("opens: [first_call]", "opens: [{oppen: first_call}]", "stages.prospecting.opens.0"),
        ("    moves: [engaging, lost]", "    jumps: [engaging]", "stages.prospecting"),
    ],
)
def test_it_knows_what_is_wrong(old: str, new: str, place: str) -> None:
    assert place in wrong(changed((old, new)))
    assert wrong(SIMPLE) == []


@pytest.mark.parametrize("model", MODELS)
def test_every_word_is_explained(model: type[Model]) -> None:
    explained = words_of(model)
    name = model.__name__
    assert [word for word in words(model) if word not in explained and (name, word) not in WRITTEN_OUT] == []
    assert [word for word in explained if word not in words(model)] == []


def test_every_part_of_the_schema_is_explained() -> None:
    silent = []

    def walk(path: str, node: object) -> None:
        if isinstance(node, dict):
            for word, one in node.get("properties", {}).items():
                if not one.get("description"):
                    silent.append(f"{path}.{word}")
            for key, one in node.items():
                walk(f"{path}.{key}", one)
        elif isinstance(node, list):
            for one in node:
                walk(path, one)

    walk("", schema())
    walk("", rule_schema())
    assert silent == []
