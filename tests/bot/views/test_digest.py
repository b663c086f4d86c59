"""The words of the digest: counts compared, rules and people as headings, lines struck out, what can be done and why."""

from dataclasses import replace
from datetime import date

import pytest

from bot import callbacks
from bot.texts import texts
from bot.usecases.digests import Opened
from bot.usecases.settings import Choosing, Part
from bot.usecases.summons import Summoned
from bot.views import alarms, digest, digest_row, digest_why, settings, summons, weekdays
from notifications.reach import NOWHERE, Way
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line
from storage.people import EVERY_DAY
from tests.bot.views import rows
from tests.bot.views.digest_rows import (
    INFO,
    KNOWN,
    PROPOSAL,
    RULES,
    a_breach,
    a_line,
    a_sheet,
    accepted,
    an_alarm,
)
from tests.bot.views.gallery import drawn, plain
from tests.bot.views.rows import DAY, HOUR, NOW

RU, EN = (texts(language, "Europe/Moscow") for language in ("ru", "en"))


def card(line: Line, way: Way = NOWHERE) -> str:
    return drawn(digest_row.row(Opened(line, way, 3), KNOWN, RULES, RU, NOW))


def acts(line: Line) -> set[type[object]]:
    screen = digest_row.row(Opened(line, NOWHERE, 3), KNOWN, RULES, RU, NOW)
    return {type(one.callback) for row in screen.keyboard[:-2] for one in row}


def test_counts_stand_beside_those_of_the_one_before() -> None:
    sheet = a_sheet(a_line(1), a_line(2, INFO), total=12, client_cover=3)
    words = plain(digest.digest(sheet, KNOWN, RULES, RU, NOW).text)
    assert "Просрочен следующий шаг: 12, было 15" in words
    assert "Устаревшие сведения: 1, было 1" in words
    assert "Клиент без активности: 3, было 0" in words
    assert "Недоступны" not in words


def test_what_is_only_counted_has_a_list_behind_a_button() -> None:
    screen = digest.digest(a_sheet(a_line(1), client_cover=12, client_contact=0), KNOWN, RULES, RU, NOW)
    lists = [one for row in screen.keyboard for one in row if isinstance(one.callback, callbacks.Uncovered)]
    assert [(one.text, one.callback) for one in lists] == [
        ("Клиент без активности: 12", callbacks.Uncovered("client_cover", 0, 0))
    ]


def test_the_most_pressing_comes_first_and_old_kinds_last() -> None:
    sheet = a_sheet(a_line(1, DECIDE), a_line(2, "gone"), a_line(3, PROPOSAL))
    told = [
        line.partition(":")[0]
        for line in plain(digest.digest(sheet, KNOWN, RULES, EN, NOW).text).splitlines()
    ]
    wanted = ["Wait for your decision", "Proposal within 5 days", "A rule that is no more"]
    assert [line for line in told if line in wanted] == wanted


def test_a_rule_and_a_name_stand_above_their_lines_once() -> None:
    lines = (a_line(1), a_line(2), a_line(3, owner="Борис", owner_id=6), a_line(4, INFO))
    words = plain(digest.digest(a_sheet(*lines), KNOWN, RULES, RU, NOW).text)
    assert [line for line in words.splitlines() if " · " in line and not line[0].isdigit()] == [
        "Просрочен следующий шаг · Анна Смирнова · 2",
        "Просрочен следующий шаг · Борис · 1",
        "Устаревшие сведения · Анна Смирнова · 1",
    ]


def test_a_struck_line_says_who_did_what() -> None:
    lines = (
        a_line(1, acted_at=NOW - HOUR, act="nudge", actor="Ольга"),
        a_line(2, to="Иван"),
        accepted(3, "client"),
        accepted(4, "Ждём тендера"),
        a_line(5),
    )
    screen = digest.digest(a_sheet(*lines), KNOWN, RULES, RU, NOW)
    _, entities = screen.text.render()
    assert [entity.type for entity in entities].count("strikethrough") == 4
    words = drawn(screen)
    assert "✓ напоминание: Ольга, сегодня 11:00" in words
    assert "✓ передано: Иван" in words
    assert "✓ принято: Ольга, «Клиент попросил подождать»" in words
    assert "✓ принято: Ольга, «Ждём тендера»" in words
    assert "[✓ 1] [✓ 2] [✓ 3] [✓ 4]\n[5]" in words


