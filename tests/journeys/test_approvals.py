"""Approvals: asked from the deal, decided on a card by whoever is above, never by time; both sides see how it stands."""

import pytest

from bot.callbacks import AskFor, GiveTo, Hand, Move, OpenDeal, OpenTask, Press, PutOff, Requests, Withdraw
from storage import handover
from storage.people import Person
from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.world import World


@pytest.fixture
async def vera(world: World, company: Company) -> Person:
    """Olga's head."""
    return await world.hire("Вера", 1005, roles=("director",), team=None)


async def a_deal(world: World, company: Company, amount: int | None = 500_000) -> build.Built:
    """Anna's deal, in the stage in which a proposal is prepared."""
    built = await world.deal(company.anna, process="corporate", amount=amount)
    await world.say("Анна", "/find Ромашка")
    await world.forge("Анна", Move(built.run, 1, "proposal_prep").pack())
    return built


async def ask(world: World, run: int, discount: str = "12", note: str = "Клиент сравнивает цены") -> str:
    """Anna asks for a discount; what she sees then."""
    await world.forge("Анна", OpenDeal(run, "card", 0).pack())
    for label in ("+ Действие", "⚖ На согласование…", "+ Согласовать скидку"):
        await world.press("Анна", label)
    await world.say("Анна", discount)
    await world.say("Анна", note)
    shown = await world.screen("Анна")
    await world.advance(minutes=3)
    return shown


async def deal_card(world: World, person: str, run: int) -> str:
    await world.say(person, "Мой день")
    await world.forge(person, OpenDeal(run, "card", 0).pack())
    return await world.screen(person)


async def requests(world: World) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in await world.rows("SELECT process, state FROM runs WHERE kind = 'request' ORDER BY id")
    ]


async def waiting(world: World) -> int:
    ((found,),) = await world.rows(
        "SELECT id FROM activities WHERE key = 'approve_discount' AND state = 'open'"
    )
    return int(found)


async def request_run(world: World) -> int:
    (found, *_) = (await world.rows("SELECT max(id) FROM runs WHERE kind = 'request'"))[0]
    return int(found)


