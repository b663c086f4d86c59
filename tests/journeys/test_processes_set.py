"""Several processes side by side: which one a deal takes, where it begins, how strict it is, what may be chosen."""

from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def admin(world: World) -> None:
    await world.hire("Дина", 1005, roles=("admin",), team=None)
    await world.say("Дина", "/company")


async def only_deal(world: World) -> tuple[int, str, str, bool, int]:
    """Its run, process, stage, whether it is a draft, and whose it is."""
    rows = await world.rows(
        "SELECT runs.id, deals.process, deals.stage, deals.draft, deals.owner_id"
        " FROM deals JOIN runs ON runs.subject_id = deals.id AND runs.kind = 'deal' ORDER BY deals.id DESC"
    )
    run, process, stage, draft, owner = rows[0]
    return run, process, stage, bool(draft), owner


@BOTH
async def test_another_process_makes_a_draft_that_is_in_no_stage(world: World, company: Company) -> None:
    await world.say("Анна", "/new ООО «Василёк»")
    assert "Процесс: Простая продажа" in await world.screen("Анна")
    await world.press("Анна", "Процесс")
    await world.press("Анна", "Корпоративные продажи")
    assert "Процесс: Корпоративные продажи" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    assert (await only_deal(world))[1:4] == ("corporate", "interest", True)
    await world.say("Анна", "/start")
    assert "✎ Черновики: 1" in await world.screen("Анна")
    assert "Подтверждение интереса" not in await world.screen("Анна")
    await world.press("Анна", "✎ Черновики: 1")
    listed = await world.screen("Анна")
    assert listed.startswith("Черновики\n1 черновик\n")
    assert "ООО «Василёк»" in listed
    await world.press("Анна", "‹ Сделки")
    assert "[✎ Черновики: 1]" in await world.screen("Анна")


@BOTH
async def test_a_deal_in_work_begins_where_it_is_and_is_asked_what_is_missing(
    world: World, company: Company
) -> None:
    await world.say("Анна", "/new ООО «Василёк»")
    await world.press("Анна", "Процесс")
    await world.press("Анна", "Корпоративные продажи")
    await world.press("Анна", "Уже в работе")
    await world.press("Анна", "Контрактация")
    assert "Уже на стадии: Контрактация" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    assert "сумма сделки" in await world.screen("Анна"), "the gate of contracting asks for it"
    await world.say("Анна", "1 млн")
    assert (await only_deal(world))[1:4] == ("corporate", "contracting", False)
    rows = await world.rows("SELECT key, state FROM activities WHERE state = 'open' ORDER BY key")
    assert rows == [("contract_info", "open")], "what is missing there is created, what is past is not"


async def test_the_process_of_the_team(world: World, company: Company) -> None:
    await admin(world)
    await world.press("Дина", "Команды")
    await world.press("Дина", "Север")
    assert "Новые сделки: Простая продажа" in await world.screen("Дина")
    await world.press("Дина", "Процесс")
    await world.press("Дина", "Корпоративные продажи")
    assert "Новые сделки: Корпоративные продажи" in await world.screen("Дина")
    await world.say("Анна", "/new ООО «Василёк»")
    assert "Процесс: Корпоративные продажи" in await world.screen("Анна")
    await world.say("Игорь", "/new ООО «Лютик»")
    assert "Процесс: Простая продажа" in await world.screen("Игорь")
    await world.press("Дина", "Процесс")
    await world.press("Дина", "Как в компании")
    assert "Новые сделки: Простая продажа" in await world.screen("Дина")


async def test_a_contact_centre_registers_for_another_rep(world: World, company: Company) -> None:
    await admin(world)
    await world.hire("Ксения", 1006, team="Контакт-центр")
    await world.press("Дина", "Команды")
    await world.press("Дина", "Контакт-центр")
    await world.press("Дина", "Контакт-центр")
    await world.press("Дина", "Оформлять на всех")
    assert "Оформляет сделки на всех" in await world.screen("Дина")

    await world.say("Ксения", "/new Пётр +7 916 123-45-67")
    await world.press("Ксения", "Ответственный")
    await world.press("Ксения", "Игорь")
    assert await world.press("Ксения", "Создать") == "Сделка создана"
    assert "Сделка оформлена на Игорь." in await world.screen("Ксения")
    run, _process, _stage, _draft, owner = await only_deal(world)
    assert owner == company.igor.id
    await world.advance(minutes=5)
    assert "Пётр" in "\n".join(await world.screens("Игорь"))
    await world.forge("Ксения", f"ad:{run}:card:0")
    assert "Сделка оформлена" in await world.screen("Ксения"), "it is not hers to look at"


async def test_who_is_no_contact_centre_registers_for_himself_only(world: World, company: Company) -> None:
    await world.say("Анна", "/new Пётр +7 916 123-45-67")
    assert "[Ответственный]" not in await world.screen("Анна")


