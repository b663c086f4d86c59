"""The page about the process language shows a process that runs, and names every word."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from fsm import definition
from fsm.definition import Model
from fsm.loading import load

PAGE = (Path(__file__).parents[2] / "docs" / "processes" / "README.md").read_text(encoding="utf-8")
MODELS = [
    one
    for one in vars(definition).values()
    if isinstance(one, type) and issubclass(one, Model) and one is not Model
]
LISTS = [
    one
    for one in vars(definition).values()
    if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
]


def test_the_example_is_a_process_without_problems() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert load(example, name="README.md").process == "small"


@pytest.mark.parametrize("model", MODELS)
def test_every_word_is_named(model: type[Model]) -> None:
    assert [word for word in model.model_fields if not re.search(rf"\b{word}\b", PAGE)] == []


@pytest.mark.parametrize("choices", LISTS)
def test_every_value_is_named(choices: type[StrEnum]) -> None:
    assert [one.value for one in choices if not re.search(rf"\b{one.value}\b", PAGE)] == []
