"""A whole corporate deal as it is lived on phones: from the first call to the signed contract, every press a double one."""

from dataclasses import dataclass, field

import pytest

from sandbox.client import JSON
from storage import templates
from tests import build
from tests.journeys.conftest import Company
from tests.storage import laws
from tests.world import World


@dataclass
class Phone:
    """Somebody whose finger trembles: every tap comes twice, and the second one changes nothing."""

    world: World
    name: str
    taps: int = 0
    words: int = 0
    steps: list[tuple[str, int, int]] = field(default_factory=list)

    async def tap(self, label: str) -> str:
        """Press the newest button of that label; what stands there then."""
        message, button = await self._button(label)
        await self.world.press(self.name, button["text"], message["message_id"])
        self.taps += 1
        before = await self.rows(), await self.world.screens(self.name)
        await self.world.forge(self.name, button["data"], message["message_id"])
        after = await self.rows(), await self.world.screens(self.name)
        assert after[0] == before[0], f"«{label}» twice"
        assert len(after[1]) == len(before[1]), f"«{label}» twice"
        return before[1][-1]

    async def say(self, words: str) -> str:
        await self.world.say(self.name, words)
        self.words += 1
        return await self.world.screen(self.name)

    async def see(self) -> str:
        return await self.world.screen(self.name)

    def done(self, step: str) -> None:
        """What was a step on the way, in taps and messages."""
        self.steps.append((step, self.taps, self.words))
        self.taps = self.words = 0

    async def rows(self) -> list[tuple[object, ...]]:
        """What a tap could change: history, activities, half-said things."""
        return [
            tuple(row)
            for query in (
                "SELECT 1, run_id, revision, state FROM history ORDER BY id",
                "SELECT 2, id, state, due FROM activities ORDER BY id",
                "SELECT 3, answers, question FROM drafts WHERE state = 'open' ORDER BY id",
            )
            for row in await self.world.rows(query)
        ]

    async def _button(self, label: str) -> tuple[JSON, JSON]:
        for whole in (True, False):
            for message in reversed(await self.world.inbox(self.name)):
                for row in message["buttons"]:
                    for button in row:
                        text = button["text"].replace("\u00a0", " ")
                        if text == label or (not whole and label in text):
                            return message, button
        raise AssertionError(f"no button «{label}» for {self.name}:\n{await self.see()}")


@pytest.fixture
async def anna(world: World, company: Company) -> Phone:
    async with world.db.begin() as tx:
        await build.a_product(tx, "Насос НЦ-40", 86_500)
        await templates.put(tx, await build.a_team(tx), templates.Custom(process="corporate"))
    return Phone(world, "Анна")


async def lawful(world: World) -> None:
    """Every deal keeps the laws of mechanics, and its history leads to where it stands."""
    runs = [number for (number,) in await world.rows("SELECT id FROM runs")]
    async with world.db.read() as session:
        await laws.check(session, world.product.company, runs)


async def begun(anna: Phone) -> str:
    """A new deal whose client has a contact."""
    await anna.say("/new")
    await anna.say("Ромашка")
    await anna.say("Пётр +7 495 123-45-67")
    shown = await anna.tap("Создать")
    anna.done("new deal")
    return shown


