"""The lock and the declaration say the same: every dependency is pinned, hashed, declared and used."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house import sources

PROJECT = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
DEVELOPMENT = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
# Named by a URL or found by Python itself, imported by nobody.
NEVER_IMPORTED = {"aiosqlite", "asyncpg", "tzdata"}


def _pins(name: str) -> dict[str, Version]:
    text = (sources.ROOT / name).read_text(encoding="utf-8")
    return {
        canonicalize_name(match[1]): Version(match[2])
        for match in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    }


def _is_pinned(requirement: Requirement, pins: dict[str, Version]) -> bool:
    version = pins.get(canonicalize_name(requirement.name))
    return version is not None and version in requirement.specifier


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    runtime, development = _pins("requirements.txt"), _pins("requirements-dev.txt")
    assert [str(line) for line in RUNTIME if not _is_pinned(line, runtime)] == [], "make lock"
    assert [str(line) for line in DEVELOPMENT if not _is_pinned(line, development)] == [], "make lock"
    assert runtime.items() <= development.items()


def test_every_pin_has_a_hash_and_no_index_is_named() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (sources.ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[A-Za-z0-9._-]+==.*\n +--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        assert len(pins) == len(_pins(name)) > 0
        assert re.findall(r"^\s*(?:-i|-f|--(?!hash=)\S+).*|https?://|file:/", text, re.MULTILINE) == []


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    providers = packages_distributions()
    used = {name for path in sources.files() for name in sources.imports(path)}
    foreign = used - set(sys.stdlib_module_names) - set(sources.ROOMS)
    imported = {canonicalize_name(owner) for name in foreign for owner in providers.get(name, [name])}
    declared = {canonicalize_name(line.name) for line in RUNTIME}
    assert imported - declared == set(), "declare it in pyproject.toml with a reason in docs/dependencies.md"
    assert declared - imported - NEVER_IMPORTED == set(), "nobody imports it"
