from datetime import date
from decimal import Decimal

import pytest

from bot.texts import texts
from bot.usecases.reports import ALL, CycleGroup, CycleReport, Days, FunnelReport
from bot.views import charts
from fsm.loading import shipped
from storage import stats
from storage.stats import StageCount
from tests.charts.words import HOSTILE, outside
from tests.charts.words import texts as drawn

SIMPLE = shipped()["simple"]
FOUND = stats.Funnel(
    stages=(
        StageCount("prospecting", 8800, 500, Decimal(0)),
        StageCount("engaging", 8300, 1589, Decimal(1_250_000)),
    ),
    won=4238,
    lost=2473,
    open=2089,
    won_sum=Decimal(10_005_534),
    open_sum=Decimal(0),
)
DAYS = (date(2017, 1, 1), date(2017, 3, 31))


def funnel(language: str, days: Days = ALL, found: stats.Funnel = FOUND, whose: str = "Central") -> list[str]:
    report = FunnelReport(SIMPLE, found, "USD", days)
    figure = charts.funnel(report, whose, texts(language, "Europe/Moscow"))()
    assert outside(figure) == []
    return drawn(figure)


def test_a_funnel_in_english() -> None:
    said = funnel("en", DAYS)
    assert said[:2] == ["Sales funnel", "Simple sale · Central · 1 Jan 2017 – 31 Mar 2017"]
    for words in ("Prospecting", "8,800", "now: 500", "↓ 94% of the stage before", "Won", "63%", "Open"):
        assert words in said
    assert "now: 1,589 · $1.2M" in said or "now: 1,589 · $1.3M" in said


def test_a_funnel_in_russian_has_no_english_word() -> None:
    said = funnel("ru", DAYS)
    assert "Поиск" in said
    assert [text for text in said if any(letter in "abcdefghijklmnopqrstuvwxyz" for letter in text)] == [
        said[1]
    ]
    assert said[1].startswith("Простая продажа · Central · ")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_is_said_to_be_nothing(language: str) -> None:
    nothing = stats.Funnel((), 0, 0, 0, Decimal(0), Decimal(0))
    no_data = texts(language, "Europe/Moscow").gettext("No deals here.")
    assert no_data in funnel(language, found=nothing)
    groups = (CycleGroup("won", ()), CycleGroup("lost", ()), CycleGroup("closed", ()))
    figure = charts.cycle(CycleReport(SIMPLE, groups, ALL), "x", "RUB", texts(language, "Europe/Moscow"))()
    assert texts(language, "Europe/Moscow").gettext("No closed deals here.") in drawn(figure)


def test_cycle_times_in_both_languages() -> None:
    groups = (
        CycleGroup("won", (1.0, 2.0, 21.0)),
        CycleGroup("lost", (5.0,)),
        CycleGroup("closed", (1.0, 2.0, 5.0, 21.0)),
    )
    report = CycleReport(SIMPLE, groups, (date(2017, 1, 1), None))
    english = drawn(charts.cycle(report, "Everybody", "RUB", texts("en", "Europe/Moscow"))())
    assert english[1] == "Simple sale · Everybody · from 1 Jan 2017"
    assert {"Won", "Lost", "median: 2 days", "9 of 10: 17 days", "median: 5 days"} <= set(english)
    russian = drawn(charts.cycle(report, "Все", "RUB", texts("ru", "Europe/Moscow"))())
    assert any(text.endswith(": 2 дня") for text in russian)
    assert any(text.endswith(": 5 дней") for text in russian)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_on_the_sheet(name: str) -> None:
    assert "8,800" in funnel("en", whose=name)