def test_what_was_passed_on_says_who_has_not_decided_for_how_long() -> None:
    sheet = a_sheet(a_line(1), ways={1: Way("Ольга", 3)})
    assert "передано выше: Ольга, 3 рабочих дня без решения" in drawn(
        digest.digest(sheet, KNOWN, RULES, RU, NOW)
    )


@pytest.mark.parametrize(("waiting", "day", "offered"), [(2, 23, True), (1, 23, False), (9, 20, False)])
def test_everybody_is_asked_only_from_todays_and_where_there_are_several(
    waiting: int, day: int, offered: bool
) -> None:
    sheet = a_sheet(a_line(1), a_line(2), waiting=waiting)
    page = replace(sheet.page, digest=replace(sheet.page.digest, day=date(2026, 11, day)))
    screen = digest.digest(replace(sheet, page=page), KNOWN, RULES, RU, NOW)
    pressed = [one.callback for row in screen.keyboard for one in row]
    assert (callbacks.Digest(3, 0, "all") in pressed) is offered


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (a_line(1), {callbacks.OpenTask, callbacks.DigestRow, callbacks.Give}),
        (a_line(1, INFO), {callbacks.OpenDeal, callbacks.DigestRow, callbacks.Give}),
        (a_line(1, settled=True), {callbacks.OpenTask}),
        (a_line(1, DECIDE), {callbacks.Press, callbacks.OpenTask, callbacks.Give}),
        (a_line(1, DECIDE, settled=True), {callbacks.OpenTask}),
        (a_line(1, "client_cover", run_id=None, client_id=3), {callbacks.OpenClient, callbacks.DigestRow}),
        (a_line(1, UNREACHABLE), {callbacks.Give}),
        (a_line(1, UNREACHABLE, settled=True), set()),
        (accepted(1, "client"), {callbacks.OpenTask, callbacks.Give}),
    ],
)
def test_what_can_be_done_about_a_line(line: Line, expected: set[type[object]]) -> None:
    assert acts(line) == expected


def test_what_was_asked_for_may_still_be_let_pass_but_is_not_asked_for_twice() -> None:
    said = card(a_line(1, act="nudge", acted_at=NOW, actor="Ольга"))
    assert "Подтолкнуть" not in said
    assert "[Принять с причиной]" in said


def test_a_request_is_approved_by_one_tap_and_handed_over_as_a_task() -> None:
    screen = digest_row.row(Opened(a_line(1, DECIDE), NOWHERE, 0), KNOWN, RULES, RU, NOW)
    pressed = [one.callback for row in screen.keyboard for one in row]
    assert pressed[0] == callbacks.Press(42, "approve")
    assert callbacks.Give("task", 42, 0) in pressed
    assert "Просит: Анна Смирнова" in plain(screen.text)


def test_what_is_unknown_by_now_has_no_button_that_would_be_refused() -> None:
    """The process of an old line may be gone; so may the step that a request had."""
    screen = digest_row.row(
        Opened(a_line(1, DECIDE, process=None, version=None, key=None), NOWHERE, 0), {}, RULES, RU, NOW
    )
    assert callbacks.Press not in {type(one.callback) for row in screen.keyboard for one in row}


def why(found: Opened) -> str:
    return plain(digest_why.why(found, RULES, RU, NOW).text).replace("\u00a0", " ")


def test_why_tells_the_clock_of_a_duty_as_it_began_and_reckons_in_working_days() -> None:
    words = why(Opened(a_line(1, PROPOSAL, since=NOW - 2 * DAY), NOWHERE, 2, a_breach()))
    assert "Небольшая сделка осталась без КП." in words
    assert "Допустимо: 5 рабочих дней. Начало отсчёта: сб 14 ноя, 12:00." in words
    assert "Срок: сб 21 ноя, 12:00." in words
    assert "прошло 2 рабочих дня" in words
    assert "Ответственный видит: «Создайте КП и отправьте клиенту. Когда срок пройдёт" in words


