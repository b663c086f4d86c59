"""How long it takes to read and check the largest process that ships, beside reading its YAML alone; and to refuse nonsense."""

from collections.abc import Iterator
from importlib import resources

import yaml

from benchmarks.result import Result, alternating, shown
from fsm.loading import load
from fsm.problems import ProcessError

ROUNDS = 15
ALLOWED = 0.2  # seconds for the largest process
REFUSED = 1.0  # seconds for 50 000 lines of nonsense


def run() -> Iterator[Result]:
    files = (resources.files("fsm") / "processes").iterdir()
    texts = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".yaml")}
    name, text = max(texts.items(), key=lambda one: len(one[1]))
    ours, bare = alternating(
        lambda: load(text, name=name),
        lambda: yaml.load(text, Loader=yaml.CSafeLoader),  # noqa: TID251 - what it is measured against
        rounds=ROUNDS,
    )
    yield Result(f"load and check {name}", shown(ours), shown(ALLOWED), ours / ALLOWED, 1.0)
    yield Result("the same, to its YAML alone", shown(ours), shown(bare), ours / bare, 5.0)
    lines = "".join(f"k{number}: {{a: 1}}\n" for number in range(50_000))
    (spent,) = alternating(lambda: _refused(lines), rounds=3)
    yield Result("50 000 lines are refused", shown(spent), shown(REFUSED), spent / REFUSED, 1.0)


def _refused(text: str) -> None:
    try:
        load(text, name="p.yaml")
    except ProcessError:
        return
    raise AssertionError("it loaded")
