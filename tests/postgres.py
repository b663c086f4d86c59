"""A throw-away PostgreSQL for the tests: a cluster of the system's binaries in a temporary folder, reached by a socket."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_QUICK = (  # nothing of a test must survive a power cut
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=120",
    "listen_addresses=",
    "autovacuum=off",
    "timezone=UTC",
)


def binaries() -> Path | None:
    """The folder that holds both initdb and postgres, or None."""
    candidates = []
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    if postgres := shutil.which("postgres"):
        candidates.append(Path(postgres).resolve().parent)
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += [Path("/usr/pgsql/bin"), Path("/opt/homebrew/bin"), Path("/usr/local/bin")]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _account() -> pwd.struct_passwd | None:
    """Whom to run as: PostgreSQL refuses root, so root lends the work to an account without rights."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("running as root, and neither postgres nor nobody is an account here")


@contextmanager
def cluster(bindir: Path) -> Iterator[str]:
    """Run a cluster as long as the context lasts; yields the URL of its `postgres` database."""
    account = _account()
    user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
    folder = Path(tempfile.mkdtemp(prefix="voronka-pg-"))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        subprocess.run(
            [
                str(bindir / "initdb"),
                "-D",
                str(data),
                "-U",
                "voronka",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            user=user,
            group=group,
        )
        settings = [part for setting in _QUICK for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(bindir / "postgres"), "-D", str(data), "-k", str(folder), *settings],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=folder,
                user=user,
                group=group,
            )
        try:
            _wait(server, data / "postmaster.pid", folder / "log")
            yield f"postgresql+asyncpg://voronka@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: the folder goes anyway
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], pid_file: Path, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        # PostgreSQL writes its state as the eighth line of this file.
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
