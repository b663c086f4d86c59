"""«КП за 5 дней» as a rep lives it: told at once, on the next day and on the fourth, asked why on the fifth; never once it is done."""

import pytest

from bot.callbacks import Broke, Duty, Firm, GiveTo, Hand, Move, OpenDeal
from storage.people import Person
from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.world import World

LINE = "◔ КП за 5 дней: "
CARD = "◔ Создайте КП и отправьте клиенту"
LATE = "⚠ Срок прошёл: КП за 5 дней"


async def deal_card(world: World, person: str, run: int) -> str:
    await world.say(person, "Мой день")
    await world.forge(person, OpenDeal(run, "card", 0).pack())
    return await world.screen(person)


async def told(world: World, person: str = "Анна") -> list[str]:
    """Cards of duties with buttons, and questions why one is late, as they stand in the chat."""
    return [one for one in await world.screens(person) if one.startswith((CARD, LATE, "Срок", "Сроки"))]


async def shown(world: World, words: str, person: str = "Анна") -> str:
    """The newest message that says this; a press edits the one in which it was."""
    return [one for one in await world.screens(person) if words in one][-1]


async def message(world: World, screen: str, person: str = "Анна") -> int:
    """Where this stands in the chat."""
    place = (await world.screens(person)).index(screen)
    return int((await world.inbox(person))[place]["message_id"])


async def duty(world: World, run: int, rule: str = "proposal_5d") -> tuple[int, str]:
    ((number, state),) = await world.rows(
        "SELECT id, state FROM obligations WHERE run_id = :run AND rule = :rule", run=run, rule=rule
    )
    return int(number), str(state)


async def state(world: World, run: int) -> str:
    return (await duty(world, run))[1]


async def sent(world: World, run: int, *, day: str = "Сегодня", person: str = "Анна") -> str | None:
    """«КП отправлено» from the card of the deal, without the file; what was said in passing."""
    await deal_card(world, person, run)
    await world.press(person, "КП отправлено")
    await world.press(person, day)
    return await world.press(person, "Пропустить")


@BOTH
async def test_day_0_1_4_and_5(world: World, company: Company) -> None:
    """[given]: at once, the next day, the fourth; on the fifth it is late, and the head hears of it by his digest."""
    await world.say("Анна", "/new ООО «Василёк»")
    await world.press("Анна", "≈ 100")
    await world.press("Анна", "Создать")
    card = await world.screen("Анна")
    assert f"{LINE}до пн 30 ноя — осталось 5 рабочих дней" in card, "said on the answer to her own act"
    assert await told(world) == [], "and by no message of its own"
    await world.until("2026-11-24 08:59")
    assert await told(world) == []
    await world.until("2026-11-24 09:01")
    (card,) = await told(world)
    assert card.startswith(f"{CARD}\nДо пн 30 ноя — осталось 4 рабочих дня\n\nООО «Василёк»\n100 000 ₽")
    assert "[КП отправлено] [Сложная сделка]\n[Открыть сделку] [Почему я это вижу?]\n[Мой день]" in card
    for quiet in ("2026-11-25 18:30", "2026-11-26 18:30", "2026-11-27 08:59"):
        await world.until(quiet)
        assert await told(world) == [card], "days 2 and 3 are quiet"
    await world.until("2026-11-27 09:01")
    (last,) = await told(world)
    assert "До пн 30 ноя — остался 1 рабочий день" in last
    assert any("○ ООО «Василёк» · КП за 5 дней\nКарточка ниже." in one for one in await world.screens("Анна"))
    await world.until("2026-11-30 17:59")
    assert await told(world) == [last]
    olga = len(await world.inbox("Ольга"))
    await world.until("2026-11-30 18:01")
    assert len(await world.inbox("Ольга")) == olga, "the head is not told of each of them"
    await world.until("2026-12-01 09:01")  # in her working hours
    asked = (await told(world))[-1]
    assert asked.startswith(f"{LATE}\nСрок был вчера\n\nООО «Василёк»\n100 000 ₽\n\nПочему не успели?")
    assert "[Ждал данных от клиента]" in asked
    before = len(await world.inbox("Анна"))
    await world.until("2026-12-01 10:00")
    assert any("КП за 5 дней" in one for one in (await world.screens("Ольга"))[olga:]), "but by the digest"
    await world.until("2026-12-04 12:00")
    assert [one for one in (await world.screens("Анна"))[before:] if "КП" in one] == [], "never twice"


