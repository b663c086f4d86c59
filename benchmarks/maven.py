"""The import of the public sample of a computer seller: 8 800 deals, in time and memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.result import Result, shown
from benchmarks.starting import VORONKA

DATA = Path("..") / "shared" / "data" / "maven-crm"
MAPPING = Path("examples") / "maven-crm.yaml"
SECONDS, MEGABYTES = 10.0, 400.0


def run() -> Iterator[Result]:
    if not DATA.is_dir():
        sys.stderr.write(f"maven: skipped, {DATA} is not here\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        settings = f"VORONKA_DATABASE_URL=sqlite+aiosqlite:///{folder}/maven.db\n"
        (Path(folder) / ".env").write_text(settings, encoding="utf-8")
        command = [str(VORONKA), "import", str(DATA.resolve()), "--mapping", str(MAPPING.resolve()), "--json"]
        began = time.perf_counter()
        report = Path(folder) / "report.json"
        with report.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(command, cwd=folder, stdout=out)
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        new = json.loads(report.read_text(encoding="utf-8"))["deals"]["new"]
    if process.returncode or new != 8800:
        raise RuntimeError(f"the import failed: exit status {process.returncode}, {new} deals")
    memory = usage.ru_maxrss / 1024
    yield Result("Maven import: time", shown(seconds), shown(SECONDS), seconds / SECONDS, 1.0)
    yield Result("Maven import: memory", f"{memory:.0f} MB", f"{MEGABYTES:.0f} MB", memory / MEGABYTES, 1.0)
