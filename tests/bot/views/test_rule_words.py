"""How a rule and its changes are told."""

from dataclasses import replace

import pytest

from bot.callbacks import Replay, RuleSet
from bot.texts import texts
from bot.usecases.replays import Asked
from bot.usecases.rule_changes import with_limit
from bot.views import changes, replay, rule_changes, rule_words, rules
from fsm.rulebook import shipped
from storage.audit import Entry
from tests.bot.views import rule_rows as rows
from tests.bot.views.gallery import plain
from tests.bot.views.rows import NOW

EN, RU = texts("en", "Europe/Moscow"), texts("ru", "Europe/Moscow")


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("proposal_5d", "5 working days"),
        ("first_answer", "8 working hours"),
        ("info_old", "14 days"),
        ("snoozed_often", "3 times"),
        ("no_step", "at once"),
    ],
)
def test_how_much_is_allowed(key: str, limit: str) -> None:
    assert rule_words.limit(shipped()[key].limit, EN) == limit


def told(**data: object) -> str:
    common = {
        "unit": "days",
        "calendar": "working",
        "currency": "RUB",
        "title": {"ru": "КП", "en": "Proposal"},
    }
    return rule_words.change(Entry(1, NOW, "Olga", "rule", None, common | data), EN)


def test_changes() -> None:
    assert told(what="limit", was=5, became=3) == "5 → 3 working days"
    assert told(what="limit", was=5, became=3, unit="hours", calendar="calendar") == "5 → 3 hours"
    assert told(what="limit", was=1, became=0) == "1 → at once"
    assert told(what="border", was="500000", became="300000.50") == "Border: ₽500,000 → ₽300,000.50"
    assert (
        told(what="norm", was=10, became=5, place={"ru": "Поиск", "en": "Prospecting"})
        == "Prospecting: 10 → 5 working days"
    )
    assert (
        told(what="norm", was=60, became=14, place={"segment": "key"}) == "Key clients: 60 → 14 working days"
    )
    assert told(what="on", was=True, became=False, stopped=12) == "switched off, 12 duties stopped"
    assert told(what="on", was=True, became=False, stopped=0) == "switched off"
    assert told(what="on", was=False, became=True) == "switched on"


@pytest.mark.parametrize(
    "data", [{}, {"what": "limit"}, {"what": "norm", "place": None}, {"what": "border"}, {"what": 5}]
)
def test_what_an_older_or_a_damaged_row_says_breaks_nothing(data: dict[str, object]) -> None:
    entry = Entry(1, NOW, None, "rule", None, data)
    assert rule_words.change(entry, EN)
    assert "the system" in plain(changes.log([entry], 1, 0, EN, NOW).text)


def test_the_log_of_the_company_tells_of_rules() -> None:
    entries = rows.changes_of("Olga")[:1]
    assert "Proposal within 5 days: 5 → 3 working days" in plain(changes.log(entries, 1, 0, EN, NOW).text)


def test_lists_are_called_by_what_they_are_about() -> None:
    short = with_limit(rows.PROPOSAL, 3)
    assert [rule_words.group(short, key, EN) for key in ("i", "l", "e", "b", "u")] == [
        "Got the proposal within 3 days", "Did not get it", "Exceptions", "Broken now", "Amount not known",
    ]  # fmt: skip
    answer = shipped()["first_answer"]
    assert [rule_words.group(answer, key, EN) for key in ("i", "l")] == ["In time", "Not in time"]
    assert rule_words.group(rows.STAGE, "l", EN) == "Found"


def test_a_card_that_is_too_long_leaves_out_what_its_settings_tell() -> None:
    """The numbers stay, whatever else there is to say."""
    card = rows.a_card("Ж" * 200)
    many = replace(card, changes=[*card.changes] * 5)
    words = plain(rules.card(many, EN, NOW, photo=b"png").text)
    assert "Begun: 24" in words
    assert "Ended: in time 14 · not in time 4 · by another date 2 · needed no more 1" in words
    assert "In time: 78% (14 of 18; other dates are not counted)" in words
    assert "Usually done in 2 days (19 done)" in words
    assert "switched off" not in words
    assert "switched off" in plain(rule_changes.settings(many, EN, NOW).text)


def test_only_what_history_tells_can_be_replayed() -> None:
    for key, rule in shipped().items():
        card = rules.card(replace(rows.a_card("Olga"), rule=rule), EN, NOW)
        asked = [one for row in card.keyboard for one in row if isinstance(one.callback, Replay)]
        assert bool(asked) == (
            key not in {"step_far", "no_step", "parked_over", "snoozed_often", "client_cover"}
        ), key


@pytest.mark.parametrize(
    ("known", "smallest", "expected"),
    [
        (5, 1, [2, 3, 4, 5, 6, 7, 8]),
        (1, 1, [1, 2, 3, 4]),
        (0, 0, [0, 1, 2, 3]),
        (15, 1, [5, 10, 15, 20, 25, 30]),
        (180, 1, [150, 160, 170, 180, 190, 200, 210]),
    ],
)
def test_chips_around_a_number(known: int, smallest: int, expected: list[int]) -> None:
    found = rule_changes.around(known, smallest)
    assert found == expected
    assert known in found


def test_stages_of_two_processes_are_told_apart() -> None:
    card = rows.a_card("Olga", rows.STAGE)
    labels = [one.text for row in rule_changes.norms(card, RU).keyboard for one in row]
    assert labels.index("— Корпоративные продажи —") < labels.index("— Простая продажа —")
    data = [one.callback for row in rule_changes.norms(card, RU).keyboard for one in row]
    assert RuleSet("stage_norm", "", "") in data
    assert len({str(one) for one in data}) == len(data) - 1  # both headings do nothing


def test_a_replay_says_what_it_compares() -> None:
    asked = Asked(rows.PROPOSAL, "limit", None, (), "90d", "RUB")
    found = rows.a_comparison("Rep ")
    words = plain(replay.compared(asked, found, None, EN, photo=b"png").text)
    assert "Time: 5 working days → 3 working days" in words
    assert "Violations: 20 → 100\nRep 0: 2 → 5" in words
    assert "Others: 8 → 70" in words
    assert "Lines in a digest, on average: 2.3 → 5.3\nThe longest digest: 4 → 9" in words
    assert "8 imported deals are left out" in words
