import pytest

from bot.imports import asking, sketch
from bot.imports.asking import Doubt, Odd
from bot.imports.sayings import Saying
from bot.imports.sketch import Part, Sketch
from bot.imports.tables import Table
from bot.imports.understanding import Understood, understand
from tests.bot.imports.data import MOSCOW, SIMPLE, TODAY, table

HEADER = "Номер;Ответственный;Клиент;Стадия;Сумма;Дата закрытия"


def deals(*lines: str, header: str = HEADER) -> Table:
    return table("\n".join((header, *lines)) + "\n")


def understood(*tables: Table, kept: Sketch | None = None) -> Understood:
    said = {} if kept is None else kept.model_dump(mode="json")
    return understand(tables, said, SIMPLE, currency="RUB", zone=MOSCOW, today=TODAY)


def answered(found: Understood, what: str, column: int, choice: str, part: int = 0) -> Sketch:
    return Saying(what, part, column, choice).applied(found.tables, found.sketch, SIMPLE)


def test_headers_alone_make_a_plan() -> None:
    found = understood(deals("1;Анна;Ромашка;Успех;5,50;13.03.2017"))
    assert found.sketch.parts[0].meanings == ("number", "owner", "client", "stage", "amount", "at.closed")
    assert found.asks == ()
    assert found.read is not None
    assert [(deal.number, str(deal.amount), deal.outcome) for deal in found.read.plan.deals] == [
        ("1", "5.50", "won")
    ]


def test_a_sketch_survives_as_json() -> None:
    found = understood(deals("1;Анна;Ромашка;Успех;5,50;03/04/2017"))
    said = answered(found, "date", 5, "month_first")
    assert Sketch.model_validate_json(said.model_dump_json()) == said
    again = understood(deals("1;Анна;Ромашка;Успех;5,50;03/04/2017"), kept=said)
    assert again.read is not None
    (closed,) = [deal.closed_at for deal in again.read.plan.deals]
    assert closed is not None
    assert (closed.month, closed.day) == (3, 4)


def test_two_columns_of_one_title_are_told_apart_and_neither_is_guessed() -> None:
    twice = deals("1;A;B;Успех;5;6", header="Номер;Ответственный;Клиент;Стадия;Сумма;сумма")
    found = understood(twice)
    assert found.tables[0].header[4:] == ("Сумма", "сумма (2)")
    assert sketch.doubled(twice.header) == ["Сумма"]
    assert "amount" not in found.sketch.parts[0].meanings
    said = answered(found, "set", 5, "amount")
    assert said.parts[0].meanings[4:] == ("", "amount")


def test_a_title_that_is_missing_gets_a_number() -> None:
    assert sketch.titled(table("a,,a\n1,2,3\n")).header == ("a", "№ 2", "a (2)")


def test_what_is_missing_or_ambiguous_is_asked_in_order() -> None:
    header = "Номер;Кто;Клиент;Стадия;Сумма;Дата закрытия"
    found = understood(deals("1;A;B;Думают;1,234;03/04/2017", "2;A;B;Спят;;", header=header))
    assert [(ask.doubt, ask.field or ask.word) for ask in found.asks] == [
        (Doubt.COLUMN, "owner"),
        (Doubt.STAGE, "Думают"),
        (Doubt.STAGE, "Спят"),
        (Doubt.AMOUNTS, "1,234"),
        (Doubt.DATES, "03/04/2017"),
    ]
    assert found.read is None


def test_a_word_is_a_stage_or_its_rows_are_left_out() -> None:
    both = deals("1;A;B;Думают;5;", "2;A;B;Спят;5;")
    found = understood(both)
    number = {ask.word: ask.number for ask in found.asks}
    said = answered(found, "word", number["Думают"], "engaging")
    found = understood(both, kept=said)
    said = answered(found, "word", number["Спят"], "")
    found = understood(both, kept=said)
    assert found.read is not None
    assert [deal.stage for deal in found.read.plan.deals] == ["engaging"]
    assert [(error.line, error.value) for error in found.read.errors] == [(3, "Спят")]