async def test_whoever_gets_a_deal_is_told_at_once(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=100_000)
    await world.advance(minutes=1)
    (card,) = await told(world)
    assert "До пн 30 ноя — осталось 5 рабочих дней" in card
    await world.advance(hours=3)
    assert await told(world) == [card]


async def test_outside_working_hours_it_waits_for_the_morning(world: World, company: Company) -> None:
    await world.until("2026-11-27 21:00")  # Friday night
    await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-29 15:00")
    assert await told(world) == []
    await world.until("2026-11-30 09:01")
    (card,) = await told(world)
    assert "осталось" in card


@BOTH
async def test_it_is_said_with_two_taps_that_it_was_sent(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-24 09:01")
    await world.press("Анна", "КП отправлено")
    question = await shown(world, "Когда отправили КП клиенту?  1 из 2")
    assert "✓ КП отправлено" in question
    assert "[Сегодня] [Вчера]" in question
    await world.press("Анна", "Вчера")
    assert "Пришлите файл КП, если он под рукой." in await shown(world, "2 из 2")
    assert await world.press("Анна", "Пропустить") == "КП отправлено, в срок"
    card = await shown(world, "✓ КП отправлено: вчера, в срок")
    assert "[КП отправлено]" not in card
    assert "[Почему: КП за 5 дней]" not in card
    assert await state(world, built.run) == "fulfilled"
    before = len(await world.inbox("Анна"))
    await world.until("2026-12-02 12:00")
    assert [one for one in (await world.screens("Анна"))[before:] if "КП" in one] == []
    assert "✓ КП отправлено: пн 23 ноя, в срок" in await deal_card(world, "Анна", built.run)


async def test_an_older_card_says_that_it_is_done(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-24 09:01")
    (card,) = await told(world)
    place = await message(world, card)
    await sent(world, built.run)
    toast = await world.press("Анна", "КП отправлено", message=place)
    assert toast == "Тем временем всё изменилось. Вот как обстоят дела сейчас."
    assert await shown(world, "✓ КП отправлено: сегодня, в срок")
    await world.forge("Анна", Duty((await duty(world, built.run))[0], "").pack())
    assert "✓ КП отправлено: сегодня, в срок" in await world.screen("Анна")


async def test_the_file_that_was_sent_stays_with_the_deal(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "КП отправлено")
    await world.press("Анна", "Сегодня")
    await world.sandbox.document(world.staff["Анна"], "kp.pdf", b"%PDF-1.4")
    await world.settle()
    await world.press("Анна", "Готово")
    assert "✓ КП отправлено: сегодня, в срок" in await world.screen("Анна")
    assert await world.rows("SELECT file_name FROM notes") == [("kp.pdf",)]


@BOTH
async def test_it_can_be_taken_back_that_it_was_sent(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-25 12:00")
    await sent(world, built.run)
    assert await state(world, built.run) == "fulfilled"
    await world.press("Анна", "↩ Отменить")
    assert "[КП отправлено]" in await shown(world, f"{LINE}до пн 30 ноя — осталось 3 рабочих дня")
    assert await state(world, built.run) == "running"
    await world.until("2026-11-27 09:01")
    assert "остался 1 рабочий день" in (await told(world))[-1], "and the reminders go on"


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("завтра", "Этот день ещё не наступил. Укажите день, когда отправили: сегодня или раньше."),
        ("22.11", "Сделка открыта позже: 23.11.2026. Укажите этот день или любой после него."),
        ("ёлки", "Не понял дату: «ёлки»."),
    ],
)
async def test_a_day_that_cannot_be_is_refused_in_words(
    world: World, company: Company, said: str, trouble: str
) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-25 12:00")
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "КП отправлено")
    question = await world.screen("Анна")
    assert "[Сегодня] [Вчера]\n[Пн 23 ноя] [Календарь]" in question
    await world.say("Анна", said)
    assert f"⚠ {trouble}" in await world.screen("Анна")
    assert await state(world, built.run) == "running"
    await world.say("Анна", "вчера")
    assert await world.press("Анна", "Пропустить") == "КП отправлено, в срок"


async def test_days_before_the_deal_are_not_offered(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "КП отправлено")
    assert "[Сегодня] [Календарь]" in await world.screen("Анна")


