"""What is only looked at must not wait for what is heavy: libraries are loaded where they are used."""

import importlib.util
import json
import subprocess
import sys

import pytest

from tests.house import sources

TELEGRAM = {"aiogram", "aiohttp"}
ROWS = {"sqlalchemy", "alembic"}
PICTURES = {"matplotlib", "numpy", "PIL"}


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("bot.__main__", TELEGRAM | ROWS | PICTURES | {"pydantic", "openpyxl", "babel"}),
        ("charts.funnel", TELEGRAM | ROWS | {"pydantic"}),
        ("storage.schema", TELEGRAM | PICTURES),
        ("fsm.decide", TELEGRAM | ROWS | PICTURES),
    ],
)
def test_loading_a_module_leaves_the_heavy_ones_alone(module: str, heavy: set[str]) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not there yet")
    program = f"import {module}, json, sys; print(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=sources.ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(answer.stdout)}
    assert loaded & heavy == set()
