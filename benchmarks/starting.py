"""How long one waits: for the command line's help, and for the demo of a fresh clone that is set up."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.result import Result, alternating, shown

ROUNDS = 9
READY = 60.0  # seconds that are allowed
VORONKA = Path(sys.executable).parent / "voronka"


def run() -> Iterator[Result]:
    ours, other = alternating(
        lambda: subprocess.run([VORONKA, "--help"], check=True, capture_output=True),
        lambda: subprocess.run([sys.executable, "-c", "import aiogram"], check=True),
        rounds=ROUNDS,
    )
    yield Result("voronka --help to import aiogram", shown(ours), shown(other), ours / other, 0.35)
    ready = _demo()
    yield Result("the demo is ready", shown(ready), shown(READY), ready / READY, 1.0)


def _demo() -> float:
    """Seconds until it prints the address of the chat page."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(VORONKA), "demo", "--port", "0"]
        demo = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        assert demo.stdout is not None
        try:
            for line in demo.stdout:
                if "http://" in line:
                    return time.perf_counter() - began
        finally:
            demo.terminate()
            demo.wait()
    raise RuntimeError("the demo ended without an address")
