"""Questions of corporate sales in the chat: passing over, people, pages, words, ways out, going back."""

from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def pressed(world: World, *labels: str, who: str = "Анна") -> str:
    """What stands there after these presses."""
    for label in labels:
        await world.press(who, label)
    return await world.screen(who)


async def says(world: World, words: str, who: str = "Анна") -> str:
    await world.say(who, words)
    return await world.screen(who)


async def interest(world: World, company: Company) -> int:
    """A corporate deal of Anna's whose interest is confirmed; the form of the deal is on the screen. The run."""
    deal = await world.deal(company.anna, process="corporate")
    await world.say("Анна", "Мой день")
    await pressed(world, "1 · ", "Интерес есть", "Календарь", "27")
    form = await pressed(world, "Без точного времени")
    assert "Заполнить карточку сделки" in form
    return deal.run


@BOTH
async def test_the_form_of_a_deal_hands_it_to_a_colleague(world: World, company: Company) -> None:
    run = await interest(world, company)
    assert (await world.card(run)).extra["presentation_at"] == "2026-11-27"
    first = await pressed(world, "Заполнить")
    assert "1 из 3" in first
    assert "[Пропустить]" in first
    assert "Этот вопрос можно пропустить." in await pressed(world, "Почему?")
    await pressed(world, "‹ К вопросу", "Пропустить")
    whom = await pressed(world, "Другой сотрудник")
    assert "✓ Что известно: пропущено\n✓ Кто ведёт дальше: Другой сотрудник\n" in whom
    assert "Кому передать сделку?  3 из 5" in whom
    assert "[Анна] [Борис]\n[Ольга] [Игорь]" in whom  # the own team first
    where = await says(world, "бор")
    assert "✓ Кому передать: Борис" in where
    assert "[Север · Ольга] [Юг]\n[Пропустить]" in where
    await world.restart()
    assert "Кому передать сделку?" in await pressed(world, "‹ Назад")
    await pressed(world, "Игорь")
    assert "Какая сумма" in await says(world, "ольга")
    done = await says(world, "1,5 млн")
    assert "Анализ потребностей" in done
    card = await world.card(run)
    assert (card.owner_id, card.stage) == (company.igor.id, "needs")
    assert {key: card.extra[key] for key in ("route", "colleague")} == {
        "route": "colleague",
        "colleague": company.igor.id,
    }
    assert card.extra["direction"] == company.olga.team_id
    assert "known_facts" not in card.extra
    assert "Ромашка" in await says(world, "Мой день", "Игорь")
    deal = await pressed(world, "1 · ", "Сделка", who="Игорь")
    assert "Кому передать: Игорь" in deal
    assert "Направление: Север" in deal
    assert "Кому передать: Игорь; Направление: Север" in await pressed(world, "История", who="Игорь")


async def test_more_than_eight_people_are_paged_and_found_by_typing(world: World, company: Company) -> None:
    for number in range(10):
        await world.hire(f"Иван {number}", 2000 + number)
    await interest(world, company)
    await pressed(world, "Заполнить", "Пропустить")
    first = await pressed(world, "Другой сотрудник")
    assert first.count("[Иван") == 6
    assert "[1 из 2] [›]" in first
    assert "[‹] [2 из 2]" in await pressed(world, "›")
    several = await says(world, "иван")
    assert "Под «иван» подходит несколько." in several
    assert "Найдено по «иван»: 10" in await pressed(world, "›")
    nobody = await says(world, "пароход")
    assert "По запросу «пароход» ничего нет." in nobody
    assert "[Анна]" in nobody
    await says(world, "иван")
    assert "[Анна]" in await pressed(world, "Весь список")
    assert "✓ Кому передать: Иван 7" in await says(world, "иван 7")


async def test_only_somebody_who_works_here_can_be_named(world: World, company: Company) -> None:
    run = await interest(world, company)
    await pressed(world, "Заполнить", "Пропустить", "Другой сотрудник")
    (draft,) = await world.rows("select id from drafts where state = 'open'")
    for forged in ("i999", "i0", "ix", "own.known", "own.skip"):
        await world.forge("Анна", f"aq:{draft[0]:x}:colleague:{forged}")
        assert "Кому передать сделку?" in await world.screen("Анна")
    for forged in (f"aqp:{draft[0]:x}:colleague:zzzzzz", f"aqp:{draft[0]:x}:route:1"):
        await world.forge("Анна", forged)
        assert "Кому передать сделку?" in await world.screen("Анна")
    assert "colleague" not in (await world.card(run)).extra


async def test_the_way_out_of_a_stage_shows_what_another_one_would_mean(
    world: World, company: Company
) -> None:
    run = await interest(world, company)
    await pressed(world, "Заполнить", "Пропустить", "Продолжаю я", "Пропустить", "Пропустить")
    await says(world, "Мой день")
    await pressed(world, "1 · ", "Собрана", "Пропустить", "Пропустить")
    assert "[Оставить: пт 27 ноя]" in await pressed(world, "Время согласовано")
    out = await pressed(world, "Оставить", "Пропустить")
    assert "Куда дальше?  3 из 3" in out
    assert "[→ Презентация] [Другая стадия…]\n[Остаться на стадии]" in out
    others = await pressed(world, "Другая стадия…")
    assert "[← Подтверждение интереса]" in others
    assert "[→ Презентация]" not in others
    ends = await pressed(world, "›")
    assert "[✗ Завершена с проигрышем]\n[★ Завершена с победой]" in ends
    meaning = await pressed(world, "Завершена с победой")
    assert "Сделка будет закрыта." in meaning
    assert "Будет отменено:\n· ▣ Провести презентацию" in meaning
    assert "Спрошу:\n· Сумма" in meaning
    assert (await world.card(run)).stage == "needs"
    assert "Какая сумма" in await pressed(world, "Перейти")
    assert "Куда дальше?" in await pressed(world, "‹ Назад")
    going = await says(world, "переговоры")
    assert "Пропускаем:\n· Презентация\n" in going
    await pressed(world, "Перейти")
    assert (await world.card(run)).stage == "negotiation"
    history = await pressed(world, "Сделка", "История")
    assert "Переговоры" in history


async def test_a_form_that_waits_goes_on_where_it_was(world: World, company: Company) -> None:
    await interest(world, company)
    await pressed(world, "Заполнить", "Пропустить", "Другой сотрудник")
    assert "[Вернуться к вопросу]" in await says(world, "Мой день")
    again = await pressed(world, "Вернуться к вопросу")
    assert "✓ Кто ведёт дальше: Другой сотрудник" in again
    assert "Кому передать сделку?  3 из 5" in again
