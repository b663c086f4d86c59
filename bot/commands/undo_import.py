"""`voronka import --undo`: an import is taken back whole."""

import asyncio
import json

from bot import settings
from bot.clock import Clock
from bot.commands.import_ import exists
from bot.failure import Failure
from bot.settings import Settings
from storage import schema
from storage.db import LONG, Database
from storage.imports import taking_back
from storage.imports.deals_back import Kept, Why
from storage.imports.taking_back import NoImportError, TakenBack, TakenBackError

LAST = "last"
_SHOWN = 20
_KINDS = ("deals", "clients", "products", "people", "teams")


def run(which: str, *, as_json: bool) -> None:
    """Take back the import of this number, or the last one, and print what became of it. Raises Failure."""
    done = asyncio.run(_taken_back(settings.load(), which))
    print(json.dumps(_as_json(done), ensure_ascii=False, indent=2) if as_json else _sentences(done))  # noqa: T201 - the answer


async def _taken_back(options: Settings, which: str) -> TakenBack:
    if not exists(options.database_url):
        raise Failure("there is no database yet, and nothing was imported")
    await schema.create(options.database_url)
    async with Database.connect(options.database_url, patience=LONG) as db, db.begin() as tx:
        past = await taking_back.last(tx) if which == LAST else None
        if which == LAST and past is None:
            raise Failure("there is no import that could be taken back")
        number = past.id if past else int(which) if which.isascii() and which.isdigit() else 0
        try:
            return await taking_back.take_back(tx, number, now=Clock().now(), by_id=None)
        except NoImportError:
            raise Failure(f"no import `{which}`; say its number, or `{LAST}`") from None
        except TakenBackError:
            raise Failure(f"import {which} was taken back before") from None


def _sentences(done: TakenBack) -> str:
    lines = [f"import {done.import_id} ({done.source}) is taken back"]
    for kind in _KINDS:
        removed, restored = done.removed.get(kind, 0), done.restored.get(kind, 0)
        if removed or restored:
            lines.append(f"{kind:9}{removed} removed, {restored} as before")
    lines += [f"{one.kind} {one.label} stays: {_why(one)}" for one in done.kept[:_SHOWN]]
    if len(done.kept) > _SHOWN:
        lines.append(f"... and {len(done.kept) - _SHOWN} more (--json lists all)")
    return "\n".join(lines)


def _why(one: Kept) -> str:
    match one.why:
        case Why.WORKED:
            who = f" by {one.by}" if one.by else ""
            when = f" on {one.at:%Y-%m-%d %H:%M} UTC" if one.at else ""
            return f"worked on{who}{when}"
        case Why.CHANGED:
            return "changed since"
        case Why.USED:
            return "needed by what stays"


def _as_json(done: TakenBack) -> dict[str, object]:
    counts = {
        kind: {"removed": done.removed.get(kind, 0), "restored": done.restored.get(kind, 0)}
        for kind in _KINDS
    }
    kept = [
        {
            "kind": one.kind,
            "label": one.label,
            "why": one.why.value,
            "by": one.by,
            "at": one.at.isoformat() if one.at else None,
        }
        for one in done.kept
    ]
    return {"import": done.import_id, "source": done.source, **counts, "kept": kept}
