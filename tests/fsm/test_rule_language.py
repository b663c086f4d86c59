"""The pages about rules build rules that work, have a line for every word, and tell what the rules that ship say."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from bot.commands import rule as command
from bot.failure import Failure
from fsm import definition, loading, rule_table
from fsm.calendar import Calendar
from fsm.checks.rules.limits import SEGMENTS
from fsm.definition import Model, Time, Trigger, Via, Watch, rules
from fsm.obligations import Matter, State, Terms, begin, judge, wake
from fsm.rulebook import load, load_file, shipped
from fsm.values import Money

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("rules.md", "rules.ru.md")}
LANGUAGES = {"rules.md": "en", "rules.ru.md": "ru"}
OWN = [one for one in vars(definition).values() if isinstance(one, type) and one.__module__ == rules.__name__]
MODELS = [one for one in OWN if issubclass(one, Model)]
CALENDAR = Calendar("Europe/Moscow")
MONDAY = datetime(2026, 11, 2, 7, tzinfo=UTC)
TABLE = re.compile(r"^<!-- (\w+) -->\n((?:\|.*\n)+)", re.MULTILINE)

every_page = pytest.mark.parametrize("page", PAGES)


def built(page: str) -> str:
    """The pieces of the duty, one after another."""
    return "\n".join(re.findall(r"```yaml\n(.*?)```", PAGES[page], re.DOTALL))


def watching(page: str) -> str:
    (text,) = re.findall(r"```yaml watch\n(.*?)```", PAGES[page], re.DOTALL)
    return str(text)


def explained(page: str) -> dict[str, list[str]]:
    """The words of each table, by the comment before it."""
    return {
        name: re.findall(r"^\| `(\w+)` \|(?: [^|]*\w[^|]* \|)+$", table, re.MULTILINE)
        for name, table in TABLE.findall(PAGES[page])
    }


@every_page
def test_the_pieces_are_one_rule_and_fit_the_processes(page: str, tmp_path: Path) -> None:
    for text, name in ((built(page), "meet_large"), (watching(page), "quiet_week")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        assert load_file(path, processes=loading.shipped()).rule == name
    assert load(built(page), name=page) == load(built("rules.md"), name="rules.md")
    assert load(watching(page), name=page) == load(watching("rules.md"), name="rules.md")


def matter(amount: int | None, *done: str) -> Matter:
    fields: dict[str, Any] = {} if amount is None else {"amount": Money(Decimal(amount), "RUB")}
    return Matter(fields, frozenset(done))


@every_page
@pytest.mark.parametrize("done", ["meeting", "hold_presentation"])
def test_a_large_deal_is_met_in_time(page: str, done: str) -> None:
    rule = load(built(page), name=page)
    terms = Terms.of(rule)
    duty = judge(rule, terms, begin(MONDAY), matter(None), MONDAY, CALENDAR)
    assert duty.state is State.SLEEPING
    duty = judge(rule, terms, begin(MONDAY), matter(1_000_000), MONDAY, CALENDAR)
    assert (duty.state, duty.due_at) == (State.RUNNING, CALENDAR.closing(date(2026, 11, 16)))
    told = []
    for _ in rule.remind:
        assert duty.wake_at is not None
        woken = wake(rule, terms, duty, matter(1_000_000), duty.wake_at, CALENDAR)
        told.append((CALENDAR.day_of(duty.wake_at), woken.reminder))
        duty = woken.obligation
    assert told == [(date(2026, 11, 2), 0), (date(2026, 11, 9), 1), (date(2026, 11, 13), 2)]
    ended = judge(rule, terms, duty, matter(1_000_000, done), CALENDAR.opening(date(2026, 11, 16)), CALENDAR)
    assert ended.state is State.FULFILLED
    asleep = judge(rule, terms, duty, matter(999_999), CALENDAR.opening(date(2026, 11, 16)), CALENDAR)
    assert (asleep.state, asleep.wake_at) == (State.SLEEPING, None)
    late = judge(rule, terms, duty, matter(1_000_000), CALENDAR.opening(date(2026, 11, 17)), CALENDAR)
    assert late.state is State.BREACHED


@every_page
def test_what_the_check_says_is_what_it_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("meet_large.yaml")
    file.write_text(built(page), encoding="utf-8")
    command.check("meet_large.yaml")
    right, wrong = re.findall(r"```text\n(.*?)```", PAGES[page], re.DOTALL)
    assert capsys.readouterr().out == right
    file.write_text(built(page).replace("{done: meeting}", "{done: meting}"), encoding="utf-8")
    with pytest.raises(Failure):
        command.check("meet_large.yaml")
    assert capsys.readouterr().out == wrong


@every_page
def test_the_table_of_what_ships_is_what_the_files_say(page: str) -> None:
    ((_, table),) = [found for found in TABLE.findall(PAGES[page]) if found[0] == "shipped"]
    language = LANGUAGES[page]
    assert table == rule_table.markdown(shipped().values(), language, loading.shipped()), (
        f"put what `voronka rule list --table {language}` prints below <!-- shipped --> of docs/{page}"
    )


@every_page
@pytest.mark.parametrize("model", MODELS)
def test_every_word_has_its_line_and_no_other(page: str, model: type[Model]) -> None:
    assert sorted(explained(page)[model.__name__]) == sorted(model.model_fields)


@every_page
@pytest.mark.parametrize("choices", [Trigger, Watch])
def test_everything_that_begins_or_is_watched_has_its_line(page: str, choices: type[StrEnum]) -> None:
    assert explained(page)[choices.__name__] == [one.value for one in choices]


@every_page
def test_every_value_is_named(page: str) -> None:
    words = [*Time, *Via, *SEGMENTS, definition.TOUCHED]
    assert [
        word for word in words if f"`{word}`" not in PAGES[page] and f": {word}}}`" not in PAGES[page]
    ] == []
    assert re.search(rf"`remind` \| .*\b{rules.MOST_REMINDERS}\b", PAGES[page])


def test_both_pages_have_the_same_tables() -> None:
    english, russian = (explained(page) for page in PAGES)
    assert english == russian


@every_page
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", PAGES[page])
    assert links
    for link in links:
        file, _, heading = link.partition("#")
        text = (DOCS / (file or page)).read_text(encoding="utf-8")
        headings = {one.lower().replace(" ", "-") for one in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
        assert not heading or heading in headings, link
