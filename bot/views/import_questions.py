"""What is asked about a file before it can be loaded, one question a screen; and the choice of what a column is."""

from datetime import date

from aiogram.utils.formatting import Bold, Text

from bot.imports import dates, sketch
from bot.imports.asking import Ask, Doubt
from bot.imports.dates import Order
from bot.imports.mapping import FIELDS
from bot.imports.sketch import NOTHING
from bot.imports.tables import words
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.uploads import Seen
from bot.views import import_words
from bot.views.import_words import meaning
from bot.views.imports import put_away, upload
from bot.views.layout import LABEL, button, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import stage as stage_title

PAGE = 8
_EXAMPLES = 3
_PEOPLE = 30


def question(seen: Seen, ask: Ask, t: Texts) -> Screen:
    """The first thing that is not certain, with an answer on every button."""
    match ask.doubt:
        case Doubt.ROWS:
            return _rows(seen, ask.part, t)
        case Doubt.COLUMN | Doubt.WORDS:
            return _which_column(seen, ask, t)
        case Doubt.STAGE:
            return _which_stage(seen, ask, t)
        case Doubt.DATES:
            return _which_day(seen, ask, t)
        case Doubt.AMOUNTS:
            return _which_amount(seen, ask, t)


def columns(seen: Seen, part: int, page: int, t: Texts) -> Screen:
    """Every column of a table with what it is taken for; a button changes it."""
    table, said = seen.tables[part], seen.sketch.parts[part]
    page = min(page, pages_of(len(table.header), PAGE) - 1)
    shown = list(enumerate(zip(table.header, said.meanings, strict=True)))[page * PAGE : (page + 1) * PAGE]
    others = [
        button(
            import_words.rows_of(seen.sketch.parts[number].rows or "", t) or one.file,
            upload(seen, "cols", number),
        )
        for number, one in enumerate(seen.tables)
        if number != part
    ]
    return Screen(
        stack(
            Bold(clip(table.file)),
            t.gettext("These are: {rows}").format(rows=import_words.rows_of(said.rows, t).lower())
            if said.rows
            else t.gettext("This table is not loaded."),
            t.gettext("Press a column to say what is in it."),
        ),
        (
            *(
                (
                    button(
                        f"{clip(title, 18)} → {meaning(one, seen.process, t)}",
                        upload(seen, "col", part, column),
                    ),
                )
                for column, (title, one) in shown
                if said.rows is not None
            ),
            *pager(
                page, pages_of(len(table.header), PAGE), lambda number: upload(seen, "cols", part, number), t
            ),
            *flow(others[:6]),
            (Button(t.gettext("What the rows are"), upload(seen, "kind", part)),),
            (Button(t.gettext("‹ Back"), upload(seen, "see")), my_day(t)),
        ),
    )


