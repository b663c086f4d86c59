"""`voronka import`: files into the database, or what they would do there."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import settings
from bot.clock import Clock
from bot.failure import Failure
from bot.imports import files, guess, planning
from bot.imports import mapping as mappings
from bot.imports.planning import Read
from bot.imports.problems import Refused
from bot.settings import Settings
from bot.usecases import imports
from bot.usecases.imports import Progress, Report
from fsm.definition import Process
from fsm.loading import shipped
from storage import schema
from storage import settings as company_settings
from storage.db import LONG, Database

_SHOWN = 20


def run(
    path: Path,
    *,
    mapping: Path | None,
    dry_run: bool,
    as_json: bool,
    per_day: int | None,
    process: str | None,
) -> None:
    """Import and print what happened. Raises Failure."""
    options = settings.load()
    try:
        report = asyncio.run(
            _import(options, path, mapping=mapping, dry_run=dry_run, per_day=per_day, process=process)
        )
    except Refused as refused:
        raise Failure(str(refused)) from None
    except FileNotFoundError as error:
        raise Failure(f"{error.filename}: no such file or folder") from None
    if as_json:
        print(json.dumps(imports.as_json(report), ensure_ascii=False, indent=2))  # noqa: T201 - the answer
    else:
        _print(report, dry_run=dry_run)


async def _import(
    options: Settings,
    path: Path,
    *,
    mapping: Path | None,
    dry_run: bool,
    per_day: int | None,
    process: str | None,
) -> Report:
    now = Clock().now()
    if dry_run and not exists(options.database_url):
        read, _ = _read(path, mapping, process, "RUB", options, now)
        return await imports.preview(None, read)
    if not dry_run:
        await schema.create(options.database_url)
    async with Database.connect(options.database_url, patience=LONG) as db:
        async with db.read() as session:
            currency = (await company_settings.get(session)).currency
        read, definition = _read(path, mapping, process, currency, options, now)
        if dry_run:
            return await imports.preview(db, read)
        with _shown(read) as progress:
            return await imports.carry_out(
                db,
                read,
                process=definition,
                now=now,
                source=path.name,
                zone=options.timezone,
                language=options.language,
                per_day=per_day,
                progress=progress,
            )


def exists(url: str) -> bool:
    """Whether there may be a database by this URL: a file, or a server that will answer for itself."""
    prefix, _, file = url.partition(":///")
    return not prefix.startswith("sqlite") or Path(file).exists()


def _read(
    path: Path, mapping: Path | None, process: str | None, currency: str, options: Settings, now: datetime
) -> tuple[Read, Process]:
    zone = ZoneInfo(options.timezone)
    said = mappings.load(mapping) if mapping else None
    tables = files.tables(path, encoding=said.encoding if said else None)
    definition = _process(process or (said.process if said else "simple"))
    if said is None:
        said = guess.mapping(tables, definition)
    mappings.check(said, definition, name=str(mapping or "the mapping"))
    today = now.astimezone(zone).date()
    read = planning.read(tables, said, process=definition, currency=currency, zone=zone, today=today)
    return read, definition


def _process(key: str) -> Process:
    try:
        return shipped()[key]
    except KeyError:
        raise Failure(f"no process `{key}`; there is {', '.join(shipped())}") from None


@contextmanager
def _shown(read: Read) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere; standard output stays for the answer."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    # A deal has four rows and a half; the bar need not be more exact than that.
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Writing", total=len(read.plan.deals) * 5 + len(read.plan.clients) + 100)

        def advance(rows: int) -> None:
            bar.advance(task, rows)

        yield advance


def _print(report: Report, *, dry_run: bool) -> None:
    lines = ["Nothing was written, this would happen:"] if dry_run else []
    for kind, counts in report.counts.items():
        said = f"{counts.new} new, {counts.updated} updated, {counts.unchanged} unchanged"
        lines.append(f"{kind:9}{said}" + (f", {counts.errors} rows left out" if counts.errors else ""))
    lines += [f"{file}: not imported, the mapping knows no such table" for file in report.skipped]
    for error in report.errors[:_SHOWN]:
        column = f", {error.column}" if error.column else ""
        value = f" {error.value!r}" if error.value else ""
        lines.append(f"{error.file}:{error.line}{column}:{value} {error.problem}")
    if len(report.errors) > _SHOWN:
        lines.append(f"... and {len(report.errors) - _SHOWN} more rows (--json lists all)")
    if report.import_id is not None:
        lines.append(f"import {report.import_id}: `voronka import --undo {report.import_id}` takes it back")
    print("\n".join(lines))  # noqa: T201 - the answer
