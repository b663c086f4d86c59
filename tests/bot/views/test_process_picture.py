"""Pictures of the processes that ship, in both languages: whole words of a readable size, and nothing off the sheet."""

from datetime import datetime, timedelta

import pytest
from matplotlib.figure import Figure

from bot.screen import Screen
from bot.texts import LANGUAGES, Texts, texts
from bot.usecases.processes import Path
from bot.views import deal_path, process_picture, processes
from charts import theme
from fsm.definition import Process
from fsm.loading import shipped
from storage.stays import Visit
from tests.bot.views import rows
from tests.bot.views.gallery import plain
from tests.bot.views.rows import DAY, NOW
from tests.charts.words import outside

CORPORATE = shipped()["corporate"]
SHIPPED = [(process, language) for process in shipped().values() for language in LANGUAGES]
every_process = pytest.mark.parametrize(
    ("process", "language"),
    SHIPPED,
    ids=[f"{one.process}-{one.version}-{language}" for one, language in SHIPPED],
)
SMALLEST = 26
"""Pixels of 1080: more than eight on a screen that is 360 wide."""
HIGHEST = 2400
"""Higher pictures are made narrow by Telegram, which sends no more than 1280 pixels."""


def readable(figure: Figure) -> None:
    drawn = figure.axes[0].texts
    assert [text.get_text() for text in drawn if "…" in text.get_text()] == []
    assert min(float(text.get_fontsize()) for text in drawn) * figure.dpi / 72 >= SMALLEST
    assert outside(figure) == []


@every_process
def test_a_process_can_be_read_on_a_phone(process: Process, language: str) -> None:
    t = texts(language, "UTC")
    readable(process_picture.whole(process, t)())
    figure = process_picture.overview(process, t)()
    readable(figure)
    assert figure.get_figheight() * figure.dpi <= HIGHEST


@every_process
def test_each_of_its_stages_can_be_read_on_a_phone(process: Process, language: str) -> None:
    t = texts(language, "UTC")
    for stage in process.stages:
        figure = process_picture.stage(process, stage, t)()
        readable(figure)
        assert figure.get_figheight() * figure.dpi <= HIGHEST, stage


@every_process
def test_captions_are_short_enough_and_every_stage_has_a_button(process: Process, language: str) -> None:
    t = texts(language, "UTC")
    whole = processes.process(process, b"", t)
    assert len(plain(whole.text)) <= 1024
    assert {processes.of(process, key) for key in process.stages} <= {one.callback for one in buttons(whole)}
    for key in process.stages:
        screen = processes.stage(process, key, b"", t, shipped())
        assert 0 < len(plain(screen.text)) <= 1024
        assert processes.of(process) in {one.callback for one in buttons(screen)}


def buttons(screen: Screen) -> list:  # type: ignore[type-arg]  # of Button, which the checks do not look into
    return [one for row in screen.keyboard for one in row]


def a_path(*visits: Visit, stage: str = "presentation", client: str = "Ромашка") -> Path:
    card = rows.a_deal(client=client, process="corporate", version=1, stage=stage)
    return Path(card, CORPORATE, visits)


def at(day: int) -> datetime:
    return NOW - timedelta(days=20 - day)


BACK = (
    Visit("interest", at(0), at(1)),
    Visit("needs", at(1), at(4)),
    Visit("presentation", at(4), at(6)),
    Visit("needs", at(6), at(8)),
    Visit("presentation", at(8), None),
)


def drawn(found: Path, t: Texts) -> list[str]:
    figure = deal_path.draw(found, t, NOW)()
    readable(figure)
    return [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in figure.axes[0].texts]


def test_a_path_tells_stays_returns_what_was_passed_over_and_where_the_deal_is() -> None:
    words = drawn(a_path(*BACK), texts("ru", "UTC"))
    place = {word: number for number, word in enumerate(words)}
    assert words[place["1. Подтверждение интереса"] + 1] == "✓ 1 день"
    assert words[place["2. Определение потенциала"] + 1] == "пропущена"
    assert words[place["3. Анализ потребностей"] + 1] == "✓ 5 дней · 2 раза"
    assert words[place["4. Презентация"] + 1] == "сейчас · 14 дней · 2 раза"
    assert words.count("пропущена") == 1
    assert "×2" in words  # twice from the needs to the presentation
    assert not any("Завершена" in word for word in words)


def test_a_path_that_has_ended_shows_its_end() -> None:
    ended = a_path(*BACK[:-1], Visit("presentation", at(8), at(9)), Visit("lost", at(9), None), stage="lost")
    words = drawn(ended, texts("en", "UTC"))
    assert "✗ Lost" in words
    assert not any("Won" in word for word in words)
    caption = plain(deal_path.screen(ended, b"", texts("en", "UTC"), NOW).text)
    assert caption.splitlines()[-1].startswith("✗ Lost")


def test_what_an_import_did_not_know_is_not_guessed() -> None:
    words = drawn(
        a_path(Visit("interest", None, None), Visit("presentation", None, None)), texts("ru", "UTC")
    )
    assert "✓ была здесь" in words
    assert "сейчас" in words


def test_a_long_path_is_told_from_its_end() -> None:
    many = [
        Visit("needs", at(0) + number * DAY / 24, at(0) + (number + 1) * DAY / 24) for number in range(40)
    ]
    screen = deal_path.screen(a_path(*many, stage="needs", client="Ж" * 500), b"", texts("ru", "UTC"), NOW)
    words = plain(screen.text)
    assert len(words) <= 1024
    assert "… и ещё 28 раньше" in words


def test_pictures_are_as_wide_as_a_phone_takes_them() -> None:
    figure = process_picture.overview(CORPORATE, texts("ru", "UTC"))()
    assert figure.get_figwidth() * figure.dpi == theme.WIDTH
