"""Which part of a mapping a table is meant by: the one whose columns it has."""

from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatch

from bot.imports.mapping import NEEDED, Mapping, TableMapping
from bot.imports.problems import N_, Refused
from bot.imports.tables import Table, folded

_ENOUGH = 0.5


def matched(
    tables: Iterable[Table], mapping: Mapping
) -> tuple[list[tuple[Table, TableMapping]], list[Table]]:
    """Tables with their meaning, and those that mean nothing here. Refused when a needed header is there twice."""
    found, left = [], []
    for table in tables:
        meaning = _meaning(table, mapping)
        if meaning is None:
            left.append(table)
            continue
        counts = Counter(folded(title) for title in table.header)
        for header in meaning.headers:
            if counts[folded(header)] > 1:
                raise Refused(
                    N_(
                        "{file}: the column `{column}` is there {number} times",
                        file=table.file,
                        column=header,
                        number=counts[folded(header)],
                    )
                )
        found.append((table, meaning))
    return found, left


def _meaning(table: Table, mapping: Mapping) -> TableMapping | None:
    headers = {folded(title) for title in table.header}
    best, score = None, 0.0
    for meaning in mapping.tables:
        if any(
            folded(meaning.columns[field]) not in headers
            for field in NEEDED[meaning.rows]
            if field in meaning.columns
        ):
            continue
        there = sum(folded(header) in headers for header in meaning.headers) / len(meaning.headers)
        if meaning.file is not None:
            there += 1 if fnmatch(table.file.casefold(), meaning.file.casefold()) else -1
        if there >= _ENOUGH and there > score:
            best, score = meaning, there
    return best
