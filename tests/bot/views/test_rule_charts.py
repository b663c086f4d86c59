"""Pictures of rules in the reader's words: nothing of another language, nothing outside of the picture."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from bot.texts import Texts, texts
from bot.views import rule_charts
from fsm.replay import Replayed
from tests.bot.views import rule_rows as rows
from tests.charts.words import HOSTILE, outside
from tests.charts.words import texts as drawn

assert rows.PROPOSAL.exempt is not None
TITLES = rule_charts.titles(rows.PROPOSAL.exempt, rows.PROCESSES)


def pictures(t: Texts, name: str) -> dict[str, Callable[[], Figure]]:
    """Each sort once, and each with nothing to show."""
    seen = rows.a_card(name).seen
    assert seen is not None
    found, exceptions = rows.a_comparison(name), rows.exceptions_of(name)
    nothing = replace(found, names={}, now=Replayed({}, ()), then=Replayed({}, ()), digests=())
    return {
        "rule": rule_charts.trend(rows.PROPOSAL, seen.trend, name, rows.NOVEMBER, t),
        "watch": rule_charts.trend(rows.STAGE, seen.trend, name, rows.NOVEMBER, t),
        "rules": rule_charts.trend(None, seen.trend, name, rows.NOVEMBER, t),
        "no rule": rule_charts.trend(rows.PROPOSAL, (), name, rows.NOVEMBER, t),
        "exceptions": rule_charts.exceptions(exceptions, TITLES, name, t),
        "no exceptions": rule_charts.exceptions(replace(exceptions, people=(), reasons={}), TITLES, name, t),
        "discipline": rule_charts.discipline(rows.a_discipline(name), name, t),
        "no discipline": rule_charts.discipline(replace(rows.a_discipline(name), people=()), name, t),
        "replay": rule_charts.replay(found, "5", "3", name, t),
        "no replay": rule_charts.replay(nothing, "5", "3", name, t),
    }


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["Анна", *HOSTILE])
def test_all_of_it_is_in_the_picture(language: str, name: str) -> None:
    for title, draw in pictures(texts(language, "Europe/Moscow"), name).items():
        assert outside(draw()) == [], title


def test_in_russian_there_is_no_english_word() -> None:
    for title, draw in pictures(texts("ru", "Europe/Moscow"), "42").items():
        said = [one for one in drawn(draw()) if any("a" <= sign <= "z" for sign in one.lower())]
        assert said == [], title


def test_what_is_said() -> None:
    found = {title: drawn(draw()) for title, draw in pictures(texts("en", "Europe/Moscow"), "North").items()}
    assert found["rule"][:2] == ["Proposal within 5 days", "North · 1 Nov 2026 – 23 Nov 2026"]
    assert {"In time", "Not in time", "By another date", "09.11", "78%"} <= set(found["rule"])
    assert {"Put right", "Still there", "Accepted"} <= set(found["watch"])
    assert found["rules"][0] == "Rules with a clock"
    assert {"threshold 40%", "4 of 8", "Reasons"} <= set(found["exceptions"])
    assert {"20 tasks", "70%", "18 h"} <= set(found["discipline"])
    assert {"Violations", "20 → 100", "5 (now)", "3", "Lines in the digest, by day"} <= set(found["replay"])
    assert "Nothing has ended in this period." in found["no rule"]
    assert "No violations, neither way." in found["no replay"]
