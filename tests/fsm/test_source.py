"""YAML is read without its traps, and every line is remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsm.problems import ProcessError
from fsm.source import LARGEST, read


def complaints(text: str) -> list[str]:
    try:
        return [str(problem) for problem in read(text, name="p.yaml").problems]
    except ProcessError as error:
        return [str(problem) for problem in error.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: &x {b: 1}\n",
            ["p.yaml:1: an anchor `&x`, write the part out; buttons are shared through outcome_sets"],
        ),
        (
            "a: &x 1\nb: *x\n",
            [
                "p.yaml:1: an anchor `&x`, write the part out; buttons are shared through outcome_sets",
                "p.yaml:2: an alias `*x`, write the part out; buttons are shared through outcome_sets",
            ],
        ),
        (
            "a: 1\nb: !!python/object:os.system x\n",
            [
                "p.yaml:2: a tag `tag:yaml.org,2002:python/object:os.system`, tags have no meaning in a process"
            ],
        ),
        ("a: 1\nb: 2\na: 3\n", ["p.yaml:3: `a` for the second time, it is on line 1 already"]),
        (
            "no: 1\n",
            ["p.yaml:1: the key `no` is read as true or false, take another word, or put it in quotes"],
        ),
        ("1: x\n", ["p.yaml:1: the key `1` is read as a number, take another word, or put it in quotes"]),
        ("? [a]\n: b\n", ["p.yaml:1: a key that is not a word, keys are words like `first_call`"]),
        (
            "a:\n  en: No\n",
            ['p.yaml:2: `No` is read as true or false, write "No" in quotes, or true or false'],
        ),
        ("at: 11:00\n", ['p.yaml:1: `11:00` is read as a number, write "11:00" in quotes']),
        ("a: 2026-11-20\n", ['p.yaml:1: `2026-11-20` is read as a date, write "2026-11-20" in quotes']),
        ("a: 0o17\nb: 0x10\n", ['p.yaml:2: `0x10` is read as a number, write "0x10" in quotes']),
        ("a: b\n---\nc: d\n", ["p.yaml:2: a second document, one process in a file"]),
        (
            "a: 1\nb: \x07\n",
            ["p.yaml:2: this is not text: control characters are not allowed, save it as plain UTF-8"],
        ),
        ("a: 1\nb: \ud800\n", ["p.yaml:2: this is not text: surrogates not allowed, save it as plain UTF-8"]),
        ("a:\n\t- b", ["p.yaml:2: a tab, lines are indented by blanks"]),
        ("a:\n  b: 1\n  \tc: 2\n", ["p.yaml:3: a tab, lines are indented by blanks"]),
        ("[" * 60, ["p.yaml:1: nested deeper than 50, a process is flat"]),
        (
            "#" * (LARGEST + 1),
            [f"p.yaml:1: the file has {LARGEST + 1} bytes, a process has at most {LARGEST}"],
        ),
    ],
)
def test_what_surprises_or_harms_is_refused(text: str, expected: list[str]) -> None:
    assert complaints(text) == expected


@pytest.mark.parametrize("text", ["a: [1\nb: 2", "a: 'x", "a: b: c", "- a\nb: c", "%YAML 3.0\n---\na: b"])
def test_what_is_not_yaml_is_told_with_its_line(text: str) -> None:
    (found,) = complaints(text)
    assert found.startswith(("p.yaml:1: this is not YAML: ", "p.yaml:2: this is not YAML: "))
    assert found.endswith(", check indents, colons and quotes")


def test_plain_words_are_what_they_look_like() -> None:
    text = (
        'a: 7\nb: true\nc: 1.5\nd: "7"\ne: yes, please\nf: ~\ng:\nh: +79001234567\ni: [x, -2]\nj: {k: Да}\n'
    )
    source = read(text, name="p.yaml")
    assert source.problems == []
    assert source.data == {
        "a": 7,
        "b": True,
        "c": 1.5,
        "d": "7",
        "e": "yes, please",
        "f": None,
        "g": None,
        "h": 79001234567,
        "i": ["x", -2],
        "j": {"k": "Да"},
    }


def test_lines_are_remembered_and_what_is_missing_has_the_line_around_it() -> None:
    source = read("a:\n  b:\n    - x\n    - {c: 1,\n       d: 2}\n", name="p.yaml")
    assert [source.line(path) for path in [("a",), ("a", "b", 0), ("a", "b", 1, "d"), ("a", "b", 7), ("z",)]] == [
        1, 3, 5, 2, 1,
    ]  # fmt: skip


@given(st.text(max_size=200) | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@`,?~ \n0129"), max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for complaint in complaints(text):
        assert complaint.startswith("p.yaml:")
