from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.imports.mapping import Mapping
from bot.imports.problems import ErrorRow, Refused
from storage.imports.plan import Client, Deal, Person, Product, Stay
from tests.bot.imports.data import deals, example, read, table


def noon(year: int, month: int, day: int) -> datetime:
    """Noon in Moscow."""
    return datetime(year, month, day, 9, tzinfo=UTC)


def only(*lines: str) -> Deal:
    found = read(deals(*lines))
    assert found.errors == ()
    (deal,) = found.plan.deals
    return deal


def error(*lines: str) -> ErrorRow:
    (found,) = read(deals(*lines)).errors
    return found


def test_a_won_deal_has_its_history() -> None:
    deal = only("07,Moses Frase,GTXPro,Cancity,Won,2016-10-20,2017-03-01,1054")
    assert deal == Deal(
        number="07",
        owner="moses frase",
        client="cancity",
        product="gtx pro",
        amount=Decimal("1054.00"),
        currency="USD",
        close_date=date(2017, 3, 1),
        stays=(Stay("engaging", noon(2016, 10, 20)), Stay("won", noon(2017, 3, 1))),
        furthest="engaging",
        outcome="won",
        unknown=("contact",),
    )
    assert (deal.opened_at, deal.closed_at) == (noon(2016, 10, 20), noon(2017, 3, 1))


def test_a_lost_deal_lacks_its_reason_and_its_nought_is_no_amount() -> None:
    deal = only("1,M,MG,Cancity,Lost,2016-10-20,2017-03-01,0.0")
    assert (deal.amount, deal.outcome, deal.unknown) == (None, "lost", ("contact", "lost_reason"))


def test_open_deals_may_have_neither_client_nor_dates() -> None:
    deal = only("1,M,MG,,Prospecting,,,")
    assert (deal.client, deal.stays, deal.furthest) == (None, (Stay("prospecting", None),), "prospecting")
    assert (deal.opened_at, deal.closed_at, deal.outcome, deal.unknown) == (None, None, None, ())
    deal = only("1,M,,,Engaging,2017-03-01,,")
    assert (deal.stays, deal.unknown) == ((Stay("engaging", noon(2017, 3, 1)),), ("product", "contact"))


def test_a_date_of_closing_of_an_open_deal_is_a_plan() -> None:
    deal = only("1,M,MG,A,Engaging,2017-03-01,2031-01-01,5")
    assert (deal.close_date, deal.closed_at, deal.outcome) == (date(2031, 1, 1), None, None)


def test_a_deal_that_went_back_had_come_further() -> None:
    deal = only("1,M,MG,A,Prospecting,2017-03-01,,5")
    assert deal.stays == (Stay("engaging", noon(2017, 3, 1)), Stay("prospecting", None))
    assert deal.furthest == "engaging"


@pytest.mark.parametrize(
    ("line", "column", "value", "problem"),
    [
        ("1,,MG,A,Won,2016-10-20,2017-03-01,5", "sales_agent", "", "nothing there"),
        ("1,!!!,MG,A,Won,2016-10-20,2017-03-01,5", "sales_agent", "!!!", "no letter or digit in this name"),
        ("1,M,MG,A,Wonn,2016-10-20,2017-03-01,5", "deal_stage", "Wonn", ("no such stage; the mapping knows"
         " Prospecting, Engaging, Won, Lost")),
        ("1,M,MG,A,,2016-10-20,2017-03-01,5", "deal_stage", "", "nothing there"),
        ("1,M,MG,A,Won,soon,2017-03-01,5", "engage_date", "soon", "not a date"),
        ("1,M,MG,A,Won,2017-03-02,2017-03-01,5", "engage_date", "2017-03-02",
         "later than the day of its present stage, 2017-03-01"),
        ("1,M,MG,A,Won,2017-03-02,2030-03-01,5", "close_date", "2030-03-01", "this day has not come yet"),
        ("1,M,MG,A,Won,2016-10-20,2017-03-01,a lot", "close_value", "a lot", "not an amount"),
        ("1,M,MG,A,Won,2016-10-20,2017-03-01,-7", "close_value", "-7", "below zero"),
        ("1,M,MG,A,Won,2016-10-20,2017-03-01", "", "", "7 cells where the header has 8"),
        ("1,M,MG,A,Won,2016-10-20,2017-03-01,5,6", "", "", "9 cells where the header has 8"),
        (f"1,M,MG,{'A' * 301},Won,2016-10-20,2017-03-01,5", "account", "A" * 79 + "…",
         "longer than 300 characters"),
    ],
)  # fmt: skip
def test_a_broken_row_is_left_out_with_the_reason(line: str, column: str, value: str, problem: str) -> None:
    good = "2,M,MG,A,Won,2016-10-20,2017-03-01,5"
    found = read(deals(good, line))
    assert found.errors == (ErrorRow("deals.csv", 3, column, value, problem, "deals"),)
    assert [deal.number for deal in found.plan.deals] == ["2"]


