"""Whatever word of a rule is another one, it loads or is refused in words, also beside the processes that ship."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from fsm import loading
from fsm.definition import Rule
from fsm.problems import ProcessError
from fsm.rulebook import checked, load, shipped
from tests.fsm.ruled import PROPOSAL, TEXTS, problems

WORD = re.compile(r"\b[a-z][a-z_]+\b|\b\d+\b")
LINES = PROPOSAL.splitlines()
KEYS = ["a", "ru", "en", "field", "known", "done", "any", "not", "days", "day", "share", "other"]


@st.composite
def mistaken(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(list(TEXTS.values())))
    every = draw(st.sampled_from([text, "\n".join(TEXTS.values())]))
    old = draw(st.sampled_from(list(WORD.finditer(text))))
    new = draw(st.sampled_from(list(WORD.finditer(every))))
    other = draw(st.sampled_from(["nobody_knows", "-1", "0", new[0]]))
    return text[: old.start()] + other + text[old.end() :]


@given(mistaken())
def test_it_loads_or_is_refused_in_words(text: str) -> None:
    try:
        rule = load(text, name="r.yaml")
    except ProcessError as error:
        for problem in error.problems:
            assert 1 <= problem.line <= text.count("\n") + 1
            assert problem.what
            assert problem.meant
        return
    for findings in checked({**shipped(), rule.rule: rule}, loading.shipped()).values():
        for finding in findings:
            assert finding.what
            assert finding.meant


@given(st.integers(0, len(LINES) - 1), st.sampled_from(["cut", "drop", "double", "indent", "no"]))
def test_a_file_with_any_line_spoilt_loads_or_is_refused_in_words(number: int, how: str) -> None:
    line = LINES[number]
    spoilt = {
        "cut": [line[: len(line) // 2]],
        "drop": [],
        "double": [line, line],
        "indent": [f" {line}"],
        "no": [line.replace(": ", ": no", 1)],
    }[how]
    for problem in problems("\n".join([*LINES[:number], *spoilt, *LINES[number + 1 :]])):
        assert 1 <= problem.line <= len(LINES) + 2
        assert problem.what
        assert problem.meant


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=12,
    ),
    st.sampled_from(list(Rule.model_fields)),
)
def test_any_data_in_any_place_loads_or_is_refused_in_words(data: object, place: str) -> None:
    written = shipped()["proposal_5d"].model_dump(mode="json", by_alias=True, exclude_none=True)
    written[place] = data
    for problem in problems(json.dumps(written)):
        assert problem.what
        assert problem.meant
