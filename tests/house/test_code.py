"""The laws of the house that no linter knows."""

import ast
import statistics
from pathlib import Path

from tests.house import sources

NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base"}
MAY_START_TASKS = ("bot/app", "bot/intake")


def _task_groups(tree: ast.Module) -> set[str]:
    """The names that `async with asyncio.TaskGroup() as name` gives, whose tasks nobody can lose."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncWith):
            for item in node.items:
                opened = ast.unparse(item.context_expr)
                if opened.endswith("TaskGroup()") and isinstance(item.optional_vars, ast.Name):
                    names.add(item.optional_vars.id)
        if isinstance(node, ast.arg) and node.annotation and "TaskGroup" in ast.unparse(node.annotation):
            names.add(node.arg)
    return names


def detached_tasks(tree: ast.Module) -> list[int]:
    """The lines of calls of create_task on anything that is not a task group."""
    groups = _task_groups(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"create_task", "ensure_future", "run_coroutine_threadsafe"}
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in groups)
    ]


def test_a_detached_task_is_seen() -> None:
    source = """
async def run(loop):
    loop.create_task(work())
    async with asyncio.TaskGroup() as group:
        group.create_task(work())
"""
    assert detached_tasks(ast.parse(source)) == [3]


def test_detached_tasks_only_where_somebody_waits_for_them() -> None:
    found = [
        f"{path}:{line}"
        for path in sources.files()
        if not path.as_posix().startswith((*MAY_START_TASKS, "sandbox/"))
        for line in detached_tasks(sources.tree(path))
    ]
    assert found == [], "a detached task is lost on restart: write a row"


def test_modules_are_named_by_nouns_of_the_field() -> None:
    found = [
        path.as_posix()
        for path in sources.files()
        if {part.removesuffix(".py").strip("_") for part in path.parts} & NO_NAMES
    ]
    assert found == []


def test_no_class_is_called_base_or_manager() -> None:
    found = [
        f"{path}:{node.lineno} {node.name}"
        for path in sources.files()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.ClassDef)
        and (node.name.startswith("Base") or node.name.endswith(("Manager", "Helper", "Utils", "Base")))
    ]
    # SQLAlchemy's declarative root has no better name in its own language.
    assert [line for line in found if not line.endswith(" Base") or not line.startswith("storage/")] == []


def _lines(path: Path) -> int:
    return len((sources.ROOT / path).read_text(encoding="utf-8").splitlines())


def test_files_are_small() -> None:
    sizes = {path.as_posix(): _lines(path) for path in sources.files() if path.name != "__init__.py"}
    longest = sorted(sizes.items(), key=lambda item: -item[1])[:10]
    assert statistics.median(sizes.values()) <= 100, longest
    assert [(path, size) for path, size in longest if size > 400] == []


def test_begin_is_said_only_by_use_cases_intake_and_notifications() -> None:
    """One use case, one transaction: storage functions never open or end one."""
    allowed = ("bot/", "notifications/", "storage/db", "storage/schema", "storage/migrations", "sandbox/")
    found = [
        f"{path}:{node.lineno}"
        for path in sources.files()
        if not path.as_posix().startswith(allowed)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"begin", "commit", "rollback"}
        and not node.args
    ]
    assert found == []