def column(seen: Seen, part: int, number: int, t: Texts) -> Screen:
    """What is in this column?"""
    said = seen.sketch.parts[part]
    table = seen.tables[part]
    rows = said.rows or "deals"
    choices = [*sketch.choices(rows, seen.process), NOTHING]
    now = said.meanings[number]
    return Screen(
        stack(
            Bold(clip(table.header[number])),
            t.gettext("What is in this column?"),
            _examples(seen, part, number, t),
        ),
        (
            *flow(
                button(
                    ("● " if one == now else "") + meaning(one, seen.process, t),
                    upload(seen, "set", part, number, one),
                )
                for one in choices
            ),
            (Button(t.gettext("‹ Back"), upload(seen, "cols", part, number // PAGE)), my_day(t)),
        ),
    )


def kind(seen: Seen, part: int, t: Texts) -> Screen:
    """What the rows of a table are, also when that is known already."""
    return _rows(seen, part, t)


def _rows(seen: Seen, part: int, t: Texts) -> Screen:
    table = seen.tables[part]
    titles = ", ".join(clip(title, SHORT) for title in table.header[:12])
    kinds = [button(import_words.rows_of(one, t), upload(seen, "rows", part, 0, one)) for one in FIELDS]
    return Screen(
        stack(
            Bold(clip(table.file)),
            joined(
                (
                    import_words.number_of_rows(len(table.rows), t),
                    t.gettext("the columns: {titles}").format(titles=titles),
                )
            ),
            "",
            t.gettext("What is in the rows of this table?"),
        ),
        (
            *flow(kinds),
            (Button(t.gettext("Leave this table out"), upload(seen, "rows", part)),)
            if len(seen.tables) > 1
            else (),
            *_ways_out(seen, part, t),
        ),
    )


def _which_column(seen: Seen, ask: Ask, t: Texts) -> Screen:
    table, said = seen.tables[ask.part], seen.sketch.parts[ask.part]
    name = meaning(ask.field, seen.process, t)
    twice = ask.doubt is Doubt.WORDS
    why = None
    if twice:
        why = t.gettext("In “{column}” there are {number} different words that are no stages.").format(
            column=clip(table.header[ask.column], SHORT), number=t.number(ask.rows)
        )
    free = [
        (number, title)
        for number, (title, one) in enumerate(zip(table.header, said.meanings, strict=True))
        if one in {NOTHING, sketch.DETAIL}
    ]
    return Screen(
        stack(
            Bold(clip(table.file)),
            why,
            t.gettext("In which column is this: {field}?").format(field=name),
        ),
        (
            *flow(
                button(clip(title, LABEL), upload(seen, "set", ask.part, number, ask.field))
                for number, title in free[:40]
            ),
            *_same(seen, ask, t),
            *_ways_out(seen, ask.part, t),
        ),
    )


def _same(seen: Seen, ask: Ask, t: Texts) -> Keyboard:
    """The file may not have it at all: then it is the same in every row."""
    if ask.field == "stage":
        return flow(
            button(
                t.gettext("All: {what}").format(what=stage_title(seen.process, key, t)),
                upload(seen, "stage", ask.part, 0, key),
            )
            for key in seen.process.working_stages
        )
    if ask.field == "owner":
        return flow(
            button(
                t.gettext("All: {what}").format(what=clip(one.name, SHORT)),
                upload(seen, "owner", ask.part, one.id),
            )
            for one in seen.reps[:_PEOPLE]
        )
    return ()


def _which_stage(seen: Seen, ask: Ask, t: Texts) -> Screen:
    left = sum(one.doubt is Doubt.STAGE for one in seen.asks)
    return Screen(
        stack(
            t.gettext("The stage “{word}” is in {rows}.").format(
                word=clip(ask.word, 40), rows=import_words.number_of_rows(ask.rows, t)
            ),
            t.gettext("Which stage of ours is it?"),
            t.gettext("After this one there are {number} more.").format(number=left - 1)
            if left > 1
            else None,
        ),
        (
            *flow(
                button(stage_title(seen.process, key, t), upload(seen, "word", ask.part, ask.number, key))
                for key in seen.process.stages
            ),
            (Button(t.gettext("Leave such rows out"), upload(seen, "word", ask.part, ask.number)),),
            *_ways_out(seen, ask.part, t),
        ),
    )


def _which_day(seen: Seen, ask: Ask, t: Texts) -> Screen:
    title = clip(seen.tables[ask.part].header[ask.column], SHORT)
    answers = [(order, _day(ask.word, order)) for order in Order]
    named = {Order.DAY_FIRST: t.gettext("Day first"), Order.MONTH_FIRST: t.gettext("Month first")}
    return Screen(
        stack(
            t.gettext("In “{column}” (row {row}) it says {value}.").format(
                column=title, row=t.number(ask.line), value=clip(ask.word, SHORT)
            ),
            t.gettext("Which day is that?"),
        ),
        (
            tuple(
                Button(
                    t.date(day) if day else named[order],
                    upload(seen, "date", ask.part, ask.column, order.value),
                )
                for order, day in answers
            ),
            *_ways_out(seen, ask.part, t),
        ),
    )


def _day(text: str, order: Order) -> date | None:
    try:
        return dates.parsed(text, order)
    except ValueError:
        return None


def _which_amount(seen: Seen, ask: Ask, t: Texts) -> Screen:
    title = clip(seen.tables[ask.part].header[ask.column], SHORT)
    return Screen(
        stack(
            t.gettext("In “{column}” (row {row}) it says {value}.").format(
                column=title, row=t.number(ask.line), value=clip(ask.word, SHORT)
            ),
            t.gettext("What separates the cents there?"),
        ),
        (
            (
                Button(t.gettext("A point"), upload(seen, "sum", ask.part, ask.column, "dot")),
                Button(t.gettext("A comma"), upload(seen, "sum", ask.part, ask.column, "comma")),
            ),
            *_ways_out(seen, ask.part, t),
        ),
    )


def _examples(seen: Seen, part: int, number: int, t: Texts) -> Text | str | None:
    found = dict.fromkeys(
        clip(words(row.cells[number]), SHORT)
        for row in seen.tables[part].rows[:200]
        if number < len(row.cells) and words(row.cells[number])
    )
    some = list(found)[:_EXAMPLES]
    return (
        t.gettext("For example: {values}").format(values=" · ".join(some))
        if some
        else t.gettext("It is empty.")
    )


def _ways_out(seen: Seen, part: int, t: Texts) -> Keyboard:
    return (
        (Button(t.gettext("Columns"), upload(seen, "cols", part)), put_away(seen, t)),
        (my_day(t),),
    )
