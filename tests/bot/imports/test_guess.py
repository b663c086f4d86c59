import pytest

from bot.imports import guess
from bot.imports.problems import Refused
from fsm.loading import shipped
from tests.bot.imports.data import MAVEN, SIMPLE, deals, needs_maven, read, table


def test_russian_headers_are_understood() -> None:
    found = table(
        "Номер;Ответственный;Товар;Контрагент;Этап;Дата закрытия;Дата создания;Сумма\n"
        "1;Анна;Станок;Ромашка;Успех;01.03.2017;01.02.2017;1 054,50\n"
        "2;Анна;Станок;;переговоры;;02.02.2017;\n"
    )
    said = guess.mapping([found], SIMPLE)
    (meaning,) = said.tables
    assert meaning.moments == {"closed": "Дата закрытия", "prospecting": "Дата создания"}
    assert meaning.stages == {"Успех": "won", "переговоры": "engaging"}
    plan = read(found, said=said).plan
    assert [(deal.number, deal.stage, deal.outcome) for deal in plan.deals] == [
        ("1", "won", "won"),
        ("2", "engaging", None),
    ]
    assert str(plan.deals[0].amount) == "1054.50"
    assert plan.currency == "RUB"


def test_a_stage_that_nobody_knows_is_an_error_row_not_a_guess() -> None:
    found = deals("1,M,MG,A,Won,2017-01-01,2017-02-01,5", "2,M,MG,A,Frozen,2017-01-01,,5")
    said = guess.mapping([found], shipped()["simple"])
    (error,) = read(found, said=said).errors
    assert (error.line, error.column, error.value) == (3, "deal_stage", "Frozen")


def test_headers_that_say_nothing_are_refused_with_what_was_seen() -> None:
    with pytest.raises(Refused, match=r"x\.csv: the headers `a`, `b` do not say"):
        guess.mapping([table("a,b\n1,2\n", "x.csv")], SIMPLE)


@needs_maven
def test_the_sample_is_understood_without_a_mapping() -> None:
    from bot.imports.files import tables

    found = tables(MAVEN)
    said = guess.mapping(found, SIMPLE)
    assert {meaning.file: meaning.rows for meaning in said.tables} == {
        "accounts.csv": "clients",
        "products.csv": "products",
        "sales_pipeline.csv": "deals",
        "sales_teams.csv": "people",
    }
    plan = read(*found, said=said)
    assert (len(plan.plan.deals), len(plan.plan.clients), plan.errors) == (8800, 85, ())
