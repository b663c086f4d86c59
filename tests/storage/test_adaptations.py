"""What an administrator has changed in the processes is kept, and makes one object of each process."""

from fsm.adapting import Entry
from fsm.definition import Gate, Mode
from fsm.loading import versions
from storage import adaptations, calendars, settings
from storage.db import Database

PROCESSES = versions()
SOFT = Gate(fields=Mode.NUDGE, steps=Mode.STRICT)


async def test_what_was_changed_comes_back(db: Database) -> None:
    async with db.begin() as tx:
        assert await adaptations.get(tx) == adaptations.Adaptations()
        await adaptations.put_gate(tx, "corporate", SOFT)
        await adaptations.put_entry(tx, "simple", "lost_reason", "own_1", Entry({"ru": "Слон"}))
        await adaptations.put_entry(tx, "simple", "lost_reason", "price", Entry(hidden=True))
        found = await adaptations.get(tx)
        assert found.gates == {"corporate": SOFT}
        assert found.words == {
            ("simple", "lost_reason"): {"own_1": Entry({"ru": "Слон"}), "price": Entry(hidden=True)}
        }
        assert await settings.get(tx) == settings.DEFAULTS, "they are no settings of the company"


async def test_every_version_has_it_and_is_the_same_object_each_time(db: Database) -> None:
    async with db.begin() as tx:
        await adaptations.put_entry(tx, "simple", "lost_reason", "own_1", Entry({"ru": "Слон"}))
        first = await calendars.company(tx, processes=PROCESSES)
        second = await calendars.company(tx, processes=first.originals)
        assert second.originals is PROCESSES
        for key, process in first.processes.items():
            assert second.processes[key] is process
            assert ("own_1" in process.fields["lost_reason"].options) is True if key[0] == "simple" else True
        untouched = ("corporate", PROCESSES["corporate", 1].version)
        assert first.processes[untouched] is PROCESSES[untouched]


async def test_taking_it_back_is_the_file_again(db: Database) -> None:
    async with db.begin() as tx:
        written = PROCESSES["corporate", 1]
        await adaptations.put_gate(tx, "corporate", SOFT)
        strict = (await calendars.company(tx, processes=PROCESSES)).newest("corporate")
        assert strict.gate == SOFT
        await adaptations.put_gate(tx, "corporate", written.gate)
        assert (await calendars.company(tx, processes=PROCESSES)).newest("corporate") is written
