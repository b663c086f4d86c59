"""Rules as files: read by name or by path, beside one another and beside the processes; what is hostile costs nothing."""

from pathlib import Path

import pytest

from fsm import loading
from fsm.definition import Rule
from fsm.problems import ProcessError
from fsm.reading import text_of
from fsm.rulebook import load, load_file, shipped, together
from fsm.source import LARGEST, MOST_PARTS
from tests.fsm.ruled import PROPOSAL, TEXTS, problems
from tests.fsm.written import changed, line_of

OWN = changed(
    ("rule: proposal_5d", "rule: own"),
    ("КП за 5 дней, en: Proposal within 5 days", "Своё, en: Own"),
    text=PROPOSAL,
)
BOMB = "a: &a [x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
FULFIL = "  any:\n    - {field: proposal_sent, known: true}\n    - {done: send_proposal}\n    - {done: present_proposal}\n"


@pytest.mark.parametrize("name", TEXTS)
def test_a_rule_survives_being_written_as_json(name: str) -> None:
    rule = load(TEXTS[name], name=name)
    assert Rule.model_validate_json(rule.model_dump_json(by_alias=True)) == rule


def test_a_file_is_read_as_utf8_with_or_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("\ufeff" + PROPOSAL, encoding="utf-8")
    assert load_file(path) == shipped()["proposal_5d"]


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes("rule: own\ntitle: Правило\n".encode("cp1251"))
    with pytest.raises(
        ProcessError, match=r"own\.yaml:2: this is not UTF-8, save the file in the encoding UTF-8"
    ):
        load_file(path)


@pytest.mark.parametrize("letter", ["#", "Я", "#Я"])
def test_a_file_that_is_too_big_is_not_read_to_its_end(letter: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("#" + letter * 1_500_000, encoding="utf-8")
    assert LARGEST < len(text_of(path).encode()) < LARGEST + 10
    with pytest.raises(ProcessError, match="a rule has at most 1000000"):
        load_file(path)


def test_a_file_is_checked_with_the_processes_and_the_other_rules(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(changed(("field: amount", "field: amnt"), text=PROPOSAL), encoding="utf-8")
    assert load_file(path).rule == "proposal_5d"
    with pytest.raises(ProcessError) as raised:
        load_file(path, processes=loading.shipped())
    (problem,) = raised.value.problems
    assert problem.line == line_of(PROPOSAL, "threshold:")
    assert problem.what == "unknown field `amnt` in threshold.field"
    assert problem.meant == "did you mean `amount`?"
    path.write_text(changed(("rule: proposal_5d", "rule: proposal_too"), text=PROPOSAL), encoding="utf-8")
    with pytest.raises(ProcessError, match="`proposal_too` is called like `proposal_5d` in `ru` in title"):
        load_file(path, processes=loading.shipped())
    path.write_text(OWN, encoding="utf-8")
    assert load_file(path, processes=loading.shipped()).rule == "own"


def test_the_most_pressing_come_first_and_own_ones_last() -> None:
    texts = {name: TEXTS[name] for name in ("step_far", "no_step")}
    assert list(together({"own": OWN, **texts}, loading.shipped())) == ["no_step", "step_far", "own"]


def test_one_name_for_two_rules_is_refused() -> None:
    with pytest.raises(ProcessError) as raised:
        together({"a.yaml": PROPOSAL, "b.yaml": PROPOSAL}, loading.shipped())
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == ("b.yaml", line_of(PROPOSAL, "rule:"))
    assert problem.what == "the rule `proposal_5d` for the second time"
    assert problem.meant == "it is in a.yaml already: give this one another name"


def test_a_rule_that_does_not_fit_is_told_with_its_file() -> None:
    with pytest.raises(ProcessError, match=r"a\.yaml:\d+: unknown field `amnt` in threshold\.field"):
        together({"a.yaml": changed(("field: amount", "field: amnt"), text=PROPOSAL)}, loading.shipped())


@pytest.mark.parametrize(
    ("text", "line", "what", "meant"),
    [
        (changed(("ru: КП за 5 дней", f"ru: {'Я' * 600_000}"), text=PROPOSAL), 1, "the file has 12", f"a rule has at most {LARGEST}"),
        ("".join(f"k{number}: 1\n" for number in range(50_000)), MOST_PARTS, f"more than {MOST_PARTS} parts until here", "a rule is read by people"),
        (BOMB, 1, "an anchor `&a`", "write the part out"),
        (BOMB, 2, "an alias `*a`", "write the part out"),
        ("rule: !!python/object:os.system a\n", 1, "a tag `tag:yaml.org,2002:python/object:os.system`", "tags have no meaning in a rule"),
        ("a: " + "{not: " * 3_000, 1, "nested deeper than 50", "a rule is flat"),
        ("a: " + "[" * 300_000, 1, "nested deeper than 50", "a rule is flat"),
        ("rule: a\n---\nrule: b\n", 2, "a second document", "one rule in a file"),
        ("rule: a\n\ttitle: b\n", 2, "a tab", "lines are indented by blanks"),
    ],
    ids=["large", "lines", "anchors", "aliases", "tag", "mappings", "lists", "two", "tab"],
)  # fmt: skip
def test_what_would_cost_too_much_or_puzzle_is_refused(text: str, line: int, what: str, meant: str) -> None:
    found = [problem for problem in problems(text) if problem.what.startswith(what)]
    assert [problem.line for problem in found][:1] == [line]
    assert found[0].meant == meant


def deep(levels: int) -> str:
    """A condition within conditions."""
    return "{all: [{done: meeting}, {any: [" * levels + "{done: meeting}" + "]}]}" * levels


def test_the_largest_condition_is_checked_to_its_end() -> None:
    """Fifty times fifty choices: as many ways as nobody can try, and it is said at once that nothing is wrong."""
    one = "{any: [" + ", ".join(f"{{done: a{number}}}" for number in range(50)) + "]}"
    two = "{all: [" + ", ".join([one] * 50) + "]}"
    wide = changed((FULFIL, f"  all: [{two}, {two}, {two}]\n"), text=PROPOSAL)
    assert problems(wide) == []
    assert problems(changed((FULFIL, f"  all: [{deep(10)}]\n"), text=PROPOSAL)) == []


@pytest.mark.parametrize(
    ("old", "new", "what", "most"),
    [
        ("[{day: 0}, ", "[" + "{day: 0}, " * 60, "remind has 62", 10),
        (FULFIL, f"  any: [{'{done: meeting}, ' * 60}]\n", "fulfil.any has 60", 50),
        ("    forgot:", "".join(f"    r{one}: {{ru: Р{one}, en: R{one}}}\n" for one in range(60)) + "    forgot:", "breach.reasons has 69", 50),
    ],
)  # fmt: skip
def test_there_is_a_most_of_everything(old: str, new: str, what: str, most: int) -> None:
    found = [(problem.what, problem.meant) for problem in problems(changed((old, new), text=PROPOSAL))]
    assert (what, f"at most {most} can be there") in found
