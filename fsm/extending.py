"""What every process of deals has beside its own words (extensions/deal.yaml), put into a source before it is read.

So rules find their fields and their way out in each process, also in versions that are older than the rules.
"""

from functools import cache
from importlib import resources

from fsm import source
from fsm.definition import Subject
from fsm.source import Data, Source

_SECTIONS = ("fields", "activities")


def extend(read: Source) -> None:
    """Adds the words that a process of deals does not have; nothing to a process of requests."""
    data = read.data
    if not isinstance(data, dict) or data.get("subject", Subject.DEAL.value) != Subject.DEAL:
        return
    more = _words()
    for section in _SECTIONS:
        own, added = data.get(section), more[section]
        if isinstance(own, dict) and isinstance(added, dict):
            data[section] = {**own, **{key: one for key, one in added.items() if key not in own}}
    own, added = data.get("by_hand", []), more["by_hand"]
    if isinstance(own, list) and isinstance(added, list):
        data["by_hand"] = [*own, *(key for key in added if key not in own)]


def fields() -> frozenset[str]:
    """Names of the fields that it adds."""
    added = _words()["fields"]
    assert isinstance(added, dict)
    return frozenset(added)


@cache
def _words() -> dict[str, Data]:
    file = resources.files("fsm") / "extensions" / "deal.yaml"
    data = source.read(file.read_text(encoding="utf-8"), name=file.name).data
    assert isinstance(data, dict)
    return data
