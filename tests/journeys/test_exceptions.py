"""«Сложная сделка»: the rep asks for another date, the clock stands, the head decides on one card; time never decides."""

import pytest

from bot.callbacks import AskFor, Hand, Move, OpenDeal, OpenTask, Press, Requests
from storage.people import Person
from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_duties import (
    CARD,
    LATE,
    LINE,
    change_amount,
    deal_card,
    reason,
    sent,
    shown,
    state,
    told,
)
from tests.world import World


@pytest.fixture
async def vera(world: World, company: Company) -> Person:
    """Olga's head."""
    return await world.hire("Вера", 1005, roles=("director",), team=None)


async def a_deal(world: World, company: Company, **facts: object) -> build.Built:
    """A small deal of Anna's, of which she was told in the morning."""
    built = await world.deal(company.anna, **{"amount": 100_000, **facts})
    await world.advance(minutes=1)
    return built


async def ask(
    world: World,
    run: int,
    why: str = "Запрос цен",
    until: str = "15.12",
    words: str | None = None,
    person: str = "Анна",
) -> str:
    """Anna asks for another date; what she sees then."""
    await deal_card(world, person, run)
    await world.press(person, "Сложная сделка")
    await world.press(person, why)
    if words is not None:
        await world.say(person, words)
    await world.say(person, until)
    card = await world.screen(person)
    await world.advance(minutes=3)
    return card


async def requests(world: World) -> list[str]:
    rows = await world.rows(
        "SELECT state FROM runs WHERE kind = 'request' AND process = 'complex_deal' ORDER BY id"
    )
    return [str(row[0]) for row in rows]


async def due(world: World, run: int) -> str:
    ((at,),) = await world.rows(
        "SELECT due_at FROM obligations WHERE run_id = :run AND rule = 'proposal_5d'", run=run
    )
    return str(at)[:16]


@BOTH
async def test_the_head_approves_with_one_tap(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.until("2026-11-24 10:00")
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Сложная сделка")
    question = await world.screen("Анна")
    assert "+ Согласовать срок сложной сделки" in question
    assert "Почему сделке нужен другой срок?" in question
    await world.press("Анна", "Запрос цен у поставщика")
    question = await world.screen("Анна")
    assert "К какому дню успеете отправить КП?" in question
    assert "[Вт 1 дек] [Чт 3 дек]\n[Пн 7 дек] [Пн 14 дек]\n[Календарь]" in question
    await world.say("Анна", "15.12")
    card = await world.screen("Анна")
    assert card.startswith("⚖ Согласовать срок сложной сделки: отправлено. Сообщу, что решили.")
    assert "‖ КП за 5 дней: срок стоит. На согласовании: Ольга · сегодня 10:00" in card
    assert "[Сложная сделка]" not in card
    assert "[КП отправлено]" in card
    assert await state(world, built.run) == "suspended"
    await world.advance(minutes=3)
    decide = await world.screen("Ольга")
    assert decide.startswith("Ромашка\n100 000 ₽\n\n⚖ Решить о сроке сложной сделки")
    assert "Просит Анна, сегодня 10:00" in decide
    assert "Причина: Запрос цен у поставщика" in decide
    assert "Просят срок: вт 15 дек\nОбычный срок: пн 30 ноя" in decide
    assert "Сложных за 90 дней (Анна): 1 из 1, 100 %" in decide
    assert "⚠ Сложных" not in decide, "too few deals to say so"
    assert "[Согласовать] [Другой срок]\n[Отклонить]" in decide
    await world.press("Ольга", "Согласовать")
    assert "Решить о сроке сложной сделки — Согласовать\nЯ сообщу тому, кто просил." in await world.screen(
        "Ольга"
    )
    before = len(await world.inbox("Анна"))
    await world.advance(minutes=3)
    answer = await world.screen("Анна")
    assert "⚖ Согласовать срок сложной сделки\nСогласовано\nОльга · сегодня 10:03" in answer
    assert "◔ КП за 5 дней: до вт 15 дек — осталось 15 рабочих дней" in answer
    assert len(await world.inbox("Анна")) == before + 1, "she is told once"
    assert await state(world, built.run) == "extended"
    # And it is seen on the deal by whoever has missed the message.
    card = await deal_card(world, "Анна", built.run)
    assert f"{LINE}до вт 15 дек — осталось 15 рабочих дней. Срок согласован: Ольга · сегодня 10:03" in card
    assert "Запрос одобрен: Да" in card
    assert "Желаемый срок: вт 15 дек" in card
    assert "[Сложная сделка]" not in card


@BOTH
async def test_an_agreed_date_has_reminders_of_its_own(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run, until="07.12")  # ten working days from now
    await world.press("Ольга", "Согласовать")
    await world.advance(minutes=3)
    before = len(await told(world))
    for quiet in ("2026-11-24 18:30", "2026-11-27 18:30", "2026-11-30 08:59"):
        await world.until(quiet)
        assert len(await told(world)) == before, "the usual ones are off"
    await world.until("2026-11-30 09:01")
    assert "До пн 7 дек — осталось 5 рабочих дней" in (await told(world))[-1], "half of the time"
    assert "[Сложная сделка]" not in (await told(world))[-1]
    await world.until("2026-12-03 18:00")
    assert "осталось 5 рабочих дней" in (await told(world))[-1]
    await world.until("2026-12-04 09:01")
    assert "До пн 7 дек — остался 1 рабочий день" in (await told(world))[-1], "a day before"
    await world.until("2026-12-07 12:00")
    assert await sent(world, built.run) == "КП отправлено, в срок"
    assert await state(world, built.run) == "exempt"
    assert "✓ КП отправлено: сегодня, в согласованный срок" in await deal_card(world, "Анна", built.run)


async def test_an_agreed_date_that_is_missed_is_late_and_the_reason_is_known(
    world: World, company: Company
) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run, until="02.12")
    await world.press("Ольга", "Согласовать")
    await world.until("2026-12-03 12:00")
    assert await state(world, built.run) == "breached"
    assert await reason(world, built.run) == ("supplier", None)
    assert not any(one.startswith(LATE) for one in await told(world)), "asked only when none was given"
    assert "⚠ КП за 5 дней: срок прошёл вчера. Ждал цены поставщика" in await deal_card(
        world, "Анна", built.run
    )


