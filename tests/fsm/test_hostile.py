"""Files that are meant to keep the reader busy, or to puzzle it: refused with a line and a reason, before they cost anything."""

import pytest

from fsm.source import LARGEST, MOST_PARTS
from tests.fsm.written import SIMPLE, changed, line_of, problems

LINES = "".join(f"k{number}: 1\n" for number in range(50_000))
BOMB = "a: &a [x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
ACTIVITY = "    kind: task\n    title: {ru: Е, en: E}\n    scope: deal\n    due: {days: 1}\n    outcomes: {d: {title: {ru: Д, en: D}}}\n"


def many(line: str, count: int) -> str:
    """A line again and again, with a number in it."""
    return "".join(line.replace("N", str(number)) for number in range(count))


@pytest.mark.parametrize(
    ("text", "line", "what", "meant"),
    [
        (changed(("ru: Простая продажа", f"ru: {'Я' * 2_600_000}")), 1, "the file has 52", f"a process has at most {LARGEST}"),
        (changed(("ru: Простая продажа", f"ru: {'Я' * 400_000}")), line_of(SIMPLE, "title:"), "a text of 400000 characters in `ru` in title.ru", "at most 80 can be shown here"),
        (LINES, MOST_PARTS, f"more than {MOST_PARTS} parts until here", "a process is read by people"),
        ("a:\n" + many("- N\n", 50_000), MOST_PARTS, f"more than {MOST_PARTS} parts until here", "a process is read by people"),
        (BOMB, 1, "an anchor `&a`", "write the part out; buttons are shared through outcome_sets"),
        (BOMB, 2, "an alias `*a`", "write the part out; buttons are shared through outcome_sets"),
        ("a: " + "{a: " * 3_000, 1, "nested deeper than 50", "a process is flat"),
        ("a: " + "[" * 300_000, 1, "nested deeper than 50", "a process is flat"),
    ],
    ids=["five megabytes", "one label", "lines", "list", "anchors", "aliases", "mappings", "lists"],
)  # fmt: skip
def test_what_would_cost_too_much_is_refused(text: str, line: int, what: str, meant: str) -> None:
    found = [problem for problem in problems(text) if problem.what.startswith(what)]
    assert [problem.line for problem in found][:1] == [line]
    assert found[0].meant == meant


@pytest.mark.parametrize(
    ("old", "new", "marker", "what", "most"),
    [
        ("stages:\n", "stages:\n" + many("  sN: {title: {ru: ЕN, en: EN}, moves: [lost]}\n", 60), "stages:", "stages has 64", 50),
        ("activities:\n", "activities:\n" + many(f"  aN:\n{ACTIVITY}", 300), "activities:", "activities has 309", 300),
        ("    options:\n", "    options:\n" + many("      oN: {title: {ru: ОN, en: ON}}\n", 300), "    options:", "fields.lost_reason.options has 307", 300),
        ("moves: [engaging, lost]", f"moves: [{many('lost, ', 60)}engaging]", "    moves: [lost, lost", "stages.prospecting.moves has 61", 50),
        ("requires: [product, contact]", f"requires: [{many('product, ', 60)}contact]", "    requires: [product", "stages.engaging.requires has 61", 50),
        ("after: [find_need,", f"after: [{many('find_need, ', 60)}", "    after: [find_need", "activities.send_proposal.after has 61", 50),
        ("{field: lost_reason, equals: [other]}", f"{{any: [{many('{done: meeting}, ', 60)}]}}", "      - {field: lost_words", "stages.lost.requires.when.any has 60", 50),
    ],
)  # fmt: skip
def test_there_is_a_most_of_everything(old: str, new: str, marker: str, what: str, most: int) -> None:
    text = changed((old, new))
    found = {(problem.line, problem.what, problem.meant) for problem in problems(text)}
    assert (line_of(text, marker), what, f"at most {most} can be there") in found


def test_the_largest_that_is_allowed_is_checked_to_its_end() -> None:
    hand = many("aN, ", 46)
    stages = many("  sN: {title: {ru: ЕN, en: EN}, opens: [here], moves: [lost]}\n", 46).replace("here", hand)
    text = changed(
        ("by_hand: [", f"by_hand: [{hand}"),
        ("activities:\n", "activities:\n" + many(f"  aN:\n{ACTIVITY}", 291)),
        ("stages:\n", f"stages:\n{stages}"),
        ("start: prospecting", "start: prospecting\njumps: {skip: anybody, back: anybody, repeat: anybody, end: anybody}"),
    )  # fmt: skip
    assert {problem.what.split(" `")[0] for problem in problems(text)} == {"nothing opens"}


def test_no_two_buttons_have_one_key() -> None:
    text = changed(("    busy: {title", "    no_answer: {title"))
    assert (line_of(text, "    no_answer: {title: {ru: Занято"), "`no_answer` for the second time") in [
        (problem.line, problem.what) for problem in problems(text)
    ]


def test_the_simple_sale_is_far_from_all_of_these() -> None:
    assert problems(SIMPLE) == []
