"""Whatever word of a process is another one, it loads or is refused in words, also beside the others that ship."""

import re
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from fsm.checks import together
from fsm.loading import load, shipped
from fsm.problems import ProcessError
from tests.fsm.written import BROAD

TEXTS = [
    BROAD,
    *(
        file.read_text(encoding="utf-8")
        for file in sorted((resources.files("fsm") / "processes").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ),
]
WORD = re.compile(r"\b[a-z][a-z_]+\b")


@st.composite
def mistaken(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    words = list(WORD.finditer(text))
    old, new = draw(st.sampled_from(words)), draw(st.sampled_from(words))
    other = draw(st.sampled_from(["nobody_knows", new[0]]))
    return text[: old.start()] + other + text[old.end() :]


@given(mistaken())
def test_it_loads_or_is_refused_in_words(text: str) -> None:
    try:
        process = load(text, name="p.yaml")
    except ProcessError as error:
        for problem in error.problems:
            assert 1 <= problem.line <= text.count("\n") + 1
            assert problem.what
            assert problem.meant
        return
    for finding in together.check(process, {**shipped(), process.process: process}):
        assert finding.what
        assert finding.meant
