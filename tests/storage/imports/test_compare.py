from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from storage.imports.compare import Known, Said, compare
from storage.imports.plan import Client, Deal, Person, Plan, Product, Stay

AT = datetime(2017, 3, 1, 9, tzinfo=UTC)
DEAL = Deal(
    number="07",
    owner="anna",
    client="acme",
    product=None,
    amount=Decimal("5.00"),
    currency="USD",
    close_date=None,
    stays=(Stay("engaging", AT),),
    furthest="engaging",
    outcome=None,
    unknown=(),
)
NAMELESS = replace(DEAL, number=None)


def plan(*deals: Deal, clients: tuple[Client, ...] = ()) -> Plan:
    return Plan("simple", 1, "USD", clients=clients, deals=deals)


def said(**deals: Deal) -> Known:
    return Known(
        said={"deal": {key: Said(place, deal.stated()) for place, (key, deal) in enumerate(deals.items(), 1)}}
    )


def test_to_an_empty_database_everything_is_new() -> None:
    found = compare(
        replace(plan(DEAL), people=(Person("anna", "Anna"),), products=(Product("mg", "MG"),)), Known()
    )
    assert found.deals.new == [("07", DEAL)]
    assert [key for key, _ in found.people.new] == ["anna"]
    assert [key for key, _ in found.products.new] == ["mg"]
    assert found.any


def test_what_was_said_before_is_unchanged_and_what_differs_is_changed() -> None:
    other = replace(DEAL, amount=Decimal("6.00"))
    known = said(**{"07": DEAL})
    assert compare(plan(DEAL), known).deals.unchanged == 1
    assert not compare(plan(DEAL), known).any
    (changed,) = compare(plan(other), known).deals.changed
    assert (changed.id, changed.key, changed.row, changed.before) == (1, "07", other, DEAL.stated())


def test_a_number_that_no_import_spoke_of_is_adopted() -> None:
    (changed,) = compare(plan(DEAL), Known(numbers={"07": 3})).deals.changed
    assert (changed.id, changed.before) == (3, {})


def test_rows_without_a_number_are_counted() -> None:
    known = said(**{"07": DEAL, "08": DEAL})
    found = compare(plan(NAMELESS, NAMELESS, NAMELESS), known).deals
    assert (found.unchanged, len(found.new)) == (2, 1)
    ((key, row),) = found.new
    assert key.startswith("~")
    assert key.endswith("#3")
    assert row == NAMELESS
    assert compare(plan(*[NAMELESS] * 3), said(a=DEAL, b=DEAL, **{key: row})).deals.unchanged == 3


def test_a_mention_makes_what_is_not_there_and_changes_nothing() -> None:
    mention, told = Client("acme", "ACME", mentioned=True), Client("acme", "ACME", {"sector": "toys"})
    assert [key for key, _ in compare(plan(clients=(mention,)), Known()).clients.new] == ["acme"]
    known = Known(clients={"acme": 4}, said={"client": {"acme": Said(4, told.stated())}})
    assert compare(plan(clients=(mention,)), known).clients.unchanged == 1
    assert compare(plan(clients=(told,)), known).clients.unchanged == 1
    made_by_hand = Known(clients={"acme": 4})
    (changed,) = compare(plan(clients=(told,)), made_by_hand).clients.changed
    assert (changed.id, changed.before) == (4, {})


@given(
    st.lists(st.sampled_from([DEAL, replace(DEAL, owner="vera"), replace(DEAL, amount=None)]), max_size=12)
)
def test_importing_nameless_rows_again_is_never_new(deals: list[Deal]) -> None:
    rows = plan(*(replace(deal, number=None) for deal in deals))
    first = compare(rows, Known()).deals
    assert (len(first.new), first.unchanged) == (len(deals), 0)
    known = said(**dict(first.new))
    again = compare(rows, known).deals
    assert (again.new, again.changed, again.unchanged) == ([], [], len(deals))