def test_an_id_twice_is_an_error_once() -> None:
    row = "07,M,MG,A,Prospecting,,,"
    found = error(row, row)
    assert (found.line, found.problem) == (3, "the same id as in deals.csv, line 2")


def test_rows_without_ids_are_deals_each() -> None:
    row = "M,MG,A,Prospecting,,,"
    header = "sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
    found = read(deals(row, row, header=header))
    assert [deal.number for deal in found.plan.deals] == [None, None]


def test_people_have_teams_below_regions_and_heads_lead_them() -> None:
    found = read(
        table("sales_agent,manager,regional_office\nAnna,Dustin,Central\nBoris,Dustin,Central\nVera,,East\n")
    )
    assert found.plan.people == (
        Person("anna", "Anna", "Central · Dustin"),
        Person("dustin", "Dustin", "Central · Dustin", leads=True),
        Person("boris", "Boris", "Central · Dustin"),
        Person("vera", "Vera", "East"),
    )
    assert found.plan.teams == {"Central": None, "Central · Dustin": "Central", "East": None}


def test_what_a_deal_names_is_mentioned_unless_a_table_tells_it() -> None:
    found = read(
        deals(
            "1,Anna,GTX Pro,Acme,Won,2017-01-01,2017-02-01,5", "2,Vera,MG,Beta,Won,2017-01-01,2017-02-02,5"
        ),
        table("product,series,sales_price\nGTX  pro,GTX,4821\n"),
        table("account,sector,revenue,employees,office_location\nACME,technolgy,1,2,USA\n"),
    )
    assert found.plan.products == (
        Product("gtx pro", "GTX pro", "GTX", Decimal("4821.00")),
        Product("mg", "MG", mentioned=True),
    )
    acme, beta = found.plan.clients
    assert acme.details == {
        "sector": "technology",
        "revenue": "1",
        "employees": "2",
        "office_location": "USA",
    }
    assert (acme.name, acme.owner, acme.mentioned) == ("ACME", "anna", False)
    assert beta == Client("beta", "Beta", owner="vera", mentioned=True)


def test_a_client_belongs_to_the_owner_of_its_most_recent_deal() -> None:
    found = read(
        deals(
            "1,Anna,MG,Acme,Won,2017-01-01,2017-02-01,5",
            "2,Vera,MG,Acme,Engaging,2017-03-01,,",
            "3,Petr,MG,Acme,Lost,2017-01-01,2017-02-02,0",
            "4,Olga,MG,Acme,Prospecting,,,",
        )
    )
    assert found.plan.clients[0].owner == "vera"


def test_the_same_client_with_other_details_is_an_error_the_same_again_is_not() -> None:
    header = "account,sector,revenue,employees,office_location"
    found = read(table(f"{header}\nAcme,a,1,2,USA\nAcme,a,1,2,USA\nacme,b,1,2,USA\n"))
    assert len(found.plan.clients) == 1
    assert [(one.line, one.problem) for one in found.errors] == [
        (4, "this client is there already, with other details")
    ]


def test_tables_that_mean_nothing_are_named_and_alone_refused() -> None:
    other = table("Table,Field,Description\na,b,c\n", "dictionary.csv")
    found = read(deals("1,M,MG,A,Prospecting,,,"), other)
    assert found.skipped == ("dictionary.csv",)
    with pytest.raises(Refused, match=r"^dictionary\.csv: none of the tables"):
        read(other)


def test_a_mapped_header_that_is_there_twice_is_refused() -> None:
    with pytest.raises(Refused, match="the column `close_value` is there 2 times"):
        read(deals("1,M,MG,A,Won,2017-01-01,2017-02-01,5,6", header=DOUBLE))


DOUBLE = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,Close_Value,close_value,close_date"
)


def test_an_ambiguous_column_is_refused_unless_the_mapping_says() -> None:
    rows = ("1,M,MG,A,Won,1/2/2017,3/4/2017,5",)
    with pytest.raises(Refused, match=r"deals\.csv, column `engage_date`: 1/2/2017 \(line 2\)"):
        read(deals(*rows))
    for order, months in (("day_first", (2, 4)), ("month_first", (1, 3))):
        written = example().model_dump()
        written["tables"][3]["dates"] = order
        (deal,) = read(deals(*rows), said=Mapping.model_validate(written)).plan.deals
        assert tuple(stay.entered.month for stay in deal.stays if stay.entered) == months


def test_hostile_names_are_data() -> None:
    name = '=cmd|"/c calc"!A1 <b>&amp;</b> \u202eабв 😀'
    deal = read(
        table(f'sales_agent,deal_stage,account,product\n"{name.replace(chr(34), chr(34) * 2)}",Won,A,\n')
    )
    assert deal.plan.people[0].name == name