@BOTH
async def test_a_rep_asks_and_the_head_approves_with_one_tap(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    assert "Согласовать скидку: отправлено. Сообщу, что решили." in await ask(world, built.run)
    card = await world.screen("Ольга")
    assert "Ромашка\n500 000 ₽" in card
    assert "Решить о скидке" in card
    assert "Просит Анна, сегодня 10:00" in card
    assert "Скидка, %: 12\nПояснение: Клиент сравнивает цены" in card
    assert "[Согласовать] [На доработку]\n[Отклонить]" in card
    assert "На согласовании: Ольга · сегодня 10:00" in await deal_card(world, "Анна", built.run)
    await world.press("Ольга", "Согласовать")
    assert "✓ Ромашка · Решить о скидке — Согласовать\nЯ сообщу тому, кто просил." in await world.screen(
        "Ольга"
    )
    before = len(await world.inbox("Анна"))
    await world.advance(minutes=3)
    told = await world.screen("Анна")
    assert "Согласовать скидку\nСогласовано\nОльга · сегодня 10:03" in told
    assert len(await world.inbox("Анна")) == before + 1, "she is told once"
    assert await requests(world) == [("discount_approval", "approved")]
    assert "⚖ Согласовать скидку — Согласовано · Ольга · сегодня 10:03" in await deal_card(
        world, "Анна", built.run
    )
    ((kept,),) = await world.rows("SELECT extra FROM deals")
    assert "12" in str(kept)


async def test_a_rework_is_told_with_the_comment_and_can_be_asked_again(
    world: World, company: Company
) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.press("Ольга", "На доработку")
    assert "Что передать тому, кто просил?" in await world.screen("Ольга")
    await world.say("Ольга", "Покажите расчёт <b>")
    await world.advance(minutes=3)
    told = await world.screen("Анна")
    assert "На доработку\nОльга · сегодня 10:03\n«Покажите расчёт <b>»" in told
    assert "На доработку · Покажите расчёт <b> · Ольга" in await deal_card(world, "Анна", built.run)
    await ask(world, built.run, "10")
    again = await world.screen("Ольга")
    assert "Раньше просили:\n12 · 500 000 ₽ · На доработку · Покажите расчёт <b> · сегодня 10:03" in again
    assert "Скидка, %: 10" in again


async def test_a_rejection_with_a_listed_reason_takes_two_taps(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Не проходит по марже")
    await world.advance(minutes=3)
    assert "Отклонено\nОльга · сегодня 10:03\n«Не проходит по марже»" in await world.screen("Анна")
    assert await requests(world) == [("discount_approval", "rejected")]


@BOTH
async def test_a_large_one_goes_on_to_whoever_is_above(world: World, company: Company, vera: Person) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run, "20")
    await world.forge("Анна", OpenTask(await waiting(world)).pack())
    assert "На согласовании: Ольга" in await world.screen("Анна")
    await world.press("Ольга", "Согласовать")
    assert "→ Решает тот, кто выше" in await world.screen("Ольга")
    await world.advance(minutes=3)
    assert "На согласовании: Вера · сегодня 10:03" in await world.screen("Анна"), "her card follows"
    card = await world.screen(vera.name)
    assert "Решить о большой скидке" in card
    assert "✓ Согласовать — Ольга, сегодня 10:03" in card
    await world.press("Вера", "Согласовать")
    await world.advance(minutes=3)
    assert "Согласовано\nВера" in await world.screen("Анна")
    assert await requests(world) == [("discount_approval", "approved")]


@BOTH
async def test_time_reminds_and_passes_it_on_and_never_approves(
    world: World, company: Company, vera: Person
) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    before = len(await world.inbox("Ольга"))
    await world.until("2026-11-23 14:01")
    reminder = await world.screen("Ольга")
    assert reminder.startswith("Напоминаю: это ещё ждёт вас")
    assert "[Согласовать]" in reminder
    assert len(await world.inbox("Ольга")) == before + 1
    await world.until("2026-11-24 18:01")
    await world.until("2026-11-25 09:10")
    assert await requests(world) == [("discount_approval", "first")]
    card = "\n".join(await world.screens("Вера"))
    assert "Решить о скидке" in card
    assert "[Согласовать]" in card
    assert "✓ Передано выше — автоматически" in card
    olga = "\n".join(await world.screens("Ольга"))
    assert "Решить о скидке — Передано выше" in olga
    assert "[Согласовать]" not in olga
    for day in ("2026-11-27 12:00", "2026-12-01 12:00", "2026-12-07 12:00"):
        await world.until(day)
        assert await requests(world) == [("discount_approval", "first")]
    ((owner,),) = await world.rows("SELECT owner_id FROM activities WHERE key = 'decide' AND state = 'open'")
    assert owner == vera.id, "who is the highest keeps it"


async def test_whoever_stands_in_decides(world: World, company: Company) -> None:
    await world.say("Ольга", "/away")
    for label in ("+ Отсутствие", "Сегодня", "Неделя", "Борис", "Сохранить"):
        await world.press("Ольга", label)
    built = await a_deal(world, company)
    before = len(await world.inbox("Ольга"))
    await ask(world, built.run)
    assert len(await world.inbox("Ольга")) == before, "who is away is not disturbed"
    card = await world.screen("Борис")
    assert "Решить о скидке" in card
    assert "[Сделка]" not in card, "the deal itself is none of his"
    await world.press("Борис", "Согласовать")
    await world.advance(minutes=3)
    assert "Согласовано\nБорис" in await world.screen("Анна")


async def test_nobody_decides_about_his_own_request(world: World, company: Company, vera: Person) -> None:
    await world.say("Ольга", "/away")
    for label in ("+ Отсутствие", "Сегодня", "Неделя", "Анна", "Сохранить"):
        await world.press("Ольга", label)
    built = await a_deal(world, company)
    await ask(world, built.run)
    ((step,),) = await world.rows("SELECT id FROM activities WHERE key = 'decide'")
    toast = await world.forge("Анна", Press(step, "approve").pack())
    assert toast == "Это ваш запрос, поэтому решает другой человек."
    assert await requests(world) == [("discount_approval", "first")]
    await world.until("2026-11-24 18:01")  # time passes it on
    await world.until("2026-11-25 09:10")
    await world.press("Вера", "Согласовать")
    assert await requests(world) == [("discount_approval", "approved")]


async def test_where_nobody_is_above_there_is_nobody_to_ask(world: World, company: Company) -> None:
    built = await world.deal(company.olga, process="corporate", amount=500_000)
    await world.say("Ольга", "/find Ромашка")
    await world.forge("Ольга", AskFor(built.run, "approve_discount").pack())
    await world.say("Ольга", "12")
    await world.press("Ольга", "Пропустить")
    shown = await world.screen("Ольга")
    assert "Согласовать скидку: выше вас никого нет, согласовывать не с кем. Решение за вами." in shown
    assert await requests(world) == [("discount_approval", "unneeded")]


async def test_a_second_one_is_refused_aloud(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    told = "Это уже на согласовании: Ольга · сегодня 10:00. Второй раз не отправлено."
    for button in (AskFor(built.run, "approve_discount"), Hand(built.run, "plan", "approve_discount")):
        assert await world.forge("Анна", button.pack()) == told
    await world.forge("Анна", Requests(built.run).pack())
    shown = await world.screen("Анна")
    assert "⚖ Согласовать скидку\nНа согласовании: Ольга" in shown
    assert "[+ Согласовать КП]" in shown, "another sort may be asked beside it"
    assert len(await requests(world)) == 1


async def test_what_is_taken_back_leaves_the_card_of_the_head(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.forge("Анна", OpenTask(await waiting(world)).pack())
    assert "[Отозвать]" in await world.screen("Анна")
    assert await world.press("Анна", "Отозвать") == "Отозвано. Тот, кто решал, это увидит."
    assert "✓ Ромашка · Согласовать скидку — Отозвано" in await world.screen("Анна")
    await world.advance(minutes=3)
    assert "[Согласовать]" not in "\n".join(await world.screens("Ольга"))
    assert await requests(world) == [("discount_approval", "withdrawn")]
    # It can be asked anew; and the taking back can be taken back.
    await world.press("Анна", "↩ Отменить")
    await world.advance(minutes=3)
    assert await requests(world) == [("discount_approval", "first")]
    assert "[Согласовать]" in "\n".join(await world.screens("Ольга"))
    assert "[Отозвать]" in await world.screen("Анна") or "На согласовании" in await world.screen("Анна")


async def test_a_deal_that_ends_takes_its_requests_back(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.forge("Анна", Move(built.run, 2, "lost").pack())
    await world.press("Анна", "Дорого")
    while "1 из" in await world.screen("Анна") or "Пропустить" in await world.screen("Анна"):
        await world.press("Анна", "Пропустить")
    await world.advance(minutes=3)
    assert (await world.card(built.run)).outcome == "lost"
    assert await requests(world) == [("discount_approval", "withdrawn")]
    assert "[Согласовать]" not in "\n".join(await world.screens("Ольга"))
    assert await world.rows("SELECT id FROM activities WHERE state = 'open'") == []
    assert await world.rows("SELECT id FROM timers WHERE kind = 'alarm' AND state = 'pending'") == []


@BOTH
async def test_a_decision_is_taken_back_while_nobody_has_reacted(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    before = len(await world.inbox("Анна"))
    await world.press("Ольга", "Согласовать")
    await world.press("Ольга", "↩ Отменить")
    assert "[Согласовать]" in await world.screen("Ольга")
    await world.advance(minutes=5)
    assert len(await world.inbox("Анна")) == before, "what was taken back in time is not told"
    assert await requests(world) == [("discount_approval", "first")]
    assert "На согласовании: Ольга" in await deal_card(world, "Анна", built.run)
    await world.press("Ольга", "Отклонить")
    await world.press("Ольга", "Не проходит по марже")
    assert await requests(world) == [("discount_approval", "rejected")]


async def test_who_was_told_hears_that_the_decision_was_taken_back(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.press("Ольга", "Согласовать")
    await world.advance(minutes=3)
    assert "Согласовано" in await world.screen("Анна")
    await world.press("Ольга", "↩ Отменить")
    await world.advance(minutes=3)
    told = await world.screen("Анна")
    assert "Решение отменено.\nНа согласовании: Ольга" in told


async def test_it_outlives_a_restart(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.press("Ольга", "На доработку")
    await world.restart()
    await world.say("Ольга", "Нужен расчёт")
    await world.restart()
    await world.advance(minutes=3)
    assert "«Нужен расчёт»" in await world.screen("Анна")


@BOTH
async def test_a_leaver_decides_no_more(world: World, company: Company, vera: Person) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    async with world.db.begin() as tx:
        done = await handover.piece(
            tx,
            company.olga.id,
            [company.boris.id],
            world.now(),
            company=world.product.company,
            actor_id=vera.id,
        )
    assert dict(done.tasks) == {vera.id: 1}
    assert "На согласовании: Вера" in await deal_card(world, "Анна", built.run)


async def test_buttons_of_others_do_nothing(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    run = await request_run(world)
    ((step,),) = await world.rows("SELECT id FROM activities WHERE key = 'decide'")
    await world.say("Игорь", "Мой день")
    await world.say("Анна", "Мой день")
    forged = [
        Requests(built.run),
        AskFor(built.run, "approve_contract"),
        Withdraw(run),
        Press(step, "approve"),
        OpenTask(step),
        PutOff(step),
    ]
    for button in forged:
        await world.forge("Игорь", button.pack())
        assert "Ромашка" not in await world.screen("Игорь")
    own = [Press(step, "approve"), Press(step, "escalated"), Press(await waiting(world), "approved")]
    moves = [Move(run, 1, one) for one in ("approved", "second", "unneeded")]
    acts = [Hand(run, "amend", "discount"), Hand(run, "park", ""), Hand(run, "plan", "decide")]
    for mine in (*own, *moves, *acts, PutOff(step), GiveTo("task", step, company.anna.id, 0)):
        await world.forge("Анна", mine.pack())
    assert await requests(world) == [("discount_approval", "first")]
    assert await world.rows("SELECT parked_until FROM deals") == [(None,)]
    # Nor does the head give it to who has asked.
    await world.say("Ольга", "Мой день")
    await world.forge("Ольга", GiveTo("task", step, company.anna.id, 0).pack())
    assert await world.rows(f"SELECT owner_id FROM activities WHERE id = {step}") == [(company.olga.id,)]


async def test_the_history_of_the_deal_tells_it_once(world: World, company: Company, vera: Person) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run, "20")
    await world.press("Ольга", "Согласовать")
    await world.advance(minutes=3)
    await world.press("Вера", "Согласовать")
    await world.forge("Анна", OpenDeal(built.run, "history", 0).pack())
    history = await world.screen("Анна")
    assert "Добавлено: Согласовать скидку\nСкидка, %: 20; Пояснение: Клиент сравнивает цены" in history
    assert "Ольга\nРешить о скидке — Согласовать → Решает тот, кто выше" in history
    assert history.count("Вера") == 1
    assert vera.id


async def test_a_proposal_is_decided_by_its_file(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.forge("Анна", AskFor(built.run, "approve_proposal").pack())
    assert "Пришлите файл КП." in await world.screen("Анна")
    await world.sandbox.document(1001, "кп.pdf", b"PDF")
    await world.settle()
    await world.press("Анна", "Готово")
    await world.press("Анна", "Пропустить")
    await world.advance(minutes=3)
    card = await world.screen("Ольга")
    assert "Завизировать КП" in card
    assert "кп.pdf" in card
    await world.press("Ольга", "кп.pdf")
    assert "<document>" in await world.screen("Ольга")
    await world.press("Ольга", "На доработку")
    await world.say("Ольга", "Добавьте сроки")
    await world.advance(minutes=3)
    told = await world.screen("Анна")
    assert "«Добавьте сроки»" in told
    assert "[Подготовить КП]" in told, "it is made anew"
    await world.press("Анна", "Подготовить КП")
    assert "[КП готово]" in await world.screen("Анна")


async def test_what_is_said_on_the_card_of_a_request_stands_on_the_deal(
    world: World, company: Company
) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    card = (await world.inbox("Ольга"))[-1]["message_id"]
    await world.say("Ольга", "Сначала позвоните клиенту", reply_to=card)
    assert "Сначала позвоните клиенту" in await deal_card(world, "Анна", built.run)
    assert "✎ Записано · Ромашка" in await world.screen("Ольга")


async def test_whoever_it_is_given_to_decides_and_who_asks_sees_it(
    world: World, company: Company, vera: Person
) -> None:
    built = await a_deal(world, company)
    await ask(world, built.run)
    await world.forge("Анна", OpenTask(await waiting(world)).pack())
    await world.press("Ольга", "⇄ Передать")
    assert "Борис" not in await world.screen("Ольга"), "what heads decide is not given to reps"
    await world.press("Ольга", "Вера")
    await world.advance(minutes=3)
    assert "На согласовании: Вера" in await world.screen("Анна")
    await world.press("Вера", "Согласовать")
    await world.advance(minutes=3)
    assert await requests(world) == [("discount_approval", "approved")]


async def test_tactics_agreed_with_the_head_stay_on_the_deal(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.forge("Анна", Move(built.run, 2, "negotiation").pack())
    for answer in ("Держим цену", "Позвоним в среду"):
        if answer == "Держим цену":
            await world.say("Анна", "Мой день")
            await world.press("Анна", "Записать план переговоров")
            await world.press("Анна", "Заполнить")
        await world.say("Анна", answer)
    while "[Пропустить]" in await world.screen("Анна"):
        await world.press("Анна", "Пропустить")
    assert "Обсудить тактику с руководителем?" in await world.screen("Анна")
    await world.press("Анна", "Да")
    await world.press("Анна", "Сделка")
    await world.press("Анна", "Записать решение с руководителем")
    await world.press("Анна", "Заполнить")
    await world.say("Анна", "Уступаем пять процентов за предоплату")
    assert "Решили с руководителем: Уступаем пять процентов за предоплату" in await deal_card(
        world, "Анна", built.run
    )
    ((key,),) = await world.rows("SELECT key FROM activities WHERE state = 'open'")
    assert key == "agree_deal"


async def test_a_move_of_a_request_that_it_does_not_know_shows_what_waits_for_it(
    world: World, company: Company
) -> None:
    """No button says so, but a custom client can: nothing breaks, and the card stands as it stood."""
    built = await a_deal(world, company)
    await ask(world, built.run)
    run = await request_run(world)
    for data in (Move(run, 9, "withdrawn"), Move(run, 1, "approved"), Move(run, 1, "nowhere")):
        await world.forge("Анна", data.pack())
        assert "Согласовать скидку" in await world.screen("Анна")
    assert await requests(world) == [("discount_approval", "first")]
    assert await world.rows("SELECT error FROM inbox WHERE attempts > 0") == []


async def test_more_than_all_of_it_is_no_discount(world: World, company: Company) -> None:
    built = await a_deal(world, company)
    await world.forge("Анна", OpenDeal(built.run, "card", 0).pack())
    for label in ("+ Действие", "⚖ На согласование…", "+ Согласовать скидку"):
        await world.press("Анна", label)
    await world.say("Анна", "150")
    assert "«150» — слишком большое число" in await world.screen("Анна")
    assert await requests(world) == []
