"""`python -m benchmarks [NAME...]`: each benchmark in a process of its own, a line for each thing it measures."""

import importlib
import subprocess
import sys

from benchmarks.result import TITLES

NAMES = (
    "checking",
    "deciding",
    "walking",
    "routing",
    "taps",
    "advancing",
    "corporate",
    "timers",
    "duties",
    "auditing",
    "replaying",
    "backlog",
    "funnel",
    "searching",
    "maven",
    "starting",
    "memory",
    "noise",
    "month",
    "kills",
)


def main(names: list[str]) -> int:
    """Exit status: 0 every bound is kept, 1 one is not, 2 no such benchmark."""
    if unknown := set(names) - set(NAMES):
        sys.stderr.write(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}\n")
        return 2
    if len(names) == 1:
        return measure(names[0])
    print(TITLES, flush=True)
    found = [
        subprocess.run([sys.executable, "-m", "benchmarks", name], check=False) for name in names or NAMES
    ]
    return int(any(one.returncode for one in found))


def measure(name: str) -> int:
    """Run one here, printing as it goes."""
    kept = True
    for result in importlib.import_module(f"benchmarks.{name}").run():
        print(result.line(), flush=True)
        kept = kept and result.ok
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
