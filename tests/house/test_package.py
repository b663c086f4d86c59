"""What is in the repository is in the wheel: processes, catalogues, migrations and the chat page too."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house import sources


def test_the_wheel_carries_every_file_of_the_rooms(tmp_path: Path) -> None:
    listing = subprocess.run(
        ["git", "ls-files", *sources.ROOMS], cwd=sources.ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=sources.ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    tracked = {name for name in listing.stdout.splitlines() if (sources.ROOT / name).exists()}
    assert tracked
    assert tracked - packed == set()
    # Nothing at the top but our rooms: another project's `charts` is enough to worry about.
    assert {name.split("/")[0] for name in packed if ".dist-info/" not in name} == set(sources.ROOMS)