def test_why_tells_the_norm_of_the_stage_where_it_has_one() -> None:
    line = a_line(1, "stage_norm", key=None, activity_id=None)
    assert "Допустимо: 20 рабочих дней." in why(Opened(line, NOWHERE, 2))
    other = a_line(1, "stage_norm", key=None, activity_id=None, stage="elsewhere")
    assert "Допустимо: 15 рабочих дней." in why(Opened(other, NOWHERE, 2))
    assert "Допустимо" not in why(Opened(a_line(1), NOWHERE, 2)), "a step is allowed no day"


def test_why_says_who_is_told_next_and_when() -> None:
    ahead = Way(to="Вера", on=date(2026, 11, 27))
    assert "передана выше: Вера, пт 27 ноя" in why(Opened(a_line(1), ahead, 1))
    assert "есть и в сводке выше: Вера" in why(Opened(a_line(1), Way(to="Вера", on=date(2026, 11, 20)), 1))
    assert "Вера" not in why(Opened(accepted(1, "client"), ahead, 1)), "what was accepted goes nowhere"


def test_the_card_tells_the_reason_that_whoever_had_it_gave() -> None:
    line = a_line(1, PROPOSAL)
    listed = digest_row.row(Opened(line, NOWHERE, 3, a_breach(reason="supplier")), KNOWN, RULES, RU, NOW)
    assert "Причина: Ждал цены поставщика" in plain(listed.text)
    own = digest_row.row(
        Opened(line, NOWHERE, 3, a_breach(reason="other", words="Болел")), KNOWN, RULES, RU, NOW
    )
    assert "Причина: Болел" in plain(own.text)


def test_the_digest_says_on_which_days_it_comes() -> None:
    def said(**habits: object) -> str:
        return plain(digest_why.about_rules(a_sheet(a_line(1)), rows.a_person(**habits), RULES, RU).text)

    assert "Приходит по рабочим дням в 09:30. Если всё в порядке, не приходит." in said(digest=570)
    assert "Приходит в 09:30: пн, ср, пт." in said(digest=570, digest_days=0b10101)
    assert "Приходит и тогда, когда всё в порядке." in said(digest=570, digest_empty=True)
    assert "откройте его командой /digest" in said(digest=None)
    assert "По сделке давно ничего не делали" in said(digest=None)


def test_days_are_chosen_by_one_tap_or_one_by_one() -> None:
    person = rows.a_person(digest=570, digest_days=0b0000101)
    shown = drawn(settings.choice(Choosing(Part.DIGEST, person), RU))
    assert "[● пн] [вт] [● ср] [чт]\n[пт] [сб] [вс]" in shown
    assert "[Каждый рабочий день]" in shown
    assert "[Присылать, даже если всё в порядке]" in shown
    none = drawn(settings.choice(Choosing(Part.DIGEST, rows.a_person(digest=None)), RU))
    assert "пн" not in none, "what does not come has no days"


def test_weekdays_are_named_in_their_order() -> None:
    assert weekdays.named(0b1000001, RU) == "пн, вс"
    assert weekdays.is_every(EVERY_DAY)
    assert not weekdays.is_every(EVERY_DAY - 1)


def test_a_long_summons_is_cut_and_counted() -> None:
    lines = [a_line(number, activity_id=number) for number in range(1, 16)]
    screen = summons.summons(Summoned(a_sheet().page.digest, "Ольга", lines), KNOWN, RULES, RU, NOW)
    assert "и ещё 3 в «Моём дне»" in plain(screen.text)
    assert len(screen.keyboard) == summons.SHOWN + 2


def test_a_deal_that_broke_two_rules_has_one_button() -> None:
    lines = [a_line(1, INFO), a_line(2), a_line(3, "stage_norm", activity_id=None, key=None)]
    screen = summons.summons(Summoned(a_sheet().page.digest, "Ольга", lines), KNOWN, RULES, RU, NOW)
    assert [row[0].text for row in screen.keyboard[:2]] == [
        "1, 3 · Ромашка",
        "2 · Ромашка · Выяснить потребность",
    ]


def test_an_alarm_is_asked_for_only_while_it_stands() -> None:
    assert "[Подтолкнуть]" in drawn(alarms.alarm(an_alarm(), RU, NOW))
    assert "Крупная сделка без ответа: ООО «Ромашка»" in drawn(alarms.alarm(an_alarm(), RU, NOW))
    over = drawn(alarms.alarm(an_alarm(outcome="lost"), RU, NOW))
    assert "Подтолкнуть" not in over
    assert "✓ уже исправлено" in over
