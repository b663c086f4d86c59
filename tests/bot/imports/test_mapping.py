from pathlib import Path

import pytest

from bot.imports import mapping
from bot.imports.problems import Refused
from tests.bot.imports.data import EXAMPLE, SIMPLE, example


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