async def test_from_the_first_call_to_the_signed_contract(world: World, anna: Phone) -> None:
    olga, boris = Phone(world, "Ольга"), Phone(world, "Борис")

    # Подтверждение интереса
    card = await begun(anna)
    assert "✎ Черновик" in card
    assert "Подтверждение интереса\n●○○○○○○○○ 1 из 9" in card
    await anna.tap("☎ Связаться и подтвердить интерес")
    await anna.tap("Интерес есть")
    assert "☰ Заполнить карточку сделки" in await anna.say("завтра в 15")
    anna.done("interested")
    await anna.tap("Заполнить")
    await anna.say("Бюджет есть, решают до конца квартала")
    await world.restart()
    await anna.tap("Решит руководитель")
    await anna.tap("Север")
    logged = await anna.tap("Пропустить")
    assert logged.startswith("✓ Ромашка · Заполнить карточку сделки — заполнено")
    assert "→ Определение потенциала" in logged
    anna.done("deal form")

    # Определение потенциала: the head decides
    await world.advance(minutes=3)
    asked = await olga.see()
    assert "Определить ответственного" in asked
    await olga.tap("Взять в работу")
    await olga.tap("Анна")
    olga.done("appoint")
    await world.advance(minutes=3)
    assert "Собрать информацию" in await anna.see()

    # Анализ потребностей: the call agrees on another time than the first one, and is taken back once
    await anna.tap("Сделка")
    await anna.tap("● Собрать информацию")
    await anna.tap("Собрана")
    await anna.say("Работаем второй год, брали насосы")
    await anna.tap("Пётр")
    await anna.tap("Принимает решение")
    await anna.tap("Достаточно")
    call = await anna.tap("✓ Готово")
    assert "☎ Подтвердить интерес, согласовать дату и время презентации" in call
    anna.done("information collected")
    await anna.tap("Время согласовано")
    await anna.tap("Оставить")
    await anna.tap("Пропустить")
    card = await anna.tap("→ Презентация")
    assert "✎ Подготовить презентацию" in card
    assert "0 из 5" in card
    anna.done("time agreed")
    taken = await anna.tap("Отменить")
    assert "Отменено: карточка выше" in taken
    await anna.tap("Время согласовано")
    await anna.say("послезавтра в 14")
    await anna.say("Ленина 5, переговорная")
    await anna.tap("→ Презентация")

    # Презентация: prepared, moved by the client, held
    await world.until("2026-11-24 09:05")
    await anna.tap("Мой день")
    await anna.tap("1 · Ромашка")
    await anna.tap("Выбрать слайды")
    assert "2 из 5" in await anna.tap("Продумать вопросы")
    await anna.tap("Готово")
    anna.done("presentation prepared")
    await world.until("2026-11-25 13:00")
    assert "Провести презентацию" in await anna.see()
    await anna.tap("Перенесена")
    await anna.say("завтра в 12")
    anna.done("presentation moved")
    await world.until("2026-11-26 13:30")
    await anna.say("Мой день")
    await anna.tap("1 · ⚠ Ромашка · Провести презентацию")
    assert "☰ Записать итоги презентации" in await anna.tap("Проведена")
    await anna.tap("Заполнить")
    await anna.tap("✓ Готово")
    await anna.say("Показать экономию за год")
    await anna.tap("Насос")
    await anna.say("4")
    await anna.tap("Достаточно")
    await anna.tap("✓ Готово")
    await anna.tap("Да")
    anna.done("results of the presentation")

    # Определение ключевых контактов
    await anna.tap("Сделка")
    await anna.tap("☰ Описать ключевые контакты")
    assert "⚠ не указано: влияние, лояльность, мотивы" in await anna.tap("Заполнить")
    assert "Насколько сильное влияние?" in await anna.tap("✓ Готово")
    await anna.tap("Высокое")
    await anna.tap("За нас")
    await anna.say("Уложиться в смету")
    assert "? Нужен расчёт КП?" in await anna.tap("✓ Готово")
    anna.done("key contacts")

    # Подготовка предложения: Anna is away, Boris stands in
    await anna.tap("Нет")
    await anna.say("/away")
    for label in ("+ Отсутствие", "Сегодня", "Один день", "Борис", "Сохранить"):
        await world.press("Анна", label)
    await world.advance(minutes=3)
    await boris.say("Мой день")
    await boris.tap("Ромашка")
    await boris.tap("КП готово")
    assert "4 × 86 500 ₽ = 346 000 ₽" in await boris.see()
    await boris.tap("✓ Готово")
    await boris.tap("Оставить: 346 000 ₽")
    assert "→ Презентация КП" in await boris.tap("Пропустить")
    boris.done("proposal")

    # Презентация КП
    await world.until("2026-11-27 10:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    await anna.tap("Выполнена")
    await anna.tap("Заполнить")
    await anna.say("Начать со сроков")
    assert "дальше: Презентовать КП, пн 30 ноя" in await anna.tap("Пропустить")
    anna.done("materials and tactics")
    await world.until("2026-11-30 11:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    assert "[→ Переговоры] [→ Контрактация]" in await anna.tap("Выполнена")
    assert "☰ Записать план переговоров" in await anna.tap("→ Переговоры")
    anna.done("proposal presented")

    # Переговоры
    await anna.tap("Заполнить")
    await anna.tap("Оставить")
    await anna.say("Встреча с директором")
    await anna.say("Срок важнее цены")
    await anna.say("ТехноДвор")
    await anna.say("Низкая цена")
    assert "Слабые стороны: Долгий срок" in await anna.say("Долгий срок")
    assert "? Обсудить тактику с руководителем?" in await anna.tap("✓ Готово")
    anna.done("plan of the talks")
    await anna.tap("Да")
    await anna.tap("Сделка")
    await anna.tap("☰ Записать решение с руководителем")
    await anna.tap("Заполнить")
    await anna.say("Скидка не больше 5 %")
    anna.done("advice of the head")
    await world.until("2026-12-03 16:00")
    await anna.say("Мой день")
    await anna.tap("Договориться о сделке")
    await anna.tap("Договорились")
    assert "→ Контрактация" in await anna.tap("→ Контрактация")
    anna.done("agreed")

    # Контрактация
    await world.until("2026-12-04 10:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    await anna.tap("Собрана")
    await world.until("2026-12-08 10:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    await anna.tap("Договор готов")
    await anna.tap("Пропустить")
    await world.until("2026-12-15 10:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    assert "дальше: Подготовить договор, чт 17 дек" in await anna.tap("Требует дополнения")
    await world.until("2026-12-17 10:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    await anna.tap("Договор готов")
    await anna.tap("Пропустить")
    await world.until("2026-12-24 10:00")
    await anna.say("Мой день")
    await anna.tap("1 · Ромашка")
    anna.done("contract")
    await anna.tap("Выполнена")
    await anna.tap("Оставить: 346 000 ₽")
    await anna.tap("Договор подписан")
    won = await anna.say("через 3 месяца")
    assert "Сделка закрыта: Завершена с победой" in won
    assert "Начата новая сделка, первый шаг: ср 24 мар" in won
    anna.done("won")
    await lawful(world)

    # What it took, so that a change of it is seen.
    taps = {step: (pressed, said) for step, pressed, said in (*anna.steps, *olga.steps, *boris.steps)}
    assert taps == {
        "new deal": (1, 3),
        "interested": (2, 1),
        "deal form": (4, 1),
        "appoint": (2, 0),
        "information collected": (7, 1),
        "time agreed": (4, 0),
        "presentation prepared": (8, 2),
        "presentation moved": (1, 1),
        "results of the presentation": (8, 3),
        "key contacts": (7, 1),
        "proposal": (5, 1),
        "materials and tactics": (5, 3),
        "proposal presented": (3, 1),
        "plan of the talks": (3, 5),
        "advice of the head": (4, 1),
        "agreed": (3, 1),
        "contract": (11, 5),
        "won": (3, 1),
    }


async def test_another_rep_goes_on_and_the_first_one_sees_it_no_more(world: World, anna: Phone) -> None:
    boris = Phone(world, "Борис")
    await begun(anna)
    await anna.tap("☎ Связаться и подтвердить интерес")
    await anna.tap("Интерес есть")
    await anna.tap("Пропустить")
    await anna.tap("Заполнить")
    await anna.tap("Пропустить")
    await anna.tap("Другой сотрудник")
    await anna.tap("Борис")
    await anna.tap("Пропустить")
    assert "→ Анализ потребностей" in await anna.tap("Пропустить")
    await world.advance(minutes=3)
    assert "Ромашка" in await boris.see()
    assert (await world.card(1)).owner == "Борис"
    await anna.say("Мой день")
    assert "Ромашка" not in await anna.see()
    await lawful(world)


async def test_a_deal_of_another_sort_goes_on_in_another_process(world: World, anna: Phone) -> None:
    await begun(anna)
    await anna.tap("→ Анализ потребностей")
    await anna.tap("Перейти")
    await anna.tap("Другая стадия…")
    await anna.tap("›")
    going = await anna.tap("Перевод на другой процесс")
    assert "Будет отменено:\n● Собрать информацию — ср 25 ноя" in going
    assert "Спрошу:\n· Новый процесс\n· Почему перевод" in going
    await anna.tap("Перейти")
    await anna.tap("Простая продажа")
    assert "☎ Позвонить клиенту" in await anna.say("Нужны два насоса, без презентации")
    assert "Начата из: Корпоративные продажи" in await anna.tap("Сделка")
    deals = await world.rows("SELECT process, outcome, client_id FROM deals ORDER BY id")
    assert deals == [("corporate", "transferred", 1), ("simple", None, 1)]
    await lawful(world)
