"""Where our own code is: the rooms, their files and their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "fsm", "storage", "notifications", "charts", "sandbox")


@cache
def files() -> tuple[Path, ...]:
    """Every Python file of the product, relative to the root."""
    return tuple(sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports, lazily or not, but not for types alone."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