async def test_what_is_sent_by_its_own_task_counts(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000, process="corporate")
    await world.say("Анна", "Мой день")
    await world.forge("Анна", Move(built.run, 1, "proposal_present").pack())
    while "Пропустить" in await world.screen("Анна"):
        await world.press("Анна", "Пропустить")
    assert f"{LINE}до пн 30 ноя" in await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Подготовить материалы")
    await world.press("Анна", "Выполнена")
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Записать тактику показа КП")
    await world.press("Анна", "Заполнить")
    await world.say("Анна", "Идём с ценой")
    await world.press("Анна", "Завтра 10:00")
    await deal_card(world, "Анна", built.run)
    await world.press("Анна", "Презентовать КП")
    await world.press("Анна", "Выполнена")
    await world.press("Анна", "Переговоры")
    assert await state(world, built.run) == "fulfilled"


async def test_a_deal_that_ends_needs_no_proposal(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-24 10:00")
    await deal_card(world, "Анна", built.run)
    await world.forge("Анна", Move(built.run, 1, "lost").pack())
    await world.press("Анна", "Дорого")
    assert await state(world, built.run) == "stopped"
    card = await deal_card(world, "Анна", built.run)
    assert "КП" not in card
    before = len(await world.inbox("Анна"))
    await world.until("2026-12-03 12:00")
    assert [one for one in (await world.screens("Анна"))[before:] if "КП" in one] == []
    assert await world.rows("SELECT id FROM timers WHERE kind = 'duty' AND state = 'pending'") == []


async def test_a_deal_that_goes_on_in_another_process_begins_anew_there(
    world: World, company: Company
) -> None:
    built = await world.deal(company.anna, amount=100_000, process="corporate")
    await world.say("Анна", "Мой день")
    await world.forge("Анна", Move(built.run, 1, "needs").pack())
    await world.forge("Анна", Move(built.run, 2, "transferred").pack())
    await world.press("Анна", "Простая продажа")
    while "Пропустить" in await world.screen("Анна"):
        await world.press("Анна", "Пропустить")
    if "словами" in await world.screen("Анна") or "сообщением" in await world.screen("Анна"):
        await world.say("Анна", "Потребность другая")
    found = await world.rows("SELECT state FROM obligations WHERE rule = 'proposal_5d' ORDER BY id")
    assert found == [("stopped",), ("running",)]


@BOTH
async def test_a_new_owner_has_the_time_of_his_own_zone(world: World, company: Company) -> None:
    egor = await world.hire("Егор", 1009, zone="Asia/Vladivostok")
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-24 10:00")
    (_,) = await told(world)
    await world.say("Ольга", "Мой день")
    await world.forge("Ольга", GiveTo("deal", built.run, egor.id, 0).pack())
    assert f"{LINE}до пн 30 ноя — осталось 4 рабочих дня" in await deal_card(world, "Егор", built.run)
    ((due,),) = await world.rows("SELECT due_at FROM obligations WHERE rule = 'proposal_5d'")
    assert str(due).startswith("2026-11-30 08:00"), "six in the evening of Vladivostok"
    before = len(await world.inbox("Анна"))
    await world.until("2026-11-27 02:05")  # nine in the morning there
    assert "остался 1 рабочий день" in (await told(world, "Егор"))[-1]
    await world.until("2026-12-01 02:05")
    assert (await told(world, "Егор"))[-1].startswith(LATE)
    assert [one for one in (await world.screens("Анна"))[before:] if "КП" in one] == []


async def test_a_head_is_not_told_what_he_has_given_himself(world: World, company: Company) -> None:
    built = await world.deal(company.olga, amount=100_000)
    await world.advance(minutes=5)
    assert len(await told(world, "Ольга")) == 1
    await world.say("Ольга", "Мой день")
    await world.forge("Ольга", GiveTo("deal", built.run, company.anna.id, 0).pack())
    await world.until("2026-11-24 09:05")
    assert "осталось 4 рабочих дня" in (await told(world))[-1]
    assert len(await told(world, "Ольга")) == 1


async def change_amount(world: World, run: int, amount: str) -> str:
    await deal_card(world, "Анна", run)
    await world.forge("Анна", Hand(run, "amend", "amount").pack())
    await world.say("Анна", amount)
    return await world.screen("Анна")


@BOTH
async def test_while_the_amount_is_not_known_the_rule_sleeps(world: World, company: Company) -> None:
    built = await world.deal(company.anna)
    card = await deal_card(world, "Анна", built.run)
    assert "Не указано: Сумма. Срок «КП за 5 дней» не считается." in card
    assert "[Сложная сделка]" not in card
    await world.until("2026-12-07 12:00")
    assert await told(world) == []
    assert await state(world, built.run) == "sleeping"
    card = await change_amount(world, built.run, "100000")
    assert f"{LINE}до завтра — остался 1 рабочий день" in card, "at least a working day"
    await world.advance(minutes=5)
    assert await told(world) == [], "she has just seen it"
    await world.press("Анна", "Почему: КП за 5 дней")
    why = await world.screen("Анна")
    assert "С него остаётся не меньше рабочего дня." in why
    await world.until("2026-12-09 09:01")
    assert (await told(world))[-1].startswith(LATE)


async def test_a_sum_that_grows_needs_no_proposal_in_five_days(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-24 10:00")
    card = await change_amount(world, built.run, "500000")
    assert "КП за 5 дней" not in card
    before = len(await world.inbox("Анна"))
    await world.until("2026-12-02 12:00")
    assert [one for one in (await world.screens("Анна"))[before:] if "КП" in one] == []
    card = await change_amount(world, built.run, "499999")
    assert f"{LINE}до завтра — остался 1 рабочий день" in card


async def test_a_draft_has_no_duty_until_it_is_confirmed(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000, process="corporate")
    await world.until("2026-11-25 10:00")
    assert "КП за 5 дней" not in await deal_card(world, "Анна", built.run)
    assert await world.rows("SELECT id FROM obligations") == []
    await world.forge("Анна", Move(built.run, 1, "needs").pack())
    while "Пропустить" in await world.screen("Анна"):
        await world.press("Анна", "Пропустить")
    card = await deal_card(world, "Анна", built.run)
    assert f"{LINE}до ср 2 дек — осталось 5 рабочих дней" in card


async def test_a_rough_amount_is_one_tap_more_and_never_asked(world: World, company: Company) -> None:
    await world.say("Анна", "/new ООО «Лютик»")
    form = await world.screen("Анна")
    assert "[≈ 50 000 ₽] [≈ 100 000 ₽]\n[≈ 300 000 ₽] [≈ 1 000 000 ₽]" in form
    await world.press("Анна", "Продукт")
    await world.press("Анна", "Сервер")
    assert "[≈ 150 000 ₽] [≈ 50 000 ₽]" in await world.screen("Анна"), "what the product costs comes first"
    toast = await world.press("Анна", "≈ 150")
    assert toast is not None
    assert toast.replace("\xa0", " ") == "Примерно 150 000 ₽. Уточните сумму в сделке, когда узнаете её."
    card = await world.screen("Анна")
    assert "Сумма: 150 000 ₽" in card
    assert "≈" not in card
    await world.press("Анна", "Сумма")
    await world.press("Анна", "Оставить пустым")
    await world.press("Анна", "Создать")
    assert "Срок «КП за 5 дней» не считается." in await world.screen("Анна")


async def test_why_it_came_with_clock_and_arithmetic(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-25 10:00")
    (card,) = await told(world)
    await world.press("Анна", "Почему я это вижу?", message=(await message(world, card)))
    why = await shown(world, "Правило «КП за 5 дней»")
    for words in (
        "Правило «КП за 5 дней»: Создайте КП и отправьте клиенту.",
        "Действует для сделок, где «Сумма» меньше 500 000 ₽.",
        "Даётся 5 рабочих дней. Отсчёт начался пн 23 ноя, 10:00.",
        "Рабочее время: Анна, 09:00–18:00, Москва.",
        "Выходные за это время: 28–29 ноя",
        "Итог: до пн 30 ноя — осталось 3 рабочих дня.",
        "Прошло дней: 2 из 5.",
        "Напоминания: ✓ пн 23 ноя, ✓ вчера, ○ пт 27 ноя",
        "Когда срок пройдёт, сделка попадёт в сводку руководителя.",
    ):
        assert words in why, words
    await world.press("Анна", "‹ Назад")
    (card,) = await told(world)
    assert "До пн 30 ноя — осталось 3 рабочих дня" in card


async def late(world: World, company: Company) -> build.Built:
    """A deal of Anna's whose time is over, and the question why."""
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-12-01 09:05")
    return built


async def reason(world: World, run: int) -> tuple[str | None, str | None]:
    ((key, words),) = await world.rows(
        "SELECT reason, words FROM obligations WHERE run_id = :run AND rule = 'proposal_5d'", run=run
    )
    return key, words


@BOTH
async def test_why_it_was_late_is_one_tap_and_may_be_changed(world: World, company: Company) -> None:
    built = await late(world, company)
    await world.press("Анна", "Ждал данных от клиента")
    thanks = await shown(world, "Спасибо")
    assert thanks.startswith("✓ Спасибо, записал.\nПричина: Ждал данных от клиента")
    assert "Сделка попадёт в сводку руководителя вместе с этой причиной." in thanks
    assert "Осталось сделать: Создайте КП и отправьте клиенту" in thanks
    assert await reason(world, built.run) == ("client", None)
    await world.press("Анна", "Изменить причину")
    assert "[● Ждал данных от клиента]" in await shown(world, "Сейчас указано: Ждал данных от клиента")
    await world.press("Анна", "Не успел")
    assert await reason(world, built.run) == ("forgot", None)
    told_ = await world.rows("SELECT actor_id, data FROM audit WHERE kind = 'breach' ORDER BY id")
    assert [actor for actor, _ in told_] == [company.anna.id] * 2
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    await world.say("Ася", "Мой день")
    await world.forge("Ася", Firm("log", "", 0).pack())
    assert "КП за 5 дней: Причина: Не успел" in await world.screen("Ася")
    assert "Ромашка" not in await world.screen("Ася"), "whose deal it was is none of his business"
    card = await deal_card(world, "Анна", built.run)
    assert "⚠ КП за 5 дней: срок прошёл вчера. Не успел" in card
    assert "[Почему не успели?]" not in card


async def test_something_else_is_nothing_without_words(world: World, company: Company) -> None:
    built = await late(world, company)
    await world.press("Анна", "Другое")
    assert await shown(world, "В чём причина? Расскажите в двух словах.")
    assert await reason(world, built.run) == (None, None)
    await world.say("Анна", "ж" * 301)
    assert "⚠ Слишком длинно" in await world.screen("Анна")
    assert await reason(world, built.run) == (None, None)
    await world.restart()
    await world.say("Анна", "Клиент <b>пропал</b>")
    assert "Причина: Клиент <b>пропал</b>" in await world.screen("Анна")
    assert await reason(world, built.run) == ("other", "Клиент <b>пропал</b>")
    await world.forge("Анна", Broke((await duty(world, built.run))[0], "other").pack())
    await world.say("Анна", "Мой день")
    await world.say("Анна", "Это уже не ответ")
    assert await reason(world, built.run) == ("other", "Клиент <b>пропал</b>")


async def test_sent_late_it_is_late(world: World, company: Company) -> None:
    built = await late(world, company)
    number, _ = await duty(world, built.run)
    assert await sent(world, built.run) == "Отмечено. Срок был вчера"
    assert "✓ КП отправлено: сегодня, позже срока, он был вчера" in await world.screen("Анна")
    assert await state(world, built.run) == "breached"
    # The question stands no more.
    toast = await world.forge("Анна", Broke(number, "forgot").pack())
    assert toast == "Тем временем всё изменилось. Вот как обстоят дела сейчас."
    assert await reason(world, built.run) == (None, None)


async def test_sent_in_time_and_said_late(world: World, company: Company) -> None:
    built = await late(world, company)
    assert await sent(world, built.run, day="Вчера") == "Отмечено. Срок был вчера"
    assert "✓ КП отправлено: вчера, отмечено позже срока" in await world.screen("Анна")


@BOTH
async def test_after_three_days_of_downtime_one_card(world: World, company: Company) -> None:
    first = await world.deal(company.anna, amount=100_000)
    await world.deal(company.anna, client="Вега", amount=200_000)
    await world.advance(minutes=1)
    before = len(await world.inbox("Анна"))
    await world.stop()
    await world.until("2026-11-27 12:00")  # the reminders of days 1 and 4 have passed
    await world.start()
    await world.advance(minutes=10)
    came = [one for one in (await world.screens("Анна"))[before:] if "КП за 5 дней" in one or CARD in one]
    (listed,) = came
    assert listed.startswith("Сроки, о которых напоминаю: 2\n\n")
    assert "1. Ромашка · КП за 5 дней · остался 1 рабочий день" in listed
    assert "[1 · Ромашка · КП за 5 дней]\n[2 · Вега · КП за 5 дней]" in listed
    assert "[Почему я это вижу?]" in listed
    await world.press("Анна", "1 · Ромашка")
    assert len(await told(world)) == 3, "the two of the first day, and this one"
    await sent(world, first.run)
    assert await state(world, first.run) == "fulfilled"


async def test_late_ones_of_one_night_are_one_list(world: World, company: Company) -> None:
    for client in ("Ромашка", "Вега", "Лютик"):
        await world.deal(company.anna, client=client, amount=100_000)
    before = len(await world.inbox("Анна"))
    await world.until("2026-12-01 09:05")
    came = [one for one in (await world.screens("Анна"))[before:] if "срок прошёл" in one.lower()]
    assert len(came) == 1
    assert "1. ⚠ Ромашка · КП за 5 дней · срок прошёл вчера" in came[0]
    await world.press("Анна", "2 · Вега")
    assert "Вега" in await shown(world, "Почему не успели?")


async def test_reminders_outlive_a_restart(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=100_000)
    await world.restart()
    await world.until("2026-11-24 09:01")
    await world.restart()
    await world.until("2026-11-27 09:01")
    assert "остался 1 рабочий день" in (await told(world))[-1]
    rows = await world.rows("SELECT key FROM outbox WHERE kind = 'duty'")
    assert len(rows) == len(set(rows)) == 3


async def test_whoever_stands_in_is_told_and_does_it(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.say("Анна", "/away")
    for label in ("+ Отсутствие", "Завтра", "Неделя", "Борис", "Сохранить"):
        await world.press("Анна", label)
    before = len(await world.inbox("Анна"))
    await world.until("2026-11-25 12:00")
    mine = [one for one in (await world.screens("Анна"))[before:] if CARD in one]
    assert mine == [], "who is away is not disturbed"
    cards = await told(world, "Борис")
    if cards:
        assert "Ответственный: Анна" in cards[-1]
    assert await sent(world, built.run, person="Борис") is not None
    assert await state(world, built.run) == "fulfilled"


async def test_buttons_of_others_do_nothing(world: World, company: Company) -> None:
    built = await late(world, company)
    number, _ = await duty(world, built.run)
    await world.say("Игорь", "Мой день")
    for button in (
        Duty(number, ""),
        Duty(number, "why"),
        Duty(number, "deal"),
        Broke(number, ""),
        Broke(number, "forgot"),
        Broke(number, "other"),
        Hand(built.run, "sent", "proposal_sent"),
    ):
        toast = await world.forge("Игорь", button.pack())
        assert (
            toast == "Это не ваше, поэтому изменить это вы не можете. «Мой день» покажет, что есть у вас."
            or toast
        )
        assert "Ромашка" not in await world.screen("Игорь")
    await world.say("Игорь", "Забыл")
    assert await reason(world, built.run) == (None, None)
    for nonsense in (
        Duty(number, "x"),
        Duty(0, ""),
        Duty(2**40, "why"),
        Broke(number, "nothing"),
        Broke(2**40, "forgot"),
        Hand(built.run, "sent", "nothing"),
        Hand(built.run, "sent", "amount"),
        Hand(built.run, "sent", ""),
    ):
        await world.forge("Анна", nonsense.pack())
    assert await reason(world, built.run) == (None, None)
    assert await world.rows("SELECT error FROM inbox WHERE attempts > 0") == []


async def test_a_head_sees_it_and_may_say_why(world: World, company: Company) -> None:
    built = await late(world, company)
    card = await deal_card(world, "Ольга", built.run)
    assert "⚠ КП за 5 дней: срок прошёл вчера" in card
    await world.press("Ольга", "Почему не успели?")
    await world.press("Ольга", "Ждал цены поставщика")
    assert await reason(world, built.run) == ("supplier", None)


async def test_the_last_day_is_told_to_the_hour(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    await world.until("2026-11-30 12:00")
    assert f"{LINE}срок сегодня до 18:00" in await deal_card(world, "Анна", built.run)


async def test_somebody_who_has_left_is_asked_nothing(world: World, company: Company) -> None:
    built = await world.deal(company.anna, amount=100_000)
    vera: Person = await world.hire("Вера", 1005, roles=("director",), team=None)
    await world.say("Вера", "Мой день")
    await world.forge("Вера", GiveTo("all", company.anna.id, company.boris.id, 1).pack())
    assert await state(world, built.run) == "running"
    await world.until("2026-11-27 09:05")
    assert "остался 1 рабочий день" in (await told(world, "Борис"))[-1]
    assert vera.id != company.boris.id
