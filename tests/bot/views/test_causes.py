"""Every message that comes by itself can say why; what has more to tell has a screen of its own for it."""

from datetime import timedelta

import pytest
from aiogram.utils.formatting import Text

from bot.callbacks import Why
from bot.screen import Screen
from bot.texts import LANGUAGES, texts
from bot.views import causes
from notifications import kinds
from notifications.kinds import Card, Ring
from storage.company import Company

OWN = {"duty", "broken", "urgent", "audit", "chorus", "digest"}
"""These have a screen that tells rule, clock and arithmetic."""
SILENT = {"redraw", "post", "greeting"}
"""An edit of what is there; and what groups are told, who have nobody to ask."""
COMPANY = Company(processes={}, merge=timedelta(minutes=120), hourly=100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted({*kinds.KINDS, "news"} - OWN - SILENT))
def test_each_kind_says_why_in_the_few_letters_that_telegram_shows(kind: str, language: str) -> None:
    said = causes.why(kind, COMPANY, texts(language, "Europe/Moscow"))
    assert said is not None
    assert 40 < len(said) <= causes.LONGEST
    assert "{" not in said


@pytest.mark.parametrize("kind", ["", "nothing", *sorted(OWN)])
def test_what_is_no_such_kind_has_no_words(kind: str) -> None:
    assert causes.why(kind, COMPANY, texts("ru", "UTC")) is None


def test_the_button_stands_below_the_others_and_only_where_it_came_by_itself() -> None:
    t = texts("en", "UTC")
    screen = Screen(Text("a message"))
    assert causes.explained(screen, Ring(1, 1), t).keyboard[-1][0].callback == Why("ring")
    assert causes.explained(screen, Card(1, 1, foreign=True), t).keyboard[-1][0].callback == Why("card")
    assert causes.explained(screen, Card(1, 1), t) == screen, "one's own next card is an answer"