@BOTH
async def test_the_head_says_another_date(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.press("Ольга", "Другой срок")
    question = await world.screen("Ольга")
    assert "К какому дню должно быть отправлено КП?" in question
    assert "15 дек" not in question.split("К какому дню")[1], "what was asked for is no other date"
    await world.say("Ольга", "20.11.2026")
    assert "⚠ «20.11.2026» — это уже прошло." in await world.screen("Ольга")
    await world.say("Ольга", "04.12")
    await world.advance(minutes=3)
    answer = await world.screen("Анна")
    assert "Согласовано\nОльга" in answer
    assert "до пт 4 дек — осталось 9 рабочих дней" in answer
    assert await due(world, built.run) == "2026-12-04 15:00"
    assert "Желаемый срок: пт 4 дек" in await deal_card(world, "Анна", built.run), "the deal has it as well"


@BOTH
async def test_a_rejection_has_a_reason_and_the_clock_goes_on(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.until("2026-11-25 10:00")  # three working days are left
    await ask(world, built.run)
    await world.until("2026-11-27 09:57")
    await world.advance(minutes=3)  # it stays with the highest, and is told anew
    assert not any("остался 1" in one for one in await told(world)), "no reminders while it is decided"
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Обычного срока достаточно")
    await world.advance(minutes=3)
    answer = await world.screen("Анна")
    assert "Отклонено\nОльга · сегодня 10:00\n«Обычного срока достаточно»" in answer
    assert "◔ КП за 5 дней: до ср 2 дек — осталось 3 рабочих дня" in answer
    assert await state(world, built.run) == "running"
    card = await deal_card(world, "Анна", built.run)
    assert "Другой срок отклонён: Ольга · сегодня 10:00 · Обычного срока достаточно" in card
    assert "Запрос одобрен: Нет" in card
    assert "[Сложная сделка]" in card
    await world.until("2026-12-01 09:01")
    assert "остался 1 рабочий день" in (await told(world))[-1]


async def test_after_a_rejection_at_least_a_working_day_is_left(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.until("2026-11-30 16:00")  # two hours before the end
    await ask(world, built.run)
    await world.until("2026-12-01 10:00")
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Клиент не будет ждать")
    await world.advance(minutes=3)
    assert "до завтра — остался 1 рабочий день" in await world.screen("Анна")
    assert await due(world, built.run) == "2026-12-02 15:00"


async def test_something_else_is_said_in_words_by_both(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Сложная сделка")
    await world.press("Анна", "Другое")
    assert "Опишите причину в двух словах." in await world.screen("Анна")
    assert "[Пропустить]" not in await world.screen("Анна")
    await world.say("Анна", "Ждём <i>тендер</i>")
    await world.restart()
    await world.say("Анна", "через 3 недели")
    await world.advance(minutes=3)
    decide = await world.screen("Ольга")
    assert "Причина: Другое\nСвоими словами: Ждём <i>тендер</i>" in decide
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Другое")
    assert await requests(world) == ["asked"], "nothing is rejected without words"
    await world.say("Ольга", "Тендер уже прошёл")
    await world.advance(minutes=3)
    assert "«Другое · Тендер уже прошёл»" in await world.screen("Анна")


@BOTH
async def test_after_a_rejection_a_new_request_needs_a_new_reason(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Причина не убедила")
    await world.advance(minutes=3)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Сложная сделка")
    question = await world.screen("Анна")
    assert "Запрос цен у поставщика" not in question
    await world.say("Анна", "Запрос цен у поставщика")
    assert "⚠ С этой причиной уже отказали. Укажите, пожалуйста, другую." in await world.screen("Анна")
    await world.press("Анна", "Другое")
    await world.say("Анна", "Ждём тендер")
    await world.say("Анна", "15.12")
    await world.advance(minutes=3)
    assert "Раньше просили:\n" in await world.screen("Ольга")
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Причина не убедила")
    await world.advance(minutes=3)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Сложная сделка")
    await world.press("Анна", "Другое")
    await world.say("Анна", "ждём  ТЕНДЕР")
    assert "⚠ С этой причиной уже отказали." in await world.screen("Анна")
    await world.say("Анна", "Клиент в отпуске")
    await world.say("Анна", "15.12")
    assert await requests(world) == ["rejected", "rejected", "asked"]


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("30.11", "Столько времени есть и по обычному сроку. Укажите день позже, начиная с 01.12.2026."),
        ("завтра", "Столько времени есть и по обычному сроку."),
        ("сегодня", "Столько времени есть и по обычному сроку."),
        ("20.11.2026", "«20.11.2026» — это уже прошло."),
    ],
)
async def test_the_wanted_date_is_later_than_the_usual_one(
    world: World, company: Company, said: str, trouble: str
) -> None:
    built = await a_deal(world, company)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Сложная сделка")
    await world.press("Анна", "Запрос цен")
    await world.say("Анна", said)
    question = await world.screen("Анна")
    assert "⚠" in question
    assert trouble in question
    assert await requests(world) == []
    await world.press("Анна", "Вт 1 дек")
    assert await requests(world) == ["asked"]


@BOTH
async def test_a_second_one_is_refused_aloud(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    for button in (AskFor(built.run, "complex"), Hand(built.run, "plan", "complex")):
        toast = await world.forge("Анна", button.pack())
        assert toast is not None
        assert toast.startswith("Это уже на согласовании: Ольга · сегодня 10:0")
        assert toast.endswith("Второй раз не отправлено.")
    assert len(await requests(world)) == 1


@BOTH
async def test_what_cannot_be_asked_is_refused_in_words(world: World, company: Company) -> None:
    asking = AskFor
    unknown = await a_deal(world, company, amount=None)
    large = await a_deal(world, company, amount=900_000, client="Вега")
    small = await a_deal(world, company, client="Лютик")
    await world.say("Анна", "Мой день")
    assert await world.forge("Анна", asking(unknown.run, "complex").pack()) == (
        "Сумма сделки не указана, поэтому срок не считается и переносить нечего."
    )
    assert await world.forge("Анна", asking(large.run, "complex").pack()) == (
        "У этой сделки нет срока по правилу, переносить нечего."
    )
    for run in (unknown.run, large.run):
        assert "Сложная сделка" not in await deal_card(world, "Анна", run)
    await ask(world, small.run)
    await world.press("Ольга", "Согласовать")
    await world.advance(minutes=3)
    assert await world.forge("Анна", asking(small.run, "complex").pack()) == (
        "Другой срок уже согласован: вт 15 дек."
    )
    await sent(world, small.run)
    toast = await world.forge("Анна", asking(small.run, "complex").pack())
    assert toast == "Это уже сделано. Вот как обстоят дела сейчас."
    late = await a_deal(world, company, client="Мак")
    await world.until("2026-12-02 12:00")
    assert await world.forge("Анна", asking(late.run, "complex").pack()) == (
        "Срок уже прошёл, попросить о другом нельзя. Укажите, пожалуйста, почему не успели."
    )
    assert await requests(world) == ["approved"]


async def test_the_menu_of_approvals_has_it_only_while_it_can_be_asked(
    world: World, company: Company
) -> None:
    simple = await a_deal(world, company)
    await deal_card(world, "Анна", simple.run)
    await world.press("Анна", "+ Действие")
    menu = await world.screen("Анна")
    assert "[Сложная сделка]" in menu
    assert "На согласование" not in menu, "there is nothing else to ask in this process"
    large = await a_deal(world, company, amount=900_000, client="Вега", process="corporate")
    await deal_card(world, "Анна", large.run)
    await world.forge("Анна", Move(large.run, 1, "proposal_prep").pack())
    await world.forge("Анна", Requests(large.run).pack())
    assert "[+ Согласовать скидку]" in await world.screen("Анна")
    assert "сложной" not in await world.screen("Анна")
    await change_amount(world, large.run, "100000")
    await world.forge("Анна", Requests(large.run).pack())
    assert "[+ Согласовать срок сложной сделки]" in await world.screen("Анна")


@BOTH
async def test_time_reminds_and_passes_it_on_and_never_approves(
    world: World, company: Company, vera: Person
) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.until("2026-11-23 14:05")
    assert (await shown(world, "Напоминаю: это ещё ждёт вас", "Ольга")).count("[Согласовать]") == 1
    await world.until("2026-11-24 18:01")
    await world.until("2026-11-25 09:10")
    assert await requests(world) == ["asked"]
    card = await shown(world, "Решить о сроке сложной сделки", "Вера")
    assert "✓ Передано выше — автоматически" in card
    assert "Просят срок: вт 15 дек" in card
    for day in ("2026-11-27 12:00", "2026-12-01 12:00", "2026-12-07 12:00"):
        await world.until(day)
        assert await requests(world) == ["asked"]
    assert await state(world, built.run) == "suspended", "the clock stands as long as nobody has decided"
    await world.advance(minutes=3)
    await world.press("Вера", "Согласовать")
    assert await state(world, built.run) == "extended"


async def test_whoever_stands_in_decides(world: World, company: Company) -> None:
    await world.say("Ольга", "/away")
    for label in ("+ Отсутствие", "Сегодня", "Неделя", "Борис", "Сохранить"):
        await world.press("Ольга", label)
    built = await a_deal(world, company)
    await ask(world, built.run)
    assert "Просят срок: вт 15 дек" in await world.screen("Борис")
    await world.press("Борис", "Согласовать")
    await world.advance(minutes=3)
    assert "Согласовано\nБорис" in await world.screen("Анна")


async def test_where_nobody_is_above_the_date_is_ones_own(world: World, company: Company) -> None:
    built = await world.deal(company.olga, amount=100_000)
    card = await ask(world, built.run, person="Ольга")
    assert "выше вас никого нет, согласовывать не с кем. Решение за вами." in card
    assert f"{LINE}до вт 15 дек" in card
    assert await requests(world) == ["unneeded"]
    assert await state(world, built.run) == "extended"


@BOTH
async def test_what_is_taken_back_lets_the_clock_go_on(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.until("2026-11-25 12:00")
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "⚖ Согласовать срок сложной сделки")
    await world.press("Анна", "Отозвать")
    await world.advance(minutes=3)
    assert await requests(world) == ["withdrawn"]
    assert "[Согласовать]" not in "\n".join(await world.screens("Ольга"))
    card = await deal_card(world, "Анна", built.run)
    assert "отклон" not in card
    assert "[Сложная сделка]" in card
    assert await state(world, built.run) == "running"
    assert (await ask(world, built.run)).startswith("⚖"), "and may be asked again with the same reason"
    assert "Сложных за 90 дней (Анна): 1 из 1" in await world.screen("Ольга")


@BOTH
async def test_asking_and_deciding_can_be_taken_back(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Сложная сделка")
    await world.press("Анна", "Запрос цен")
    await world.say("Анна", "15.12")
    await world.press("Анна", "↩ Отменить")
    card = await world.screen("Анна")
    assert f"{LINE}до пн 30 ноя — осталось 5 рабочих дней" in card
    assert "Почему сделка сложная" not in card
    await world.advance(minutes=3)
    assert "[Согласовать]" not in "\n".join(await world.screens("Ольга")), "the head never hears of it"
    await ask(world, built.run)
    before = len(await world.inbox("Анна"))
    await world.press("Ольга", "Согласовать")
    assert await state(world, built.run) == "extended"
    await world.press("Ольга", "↩ Отменить")
    assert "[Согласовать]" in await world.screen("Ольга")
    assert await state(world, built.run) == "suspended"
    await world.advance(minutes=5)
    assert len(await world.inbox("Анна")) == before
    assert "Запрос одобрен" not in await deal_card(world, "Анна", built.run)


@BOTH
async def test_what_is_sent_meanwhile_needs_no_decision(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    assert await sent(world, built.run) == "КП отправлено, в срок"
    assert await requests(world) == ["withdrawn"]
    await world.advance(minutes=3)
    assert "[Согласовать]" not in "\n".join(await world.screens("Ольга"))
    assert await state(world, built.run) == "fulfilled"
    await world.press("Анна", "↩ Отменить")
    await world.advance(minutes=3)
    assert await requests(world) == ["asked"], "taken back, it is being decided again"
    assert await state(world, built.run) == "suspended"


async def test_a_deal_that_ends_takes_its_request_along(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await deal_card(world, "Анна", built.run)
    await world.forge("Анна", Move(built.run, 1, "lost").pack())
    await world.press("Анна", "Дорого")
    await world.advance(minutes=3)
    assert await requests(world) == ["withdrawn"]
    assert await state(world, built.run) == "stopped"
    assert "[Согласовать]" not in "\n".join(await world.screens("Ольга"))


@BOTH
async def test_a_large_share_is_marked_for_the_head(world: World, company: Company) -> None:
    """From five deals on, two of which are complex: 40 %."""
    first, second, *_ = [await a_deal(world, company, client=f"Клиент {number}") for number in range(5)]
    await ask(world, first.run)
    assert "\nСложных за 90 дней (Анна): 1 из 5, 20 %" in await world.screen("Ольга")
    await ask(world, second.run)
    assert "\n⚠ Сложных за 90 дней (Анна): 2 из 5, 40 %" in await world.screen("Ольга")


async def test_nobody_approves_himself_by_hand(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    ((step,),) = await world.rows("SELECT id FROM activities WHERE key = 'decide'")
    ((waits,),) = await world.rows("SELECT id FROM activities WHERE key = 'complex'")
    await world.say("Анна", "Мой день")
    for button in (
        Press(step, "approve"),
        Press(waits, "approved"),
        Press(waits, "unneeded"),
        Hand(built.run, "amend", "complex_ok"),
        Hand(built.run, "amend", "complex_until"),
        Hand(built.run, "amend", "complex_reason"),
        Hand(built.run, "sent", "complex_ok"),
        Hand(built.run, "sent", "complex_until"),
    ):
        await world.forge("Анна", button.pack())
        await world.say("Анна", "да")
    assert await requests(world) == ["asked"]
    ((kept,),) = await world.rows("SELECT extra FROM deals")
    assert "complex_ok" not in str(kept)
    await world.forge("Анна", OpenDeal(built.run, "card", 0).pack())
    await world.press("Анна", "+ Действие")
    await world.press("Анна", "Изменить поле")
    fields = await world.screen("Анна")
    for title in ("Запрос одобрен", "Желаемый срок", "Почему сделка сложная"):
        assert title not in fields


async def test_buttons_of_others_do_nothing(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.say("Игорь", "Мой день")
    await world.forge("Игорь", AskFor(built.run, "complex").pack())
    await ask(world, built.run)
    ((step,),) = await world.rows("SELECT id FROM activities WHERE key = 'decide'")
    for button in (Press(step, "approve"), Press(step, "other_date"), OpenTask(step)):
        await world.forge("Игорь", button.pack())
        assert "Ромашка" not in await world.screen("Игорь")
    assert await requests(world) == ["asked"]
    assert await world.rows("SELECT error FROM inbox WHERE attempts > 0") == []


async def test_it_is_asked_from_the_reminder_as_well(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    (card,) = await told(world)
    assert card.startswith(CARD)
    await world.press("Анна", "Сложная сделка")
    await world.press("Анна", "Нестандартная спецификация")
    await world.press("Анна", "Пн 7 дек")
    assert await state(world, built.run) == "suspended"
    assert "срок стоит" in await world.screen("Анна")
