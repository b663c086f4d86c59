"""CSV of unknown origin: encoding and delimiter are found out, or the file is refused with the reason."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator

from bot.imports.problems import N_, Refused
from bot.imports.tables import Row, Table

MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # as in a sheet

_DELIMITERS = ",;\t|"
_SAMPLE = 60
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Latin and Cyrillic letters inside one word: what other encodings look like when read as Windows-1251.
_MIXED = re.compile(r"[A-Za-z][А-яЁёЂ-џ]|[А-яЁёЂ-џ][A-Za-z]")
_CYRILLIC = re.compile(r"[А-яЁё]{2,}")


def read(name: str, content: bytes, *, encoding: str | None = None) -> Table:
    """The one table of a CSV file. Raises Refused."""
    text = decoded(name, content, encoding)
    if "\0" in text:
        raise Refused(
            N_(
                "{file}:{line}: a NUL character; this is not a text file",
                file=name,
                line=_line_of(text, chr(0)),
            )
        )
    if not text.strip():
        raise Refused(N_("{file}: the file is empty", file=name))
    split = delimiter(text)
    if text.count("\n") > MOST_ROWS:
        # Counted before anything is kept: what is refused must not cost the memory of what is read.
        deque(_rows(name, text, split), maxlen=0)
    rows = _rows(name, text, split)
    header = next(rows, None)
    if header is None:
        raise Refused(N_("{file}: the file is empty", file=name))
    titles = tuple(str(cell).strip() for cell in header.cells)
    return Table(name, titles, tuple(rows), encoding=_encoding(content, encoding), delimiter=split)


def _encoding(content: bytes, said: str | None) -> str:
    """The name of the encoding in which `decoded` read it."""
    marked = said or next((code for mark, code in _MARKS if content.startswith(mark)), None)
    if marked:
        return marked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def decoded(name: str, content: bytes, encoding: str | None = None) -> str:
    """The text: by its byte order mark, as UTF-8, as Windows-1251 if that makes words; else Refused."""
    found = encoding or next((code for mark, code in _MARKS if content.startswith(mark)), None)
    try:
        return content.decode(found or "utf-8")
    except LookupError:
        raise Refused(N_("{file}: no such encoding: {encoding}", file=name, encoding=found)) from None
    except UnicodeDecodeError as error:
        if found:
            line = error.object.count(b"\n", 0, error.start) + 1  # without the mark, as the codec saw it
            raise Refused(
                N_("{file}:{line}: not {encoding}, although it says so", file=name, line=line, encoding=found)
            ) from None
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            N_("{file}:{line}: neither UTF-8 nor Windows-1251; save it as UTF-8", file=name, line=line)
        ) from None
    if len(_MIXED.findall(text)) > len(_CYRILLIC.findall(text)) // 10:
        raise Refused(
            N_("{file}: not UTF-8, and read as Windows-1251 it makes no words; save it as UTF-8", file=name)
        )
    return text


def delimiter(text: str) -> str:
    """The character that splits the first lines into the most equal columns; a comma for a single column."""
    best, score = ",", 1.0
    for candidate in _DELIMITERS:
        widths = [len(row) for row in _sample(text, candidate) if row]
        if not widths or widths[0] < 2:
            continue
        equal = sum(width == widths[0] for width in widths) / len(widths)
        if equal * widths[0] > score:
            best, score = candidate, equal * widths[0]
    return best


def _sample(text: str, candidate: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=candidate)
    try:
        for _, row in zip(range(_SAMPLE), reader, strict=False):
            yield row
    except csv.Error:
        return


def _rows(name: str, text: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, count = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                count += 1
                if count > MOST_ROWS + 1:
                    raise Refused(
                        N_("{file}: more than {most} rows; split the file", file=name, most=MOST_ROWS)
                    )
                if len(cells) > MOST_COLUMNS:
                    raise Refused(
                        N_("{file}:{line}: more than {most} columns", file=name, line=line, most=MOST_COLUMNS)
                    )
                yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(N_("{file}:{line}: not CSV: {error}", file=name, line=line, error=error)) from None


def _line_of(text: str, character: str) -> int:
    return text.count("\n", 0, text.index(character)) + 1
