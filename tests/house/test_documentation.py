"""The documentation is in step with what is there."""

import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import sources

READMES = ["README.md", "README.ru.md"]


def _read(name: str) -> str:
    return (sources.ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_stand_first(readme: str) -> None:
    first = re.search(r"```\n(.*?)```", _read(readme), re.DOTALL)
    assert first is not None
    assert first[1].splitlines() == ["make demo", "make test"]


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_is_described_and_no_other(readme: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", _read("Makefile"), re.MULTILINE)) - {"help"}
    assert set(re.findall(r"`make ([a-z-]+)", _read(readme))) == targets


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_described_and_no_other(readme: str) -> None:
    command_line = pytest.importorskip("bot.__main__")
    typer = pytest.importorskip("typer")
    commands = set(typer.main.get_group(command_line.app).commands)
    assert set(re.findall(r"`voronka ([a-z-]+)", _read(readme))) == commands


@pytest.mark.parametrize("readme", READMES)
def test_the_map_of_the_tree_is_the_tree(readme: str) -> None:
    mapped = set(re.findall(r"^([a-z]+)/ ", _read(readme), re.MULTILINE))
    listing = subprocess.run(
        ["git", "ls-files"], cwd=sources.ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    folders = {path.split("/")[0] for path in listing.stdout.splitlines() if "/" in path}
    assert {folder for folder in folders if not folder.startswith(".")} == mapped


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", _read(readme))
    assert links
    assert [link for link in links if not (sources.ROOT / link).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(_read("pyproject.toml"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    reasons = re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", _read("docs/dependencies.md"), re.MULTILINE)
    described = [name for name, _ in reasons if name != "package"]
    assert sorted(described) == sorted(canonicalize_name(Requirement(line).name) for line in declared)


def test_decisions_are_numbered_and_say_what_lost() -> None:
    decisions = sorted((sources.ROOT / "docs/adr").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [path.name for path in decisions if "Lost" not in path.read_text(encoding="utf-8")] == []
