"""A file on its way into the company: what was recognised, and what loading it would do."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Upload
from bot.imports.sketch import AT, NOTHING
from bot.imports.tables import Table, words
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.imports import Report
from bot.usecases.uploads import Seen
from bot.views import import_words
from bot.views import words as labels
from bot.views.import_words import meaning
from bot.views.imported import take_back
from bot.views.layout import my_day
from bot.views.lines import SHORT, capital, clip, joined, stack
from storage.imports.taking_back import Past

_COLUMNS = 12
"""The most columns of one table whose meaning is listed in the text; all of them are on buttons."""
_FIRST = 2
_LISTED = 8


def upload(seen: Seen, act: str, part: int = 0, column: int = 0, choice: str = "") -> Upload:
    """A button's data about this file."""
    return Upload(seen.upload.id, act, part, column, choice)


def ready(seen: Seen, report: Report, t: Texts) -> Screen:
    """Nothing is left to be asked: how the file was read, and what loading it does."""
    errors = len(report.errors)
    nothing = not any(one.new or one.updated for one in report.counts.values())
    lines: list[Text | str | None] = []
    for number in range(len(seen.tables)):
        lines += ["", *_table(seen, number, t)]
    return Screen(
        stack(
            Bold(clip(seen.upload.name)),
            *lines,
            "",
            *_oddities(seen, t),
            Bold(
                t.gettext("There is nothing new in it") if nothing else t.gettext("What loading it will do")
            ),
            *import_words.counts(report.counts, t, done=False),
            t.gettext("Rows with errors will be left out.") if errors else None,
            t.gettext("Nobody is notified of an import.") if not nothing else None,
        ),
        (
            *(() if nothing else ((Button(t.gettext("Load"), upload(seen, "load"), look=Look.MAIN),),)),
            *_errors(seen, errors, t),
            (Button(t.gettext("Columns"), upload(seen, "cols")), put_away(seen, t)),
            (my_day(t),),
        ),
    )


def put_away(seen: Seen, t: Texts) -> Button:
    return Button(t.gettext("Do not load"), upload(seen, "drop"))


def _errors(seen: Seen, number: int, t: Texts) -> Keyboard:
    if not number:
        return ()
    label = t.ngettext("File with {number} error", "File with {number} errors", number)
    return ((Button(label.format(number=t.number(number)), upload(seen, "bad")),),)


def _table(seen: Seen, number: int, t: Texts) -> list[Text | str | None]:
    _ = t.gettext
    table, part = seen.tables[number], seen.sketch.parts[number]
    name = Bold(clip(table.file)) if len(seen.tables) > 1 else None
    rows = import_words.number_of_rows(len(table.rows), t)
    if part.rows is None:
        return [joined((name, rows, _("not loaded")))]
    order = None
    if any(one.startswith(AT) or one == "close_date" for one in part.meanings) and part.dates:
        orders = {one.value for one in part.dates.values()}
        order = _("month first") if orders == {"month_first"} else _("day first")
    facts = joined(
        (
            name,
            import_words.rows_of(part.rows, t),
            rows,
            import_words.encoding(table.encoding) if table.encoding else None,
            import_words.delimiter(table.delimiter, t) if table.delimiter else None,
            order,
            _("amounts in {currency}").format(currency=seen.currency) if "amount" in part.meanings else None,
        )
    )
    taken = [
        f"{clip(title, SHORT)} → {meaning(one, seen.process, t)}"
        for title, one in zip(table.header, part.meanings, strict=True)
        if one != NOTHING
    ]
    left = [
        clip(title, SHORT) for title, one in zip(table.header, part.meanings, strict=True) if one == NOTHING
    ]
    more = len(taken) - _COLUMNS
    return [
        facts,
        "",
        *(
            _("{field}: {value} in every row").format(
                field=capital(meaning(field, seen.process, t)),
                value=labels.stage(seen.process, value, t) if field == "stage" else clip(value, SHORT),
            )
            for field, value in part.fixed.items()
        ),
        *taken[:_COLUMNS],
        _("… and {number} more").format(number=more) if more > 0 else None,
        _("Left out: {columns}").format(columns=", ".join(left[:_LISTED])) if left else None,
        "",
        _stages(seen, number, t),
        "",
        *(_first_rows(table, t) if len(seen.tables) == 1 else ()),
    ]


def _stages(seen: Seen, number: int, t: Texts) -> str | None:
    out = t.gettext("left out")
    said = [
        f"{clip(word, SHORT)} → {labels.stage(seen.process, stage, t) if stage else out}"
        for word, stage in list(seen.sketch.parts[number].stages.items())[:_LISTED]
    ]
    return t.gettext("Stages: {stages}").format(stages=", ".join(said)) if said else None


def _first_rows(table: Table, t: Texts) -> list[str]:
    lines = [
        " · ".join(clip(words(cell), 14) for cell in row.cells[:6] if words(cell))
        for row in table.rows[:_FIRST]
    ]
    return [t.gettext("The first rows:"), *lines] if lines else []


def _oddities(seen: Seen, t: Texts) -> list[Text | str]:
    lines: list[Text | str] = []
    for one in seen.odd:
        title = clip(seen.tables[one.part].header[one.column], SHORT)
        taken = meaning(seen.sketch.parts[one.part].meanings[one.column], seen.process, t)
        said = (
            t.gettext(
                "! “{column}” is taken for “{meaning}”, but there are dates in it. Are columns swapped?"
            )
            if one.looks_like == "date"
            else t.gettext(
                "! “{column}” is taken for “{meaning}”, but there are amounts in it. Are columns swapped?"
            )
        )
        lines.append(said.format(column=title, meaning=taken))
    return [*lines, ""] if lines else []


def invited(past: Past | None, t: Texts, now: datetime) -> Screen:
    """What to send, and the last import with the way back."""
    back: Keyboard = ()
    last: Sequence[str | None] = ()
    if past is not None:
        said = t.gettext("The last import: {name}, {moment}").format(
            name=clip(past.source, 40), moment=t.moment(past.at, now)
        )
        new = past.report.get("deals", {}).get("new", 0)
        deals = t.ngettext("{number} new deal", "{number} new deals", new).format(number=t.number(new))
        last = ("", said, deals)
        back = ((take_back(past.id, t),),)
    return Screen(
        stack(
            Bold(t.gettext("Import")),
            t.gettext("Send me a file, CSV or XLSX, up to 20 MB, with a header in the first row."),
            t.gettext("I will show what I recognised; nothing is loaded before you say so."),
            *last,
        ),
        (*back, (my_day(t),)),
    )


def reading(name: str, t: Texts) -> Screen:
    """Said at once, because a large file takes seconds."""
    return Screen(stack(Bold(clip(name)), t.gettext("I am reading the file …")))


def loading(name: str, percent: int, t: Texts) -> Screen:
    """While the rows are written."""
    return Screen(
        stack(
            Bold(clip(name)),
            t.gettext("Loading: {percent}").format(percent=t.percent(percent / 100)),
            t.gettext("It is all or nothing: until it is over nothing is changed."),
        )
    )
