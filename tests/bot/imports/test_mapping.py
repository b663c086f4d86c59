import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.imports import mapping, planning
from bot.imports.mapping import Mapping, TableMapping
from bot.imports.problems import Refused
from tests.bot.imports.data import EXAMPLE, MOSCOW, SIMPLE, TODAY, example, table


def written(tmp_path: Path, old: str, new: str) -> Path:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "m.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_shipped_example_fits_the_shipped_process() -> None:
    said = example()
    mapping.check(said, SIMPLE, name="maven")
    assert [table.rows for table in said.tables] == ["products", "people", "clients", "deals"]
    assert said.currency == "USD"


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("owner: sales_agent", "ownr: sales_agent", 22, "`ownr`: did you mean `owner`?"),
        ("stage: deal_stage", "client: deal_stage", 28, "`client` for the second time"),
        ("currency: USD", "currency: dollars", 7, "should match pattern"),
        ("mapping: 1", "mapping: 2", 5, "should be 1"),
        ("rows: deals", "rows: leads", 22, "input should be 'deals'"),
        ("rows: products", "rows: products\n    extra: x", 11, "not permitted"),
        ("details: [", "moments: {won: x}\n    details: [", 16, "`moments` and `stages` are of deals"),
        ("columns: {name: account}", "columns: {}", 16, "rows of clients need the column `name`"),
        ("tables:", "tables: *x\nrest:", 9, "an alias"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, why: str) -> None:
    path = written(tmp_path, old, new)
    with pytest.raises(Refused) as refused:
        mapping.load(path)
    assert why in str(refused.value)
    assert f"{path}:{line}: " in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Won: won", "Won: wonn", "stage `wonn`: did you mean `won`?"),
        ("engaging: engage_date", "engage: engage_date", "moment `engage`: did you mean `engaging`?"),
    ],
)
def test_stages_must_be_those_of_the_process(tmp_path: Path, old: str, new: str, why: str) -> None:
    said = mapping.load(written(tmp_path, old, new))
    with pytest.raises(Refused) as refused:
        mapping.check(said, SIMPLE, name="m.yaml")
    assert str(refused.value) == f"m.yaml: {why}"


def test_a_mapping_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="not UTF-8"):
        mapping.load(path)


def test_what_is_the_same_in_every_row_needs_no_column() -> None:
    said = {"rows": "deals", "columns": {"number": "id"}, "fixed": {"owner": "Анна", "stage": "prospecting"}}
    whole = Mapping.model_validate({"mapping": 1, "process": "simple", "tables": [said]})
    mapping.check(whole, SIMPLE, name="m.yaml")
    found = planning.read([table("id\n7\n")], whole, process=SIMPLE, currency="RUB", zone=MOSCOW, today=TODAY)
    assert [(deal.number, deal.owner, deal.stage) for deal in found.plan.deals] == [
        ("7", "анна", "prospecting")
    ]


@pytest.mark.parametrize(
    ("fixed", "why"),
    [
        ({"owner": "Анна", "stage": "x", "number": "7"}, "`number` is in a column, and cannot be fixed too"),
        ({"owner": "Анна"}, "rows of deals need the column `stage`"),
        ({"ownr": "Анна"}, "`ownr`: did you mean `owner`?"),
    ],
)
def test_what_is_fixed_is_checked(fixed: dict[str, str], why: str) -> None:
    said = {"rows": "deals", "columns": {"number": "id"}, "fixed": fixed}
    with pytest.raises(ValidationError, match=re.escape(why)):
        TableMapping.model_validate(said)


def test_a_fixed_stage_is_one_of_the_process() -> None:
    said = {"rows": "deals", "columns": {"number": "id"}, "fixed": {"owner": "Анна", "stage": "wonn"}}
    whole = Mapping.model_validate({"mapping": 1, "process": "simple", "tables": [said]})
    with pytest.raises(Refused, match="stage `wonn`: did you mean `won`"):
        mapping.check(whole, SIMPLE, name="m.yaml")
