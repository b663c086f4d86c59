"""The screens of imports and exports once each: files that are understood, doubtful, refused, loaded and taken back."""

from bot.callbacks import Upload as Again
from bot.imports.asking import Ask, Doubt, Odd
from bot.imports.problems import N_, ErrorRow
from bot.imports.sketch import Part, Sketch
from bot.imports.tables import Row, Table
from bot.screen import Document, Screen
from bot.texts import Texts
from bot.usecases.exporting import Everything
from bot.usecases.imports import Counts, Report
from bot.usecases.uploads import Seen, Trouble
from bot.views import exports, funnel_sheet, import_questions, import_troubles, imported, imports
from storage.imports.deals_back import Kept, Why
from storage.imports.taking_back import Past, TakenBack
from storage.uploads import Upload
from tests.bot.views.rows import DAY, NOW, SIMPLE, a_person

BIG = 2**62
NONE = Counts(0, 0, 0, 0)
MANY = Counts(8_800, 12, 3_000, 41)


def seen(name: str, *asks: Ask, sheets: int = 1, odd: bool = False) -> Seen:
    """A file whose every word is `name`."""
    header = tuple(f"{name}{number}" for number in range(20))
    meanings = ("number", "owner", "client", "stage", "amount", "at.closed", *("" for _ in header[6:]))
    rows = tuple(Row(line, tuple(f"{name}{line}" for _ in header)) for line in range(2, 6))
    table = Table(name, header, rows, "cp1251", "\t")
    part = Part(
        rows="deals",
        meanings=meanings,
        stages={f"{name}{n}": "won" if n % 2 else "" for n in range(20)},
        fixed={"owner": name},
        dates={f"{name}5": "month_first"},  # type: ignore[dict-item]  # as pydantic reads it from JSON
    )
    upload = Upload(BIG, 1, "BQAC", name, 10, {}, "open", None)
    strange = (Odd(0, 4, "date"), Odd(0, 5, "amount")) if odd else ()
    report = None if asks else a_report(name)
    parts = (part, *(Part(meanings=meanings) for _ in range(sheets - 1)))
    return Seen(
        upload,
        (table,) * sheets,
        Sketch(parts=parts),
        SIMPLE,
        asks,
        strange,
        "RUB",
        [a_person(name=name)],
        report,
    )


def a_report(name: str, number: int = 41) -> Report:
    wrong = N_("the same id as in {place}", place=N_("{file}, line {line}", file=name, line=3))
    errors = tuple(ErrorRow(name, line, name, name, wrong, "deals") for line in range(number))
    counts = {"deals": MANY, "clients": MANY, "products": NONE, "people": Counts(1, 0, 0, 0)}
    return Report(counts, errors, (), 7)


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """By a name of its own for each."""
    asks = {doubt: Ask(doubt, 0, 5, "stage", f"{name}5", 2**40, 12_000, 99) for doubt in Doubt}
    whole = seen(name)
    file = Document(f"{name}.xlsx", b"xlsx")
    nothing = Report({"deals": Counts(0, 0, 3, 0)}, (), ())
    kept = tuple(
        Kept("deal", number, name, why, name if number % 2 else None, NOW if number % 2 else None)
        for number, why in enumerate([*Why, *Why, *Why, *Why])
    )
    gone = {"deals": 8_800, "clients": 85, "teams": 2}
    past = Past(BIG, name, NOW - DAY, {"deals": {"new": 8_800}})
    return {
        "import ready": imports.ready(whole, a_report(name), t),
        "import of a book": imports.ready(seen(name, sheets=3, odd=True), a_report(name), t),
        "import of nothing": imports.ready(whole, nothing, t),
        **{
            f"import asks {doubt.value}": import_questions.question(seen(name, ask, sheets=2), ask, t)
            for doubt, ask in asks.items()
        },
        "import columns": import_questions.columns(whole, 0, 1, t),
        "import columns of a book": import_questions.columns(seen(name, sheets=3), 1, 0, t),
        "import column": import_questions.column(whole, 0, 5, t),
        "import kind": import_questions.kind(seen(name, sheets=2), 1, t),
        "import first": imports.invited(None, t, NOW),
        "import again": imports.invited(past, t, NOW),
        "import done": imported.loaded(name, a_report(name), t),
        "import done, nothing": imported.loaded(name, nothing, t),
        "import done before": imported.loaded_before(name, BIG, t),
        "import put aside": imported.put_aside(name, t),
        "import taken back": imported.taken_back(TakenBack(7, name, gone, {"deals": 3}, kept), t, NOW),
        "import refused": import_troubles.refused(N_("{file}: the file is empty", file=name), t),
        **{
            f"import trouble {one.value}": import_troubles.trouble(one, t, again=Again(BIG, "see", 0, 0, ""))
            for one in Trouble
        },
        "import errors": import_troubles.problem_file(file, 41, t),
        "export": exports.choice(t, sales=True),
        "export of people": exports.choice(t, sales=False),
        "export done": exports.file(file, Everything(sales=True), t),
        "export done of people": exports.file(file, Everything(sales=False), t),
        "export too large": exports.too_large(t),
        "funnel as a file": funnel_sheet.file(file, name, "month", t),
    }
