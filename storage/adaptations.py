"""What an administrator has changed in the processes, as rows of settings; and the processes with it.

A process with the same changes is the same object each time: its machine is built once, and found by it.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.adapting import Entry, adapted
from fsm.definition import Gate, Mode, Process
from storage import settings
from storage.models import Setting

_GATE, _WORDS = "gate.", "words."
_KEPT = 64
_made: OrderedDict[tuple[int, str], tuple[Process, Process]] = OrderedDict()

Processes = Mapping[tuple[str, int], Process]


@dataclass(frozen=True, slots=True)
class Adaptations:
    """Gates by process; what is different about options by (process, field), new ones in the order of their keys' adding."""

    gates: Mapping[str, Gate] = field(default_factory=dict)
    words: Mapping[tuple[str, str], Mapping[str, Entry]] = field(default_factory=dict)

    def of(self, process: str) -> Mapping[str, Mapping[str, Entry]]:
        """What is different in one process, by field."""
        return {name: entries for (key, name), entries in self.words.items() if key == process}


async def get(session: AsyncSession) -> Adaptations:
    """Everything that has been changed; what cannot be read counts as unchanged."""
    query = select(Setting.key, Setting.value).where(
        Setting.key.startswith(_GATE, autoescape=True) | Setting.key.startswith(_WORDS, autoescape=True)
    )
    gates: dict[str, Gate] = {}
    words: dict[tuple[str, str], Mapping[str, Entry]] = {}
    for key, value in await session.execute(query):
        held = value["value"]
        if key.startswith(_GATE):
            gates[key.removeprefix(_GATE)] = Gate(fields=Mode(held["fields"]), steps=Mode(held["steps"]))
        else:
            process, _, name = key.removeprefix(_WORDS).partition(".")
            words[process, name] = {
                one["key"]: Entry(one.get("title"), bool(one.get("hidden"))) for one in held
            }
    return Adaptations(gates, words)


async def put_gate(tx: AsyncSession, process: str, gate: Gate) -> None:
    """How strict forward moves of a process are from now on."""
    await settings.keep(tx, _GATE + process, {"fields": gate.fields.value, "steps": gate.steps.value})


async def put_entry(tx: AsyncSession, process: str, name: str, option: str, entry: Entry) -> None:
    """What is different about one option of a field."""
    found = dict((await get(tx)).words.get((process, name), {}))
    found[option] = entry
    await settings.keep(tx, f"{_WORDS}{process}.{name}", [_written(key, one) for key, one in found.items()])


def _written(key: str, entry: Entry) -> dict[str, Any]:
    title = {} if entry.title is None else {"title": dict(entry.title)}
    return {"key": key, **title, "hidden": entry.hidden}


def apply(processes: Processes, found: Adaptations) -> Processes:
    """Every version with what has been changed in its process."""
    if not found.gates and not found.words:
        return processes
    return {key: _adapted(process, found) for key, process in processes.items()}


def _adapted(process: Process, found: Adaptations) -> Process:
    gate, words = found.gates.get(process.process), found.of(process.process)
    if gate is None and not words:
        return process
    said = json.dumps(
        [
            None if gate is None else [gate.fields, gate.steps],
            {name: [_written(*one) for one in entries.items()] for name, entries in words.items()},
        ],
        sort_keys=True,
    )
    key = (id(process), said)
    known = _made.get(key)
    if known is None:  # the original is kept beside it, so that its id cannot be given to another one
        known = _made[key] = (process, adapted(process, gate, words))
        if len(_made) > _KEPT:
            _made.popitem(last=False)
    _made.move_to_end(key)
    return known[1]