def test_a_column_of_ids_is_not_taken_for_stages() -> None:
    found = understood(deals(*(f"{n};A;B;слово {n};5;" for n in range(asking.MOST_WORDS + 1))))
    assert [(ask.doubt, ask.rows) for ask in found.asks] == [(Doubt.WORDS, asking.MOST_WORDS + 1)]


def test_what_no_column_says_may_be_the_same_in_every_row() -> None:
    leads = table("Номер;Клиент;Сумма\n1;Ромашка;5\n")
    said = answered(understood(leads), "owner", 0, "Анна Смирнова")
    said = answered(understood(leads, kept=said), "stage", 0, "engaging")
    found = understood(leads, kept=said)
    assert found.read is not None
    assert [(deal.owner, deal.stage) for deal in found.read.plan.deals] == [("анна смирнова", "engaging")]
    # A column that is found after all counts instead.
    again = answered(found, "set", 1, "owner")
    assert again.parts[0].fixed == {"stage": "engaging"}


def test_swapped_columns_look_odd() -> None:
    swapped = deals("1;A;B;Успех;13.03.2017;1500", "2;A;B;Успех;14.03.2017;700")
    assert understood(swapped).odd == (Odd(0, 4, "date"), Odd(0, 5, "amount"))
    assert understood(deals("1;A;B;Успех;1500;13.03.2017")).odd == ()


def test_a_table_of_unknown_rows_is_asked_what_it_is() -> None:
    found = understood(table("Что;Где\nx;y\n"))
    assert [ask.doubt for ask in found.asks] == [Doubt.ROWS]
    said = answered(found, "rows", 0, "clients")
    assert said.parts[0] == Part(rows="clients", meanings=("", ""))
    named = answered(understood(table("Что;Где\nx;y\n"), kept=said), "set", 0, "name")
    found = understood(table("Что;Где\nx;y\n"), kept=named)
    assert found.read is not None
    assert [client.name for client in found.read.plan.clients] == ["x"]


def test_a_table_may_be_left_out_of_a_book() -> None:
    people = table("Менеджер;Руководитель\nA;B\n", name="book.xlsx/People")
    found = understood(deals("1;A;B;Успех;5;"), people)
    said = answered(found, "rows", 0, "", part=1)
    found = understood(deals("1;A;B;Успех;5;"), people, kept=said)
    assert found.read is not None
    assert found.read.skipped == ("book.xlsx/People",)


def test_another_column_for_the_stage_forgets_the_words_of_the_first() -> None:
    found = understood(deals("1;A;Успех;Отказ;5;"))
    assert found.sketch.parts[0].stages == {"Отказ": "lost"}
    assert answered(found, "set", 2, "stage").parts[0].stages == {"Успех": "won"}


@pytest.mark.parametrize(
    ("what", "part", "column", "choice"),
    [
        ("set", 0, 99, "amount"),
        ("set", 7, 0, "amount"),
        ("set", 0, 0, "nonsense"),
        ("date", 0, 0, "nonsense"),
        ("sum", 0, 0, "nonsense"),
        ("word", 0, 99, "won"),
        ("word", 0, 0, "nonsense"),
        ("rows", 0, 0, "nonsense"),
        ("stage", 0, 0, "won"),
        ("stage", 0, 0, "engaging"),
        ("owner", 0, 0, "Анна"),
        ("nonsense", 0, 0, ""),
    ],
)
def test_nonsense_from_a_forged_button_changes_nothing(
    what: str, part: int, column: int, choice: str
) -> None:
    found = understood(deals("1;Анна;Ромашка;Успех;5,50;13.03.2017"))
    with pytest.raises((ValueError, IndexError)):
        Saying(what, part, column, choice).applied(found.tables, found.sketch, SIMPLE)