async def test_lists_and_home_tell_processes_apart(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка")
    run = await world.deal(company.anna, client="Василёк", process="corporate")
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"am:{run.run}:1:needs")
    await world.say("Анна", "/start")
    home = await world.screen("Анна")
    assert "Корпоративные продажи · 1\nАнализ потребностей · 1" in home
    assert "Простая продажа · 1\nПоиск · 1" in home
    await world.press("Анна", "Корпоративные продажи 1")
    listed = await world.screen("Анна")
    assert "Василёк" in listed
    assert "Ромашка" not in listed
    assert "● Корпоративные продажи 1" in listed
    await world.press("Анна", "Простая продажа 1")
    assert "Ромашка" in await world.screen("Анна")
    await world.press("Анна", "● Простая продажа 1")
    assert "2 открытые сделки" in await world.screen("Анна")


async def test_strictness_is_the_administrators(world: World, company: Company) -> None:
    await admin(world)
    await world.press("Дина", "Строгость")
    assert "Поля: строго · Шаги: мягко" in await world.screen("Дина")
    deal = await world.deal(company.anna, process="corporate")
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"am:{deal.run}:1:presentation")
    await world.forge("Дина", "afg:corporate:steps:strict")
    assert "В описании процесса: поля строго, шаги мягко" in await world.screen("Дина")
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"amp:{deal.run}:2:negotiation")
    assert "Спрошу, почему." in await world.screen("Анна")
    await world.press("Анна", "Перейти")
    assert (await only_deal(world))[2] == "presentation", "the reason is asked first"
    await world.say("Дина", "/company")
    await world.press("Дина", "Кто что менял")
    assert "Строгость (corporate): Шаги → строго" in await world.screen("Дина")
    assert await world.forge("Анна", "afg:corporate:steps:nudge") is not None
    assert (await world.rows("SELECT count(*) FROM audit")) == [(1,)]


@BOTH
async def test_a_dictionary_in_the_chat(world: World, company: Company) -> None:
    await admin(world)
    await world.press("Дина", "Справочники")
    await world.press("Дина", "Причина отказа")
    assert "Не удалось связаться: процесс ставит сам" in await world.screen("Дина")
    await world.press("Дина", "+ Добавить")
    await world.say("Дина", "Уехал на Марс")
    assert "· Уехал на Марс" in await world.screen("Дина")
    await world.press("Дина", "Дорого")
    await world.press("Дина", "Переименовать")
    await world.say("Дина", "Цена выше рынка")
    await world.deal(company.anna, extra={"lost_reason": "terms"})
    await world.press("Дина", "Не устроили условия")
    await world.press("Дина", "Скрыть")
    await world.restart()

    await world.say("Анна", "Сделки")
    await world.press("Анна", "1 · Ромашка")
    assert "Причина отказа: Не устроили условия" in await world.screen("Анна"), "an old deal stays readable"
    other = await world.deal(company.anna, client="Василёк")
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"am:{other.run}:1:lost")
    asked = await world.screen("Анна")
    assert "[Уехал на Марс]" in asked
    assert "[Цена выше рынка]" in asked
    assert "Не устроили условия" not in asked
    await world.press("Анна", "Уехал на Марс")
    assert (await world.card(other.run)).extra["lost_reason"] == "own_1"

    await world.say("Дина", "/company")
    await world.press("Дина", "Кто что менял")
    log = await world.screen("Дина")
    assert "Справочник: + Уехал на Марс" in log
    assert "Справочник: Дорого → Цена выше рынка" in log
    assert "Справочник: Не устроили условия (скрыто)" in log


async def test_a_transferred_deal_leads_to_what_it_goes_on_as(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, process="corporate", product="Сервер")
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"amp:{deal.run}:1:transferred")
    assert "Сделка будет закрыта." in await world.screen("Анна")
    await world.press("Анна", "Перейти")
    await world.press("Анна", "Простая продажа")
    await world.say("Анна", "Клиенту нужен один сервер")
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"ad:{deal.run}:card:0")
    card = await world.screen("Анна")
    assert "⇢ Перевод на другой процесс" in card
    assert "Продолжение: Простая продажа · Поиск · Анна" in card
    shown = (await world.inbox("Анна"))[-1]["message_id"]
    await world.say("Анна", "Вернутся весной", reply_to=shown)
    assert await world.rows("SELECT run_id FROM notes") == [(deal.run,)], "the other deal is not meant"
    await world.say("Анна", "Сделки")
    await world.forge("Анна", f"ad:{deal.run}:card:0")
    await world.press("Анна", "⇢ Простая продажа")
    assert "Начата из: Корпоративные продажи · ⇢ Перевод на другой процесс · Анна" in await world.screen(
        "Анна"
    )
    await world.press("Анна", "‹ Корпоративные продажи")
    assert "⇢ Перевод на другой процесс" in await world.screen("Анна")
