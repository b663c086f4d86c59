"""What is behind a path: one table of a CSV file, the sheets of a workbook, or all of a folder."""

from pathlib import Path

from bot.imports import csv_file, xlsx_file
from bot.imports.problems import N_, Refused, Told
from bot.imports.tables import Table

LARGEST = 32 * 1024 * 1024
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
_IN_FOLDERS = (".csv", ".tsv", ".xlsx")


def tables(path: Path, *, encoding: str | None = None) -> list[Table]:
    """The tables of a file or of every file in a folder (not below it), by name. Raises Refused, OSError."""
    if not path.is_dir():
        return tables_in(path.name, _content(path), encoding=encoding)
    files = sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in _IN_FOLDERS and file.is_file() and not file.name.startswith((".", "~$"))
    )
    if not files:
        raise Refused(N_("{file}: no CSV or XLSX file in this folder", file=path))
    return [table for file in files for table in tables_in(file.name, _content(file), encoding=encoding)]


def tables_in(name: str, content: bytes, *, encoding: str | None = None) -> list[Table]:
    """The tables of a file that was sent; what it is shows in its bytes, not in its name. Raises Refused."""
    if len(content) > LARGEST:
        raise Refused(_too_large(name, len(content)))
    if content.startswith(b"PK\x03\x04"):
        return xlsx_file.read(name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(N_("{file}: an old or a protected Excel file; save it as XLSX or CSV", file=name))
    if name.lower().endswith(".xlsx"):
        raise Refused(N_("{file}: not an XLSX file, whatever its name says", file=name))
    return [csv_file.read(name, content, encoding=encoding)]


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST:
        raise Refused(_too_large(path.name, size))
    return path.read_bytes()


def _too_large(name: str, size: int) -> Told:
    return N_(
        "{file}: {size} MB; at most {most} MB are read: split the file",
        file=name,
        size=round(size / 2**20),
        most=LARGEST // 2**20,
    )
